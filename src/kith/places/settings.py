"""How a place likes to work: the typed form of ``Place.settings``. Who may change it is not said here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class PlaceSettings:
    """The settings of one place; each has a value that works on the first day.

    ``village`` says that a place of kind street is a village or hamlet, so its name may be said before an offer is
    taken. ``offers_at_once`` is how many neighbours are asked together. ``quiet_from`` and ``quiet_until`` are the
    hours in which nothing is sent that can wait. ``languages`` are those of its leaflets. ``doors_without_leaflet``
    fills the empty board with something to do. ``check_lasts_years`` is how long a volunteer's check is good here
    before it is looked at again. ``help_first``: nothing is asked at the door but what and where, and whoever has
    the ask asks later what the person permits. ``find_order`` is how what is found here is ordered: small groups
    first, near first, or by the words alone.
    """

    village: bool = False
    offers_at_once: int = 3
    quiet_from: str = "21:00"
    quiet_until: str = "08:00"
    languages: tuple[str, ...] = ("en",)
    doors_without_leaflet: int = 0
    check_lasts_years: int = 3
    help_first: bool = False
    find_order: str = "small"

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> PlaceSettings:
        """The settings as stored; keys this release does not know are left alone."""
        known = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        if "languages" in known:
            known["languages"] = tuple(known["languages"])
        return cls(**known)

    def stored(self) -> dict[str, Any]:
        """The form that goes into the database."""
        return {**asdict(self), "languages": list(self.languages)}
