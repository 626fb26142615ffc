"""Whose yes or no counts: their own, or somebody's who may speak for them. Pure; the day is passed in.

An age is never needed. Where nobody told us, and from sixteen on, it is the person's own say and nobody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

A_YEAR = 365.25
GROWN, SIXTEEN, THIRTEEN = 18, 16, 13


class Band(StrEnum):
    """How old somebody is, as roughly as it helps. ``THIRTEEN`` is 13 to 15, ``SIXTEEN`` is 16 or 17."""

    UNDER = "under-13"
    THIRTEEN = "13-15"
    SIXTEEN = "16-17"
    GROWN = "18-over"


# The oldest somebody of a band may be: with time they are taken to be older, never younger, than they are.
_OLDEST = {Band.UNDER: 12, Band.THIRTEEN: 15, Band.SIXTEEN: 17, Band.GROWN: 18}


@dataclass(frozen=True)
class Age:
    """What we were told of somebody's age, and on which day. ``own_say``: a professional noted that theirs counts."""

    band: str
    said_on: date
    grown_on: date | None = None
    own_say: bool = False


@dataclass(frozen=True)
class WhoseSay:
    """Whether their own say is enough, and whether somebody with parental responsibility is to be asked."""

    own: bool
    ask_guardian: bool


OWN = WhoseSay(own=True, ask_guardian=False)


def years_of(age: Age, today: date) -> int:
    """How old they are; without a date, the oldest they can be by now."""
    if age.grown_on is not None:
        gone = (today.year - age.grown_on.year) - ((today.month, today.day) < (age.grown_on.month, age.grown_on.day))
        return GROWN + gone
    return _OLDEST[Band(age.band)] + int((today - age.said_on).days / A_YEAR)


def band_of(age: Age, today: date) -> Band:
    """The band they are in today."""
    years = years_of(age, today)
    if years >= GROWN:
        return Band.GROWN
    return Band.SIXTEEN if years >= SIXTEEN else Band.THIRTEEN if years >= THIRTEEN else Band.UNDER


def whose_say(age: Age | None, today: date) -> WhoseSay:
    """Under 13 a guardian is asked. From 13 their own say comes first once a professional noted it; from 16 always.

    Having been in care is nothing that is asked, kept or looked at here, so it can add nobody.
    """
    if age is None:
        return OWN
    band = band_of(age, today)
    if band is Band.UNDER:
        return WhoseSay(own=False, ask_guardian=True)
    if band is Band.THIRTEEN:
        return WhoseSay(own=age.own_say, ask_guardian=not age.own_say)
    return OWN
