"""Can this still be in time, and if not, what else helps now? Said when it is asked, not an hour later."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kith.kit.words import gettext as _
from kith.kit.words import gettext_lazy
from kith.places.hours import next_open
from kith.places.settings import PlaceSettings

MEDICINE = frozenset({"prescription"})
# The least that a person on the phone needs to find somebody who goes; medicine may be a long way off.
LEAST_FOR_MEDICINE = timedelta(minutes=60)
LEAST = timedelta(minutes=30)
INSTEAD: dict[str, str] = {
    "prescription": gettext_lazy(
        "Please ring your pharmacy now: they may bring it today, or help you out for a few days. If you feel ill, "
        "ring 111."
    ),
    "shopping": gettext_lazy(
        "If there is nothing to eat or drink, ring us and say so. A shop or take-away nearby may bring something now."
    ),
    "call": gettext_lazy("To talk to somebody now, day or night, ring Samaritans on 116 123. It costs nothing."),
    "dog_walk": gettext_lazy("If the dog cannot wait, ask somebody you trust next door. If it is ill, ring the vet."),
    "post": gettext_lazy("Ask at the post office whether tomorrow's post is soon enough; they can say what is faster."),
    "parcel": gettext_lazy("Ring the number on the card that came with it: they often keep it for some days."),
    "welfare_check": gettext_lazy(
        "If you think somebody is hurt or in danger, ring 999 now. If they are ill, ring 111. For the police, ring 101."
    ),
    "other": gettext_lazy("If it cannot wait, ring us now. If you are ill, ring 111. In danger, ring 999."),
}


def least_for(kind: str) -> timedelta:
    """How much time a person needs at least to find somebody for this kind."""
    return LEAST_FOR_MEDICINE if kind in MEDICINE else LEAST


def is_too_late(kind: str, need_by: datetime | None, now: datetime, hours: PlaceSettings | None = None) -> bool:
    """Whether we cannot be sure to be in time. Never so where nobody gave a time.

    Nobody is woken but for medicine, or where it is needed before people are up; so the night is no time to find
    somebody in. ``hours`` are the settings of the place, with its quiet hours.
    """
    if need_by is None:
        return False
    start = now
    if hours is not None and kind not in MEDICINE:
        wakes = next_open(time.fromisoformat(hours.quiet_until), time.fromisoformat(hours.quiet_from), now)
        start = wakes if wakes < need_by else now
    return need_by - start < least_for(kind)


def instead(kind: str) -> str:
    """What helps now, whether or not we manage."""
    return str(INSTEAD.get(kind, INSTEAD["other"]))


def cannot_be_sure() -> str:
    """What we say of it, where a person is rung about it."""
    return str(_("There is little time for this, so we cannot promise to manage it. A person is rung about it now."))


def looked_at_first() -> str:
    """What we say of it where something has to be checked before anybody can be asked."""
    return str(_("There is little time for this, so we cannot promise to manage it. One of us looks at it first."))
