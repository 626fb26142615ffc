"""Which partners does the invented district have, and how do they behave? A table, and chance that stays the same."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import time, timedelta

from kith.demo import land


@dataclass(frozen=True)
class PartnerSpec:
    """An invented business, group or service. ``place`` is the key of the place it may be asked in."""

    name: str
    kind: str
    place: str
    takes: tuple[str, ...]
    phone: str = ""
    email: str = ""
    contact: str = ""
    most_a_day: int | None = None
    days: tuple[int, ...] = ()
    opens: time | None = None
    closes: time | None = None


WEEKDAYS = (1, 2, 3, 4, 5)
VILLAGE_SHOP = "Sutcombe Village Shop"
# The one whose ask the village shop takes by phone.
RINGS_FOR = "Enid Vanstone"
PARTNERS = (
    PartnerSpec(VILLAGE_SHOP, "business", "holsworthy", ("shopping", "parcel", "post"), "01632 960981", contact="Pam"),
    PartnerSpec(
        "Quayside Pharmacy", "business", "ilfracombe", ("prescription",), "01632 960982",
        "quayside.pharmacy@example.org", most_a_day=8,
    ),
    PartnerSpec(
        "Combe Martin Mutual Aid", "mutual_aid", "combe-martin", ("shopping", "dog_walk", "post", "other"),
        "07700 900981", contact="Bryony",
    ),
    PartnerSpec(
        "NHS and Care Volunteers, Northern Devon", "nhs_volunteers", land.DISTRICT,
        ("call", "prescription", "shopping", "parcel"), email="nhs.volunteers@example.org",
    ),
    PartnerSpec(
        "Northern Devon Council hub", "council", land.DISTRICT, ("other", "shopping", "welfare_check"),
        "01632 960983", "hub@example.org", most_a_day=10, days=WEEKDAYS, opens=time(9), closes=time(17),
    ),
    PartnerSpec(
        "Fire service, home safety team", "police_fire", land.DISTRICT, ("welfare_check",), "01632 960984",
        most_a_day=4,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a partner answers, and how long after it was asked; and how long until the person says they were reached."""

    yes: bool
    after: timedelta
    in_touch_after: timedelta


def answer(seed: int, partner: str, ask: str) -> Said | None:
    """What a partner says to a card; None when it says nothing."""
    chance = random.Random(f"partner:{seed}:{partner}:{ask}")
    if chance.random() < 0.15:
        return None
    wait = timedelta(minutes=round(chance.uniform(2, 18)))
    return Said(chance.random() < 0.75, wait, timedelta(minutes=round(chance.uniform(12, 45))))


def may_be_asked(seed: int, number: int) -> str:
    """What the n-th person of the morning said when they were asked whether partners may be."""
    return random.Random(f"partners-may:{seed}:{number}").choices(("yes", "ask me first", "no", ""), (50, 20, 8, 22))[0]
