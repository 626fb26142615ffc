"""What does somebody standing at a door need, and in which order? Pure words, so that they stay on the phone without
signal: how the person hears comes first, before the address and before anything else."""

from __future__ import annotations

from dataclasses import dataclass

from kith.kit.words import gettext as _

MOST_WORDS = 50
_NOTE_WORDS = 20


@dataclass(frozen=True)
class AtTheDoor:
    """Everything known for one door, after somebody said yes. Empty is not shown."""

    safe: str = ""
    hears: str = ""
    talks: str = ""
    language: str = ""
    helps: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""
    when: str = ""
    bring: str = ""
    paid: str = ""
    word: str = ""
    ring_name: str = ""
    ring_phone: str = ""


@dataclass(frozen=True)
class Fact:
    """One line of the page: ``key`` for the template, the label and what is known."""

    key: str
    label: str
    value: str


def facts(door: AtTheDoor) -> list[Fact]:
    """The lines of the page and of the round sheet, in the order somebody needs them."""
    ring = " ".join(part for part in (door.ring_name, door.ring_phone) if part)
    lines = (
        Fact("safe", _("Before you ring or knock"), door.safe),
        Fact("hears", _("How they hear you at the door"), door.hears),
        Fact("talks", _("How to talk with them"), door.talks),
        Fact("language", _("Language"), door.language),
        Fact("helps", _("What helps at the door"), door.helps),
        Fact("name", _("Name"), door.name),
        Fact("address", _("Where"), door.address),
        Fact("phone", _("Their phone"), door.phone),
        Fact("when", _("When"), door.when),
        Fact("bring", _("What to bring or do"), door.bring),
        Fact("paid", _("How it is paid"), door.paid),
        Fact("word", _("The word to say"), door.word),
        Fact("ring", _("Who to ring"), ring),
    )
    return [fact for fact in lines if fact.value.strip()]


def nobody_answered(*, hears: str = "", deaf: bool = False, ring_name: str = "", ring_phone: str = "") -> list[str]:
    """The steps when nobody answers: at most fifty words, the way they hear first where we know it."""
    if hears.strip():
        first = [_("%(note)s Wait a minute, and do it again.") % {"note": _note(hears)}]
    elif deaf:
        first = [_("They do not hear a knock. Wave at a window. Shine a light. Wait a minute.")]
    else:
        first = [_("Wait a minute."), _("Knock again, and call out.")]
    whom = {"name": _cut(ring_name, 3) or _("us"), "phone": ring_phone}
    return [
        *first,
        (_("Then ring %(name)s: %(phone)s.") % whom) if ring_phone else _("Then ring %(name)s.") % whom,
        _("If you think they are hurt, ring 999."),
    ]


def _note(text: str) -> str:
    line = _cut(text, _NOTE_WORDS)
    line = line[:1].upper() + line[1:]
    return line if line[-1] in ".!?؟" else f"{line}."


def _cut(text: str, most: int) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= most else f"{' '.join(words[:most]).rstrip(',;:.')}..."
