"""Every message Kith can send, made up from its own signature: a new template is in the drills from that day."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kith.outbox import words
from kith.outbox.words import About, From, Said

# What would say who is writing, and about what: none of it may reach somebody who only wants "please ring".
TELLTALE = ("Harbour Neighbours", "01632 960555", "KESTREL", "/s/drill", "shopping")
_US = From(place="Harbour Neighbours", phone="01632 960555")
_WORDS = {
    "what": "shopping",
    "kind": "shopping",
    "reference": "KESTREL 42",
    "link": "https://kith.example/s/drill",
    "phone": "01632 960555",
    "place": "Harbour Neighbours",
    "label": "Shopping: KESTREL 42",
}
# The wish of an asker is one of a few words.
_ONE_OF = {"may": "everything"}


@dataclass(frozen=True)
class Template:
    """One of them: what it is called, to whom it is said, and the words it says now."""

    name: str
    audience: str
    say: Callable[[datetime], Said]

    @property
    def kind(self) -> str:
        """The kind of message it makes."""
        return "please-ring" if self.name == "safe_wording" else self.name.replace("_", "-")


def every_template() -> list[Template]:
    """All of them, by what the package says is in it. Refuses one whose values nobody here can make up."""
    found = []
    for name in words.__all__:
        made = getattr(words, name)
        if not inspect.isfunction(made) or inspect.signature(made).return_annotation != "Said":
            continue
        audience = made.__module__.rpartition(".")[2]
        found.append(Template(name, audience, _saying(made)))
    return found


def _saying(made: Callable[..., Said]) -> Callable[[datetime], Said]:
    wanted = inspect.signature(made).parameters

    def say(now: datetime) -> Said:
        given = {one.name: _value(one, now) for one in wanted.values()}
        first = [given.pop(one.name) for one in wanted.values() if one.kind is one.POSITIONAL_OR_KEYWORD]
        return made(*first, **given)

    return say


def _value(wanted: inspect.Parameter, now: datetime) -> Any:
    later, kind = now + timedelta(hours=4), str(wanted.annotation)
    values: dict[str, Any] = {
        "About": About(_US, "Jan", later, now, "KESTREL 42", "", "We are on it.", "https://kith.example/s/drill"),
        "From": _US,
        "datetime": now if wanted.name == "now" else later,
        "datetime | None": later,
        "int": 4,
        "Iterable[int]": (1, 4),
        "str": _ONE_OF.get(wanted.name) or _WORDS.get(wanted.name, "Jan"),
        "bool": True,
    }
    if kind not in values:
        raise TypeError(f"Nobody here can make up a value for {wanted.name}: {kind}. Say one in proof.drill.templates.")
    return values[kind]
