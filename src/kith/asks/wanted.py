"""What somebody told us when they asked, from whichever lane: one shape for the form, the phone, paper and sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kith.people.actions import About
from kith.places.models import Place


@dataclass(frozen=True)
class Where:
    """Where the help is needed. Any one of these is enough; "the place you'd meet me" is an address too."""

    postcode: str = ""
    street: str = ""
    community: str = ""
    address: str = ""


@dataclass(frozen=True)
class Wanted:
    """One ask as it was told to us. Only ``words`` and ``where`` are ever required, and ``where`` may be rough."""

    words: str
    kind: str
    where: Where
    about: About = field(default_factory=About)
    details: Mapping[str, Any] = field(default_factory=dict)
    knows: str = "self"
    asker: About | None = None
    asker_relation: str = ""
    asker_may: str = "nothing"
    # Whether a business, group or service may be asked as well: yes, ask-first or no.
    partners_may: str = "ask-first"
    need_by: datetime | None = None
    need_by_words: str = ""
    lane: str = "web"
    help_at_door: str = ""
    client_key: str | None = None
    to_check: tuple[str, ...] = ()
    as_given: Mapping[str, Any] = field(default_factory=dict)
    # What somebody wrote beside the words: danger is heard in it too.
    notes: str = ""
    # The place whose form, phone or sheet it came in by: it decides where nothing better is known.
    near: Place | None = None
