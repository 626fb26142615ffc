"""What one door needs to be known for, put together from the ask and its person. For whoever has it, and no earlier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.asks import kinds
from kith.asks.models import Ask
from kith.asks.saying import sender_of
from kith.asks.spoken import spoken_name
from kith.asks.visit_words import word_of
from kith.dispatch import door
from kith.dispatch.door import AtTheDoor, Fact
from kith.governance.queries import wants_no_contact
from kith.kit import phones, said
from kith.people import saying
from kith.people.models import ContactRoute, Person, RouteKind, Safe, Way
from kith.people.queries import safe_contact_of

_DEAF = re.compile(r"\b(?:deaf|hard of hearing|(?:can ?not|can'?t|doesn'?t|does not|not) hear)\b", re.IGNORECASE)


# What the questions of a kind are called where there is room for a word.
_SHORT = {
    "list": gettext_lazy("To buy"),
    "shop": gettext_lazy("Shop"),
    "pharmacy": gettext_lazy("Pharmacy"),
    "ready": gettext_lazy("Ready to collect"),
    "careful": gettext_lazy("Controlled, or kept in the fridge"),
    "times": gettext_lazy("Good times"),
    "about": gettext_lazy("Likes to talk about"),
    "dog": gettext_lazy("The dog"),
    "lead": gettext_lazy("Lead and key"),
    "what": gettext_lazy("To post or fetch"),
    "where": gettext_lazy("From where, or to where"),
    "size": gettext_lazy("Size"),
    "worry": gettext_lazy("Why today"),
    "more": gettext_lazy("More"),
}


@dataclass(frozen=True)
class Shown:
    """A door as a page shows it: its facts in order, and what to do when nobody answers."""

    door: AtTheDoor
    facts: list[Fact]
    script: list[str]
    phone: str = ""
    phone_note: str = ""
    ring_phone: str = ""


def shown(ask: Ask, routes: Iterable[ContactRoute], now: datetime) -> Shown:
    """The door of an ask. ``routes`` are those of its person that the reader may see."""
    no_contact = wants_no_contact(ask.person_id, now)
    route = None if no_contact else _safe_to_ring(ask, routes)
    number = ask.promise.team.phone or ask.place.phone
    here = at_the_door(ask, route, now, no_contact=no_contact)
    heard = " ".join((here.hears, here.talks, here.helps))
    script = door.nobody_answered(
        hears=here.hears, deaf=bool(_DEAF.search(heard)), ring_name=here.ring_name, ring_phone=here.ring_phone
    )
    phone, note = (route.value, _note_of(route)) if route is not None else ("", "")
    return Shown(here, door.facts(here), script, phone, note, number)


def at_the_door(ask: Ask, route: ContactRoute | None, now: datetime, *, no_contact: bool = False) -> AtTheDoor:
    """Everything known for one door, in words. ``route`` is the number that is safe to ring, if there is one."""
    person, holder = ask.person, ask.promise.holder
    paid = str(ask.details.get("paid", ""))
    return AtTheDoor(
        safe=" ".join(must_do(person, no_contact)),
        hears=person.hear_at_door,
        talks=person.talk_with_me,
        language=_language(ask),
        helps=ask.help_at_door,
        name=person.first_name if person.name.strip() else "",
        address=", ".join(part for part in (ask.address, ask.postcode) if part) or ask.home.name,
        phone=_to_ring(route) if route is not None else "",
        when=_when(ask, now),
        bring=_bring(ask),
        paid=str(dict(kinds.PAYMENTS).get(paid, paid)),
        word=word_of(ask),
        ring_name=holder.user.name.split()[0] if holder is not None else "",
        ring_phone=sender_of(ask).phone,
    )


def must_do(person: Person, no_contact: bool) -> list[str]:
    """What whoever goes there must do, and nothing of why."""
    words = saying.must_do(safe_contact_of(person))
    return [_("Do not ring or write: they asked us not to."), *words] if no_contact else words


def _safe_to_ring(ask: Ask, routes: Iterable[ContactRoute]) -> ContactRoute | None:
    """The first number they said is safe; never one that was stopped, or that somebody else gave unasked."""
    said_safe = safe_contact_of(ask.person)
    if said_safe is not None and Way.CALL not in said_safe.ways:
        return None
    rings = (RouteKind.TEXT, RouteKind.CALL)
    good = (one for one in routes if one.safe == Safe.YES and one.stopped_at is None and not one.given_by_other)
    return next((one for one in good if one.kind in rings), None)


def _to_ring(route: ContactRoute) -> str:
    return ", ".join(part for part in (phones.said(route.value), _note_of(route)) if part)


def _note_of(route: ContactRoute) -> str:
    """When to ring, and whether a machine may hear it."""
    words = []
    if route.from_hour is not None and route.to_hour is not None:
        hours = {"start": said.clock(route.from_hour), "end": said.clock(route.to_hour)}
        words.append(_("between %(start)s and %(end)s") % hours)
    if route.no_voicemail:
        words.append(_("leave no message on a machine"))
    return ", ".join(words)


def _language(ask: Ask) -> str:
    person = ask.person
    spoken = "" if person.language.startswith("en") else spoken_name(person.language)
    return ", ".join(part for part in (spoken, person.interpreter) if part)


def _when(ask: Ask, now: datetime) -> str:
    if ask.coming_from and ask.coming_to:
        return said.span(ask.coming_from, ask.coming_to, now)
    return said.by(ask.need_by, now) if ask.need_by else ""


def _bring(ask: Ask) -> str:
    """The person's own words, then what was answered of the kind's questions; nothing said twice."""
    lines = [ask.words.strip()]
    for field in kinds.KINDS[ask.kind].fields:
        answer = str(ask.details.get(field.name, "")).strip()
        if field.name == "paid" or not answer or answer == kinds.DONT_KNOW or answer.lower() in ask.words.lower():
            continue
        lines.append(f"{_SHORT.get(field.name, field.label)}: {dict(field.choices).get(answer, answer)}")
    return "\n".join(line for line in lines if line)
