"""The people of the borough's three told stories: always there, so that pictures can name them. All invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A child or adult of the stories."""

    forename: str
    surname: str
    sex: str
    ethnicity: str
    age: int  # on the last day told
    school: str = ""
    known_as: str = ""
    home: str = ""  # key of the children's home
    does: str = ""  # an adult's part: recruiter, holder, host, messenger, runner, grandmother, youth worker...
    of: tuple[str, ...] = ()  # initials of the children an adult matters to
    occupation: str = ""

    @property
    def initials(self) -> str:
        """`T.B.`, by which this package calls them."""
        return "".join(f"{name[0]}." for name in (self.forename, self.surname) if name)


STATION = (
    Part("Tamsin", "Brackley", "F", "WBRI", 14, "Hallowdene High", "Taz"),
    Part("Nell", "Corrander", "F", "WBRI", 13, "Hallowdene High"),
    Part("Amara", "Welkin", "F", "BAFR", 14, "Hallowdene High"),
    Part("Kaitlyn", "Ashgrove", "F", "WBRI", 15, "Dockgate Academy"),
    Part("Dario", "Fenner", "M", "WOTH", 15, "Dockgate Academy"),
    Part("Leon", "Marrander", "M", "MWBC", 14, "Dockgate Academy"),
    Part("Jude", "Okonlo", "M", "BAFR", 16, "Quarrybank Centre"),
    Part("Morgan", "Hallowick", "M", "WBRI", 16, "Quarrybank Centre"),
    Part("Reece", "Skellan", "M", "WBRI", 15, "Quarrybank Centre"),
)
"""The Station group: nine children whom a county line recruits, one after another, younger each time."""

LARCH = (
    Part("Bilal", "Tahrani", "M", "APKN", 13, "Larchfield School"),
    Part("Georgie", "Netherlow", "M", "WBRI", 15, "Larchfield School"),
    Part("Faris", "Almarin", "M", "APKN", 12, "Larchfield School"),
    Part("Ivo", "Larkden", "M", "WOTH", 15, "Larchfield School"),
    Part("Callum", "Jessow", "M", "WBRI", 12, "Larchfield School"),
    Part("Piers", "Orrdale", "M", "WBRI", 12, "Upper Fold Comprehensive"),
    Part("Samir", "Elmari", "M", "MWAS", 16, "Quarrybank Centre"),
    Part("Hayden", "Kestner", "M", "WBRI", 16, "Upper Fold Comprehensive"),
)
"""The Larch Lane group: eight boys, harmed and alleged to harm in turn."""

KESTREL = (
    Part("Una", "Netherby", "F", "WBRI", 16, "Copper Hill Girls' School", home="alderfold"),
    Part("Xanthe", "Pellick", "F", "WBRI", 16, "Dockgate Academy", home="alderfold"),
    Part("Rosa", "Alderley", "F", "MOTH", 13, "Tannersfield Academy", home="alderfold"),
    Part("Lottie", "Birkell", "F", "WBRI", 14, "Tannersfield Academy", home="alderfold"),
    Part("Hana", "Yarrani", "F", "ABAN", 15, "Hallowdene High"),
    Part("Casey", "Merelow", "F", "WBRI", 16, "Weirside Special School", home="fenwick"),
    Part("Maisie", "Orrstead", "F", "WBRI", 12, "Copper Hill Girls' School", home="fenwick"),
)
"""Seven girls around Kestrel Lodge, two addresses and a takeaway."""

NEAR = (
    Part("Pia", "Kestrow", "F", "WBRI", 12, "Larchfield School"),
    Part("Freddie", "Rudmere", "M", "WBRI", 13, "Quarrybank Centre"),
    Part("Toby", "Sarrow", "M", "WBRI", 12, "Larchfield School"),
    Part("Alexandr", "Nowarski", "M", "WOTH", 16, "Larchfield School"),
)
"""Children near to the three stories and not open to the hub."""

YEAR_NINE = (
    Part("Yasmin", "Malori", "F", "APKN", 13, "Hallowdene High"),
    Part("Willow", "Dunley", "F", "WBRI", 13, "Hallowdene High"),
    Part("Erin", "Birkdale", "F", "WBRI", 13, "Hallowdene High"),
    Part("Zainab", "Almidar", "F", "ABAN", 14, "Hallowdene High"),
    Part("Quentin", "Hardwick", "M", "WBRI", 13, "Hallowdene High"),
    Part("Violet", "Tarnley", "F", "WBRI", 14, "Hallowdene High"),
    Part("Oscar", "Ravner", "M", "WBRI", 13, "Hallowdene High"),
)
"""Seven friends of one year, whom nobody has named as a group."""

CHILDREN = STATION + LARCH + KESTREL + NEAR + YEAR_NINE

CONCERN = (
    Part("Denholm", "Marrick", "M", "WBRI", 32, known_as="Den", does="recruiter", occupation="car valeting"),
    Part("Viktor", "Kesslin", "M", "WOTH", 27, does="holder"),
    Part("Biz", "", "U", "", 0, known_as="Biz", does="supplier"),
    Part("Kyle", "Warkgate", "M", "WBRI", 19, does="runner"),
    Part("Stuart", "Larkholm", "M", "WBRI", 41, does="host", occupation="letting agent"),
    Part("Jason", "Tarnsey", "M", "WBRI", 34, does="messenger"),
    Part("Garr", "Undholm", "M", "WBRI", 46, does="shop", occupation="takeaway manager"),
    Part("Neil", "Quillgate", "M", "WBRI", 52, does="porter", occupation="hotel night porter"),
)
"""Adults who exploit: the first four run the county line, the last four the sexual exploitation."""

SAFE = (
    Part("Pauline", "Ashgrove", "F", "WBRI", 68, does="grandmother", of=("K.A.", "P.K.")),
    Part("Erica", "Brackley", "F", "WBRI", 39, does="mother", of=("T.B.",)),
    Part("Chidi", "Odarane", "M", "BAFR", 33, does="youth worker", of=("T.B.", "D.F.", "L.M.", "A.W."),
        occupation="youth worker"),
    Part("Tom", "Corrander", "M", "WBRI", 44, does="father", of=("N.C.",)),
    Part("Marcus", "Ravholm", "M", "BCRB", 47, does="boxing coach", of=("C.J.", "H.K.", "P.O.", "F.A."),
        occupation="boxing coach"),
    Part("Helen", "Sarrwick", "F", "WBRI", 51, does="keyworker", of=("R.A.", "X.P.", "C.M."),
        occupation="residential keyworker"),
    Part("Lorna", "Garrley", "F", "WBRI", 36, does="form tutor", of=("Y.M.", "E.B.", "W.D.", "H.Y."),
        occupation="form tutor"),
    Part("Ray", "Dunstead", "M", "WBRI", 50, does="uncle", of=("G.N.",)),
)  # fmt: skip
"""Adults who keep children safe."""
