"""The fixed atlas of Ottermere: where its wards, waters, roads, parks, places and schools lie. All of it is invented.

Coordinates are metres east and north of the borough's own origin. The origin lies in the open North Sea,
so that no real
street, school or family has the invented harm of this borough drawn over it.
"""

from __future__ import annotations

from dataclasses import dataclass

ORIGIN = (590_000, 425_000)
"""British National Grid easting and northing of the borough's origin, metres (EPSG:27700): some 50 km out at sea."""

Line = tuple[tuple[int, int], ...]

OUTLINE: Line = (
    (449, 5617), (1605, 6229), (2557, 6297), (3373, 5957), (4461, 6093), (5549, 6161), (6909, 5957), (7317, 6025),
    (7997, 5549), (8813, 5304), (8908, 4325), (9058, 3101), (9153, 1945), (8881, 789), (8609, 517), (8337, 0),
    (7181, 313), (5549, 109), (4461, 517), (3305, 82), (2149, 381), (1061, 313), (313, 1333), (136, 2285),
    (245, 3237), (14, 4053), (82, 4665), (381, 5141),
)  # fmt: skip

WARDS: dict[str, tuple[int, int]] = {
    "Upper Fold": (1455, 5340), "Larchfield": (3577, 5209), "Sallow Green": (5753, 5209), "Eastmarch": (7929, 4769),
    "Priory Vale": (3686, 3608), "Millgarth": (1573, 3373), "Old Dock": (5821, 3341), "Hallowdene": (7861, 2933),
    "Copper Hill": (7997, 1233), "Quarrybank": (1505, 1297), "Tanner's Row": (3717, 1433), "Weirside": (5889, 1333),
}  # fmt: skip

LOCALITY_SET = "Safeguarding localities"
LOCALITIES: dict[str, tuple[str, ...]] = {
    "Foldside": ("Upper Fold", "Millgarth", "Quarrybank"),
    "Ottermere Middle": ("Larchfield", "Priory Vale", "Tanner's Row"),
    "Dockgate": ("Sallow Green", "Old Dock", "Weirside"),
    "Marchway": ("Eastmarch", "Hallowdene", "Copper Hill"),
}
"""Areas of the hub's own: which wards each of its teams looks after."""

RIVER: Line = (
    (-163, 2312), (925, 2448), (1877, 2421), (2557, 2584), (3373, 2666), (4189, 2625), (4733, 2353), (5549, 2149),
    (6093, 2421), (6637, 2149), (7589, 1850), (8405, 2149), (9425, 2312),
)  # fmt: skip

RAIL: Line = (
    (-163, 5059), (1197, 4869), (2285, 4257), (3101, 3917), (3917, 3509), (4597, 3536), (5549, 3169), (6093, 3373),
    (6909, 3509), (7589, 3917), (7915, 4012), (9357, 3849),
)  # fmt: skip

ROADS: dict[str, Line] = {
    "Moorgate Way": (
        (-163, 3917), (1197, 4189), (2557, 4393), (3509, 4053), (4597, 3754), (5821, 4257), (7317, 4597), (9357, 4733),
    ),
    "Foldside Road": (
        (1605, 6501), (1809, 5413), (2149, 4189), (2829, 3373), (3917, 2421), (4461, 1605), (4733, -27),
    ),
    "Station Approach": ((4597, 3754), (5141, 2693), (6093, 1741), (7317, 1061), (8813, 789)),
    "River Road": (
        (-163, 1605), (1197, 2013), (2557, 2149), (3917, 2421), (5141, 2693), (6637, 2965), (7997, 2693), (9357, 2557),
    ),
    "Larch Lane": ((3169, 6229), (3373, 5141), (4597, 3754)),
    "Dockgate": ((5821, 6365), (5753, 5277), (5821, 4257), (6501, 3101), (6637, 2149), (6501, -163)),
    "Marchway": ((7861, 5821), (7793, 4597), (7861, 3781), (7997, 2693), (8065, 1605)),
}  # fmt: skip

PARKS: dict[str, Line] = {
    "Linnet Park": ((6229, 4624), (6637, 4665), (6841, 4189), (6705, 3754), (6365, 3917), (6202, 4257)),
    "Larch Fields": ((2217, 4801), (2557, 4937), (2829, 4801), (2897, 4529), (2625, 4393), (2285, 4461)),
    "Tannery Green": ((2557, 1537), (2897, 1578), (3006, 1129), (2802, 993), (2625, 1197)),
    "Copper Common": ((7793, 1945), (8201, 2217), (8541, 2258), (8269, 1877), (7929, 1741)),
    "Millgarth Rec": ((1197, 2965), (1537, 3074), (1741, 2802), (1401, 2693)),
    "Weirside Meadow": ((5821, 925), (6297, 993), (6433, 653), (5957, 585)),
}


@dataclass(frozen=True, slots=True)
class Site:
    """A named place of the atlas."""

    key: str  # what the rest of this package calls it
    name: str
    kind: str  # code list place_kind
    x: int  # metres east of the origin
    y: int  # metres north of the origin
    street: str
    owner: str = ""
    guardianship: str = ""
    out: bool = True  # somewhere that children go, so that a missing episode may end there


STATION_GUARD = "Station staff until 21:00, youth bus on Fridays. Nobody after 21:00."
SITES: tuple[Site, ...] = (
    Site("central", "Ottermere Central", "station", 4597, 3536, "Station Approach", "Rail police", STATION_GUARD),
    Site("forecourt", "Station forecourt", "street", 4668, 3462, "Station Approach", "Highways", STATION_GUARD),
    Site("ranks", "Taxi rank, Station Approach", "street", 4735, 3390, "Station Approach", "Licensing", ""),
    Site("halt", "Eastmarch Halt", "station", 7915, 4012, "Marchway", "Rail police", "Unstaffed. Cameras."),
    Site("tidewell", "Tidewell Chicken", "food", 5290, 3046, "19 Dockgate Row", "Licensing", "None recorded."),
    Site("kestrel", "Kestrel Lodge", "hotel", 6093, 2534, "Weir Wharf", "", "Night porter. Staff trained in 2024."),
    Site("linnet", "Linnet Park, east gate", "park", 6690, 4330, "Linnet Road", "Parks", "Park warden until dusk."),
    Site("bandstand", "Linnet Park bandstand", "park", 6450, 4280, "Linnet Road", "Parks", ""),
    Site("larchfields", "Larch Fields", "park", 2560, 4660, "Larch Lane", "Parks",
        "Dog walkers, five-a-side on Mondays."),
    Site("tannery", "Tannery Green", "park", 2790, 1290, "Tanner's Row", "Parks", ""),
    Site("copper", "Copper Common", "park", 8180, 2000, "Copper Rise", "Parks", ""),
    Site("rec", "Millgarth Rec", "park", 1470, 2880, "Mill Cut", "Parks", "Football club at weekends."),
    Site("meadow", "Weirside Meadow", "park", 6120, 790, "Weir Lane", "Parks", ""),
    Site("foldshops", "Fold Lane shops", "retail", 1990, 5390, "Fold Lane", "Housing",
        "Shopkeepers' watch until 18:00."),
    Site("priory", "Priory Arcade", "retail", 5073, 3960, "Moorgate Way", "Arcade manager", "Security until 22:00."),
    Site("sallow", "Sallow Green parade", "retail", 5698, 5413, "Dockgate", "Council", ""),
    Site("copperparade", "Copper Rise parade", "retail", 8230, 1020, "Copper Rise", "Council", ""),
    Site("marchmart", "Marchway retail park", "retail", 8290, 4790, "Marchway", "Site manager",
        "Security until 23:00."),
    Site("harbour", "Harbourside Fries", "food", 3849, 1414, "Foldside Road", "Licensing", ""),
    Site("moonlit", "Moonlit Shakes", "food", 2480, 5830, "Foldside Road", "Licensing", ""),
    Site("eastpizza", "Marchway Pizza Oven", "food", 7650, 5060, "Marchway", "Licensing", ""),
    Site("quaygrill", "Quarry Grill", "food", 1010, 1530, "Quarry Steps", "Licensing", ""),
    Site("tanlodge", "Tanner's Rest", "hotel", 3520, 760, "Foldside Road", "", ""),
    Site("boxing", "Millgarth Boxing", "club", 1550, 3917, "Mill Cut", "Club trustees",
        "Coaches every weekday evening."),
    Site("bus", "Foldside youth bus", "club", 2060, 4850, "Foldside Road", "Youth service",
        "Three youth workers on Fridays."),
    Site("weirclub", "Weirside Youth Centre", "club", 5560, 1470, "Weir Lane", "Youth service",
        "Open Tuesday and Thursday."),
    Site("drama", "Hallowdene Players", "club", 8110, 3250, "Marchway", "Club trustees", "Volunteers."),
    Site("alderfold", "Alderfold House", "childrens_home", 1863, 1686, "Quarry Steps", "Provider",
        "Waking night staff.", False),
    Site("fenwick", "Fenwick Lodge", "childrens_home", 7616, 1183, "Copper Rise", "Provider", "Waking night staff.",
        False),
    Site("hazel", "Hazelmoor", "childrens_home", 3060, 4480, "Larch Lane", "Council", "Sleeping night staff.", False),
    Site("tern", "Ternside", "childrens_home", 6820, 5310, "Linnet Road", "Provider", "Sleeping night staff.", False),
    Site("cooper", "Flat 3, Sable Court", "address", 5390, 3560, "Sable Court", "Housing", "", False),
    Site("fennel", "41 Fennel Row", "address", 6540, 2790, "Fennel Row", "Housing", "", False),
    Site("larder", "8 Larder Yard", "address", 4310, 2210, "Larder Yard", "Housing", "", False),
    Site("stairs", "Sable Court stairwell", "street", 5410, 3590, "Sable Court", "Housing", "Concierge weekdays."),
    Site("subway", "Mill Cut underpass", "street", 2410, 3260, "Mill Cut", "Highways", ""),
    Site("steps", "Quarry Steps", "street", 1220, 880, "Quarry Steps", "Highways", ""),
    Site("wharf", "Weir Wharf", "street", 6330, 2300, "Weir Wharf", "Highways", ""),
    Site("skate", "Eastmarch skate bowl", "park", 8530, 4330, "Marchway", "Parks",
        "Older skaters; youth worker on Saturdays."),
    Site("larchgreen", "Larchfield green", "street", 3640, 5120, "Larch Lane", "Highways", ""),
    Site("clinic", "Priory Walk-in Clinic", "health", 4030, 3950, "Moorgate Way", "Health trust",
        "Nurse until 20:00.", False),
    Site("library", "Hallowdene Library", "other", 8260, 2830, "Marchway", "Council", "Librarians until 19:00."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SchoolSite:
    """A school of the atlas."""

    name: str
    phase: str
    x: int
    y: int
    roll: int


SCHOOLS: tuple[SchoolSite, ...] = (
    SchoolSite("Larchfield School", "secondary", 3114, 5399, 1140),
    SchoolSite("Hallowdene High", "secondary", 7779, 3495, 1310),
    SchoolSite("Quarrybank Centre", "alternative provision", 1904, 2434, 94),
    SchoolSite("Dockgate Academy", "secondary", 6380, 3240, 1265),
    SchoolSite("Upper Fold Comprehensive", "secondary", 1010, 4880, 985),
    SchoolSite("Tannersfield Academy", "secondary", 3290, 1080, 1090),
    SchoolSite("Sallowgate School", "all-through", 5210, 5060, 1420),
    SchoolSite("Copper Hill Girls' School", "secondary", 8420, 1480, 870),
    SchoolSite("Priorsmere Boys' School", "secondary", 3560, 3240, 905),
    SchoolSite("Weirside Special School", "special", 5230, 930, 128),
    SchoolSite("Ottermere Sixth Form College", "college", 4270, 4300, 2240),
)
