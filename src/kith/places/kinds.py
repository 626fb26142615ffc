"""Which kinds of place there are and which may hang under which. A trigger says the same to the database."""

from __future__ import annotations

STREET, COMMUNITY, NEIGHBOURHOOD, DISTRICT, SYSTEM = "street", "community", "neighbourhood", "district", "system"

# From the smallest to the largest: an ask steps up in this order.
ORDER = (STREET, COMMUNITY, NEIGHBOURHOOD, DISTRICT, SYSTEM)

# A street hangs under its community alone. The others may leave out a step, and any but a street may stand by itself,
# so that one community can begin before there is a district.
PARENTS: dict[str, tuple[str, ...]] = {
    STREET: (COMMUNITY,),
    COMMUNITY: (NEIGHBOURHOOD, DISTRICT, SYSTEM),
    NEIGHBOURHOOD: (DISTRICT, SYSTEM),
    DISTRICT: (SYSTEM,),
    SYSTEM: (),
}


def may_stand_alone(kind: str) -> bool:
    """Whether a place of this kind may be the top of its tree."""
    return kind != STREET


def may_hang_under(kind: str, parent_kind: str | None) -> bool:
    """Whether a place of one kind may have a parent of another, or none."""
    return may_stand_alone(kind) if parent_kind is None else parent_kind in PARENTS[kind]
