"""What the agencies found of the told places, schools and groups and did about it, also what was tried in vain.

The same whatever the seed. Days are counted back from the last day told; a day to come is negative. Nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from loaders.borough.facts import World
from loaders.borough.records import named_groups

Row = dict[str, str]

# Context, days: assessed and to be reviewed, weighting, owner of the plan, agency, stated by, then the headings:
# harm, guardianship, strengths, resources, what must change first.
_ASSESSMENTS = (
    ("central", 245, 20, "with_others", "Rail police", "hub", "contextual safeguarding lead",
     "Men who run a county line wait by the ticket hall in the evening and offer children lifts, food and phones. Four "
     "schools change buses here, so they need not look for children.",
     "Station staff until 21:00, youth bus on Fridays. Nobody after 21:00.",
     "The kiosk: children know it, and it is lit and staffed until 22:00.",
     "Rail police twice a week; cameras on the platforms.",
     "Staff on every shift who know what grooming looks like and whom to ring."),
    ("central", 20, -40, "with_others", "Rail police", "hub", "contextual safeguarding lead",
     "Fewer approaches inside the station since its staff were trained. Those who harm have moved outside, to the "
     "forecourt, and come in only to meet the last trains.",
     "Station staff until 21:00, youth bus on Fridays. Nobody after 21:00.",
     "Trained staff ring the same evening. Children say that the ticket hall and the kiosk feel safe while they are "
     "staffed.",
     "Train operator, rail police and the youth service meet every month.",
     "An adult whom children know, on the concourse after 21:00."),
    ("forecourt", 18, -14, "most", "", "hub", "contextual safeguarding lead",
     "Since September the men who run the county line park by the rank, call children over from the bus stops and "
     "drive them away, mostly between 16:00 and midnight. They choose younger children each time.",
     "Station staff see the doors and not the forecourt. The cameras look at the road.",
     "Children go to the kiosk and the youth bus when they are afraid.",
     "Youth bus on Fridays; taxi marshals on trial; rail and neighbourhood police meet weekly.",
     "Somebody must answer for the forecourt: it lies between railway, highways and licensing, and none of them does."),
    ("ranks", 64, 3, "with_others", "Licensing", "licensing", "licensing manager",
     "Adults put children into taxis and pay in cash for journeys that the children did not ask for.",
     "Drivers, until 02:00. Most do not know whom to tell.",
     "Two firms have offered to train their drivers and to keep a log.",
     "Licensing officers; a condition in every driver's licence to report concerns.",
     "Every driver knows the signs and the number to ring."),
    ("tidewell", 205, 110, "most", "Licensing", "hub", "contextual safeguarding lead",
     "Men meet children here after closing time, give them food and drink upstairs and take them on to other "
     "addresses, where they abuse them.",
     "None recorded after 21:00. Staff have not rung anybody.",
     "Neighbours have told the police what they see.",
     "Licensing visits; the late licence can be reviewed.",
     "No room above the shop that children can be taken to."),
    ("tidewell", 33, -27, "most", "Licensing", "hub", "contextual safeguarding lead",
     "Men go on meeting children here after closing time. Visits by licensing officers have not stopped them: they "
     "keep the door upstairs locked.",
     "None after 21:00. Outreach on Fridays ended in the summer.",
     "Neighbours have given statements.",
     "Police and licensing prepare a review of the late licence together.",
     "The late licence, and the room upstairs."),
    ("kestrel", 340, 30, "most", "Neighbourhood police", "police", "neighbourhood inspector",
     "Men book rooms for one night, bring children in by the side door and abuse them there.",
     "Night porter. Night staff change often.",
     "Some of the hotel's staff have rung the police.",
     "Powers to ask a hotel for the names of its guests; the hotel's owners have agreed to a plan.",
     "Nobody checks in by the side door, and every night shift knows the signs."),
    ("linnet", 175, 60, "most", "Parks", "hub", "contextual safeguarding lead",
     "Children are hurt at the east gate on the way home from school, and what happens is filmed and shared the same "
     "evening, which brings the next. No adult is there after 15:00.",
     "Park warden until dusk, mostly at the bandstand.",
     "Parents of younger children walk through between 15:00 and 16:00.",
     "Park warden; youth service; two schools that know when trouble is coming.",
     "Adults whom children know, at the gate, between the end of school and 18:00."),
    ("linnet", 25, -65, "less", "Parks", "hub", "contextual safeguarding lead",
     "Fewer children hurt since the path was lit and youth workers stand at the gate. Children still come to harm "
     "further into the park at weekends.",
     "Two youth workers and the warden on school days from 15:00 to 18:00.",
     "Children talk to the youth workers about what they are afraid of.",
     "Paid until the spring. Parks wants to keep the warden's new hours.",
     "Weekends, and money for the youth workers after March."),
    ("stairs", 118, 12, "with_others", "Housing", "housing", "tenancy manager",
     "Men who took over a flat hand packages to children on the stairs and threaten them there. The tenant is afraid "
     "of them too.",
     "Concierge weekdays. Nobody in the evening.",
     "Neighbours ring the concierge.",
     "Housing officers; the police can ask a court to close the flat to all but the tenant.",
     "The men out of the flat, and the tenant kept safe in it."),
    ("larchfields", 82, -8, "less", "Parks", "voluntary", "youth work manager",
     "Children who were moved on from Linnet Park are threatened here on the way home.",
     "Dog walkers, five-a-side on Mondays.",
     "The five-a-side: its coaches know most of the children by name.",
     "Pitch lights until 21:00; coaches willing to take a second evening.",
     "More evenings with adults whom children know."),
    ("Hallowdene High", 140, -45, "with_others", "Assistant head, safeguarding", "school",
     "designated safeguarding lead",
     "Men who exploit children wait at the stop by the back gate at the end of the day and message children during "
     "lessons.",
     "Staff at the front gate until 15:30. Nobody at the back gate.",
     "Form tutors whom children tell. Children warn each other of the car.",
     "Pastoral team of six; a school officer of the police two days a week.",
     "Adults at the back gate, and lunch and cover staff who know what to look for."),
    ("Larchfield School", 96, -20, "with_others", "Head of year 8", "school", "designated safeguarding lead",
     "Children are threatened on the way home, and videos of it go round the school by the evening.",
     "Staff at both gates until 15:40.",
     "A pass to leave class and talk, which children use.",
     "Peer education by the youth service; a room for after school until 17:00.",
     "A safe way home for those who are afraid."),
    ("Station group", 27, -30, "most", "Youth service", "hub", "contextual safeguarding lead",
     "The men who run the county line reach one child after another through this group: they make a child bring a "
     "friend, younger each time, and hold debts against all of them.",
     "Form tutors by day. Nobody in the evening, when the men ring.",
     "The children look out for each other: they told a worker when a younger child was given a phone.",
     "A youth worker whom they trust; grandparents and parents who want to meet.",
     "A trusted adult who is there in the evening, and the debt lifted from the children."),
    ("Larch Lane group", 160, 40, "with_others", "Youth justice", "youth justice", "team manager",
     "The boys of this group are hurt and are alleged to hurt others, mostly in Linnet Park after school. Fear of the "
     "next time makes them stay together.",
     "Boxing coaches two evenings a week.",
     "The boxing club, brothers who have left school, and teachers who walk them to the bus.",
     "Youth justice workers; the club; two heads of year.",
     "A way home without passing the park, and somewhere to be until 19:00."),
)  # fmt: skip

# Context, days: due, began, ended and last written, state, outcome, agency, stated by, owner, what, aim, result.
_ACTIONS = (
    ("central", 180, 205, 152, 150, "done", "safer", "police", "rail police sergeant", "Rail police",
     "Train all station staff to notice grooming, and give every shift the number to ring.",
     "Staff ring the same evening.",
     "All shifts trained. Staff ring the hub about once a fortnight; before, they had never rung."),
    ("central", 5, None, None, 40, "planned", "", "hub", "contextual safeguarding lead", "Train operator",
     "Keep staff on the concourse until 23:00 from Thursday to Sunday.",
     "Children find an adult whom they know after 21:00.", ""),
    ("forecourt", -60, 25, None, 6, "under_way", "", "licensing", "licensing manager", "Licensing",
     "Marshals at rank and forecourt from 18:00 to midnight, Thursday to Saturday.",
     "Nobody calls a child to a car without an adult asking who they are.",
     "Marshals since October. Men have driven off when spoken to; number plates go to the police."),
    ("forecourt", 30, 32, 32, 12, "done", "not_known", "voluntary", "youth work manager", "Youth service",
     "Move the youth bus from the library to the forecourt on Fridays.",
     "Children wait at the bus, not at the rank.", "There every Friday since. Too early to say what it changes."),
    ("forecourt", 14, None, None, 39, "planned", "", "police", "neighbourhood inspector", "",
     "A camera that sees the forecourt and the bus stops, watched after 21:00.",
     "Those who park there to meet children are seen.", ""),
    ("ranks", 30, 122, None, 33, "under_way", "", "licensing", "licensing manager", "Licensing",
     "Speak with every licensed driver about journeys that somebody else pays for.",
     "Drivers ring before they drive off.", "More than half of the drivers so far. Two firms have done all of theirs."),
    ("tidewell", 195, 285, 192, 188, "done", "no_change", "licensing", "licensing manager", "Licensing",
     "Unannounced licensing visits after 22:00, twice a month.", "No child is in the shop after closing time.",
     "Nothing found at any visit: the door upstairs was locked and nobody had it opened. Men went on meeting children "
     "there in the same months."),
    ("tidewell", 60, 210, 95, 93, "stopped", "not_known", "voluntary", "youth work manager", "Youth service",
     "Outreach workers on Dockgate Row on Fridays.", "Children know an adult close by whom they can tell.",
     "Stopped when the grant ended, as children had begun to talk to the workers."),
    ("tidewell", -20, 26, None, 8, "under_way", "", "licensing", "licensing manager", "Licensing",
     "Review of the late licence, with what the police know.", "The shop is shut at night.",
     "Statements taken. The hearing is next month."),
    ("kestrel", 340, 410, 350, 345, "done", "no_change", "police", "neighbourhood inspector", "Hotel manager",
     "Train the night staff; a sign at the desk with the number to ring.",
     "Staff ask, and ring, when a man brings a child.",
     "Trained, and most of them have left since. Nobody trained those who came after them."),
    ("kestrel", 8, None, None, 75, "planned", "", "police", "neighbourhood inspector", "Hotel manager",
     "Train the new night staff, and again every six months.", "Every night shift knows the signs.", ""),
    ("kestrel", -75, 12, None, 4, "under_way", "", "police", "neighbourhood inspector", "Neighbourhood police",
     "Notice to the hotel to give the names of guests who come with children, and to lock the side door at night.",
     "Men can no longer bring a child in unseen.", "Served. The side door is locked from 21:00."),
    ("linnet", 120, 172, 128, 126, "stopped", "worse", "police", "neighbourhood inspector", "Neighbourhood police",
     "Dispersal order for the park on Fridays and Saturdays.", "Nobody is hurt in the park.",
     "Stopped after six weeks. Children were moved on to Larch Fields and hurt there; those who had been hurt said "
     "that they were treated as the trouble."),
    ("linnet", 50, 46, 46, 25, "done", "safer", "hub", "contextual safeguarding lead", "Parks",
     "Light the path at the east gate and cut back the hedge.", "Children can see who stands there.",
     "Children say that they see who is at the gate, and use it again after dark."),
    ("linnet", -145, 57, None, 25, "under_way", "", "voluntary", "youth work manager", "Youth service",
     "Two youth workers with the warden at the east gate on school days from 15:00 to 18:00.",
     "Children walk home with adults in sight.", "There every school day since September."),
    ("stairs", 75, 86, 71, 70, "done", "no_change", "housing", "tenancy manager", "Housing",
     "Mend the entry door and the lights on three landings.", "Nobody comes in without a key.",
     "Mended. The men who use the flat broke the door again within two weeks."),
    ("stairs", 45, None, 60, 60, "stopped", "no_change", "housing", "tenancy manager", "Housing",
     "Concierge in the evening and at weekends.", "An adult on the stairs when children come home.",
     "Never begun: no money for evenings this year."),
    ("stairs", -10, None, None, 20, "planned", "", "housing", "tenancy manager", "Housing and police",
     "Ask the court to close the flat to all but the tenant, with support for the tenant.",
     "The men are gone and the tenant stays.", ""),
    ("larchfields", -50, 64, None, 22, "under_way", "", "voluntary", "youth work manager", "Club trustees",
     "A second evening of five-a-side, on Wednesdays, with trained coaches.",
     "Adults whom children know are there on two evenings.",
     "Well attended. The coaches ring the hub when they worry."),
    ("Hallowdene High", 125, 190, 130, 128, "done", "safer", "school", "designated safeguarding lead",
     "Assistant head, safeguarding",
     "Train all staff to notice exploitation, lunch and cover staff too.", "Any adult at school is one to tell.",
     "Lunch staff have made referrals for the first time, all of them sound."),
    ("Hallowdene High", -30, 50, None, 15, "under_way", "", "school", "designated safeguarding lead", "Head of year 9",
     "Staff at the back gate from 15:00 to 15:45, with a radio and the police officer's number.",
     "Nobody waits for children there unseen.",
     "Staff are there each day. The car has not been seen at the gate for three weeks."),
    ("Larchfield School", 40, 62, 38, 35, "done", "not_known", "school", "designated safeguarding lead",
     "Head of year 8", "Peer education in years 8 and 9: what adults who exploit promise, and whom to tell.",
     "Children tell an adult when they worry about a friend.",
     "Most of both years took part. Pupils ask for it in year 7 as well."),
    ("Station group", -90, 75, None, 10, "under_way", "", "voluntary", "youth work manager", "Youth service",
     "One youth worker for the group, in the evening, whose number all of them have.",
     "There is somebody to ring when the men ring.", "Trusted by most of them. Rung late on most weekends."),
    ("Station group", 10, 6, 6, 4, "done", "no_change", "police", "exploitation team sergeant", "Exploitation team",
     "Have a number switched off from which the men call children for jobs.", "The phone stops ringing.",
     "Switched off. The men called from a new number the next day."),
    ("Larch Lane group", 130, 185, 142, 140, "stopped", "worse", "youth justice", "team manager", "Youth justice",
     "Meetings between the boys of both groups, led by youth justice workers.", "The boys are no longer afraid.",
     "Stopped after the second meeting: those who had gone were threatened on the way home."),
    ("Larch Lane group", -30, 58, None, 18, "under_way", "", "youth justice", "team manager", "Boxing club",
     "The boxing club opens for the group on two more evenings, with lifts home.",
     "The boys get home without passing the park.", "They come most weeks, and the coaches drive them home."),
)  # fmt: skip


def assessments(world: World) -> Iterator[Row]:
    """Yield the rows of `assessments.csv`."""
    known = _contexts(world)
    for nth, row in enumerate(_ASSESSMENTS, start=1):
        context, said, review, weighting, owner, agency, stated, harm, guardianship, strengths, resources, first = row
        day = _day(world, said)
        yield {
            "context": known[context], "assessed_on": day, "harm": harm, "guardianship": guardianship,
            "strengths": strengths, "resources": resources, "weighting": weighting, "change_first": first,
            "owner": owner, "review_date": _day(world, review), "source_agency": agency,
            "record_reference": f"CA-{nth:03d}", "recorded_on": day, "stated_by": stated,
        }  # fmt: skip


def actions(world: World) -> Iterator[Row]:
    """Yield the rows of `actions.csv`."""
    known = _contexts(world)
    for nth, row in enumerate(_ACTIONS, start=1):
        context, due, began, ended, told, state, outcome, agency, stated, owner, what, aim, result = row
        yield {
            "identifier": f"ACT-{nth:03d}", "context": known[context], "what": what, "owner": owner,
            "due": _day(world, due), "began": _day(world, began), "ended": _day(world, ended), "state": state,
            "outcome": outcome, "aim": aim, "result": result, "source_agency": agency,
            "record_reference": f"CP-{nth:03d}", "recorded_on": _day(world, told), "stated_by": stated,
        }  # fmt: skip


def _contexts(world: World) -> dict[str, str]:
    """Identifiers by what this module calls them: a place's key, a school's name, a group's name."""
    people = world.people
    known = {place.key: place.id for place in people.places}
    known |= {school.name: school.urn for school in people.schools}
    return known | {group.name: id for id, group in named_groups(world)}


def _day(world: World, days: int | None) -> str:
    return "" if days is None else (world.until - timedelta(days=days)).isoformat()
