"""Who works in the demo, in which teams, and the volunteers everybody knows by name. Tables; invented people only."""

from __future__ import annotations

from dataclasses import dataclass

from kith.demo import land

TOGETHER = "Northern Devon Together"
PARTNERSHIP = "Devon Care Partnership"


@dataclass(frozen=True)
class OrganisationSpec:
    """A body that answers for the data it holds."""

    name: str
    kind: str


@dataclass(frozen=True)
class MemberSpec:
    """Somebody with an account and their part in a team. ``duty`` is their turn, 0 for none."""

    name: str
    role: str
    duty: int = 0
    phone: str = ""

    @property
    def email(self) -> str:
        """Where their sign-in code goes."""
        return f"{self.name.lower().replace(' ', '.')}@example.org"


@dataclass(frozen=True)
class TeamSpec:
    """A team of one organisation for one place. A duty team's first member is the one with ``duty`` 1."""

    name: str
    organisation: str
    place: str
    phone: str
    is_duty: bool
    members: tuple[MemberSpec, ...]


@dataclass(frozen=True)
class KnownVolunteer:
    """A volunteer with a part in the stories. ``street`` is the key of where they live."""

    name: str
    street: str
    travel: str
    reach_km: float
    kinds: tuple[str, ...]
    check_level: str = "none"
    languages: tuple[str, ...] = ("en",)
    phone: str = ""


ORGANISATIONS = (
    OrganisationSpec(TOGETHER, "council"),
    OrganisationSpec(PARTNERSHIP, "other"),
    *(OrganisationSpec(f"{each.name} Surgeries", "practice") for each in land.NEIGHBOURHOODS),
    *(OrganisationSpec(f"{town.name} Neighbours", "village_scheme") for town in land.TOWNS),
)

# Community builder first, then two street co-ordinators; the builder has the first turn on the duty list.
_COMMUNITY_STAFF = {
    "combe-martin": ("Morwenna", "Jan", "Dilwyn"),
    "ilfracombe": ("Priya", "Clive", "Sheila"),
    "barnstaple": ("Tomasz", "Ayesha", "Gordon"),
    "south-molton": ("Bethan", "Winston", "Pippa"),
    "bideford": ("Leroy", "Margot", "Anil"),
    "great-torrington": ("Siobhan", "Desmond", "Kirsty"),
    "holsworthy": ("Nerys", "Hugh", "Paulette"),
}
_LINK_WORKERS = {
    "coast": ("Nisha", "Euan"),
    "taw": ("Marta", "Joel"),
    "torridge": ("Chidi", "Lowri"),
    "ruby": ("Hana", "Piers"),
}

KNOWN_VOLUNTEERS = (
    KnownVolunteer(
        "Sam Tidy", "combe-martin/shute-lane", "bicycle", 6.0,
        ("shopping", "prescription", "post", "parcel", "welfare_check"), "basic", phone="07700 900001",
    ),
    KnownVolunteer(
        "Jean Brimble", "combe-martin/quay-street", "foot", 2.0,
        ("shopping", "prescription", "call", "dog_walk", "welfare_check"), "enhanced", phone="07700 900002",
    ),
    KnownVolunteer(
        "Margaret Cole", "holsworthy/black-torrington", "car", 15.0,
        ("shopping", "prescription", "call", "post", "parcel", "welfare_check", "other"), "enhanced",
        phone="07700 900003",
    ),
    KnownVolunteer(
        "Layla Aziz", "barnstaple/bear-street", "car", 20.0,
        ("shopping", "prescription", "call", "welfare_check", "other"), "basic", ("en", "ar"), "07700 900004",
    ),
    KnownVolunteer(
        "Derek Pound", "bideford/mill-street", "car", 12.0, ("other", "parcel", "call"), "basic", phone="07700 900005"
    ),
)  # fmt: skip


def teams() -> tuple[TeamSpec, ...]:
    """Every team, the widest place first."""
    return (_system(), _district(), *_neighbourhoods(), *_communities(), _quay_street())


def staff() -> tuple[MemberSpec, ...]:
    """Everybody with an account, each once, for the printed sign-in links."""
    found = {member.name: member for team in teams() for member in team.members}
    return tuple(found.values())


def _system() -> TeamSpec:
    members = (
        MemberSpec("Olwen", "district_lead", 1),
        MemberSpec("Alison", "commissioner"),
        MemberSpec("Ruth", "guardian"),
        MemberSpec("Gwen", "safeguarding_lead"),
        MemberSpec("Femi", "administrator"),
    )
    return TeamSpec("Devon team", PARTNERSHIP, land.SYSTEM, "01632 960002", True, members)


def _district() -> TeamSpec:
    members = (
        MemberSpec("Gareth", "district_lead", 1, "07700 900950"),
        MemberSpec("Rosalind", "district_lead", 2, "07700 900951"),
        MemberSpec("Kwame", "district_lead", 3),
    )
    return TeamSpec("Northern Devon duty team", TOGETHER, land.DISTRICT, "01632 960001", True, members)


def _neighbourhoods() -> list[TeamSpec]:
    return [
        TeamSpec(
            f"{each.name} link workers",
            f"{each.name} Surgeries",
            each.key,
            each.phone,
            True,
            tuple(MemberSpec(name, "link_worker", turn) for turn, name in enumerate(_LINK_WORKERS[each.key], start=1)),
        )
        for each in land.NEIGHBOURHOODS
    ]


def _communities() -> list[TeamSpec]:
    found = []
    for number, town in enumerate(land.TOWNS):
        builder, *others = _COMMUNITY_STAFF[town.key]
        members = [MemberSpec(builder, "community_builder", 1, f"07700 9009{60 + number}")]
        members += [
            MemberSpec(name, "street_coordinator", turn, _JAN_PHONE if name == "Jan" else "")
            for turn, name in enumerate(others, start=2)
        ]
        name = f"{town.name} Neighbours"
        found.append(TeamSpec(name, name, town.key, town.phone, True, tuple(members)))
    return found


_JAN_PHONE = "07700 900955"


def _quay_street() -> TeamSpec:
    """Jan's own street: what is asked there is hers first."""
    members = (MemberSpec("Jan", "street_coordinator", 1, _JAN_PHONE), MemberSpec("Morwenna", "street_coordinator", 2))
    place = "combe-martin/quay-street"
    return TeamSpec("Quay Street", "Combe Martin Neighbours", place, "01632 960031", True, members)
