"""A week of looks of one organisation's colleagues, with what ties each to the person they looked at.

It reads the facts about people that the report needs and shows none of them: the guardian reads the letters of a name,
as on the trail, and why a look stands out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.acting import serving
from kith.accounts.models import User
from kith.asks.models import Ask
from kith.governance.models import IncidentPerson
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.names import letters_of
from kith.kit.text import fold
from kith.people.models import ContactRoute, Person
from kith.promises import lifecycle
from kith.promises.models import Promise
from kith.trail.models import Entry
from kith.trail.verbs import Verb
from kith.web.unusual import Seen, Stands, is_night, stands_out

A_WEEK = timedelta(days=7)
# Whoever did something for somebody a fortnight ago may look how it went.
STILL_TIED = timedelta(days=14)
LOOKS = [
    verb.value
    for verb in (
        Verb.PERSON_SEEN,
        Verb.PERSON_FOUND,
        Verb.ASK_SEEN,
        Verb.LOOKED_SEEN,
        Verb.CARD_PRINTED,
        Verb.EMERGENCY_LIST_READ,
    )
]
RINGS = [Verb.EMERGENCY_RUNG.value, Verb.EMERGENCY_STOPPED.value]
SHOWN = 20


@dataclass(frozen=True)
class Line:
    """One colleague's week, as a question: who, what stands out, about whom."""

    who: str
    reader: UUID
    reasons: list[tuple[str, list[tuple[str, UUID]]]]


@dataclass
class _Facts:
    """What is known of the people looked at and of those who looked."""

    labels: dict[UUID, str]
    of_ask: dict[UUID, UUID]
    surnames: dict[UUID, str]
    shares: dict[str, float]
    streets: dict[UUID, UUID]
    readers: dict[UUID, User]
    own_street: dict[UUID, UUID]
    tied: set[tuple[UUID, UUID]]
    # Whoever rings the people of a list reads the others of it too.
    rings: set[tuple[UUID, UUID]]


def report(actor: Actor, now: datetime) -> list[Line]:
    """What stands out in the last seven days, for the guardian of these organisations."""
    with serving("what ties colleagues to the people they looked at"):
        return _report(actor, now)


def _report(actor: Actor, now: datetime) -> list[Line]:
    mine = Entry.objects.filter(policy.scope(actor, "view", Entry), actor_kind="user", at__gte=now - A_WEEK)
    looks = list(
        mine.filter(verb__in=LOOKS).only("actor_id", "actor_label", "verb", "subject_id", "subject_label", "at")
    )
    facts = _facts(looks, now)
    found = stands_out(seen for entry in looks if (seen := _seen(entry, facts)) is not None)
    return [_line(one, facts) for one in found[:SHOWN]]


def _facts(looks: list[Entry], now: datetime) -> _Facts:
    subjects = {entry.subject_id for entry in looks if entry.subject_id}
    users = {entry.actor_id for entry in looks if entry.actor_id}
    rows = Ask.objects.filter(Q(id__in=subjects) | Q(person__in=subjects)).values_list("id", "person_id")
    of_ask: dict[UUID, UUID] = dict(rows)
    people = Person.objects.filter(Q(id__in=subjects) | Q(id__in=list(of_ask.values())))
    known = list(people.values_list("id", "name", "place_id"))
    labels = {person: letters_of(name) or _("somebody") for person, name, _place in known}
    surnames = {person: _surname(name) for person, name, _place in known}
    counted = Counter(surnames.values())
    readers = {user.id: user for user in User.objects.filter(id__in=users)}
    return _Facts(
        labels=labels,
        of_ask=of_ask,
        surnames=surnames,
        shares={name: number / max(len(known), 200) for name, number in counted.items()},
        streets={person: place for person, _name, place in known},
        readers=readers,
        own_street=_own_streets(readers.values()),
        tied=_tied(users, of_ask, now),
        rings=_rings(users, now),
    )


def _surname(name: str) -> str:
    """What a family is called by, without titles and initials; nothing where there is only one word."""
    family, comma, _first = name.partition(",")
    words = fold(family).split()
    return words[-1] if words and (comma or len(words) > 1) else ""


def _own_streets(readers: object) -> dict[UUID, UUID]:
    """Where a colleague lives, when they are written down here themselves with the same mobile or e-mail."""
    by_address: dict[str, UUID] = {}
    for user in readers:  # type: ignore[attr-defined]
        by_address |= {value: user.id for value in (user.phone, user.email) if value}
    rows = ContactRoute.objects.filter(value__in=by_address).values_list("value", "person__place")
    return {by_address[value]: place for value, place in rows}


def _tied(users: set[UUID], of_ask: dict[UUID, UUID], now: datetime) -> set[tuple[UUID, UUID]]:
    """Colleague and person, where the colleague did anything about one of their asks, or has it in hand."""
    about = list({*of_ask, *of_ask.values()})
    acts = Entry.objects.filter(subject_id__in=about, actor_id__in=users, at__gte=now - A_WEEK - STILL_TIED)
    did = acts.exclude(verb__in=LOOKS).values_list("actor_id", "subject_id")
    tied = {(user, of_ask.get(subject, subject)) for user, subject in did if user and subject}
    held = Ask.objects.filter(id__in=list(of_ask), promise__holder__user__in=users)
    given = Promise.objects.filter(about_person__in=about, state=lifecycle.OPEN, holder__user__in=users)
    tied |= set(given.values_list("holder__user", "about_person"))
    return tied | set(held.values_list("promise__holder__user", "person_id"))


def _rings(users: set[UUID], now: datetime) -> set[tuple[UUID, UUID]]:
    """Colleague and person, where the colleague has rung anybody of the same list of an incident; to read is no tie."""
    calls = Entry.objects.filter(verb__in=RINGS, actor_id__in=users, at__gte=now - A_WEEK - STILL_TIED)
    lists: dict[str, set[UUID]] = defaultdict(set)
    for user, detail in calls.values_list("actor_id", "detail"):
        if user is not None:
            lists[str(detail.get("incident", ""))].add(user)
    lines = IncidentPerson.objects.filter(incident__in=[one for one in lists if one])
    return {
        (user, person) for incident, person in lines.values_list("incident", "person") for user in lists[str(incident)]
    }


def _seen(entry: Entry, facts: _Facts) -> Seen | None:
    subject = entry.subject_id
    person = facts.of_ask.get(subject, subject) if subject else None
    if entry.actor_id is None or person is None or person not in facts.labels:
        return None
    reader, surname = facts.readers.get(entry.actor_id), facts.surnames[person]
    at = local(entry.at)
    pair, listed = (entry.actor_id, person), entry.verb == Verb.EMERGENCY_LIST_READ
    return Seen(
        reader=entry.actor_id,
        person=person,
        day=at.toordinal(),
        tied=pair in facts.tied or (listed and pair in facts.rings),
        same_surname=bool(surname) and reader is not None and _surname(reader.name) == surname,
        surname_share=facts.shares.get(surname, 0.0),
        same_street=facts.own_street.get(entry.actor_id) == facts.streets[person],
        at_night=is_night(at),
    )


def _line(stands: Stands, facts: _Facts) -> Line:
    reader = facts.readers.get(stands.reader)
    reasons = [
        (_said(why), sorted((facts.labels[person], person) for person in people)[:8]) for why, people in stands.reasons
    ]
    return Line(reader.name if reader else _("somebody"), stands.reader, reasons)


def _said(why: str) -> str:
    return {
        "surname": _("looked at people with the same surname, for whom they did nothing"),
        "street": _("looked at people in their own street, for whom they did nothing"),
        "many": _("looked at many people for whom they did nothing"),
        "night": _("looked at night or very early at people for whom they did nothing"),
        "again": _("came back to the same person, for whom they did nothing"),
    }[why]
