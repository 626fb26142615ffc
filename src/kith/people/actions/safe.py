"""How it is safe to reach somebody, written down as they said it. What was said before stays to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from kith.kit.actor import Actor
from kith.kit.whole import insert, remember, whole
from kith.people.actions.noting import _noted
from kith.people.models import OnPaper, Person, SafeContact, Way
from kith.people.queries import same_human
from kith.trail.verbs import Verb


@dataclass(frozen=True)
class SaidSafe:
    """What somebody said about reaching them. ``ways`` and ``on_paper`` are what is safe; the rest narrows it."""

    ways: tuple[str, ...] = ()
    on_paper: str = OnPaper.HAND
    from_hour: time | None = None
    to_hour: time | None = None
    days: tuple[int, ...] = ()
    only_please_ring: bool = False
    no_voicemail: bool = True
    call_ourselves: str = ""
    ask_for: str = ""
    if_somebody_else: str = ""


def say_how_it_is_safe(
    *, person: Person, said: SaidSafe, said_by: str, by: Actor, now: datetime, said_at: datetime | None = None
) -> SafeContact:
    """Write down how it is safe to reach somebody, on each record of theirs we know. Records each, never what it says.

    It holds from the moment it was said (``said_at``: a slip of paper counts from when it was written), and what was
    said last holds. Who said it must be named. From the end of this act the send gate and every print go by it.
    """
    with whole():
        lines = [_line(one, said, said_by, min(said_at or now, now), by, now) for one in (person, *same_human(person))]
        for line in lines:
            insert(line)
            remember(("safe", line.person_id), line)
            _noted(line.person, Verb.PERSON_SAFE_CONTACT, by, now, {"record": True})
    return lines[0]


def _line(person: Person, said: SaidSafe, said_by: str, said_at: datetime, by: Actor, now: datetime) -> SafeContact:
    return SafeContact(
        controller_id=person.controller_id,
        person=person,
        ways=sorted({Way(way).value for way in said.ways}),
        on_paper=OnPaper(said.on_paper).value,
        from_hour=said.from_hour,
        to_hour=said.to_hour,
        days=sorted(set(said.days)),
        only_please_ring=said.only_please_ring,
        no_voicemail=said.no_voicemail,
        call_ourselves=said.call_ourselves.strip()[:60],
        ask_for=said.ask_for.strip()[:60],
        if_somebody_else=said.if_somebody_else.strip()[:300],
        said_by=said_by.strip()[:200],
        said_at=said_at,
        by_label=by.label[:200],
        at=now,
    )


def _carry_over(person: Person, line: SafeContact) -> None:
    """What somebody said before holds for the record made of them now: nobody is asked twice whether it is safe."""
    copied = {field.name: getattr(line, field.name) for field in SafeContact._meta.concrete_fields}
    for own in ("id", "controller", "person"):
        del copied[own]
    insert(new := SafeContact(controller_id=person.controller_id, person=person, **copied))
    remember(("safe", person.id), new)
