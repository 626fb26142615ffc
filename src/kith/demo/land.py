"""The land of the demo: real towns and villages near the sea, with invented streets and postcodes that do not exist.

Tables only; ``district`` makes places of them.
"""

from __future__ import annotations

from dataclasses import dataclass

SYSTEM, DISTRICT = "devon", "northern-devon"


@dataclass(frozen=True)
class Village:
    """A village or hamlet under a community. ``outward`` is the first half of its postcodes."""

    name: str
    lat: float
    lon: float
    homes: int
    outward: str = ""


@dataclass(frozen=True)
class Town:
    """A community: where it is, how many streets we invent, and how far they lie from the middle."""

    key: str
    name: str
    neighbourhood: str
    lat: float
    lon: float
    outward: str
    streets: int
    spread_km: float
    volunteers: int
    phone: str
    colour: str
    decile: int
    fixed: tuple[str, ...] = ()
    villages: tuple[Village, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Neighbourhood:
    """The villages round one group of surgeries."""

    key: str
    name: str
    lat: float
    lon: float
    phone: str


NEIGHBOURHOODS = (
    Neighbourhood("coast", "Coast and Combes", 51.205, -4.075, "01632 960011"),
    Neighbourhood("taw", "Taw Valley", 51.060, -3.980, "01632 960012"),
    Neighbourhood("torridge", "Torridge Side", 50.990, -4.180, "01632 960013"),
    Neighbourhood("ruby", "Ruby Country", 50.815, -4.330, "01632 960014"),
)

TOWNS = (
    Town(
        "combe-martin", "Combe Martin", "coast", 51.203, -4.031, "ZZ34", 16, 0.9, 120, "01632 960021", "#005a66", 4,
        ("Quay Street", "High Street", "Shute Lane", "Castle Street"),
        (
            Village("Berrynarbor", 51.1995, -4.0630, 190, "ZZ34"),
            Village("Little Comfort", 51.1800, -4.0180, 14, "ZZ34"),
        ),
        ("Combe", "Coombe Martin", "Combmartin"),
    ),
    Town(
        "ilfracombe", "Ilfracombe", "coast", 51.2085, -4.1145, "ZZ34", 22, 1.1, 180, "01632 960022", "#1d4f91", 2,
        ("High Street", "Fore Street", "Lantern Hill"),
        (Village("Mortehoe", 51.1850, -4.2070, 260, "ZZ34"), Village("Lee", 51.1960, -4.1770, 80, "ZZ34")),
        ("Ilfra", "Ilfracoombe"),
    ),
    Town(
        "barnstaple", "Barnstaple", "taw", 51.0800, -4.0580, "ZZ31", 24, 1.5, 240, "01632 960023", "#6b2c5f", 3,
        ("High Street", "Bear Street", "Boutport Street", "Strand"),
        (Village("Braunton", 51.1080, -4.1630, 900, "ZZ33"), Village("Landkey", 51.0670, -4.0050, 310, "ZZ32")),
        ("Barum", "Barnstable"),
    ),
    Town(
        "south-molton", "South Molton", "taw", 51.0170, -3.8330, "ZZ36", 15, 0.9, 110, "01632 960024", "#3d6b21", 5,
        ("Broad Street", "East Street", "Cooks Cross"),
        (Village("North Molton", 51.0570, -3.8010, 240, "ZZ36"), Village("Chulmleigh", 50.9130, -3.8670, 330, "ZZ18")),
        ("S Molton", "Southmolton"),
    ),
    Town(
        "bideford", "Bideford", "torridge", 51.0170, -4.2070, "ZZ39", 22, 1.3, 180, "01632 960025", "#8a3b12", 2,
        ("High Street", "Mill Street", "Bridgeland Street"),
        (Village("Appledore", 51.0520, -4.1930, 620, "ZZ39"), Village("Northam", 51.0380, -4.2120, 700, "ZZ39")),
        ("Biddeford",),
    ),
    Town(
        "great-torrington", "Great Torrington", "torridge", 50.9520, -4.1440, "ZZ38", 14, 0.8, 90, "01632 960026",
        "#4a4a8a", 4, ("Fore Street", "Well Street", "New Street"),
        (Village("Dolton", 50.8900, -4.0160, 210, "ZZ19"), Village("St Giles", 50.9350, -4.1000, 60, "ZZ38")),
        ("Torrington", "Gt Torrington"),
    ),
    Town(
        "holsworthy", "Holsworthy", "ruby", 50.8110, -4.3520, "ZZ22", 12, 0.8, 80, "01632 960027", "#00613c", 3,
        ("Fore Street", "Bodmin Street", "The Square"),
        (
            Village("Black Torrington", 50.8260, -4.1870, 140, "ZZ21"),
            Village("Sutcombe", 50.8700, -4.3450, 70, "ZZ22"),
            Village("Shebbear", 50.8570, -4.2130, 170, "ZZ21"),
        ),
        ("Holsworthy town",),
    ),
)  # fmt: skip

# Nobody here has signed up yet: what its people ask goes further at once, and the pages say so.
WITHOUT_VOLUNTEERS = frozenset({"holsworthy/sutcombe"})

STREET_NAMES = (
    "Abbey Lane", "Apple Row", "Bakers Court", "Barton Close", "Beacon Road", "Bell Meadow", "Blackthorn Way",
    "Bramble Lane", "Brook Street", "Buttermarket", "Chapel Street", "Cherry Tree Close", "Church Lane",
    "Clay Park Road", "Cobblers Row", "Cooper Street", "Copper Beech Drive", "Corn Street", "Cross Park",
    "Culver Road", "Daisy Bank", "Dove Lane", "Drovers Way", "Elm Grove", "Ferry Road", "Fern Hill", "Fox Meadow",
    "Fuchsia Lane", "Gorse View", "Hawthorn Park", "Hazel Avenue", "Heron Road", "Hillcrest Road", "Honeysuckle Close",
    "Kiln Lane", "Kingfisher Drive", "Larkspur Gardens", "Lime Kiln Road", "Linhay Close", "Maltings Court",
    "Market Place", "Meadow View", "Mill Leat", "North Street", "Oak Tree Drive", "Old Station Road", "Orchard Road",
    "Oyster Terrace", "Park Terrace", "Pebble Ridge", "Pilots Row", "Pound Lane", "Primrose Hill", "Rectory Lane",
    "Ropewalk", "Rosemary Lane", "Sailmakers Row", "School Lane", "Shearwater Road", "Skylark Close", "South Street",
    "Springfield", "Swallow Fields", "Tanners Lane", "Teasel Way", "Tide Street", "Tin Street", "Victoria Terrace",
    "Vicarage Hill", "Water Lane", "Weavers Court", "West Road", "Willow Close", "Windmill Road", "Woolcombe Street",
    "Yeo Street",
)  # fmt: skip
