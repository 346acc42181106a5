"""Invents names, spellings and numbers that belong to nobody: people, phones, plates, postcodes."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Mapping

FORENAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "british": {
        "F": tuple(
            (
                "Abigail Alice Amelia Beth Caitlin Carys Chloe Daisy Eleanor Ella Erin Evie Freya Georgia Grace "
                "Hannah Heidi Holly Imogen Isla Jasmine Jodie Katie Kayleigh Kiera Lacey Layla Leah Libby Lola Lottie "
                "Lucy Maisie Megan Mia Millie Molly Niamh Olivia Paige Phoebe Poppy Rosie Ruby Sadie Scarlett Sienna "
                "Skye Sophie Summer Tilly Willow Zoë Siân Zara Harriet Courtney Demi-Leigh Ellie-Mae Lily-Rose"
            ).split()
        ),
        "M": tuple(
            (
                "Aaron Alfie Archie Bailey Ben Bobby Brandon Callum Cameron Charlie Connor Corey Curtis Daniel Declan "
                "Dylan Ethan Evan Finlay Finn Frankie Freddie George Harley Harvey Hayden Isaac Jack Jake Jamie "
                "Jayden Jenson Joe Jordan Joshua Kai Keiran Kyle Lewis Liam Logan Luke Mason Matthew Max Morgan "
                "Nathan Noah Oliver Oscar Owen Reece Reuben Riley Robbie Ryan Sam Sean Shay Tobias Toby Tyler Zachary "
                "Tyler-James Jean-Luc"
            ).split()
        ),
    },
    "east_european": {
        "F": tuple(
            (
                "Agata Alicja Aneta Daria Ewelina Gabija Iva Kinga Lenka Maja Milena Nadia Oliwia Renata Wiktoria"
            ).split()
        ),
        "M": tuple(
            (
                "Adrian Alexandr Bartek Dawid Emil Filip Igor Jakub Kamil Lukas Matei Oskar Radu Stefan Viktor"
            ).split()
        ),
    },
    "south_asian": {
        "F": tuple(
            (
                "Aaliyah Aisha Amina Anika Fatima Hafsa Hana Inaya Kiran Mariam Nadia Priya Safa Sana Simran Zainab"
            ).split()
        ),
        "M": tuple(
            (
                "Adeel Arjun Bilal Faris Hamza Haroon Ibrahim Imran Jaspreet Kasim Mohammed Rayan Rohan Samir Yusuf"
            ).split()
        ),
    },
    "black": {
        "F": tuple(
            (
                "Abena Adaeze Aaliyah Amara Chantelle Destiny Efua Imani Jada Keisha Naomi Precious Renée Shanice "
                "Temi"
            ).split()
        ),
        "M": tuple(
            (
                "André Chidi Daquan Elijah Emmanuel Isaiah Jermaine Jude Kofi Kwame Malachi Marcus Omari Tariq Tunde"
            ).split()
        ),
    },
    "chinese": {
        "F": tuple("Amy Chun-Li Eva Jia Lian Mei Ning Xin Yan".split()),
        "M": tuple("Bo Chen-Yu Eric Jun Kit Ming Wei Yi-Fan Zhen".split()),
    },
    "other": {
        "F": tuple("Dilan Farah Jîna Leyla Maryam Noor Rojin Salma Shirin Yara".split()),
        "M": tuple("Aram Baran Diyar Hassan Karim Omid Rebin Sherko Tarek Zana".split()),
    },
}  # fmt: skip

_STEMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "british": (
        tuple(
            "Alder Ash Birk Brack Bram Corr Crag Dun Elm Fen Garr Hallow Hard Hazel Ked Kest Lark Marr Mere Nether Orr "
            "Pell Pris Quill Rav Rud Sarr Skell Tarn Thorn Und Wark Weld Whin Wix Yarr".split()
        ),
        tuple("ander berrow by combe dale den ell en er field gate grove holm ick ley low mere ner row sey stead ter "
        "wick".split()),
    ),
    "east_european": (
        tuple("Bor Dobr Gran Kamel Kess Lesn Morav Nowar Ostr Radv Stan Tarv Zel".split()),
        tuple("acki enko escu ic ik inas ovan owicz ski une".split()),
    ),
    "south_asian": (
        tuple("Alm Bash Chand Dar Far Hab Jal Kar Mal Nar Qas Rah Seth Tahr Zam".split()),
        tuple("adi ahir anda ari arin iani idar imra ori oum uddar".split()),
    ),
    "black": (
        tuple("Ade Aku Asan Bel Dank Eze Fol Kwam Mens Oda Okon Owu Tay Umo Wil".split()),
        tuple("bola chuku dele fin ford karo lo mond nedu noye rane sare shaw".split()),
    ),
    "chinese": (("Che", "Fe", "Hua", "Ji", "Lia", "Qia", "Xia", "Zhe"), ("n", "ng", "o", "i")),
    "other": (
        tuple("Ahr Bark Dal Gor Hew Kar Miz Rash Sor Tov".split()),
        tuple("amin an awi ezi ian idi oshi uri".split()),
    ),
}  # fmt: skip

STYLE_OF_ETHNICITY: Mapping[str, tuple[str, ...]] = {
    "WBRI": ("british",), "WIRI": ("british",), "WOTH": ("east_european",), "WROM": ("east_european",),
    "MWBC": ("british", "black"), "MWBA": ("black", "british"), "MWAS": ("british", "south_asian"),
    "MOTH": ("british", "other"), "AIND": ("south_asian",), "APKN": ("south_asian",), "ABAN": ("south_asian",),
    "AOTH": ("south_asian", "other"), "BCRB": ("black", "british"), "BAFR": ("black",), "BOTH": ("black",),
    "CHNE": ("chinese",), "OOTH": ("other",), "NOBT": ("british", "south_asian", "black"),
}  # fmt: skip

ETHNICITIES: Mapping[str, float] = {
    "WBRI": 62, "APKN": 8, "WOTH": 5.5, "MWBC": 4, "BAFR": 4, "ABAN": 2.5, "MOTH": 2.2, "MWAS": 1.8, "AIND": 1.7,
    "BCRB": 1.6, "OOTH": 1.5, "WROM": 1, "WIRI": 0.8, "MWBA": 1, "AOTH": 0.9, "BOTH": 0.6, "CHNE": 0.6, "NOBT": 1,
}  # fmt: skip
"""Per cent of children; of the size of the 2021 census figures for a northern mill town, not of any one."""

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "Kaitlyn": ("Caitlin", "Katelyn", "Kaitlin"), "Caitlin": ("Kaitlyn", "Katelin"), "Callum": ("Calum",),
    "Reece": ("Rhys", "Reese"), "Keiran": ("Kieran", "Ciaran"), "Niamh": ("Neve",), "Aaliyah": ("Aliyah", "Aliya"),
    "Mohammed": ("Muhammad", "Mohamed"), "Megan": ("Meghan",), "Jayden": ("Jaden",), "Sean": ("Shaun", "Shawn"),
    "Sophie": ("Sofie",), "Zara": ("Zahra",), "Alexandr": ("Alexander", "Aleksandr"), "Viktor": ("Victor",),
    "Isaac": ("Issac",), "Kayleigh": ("Kayley",), "Zoë": ("Zoe", "Zoey"), "Siân": ("Sian",), "Tariq": ("Tarik",),
    "Yusuf": ("Yousef", "Youssef"), "Zainab": ("Zaynab",), "Wiktoria": ("Victoria",), "Oliwia": ("Olivia",),
    "Jermaine": ("Jermain",), "Renée": ("Renee",), "André": ("Andre",), "Chantelle": ("Shantelle",),
    "Ellie-Mae": ("Ellie Mae", "Elliemay"), "Lily-Rose": ("Lily Rose",), "Tyler-James": ("Tyler",),
    "Demi-Leigh": ("Demi Lee",), "Hana": ("Hanna",), "Layla": ("Leila",), "Maisie": ("Maisy",), "Imran": ("Emran",),
}  # fmt: skip

_SHORT: Mapping[str, str] = {
    "Abigail": "Abi", "Eleanor": "Ellie", "Kayleigh": "Kay", "Georgia": "Gee", "Cameron": "Cam", "Joshua": "Josh",
    "Matthew": "Matty", "Zachary": "Zac", "Daniel": "Danny", "Mohammed": "Mo", "Jermaine": "J", "Wiktoria": "Wiki",
    "Emmanuel": "Manny", "Ibrahim": "Ibby", "Scarlett": "Scar", "Charlie": "Chaz", "Tobias": "Tobe",
}  # fmt: skip
_STREET = tuple("Biscuit Dash Ghost Jinx Lanky Midge Pipz Rook Smudge Squeak Tiny Twig Wolfie Yogi Zed".split())
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_PLATE_LETTERS = "BCDFGHJKLMNPRSTVWXYZ"


def style_of(rng: random.Random, ethnicity: str) -> str:
    """The naming tradition of a family."""
    return rng.choice(STYLE_OF_ETHNICITY[ethnicity])


def forename(rng: random.Random, style: str, sex: str) -> str:
    """A forename of the tradition; for sex not recorded, of either."""
    return rng.choice(FORENAMES[style]["F" if sex == "F" else "M"])


def surname(rng: random.Random, style: str) -> str:
    """An invented surname; one in fourteen is double-barrelled."""
    stems, ends = _STEMS[style]
    name = re.sub(r"(.)\1\1", r"\1\1", rng.choice(stems) + rng.choice(ends))
    if style in {"british", "black"} and rng.random() < 1 / 14:
        other, endings = _STEMS["british"]
        return f"{name}-{rng.choice(other)}{rng.choice(endings)}"
    return name


def known_as(rng: random.Random, name: str) -> str:
    """The name a child uses: mostly their own (empty), sometimes short, now and then a street name."""
    chance = rng.random()
    if chance < 0.16 and name in _SHORT:
        return _SHORT[name]
    return rng.choice(_STREET) if chance > 0.965 else ""


def respelt(rng: random.Random, forename: str, surname: str) -> tuple[str, str]:
    """The same person as another agency spells them: another spelling, no accents, no hyphen, half a name, swapped."""
    ways = ["plain", "hyphen", "swap", "double"] + ["spelling"] * 6 * (forename in SPELLINGS)
    way = rng.choice(ways)
    if way == "spelling":
        return rng.choice(SPELLINGS[forename]), surname
    if way == "hyphen" and "-" in surname:
        return forename, rng.choice([surname.replace("-", " "), surname.split("-", maxsplit=1)[0]])
    if way == "swap":
        return surname, forename
    if way == "double":
        return forename, _slip(rng, surname)
    return plain(forename), plain(surname).replace("'", "")


def plain(text: str) -> str:
    """Without accents, as an old system keeps it."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _slip(rng: random.Random, word: str) -> str:
    """One slip of the keyboard: a letter doubled, dropped, or two swapped."""
    at = rng.randrange(1, max(2, len(word) - 1))
    return rng.choice([word[:at] + word[at] + word[at:], word[:at] + word[at + 1 :]]) if at < len(word) else word


def phone(number: int) -> str:
    """A mobile number of the range that Ofcom keeps for drama, 07700 900000 to 900999."""
    return f"07700900{number % 1000:03d}"


def plate(number: int) -> str:
    """A registration that no vehicle can bear: QQ is no office, 00 no year."""
    letters = ""
    for _ in range(3):
        number, at = divmod(number, len(_PLATE_LETTERS))
        letters += _PLATE_LETTERS[at]
    return f"QQ00{letters}"


def postcode(rng: random.Random, sector: int) -> str:
    """A postcode of the area ZZ, which Royal Mail does not use."""
    return f"ZZ{sector} {rng.randrange(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}"


def upn(number: int) -> str:
    """A unique pupil number with a right check letter, of the local authority 999, which does not exist."""
    digits = f"999{number:09d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return _UPN_LETTERS[total % 23] + digits
