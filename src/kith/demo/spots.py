"""The shapes in which the demo names its places. Values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PostcodeSpec:
    """An invented postcode, where it is, and its invented area."""

    postcode: str
    lat: float
    lon: float
    lsoa: str


@dataclass(frozen=True)
class PlaceSpec:
    """One place. ``key`` names it within the demo; ``parent`` is the key of the place it lies in."""

    key: str
    kind: str
    name: str
    parent: str | None
    lat: float
    lon: float
    homes: int = 0
    village: bool = False
    phone: str = ""
    colour: str = ""
    aliases: tuple[str, ...] = ()
    postcodes: tuple[PostcodeSpec, ...] = ()

    @property
    def community(self) -> str:
        """The key of the community a street lies in; its own for anything larger."""
        return self.key.split("/")[0]
