"""Writing down a person and the ways to reach them. Whether a message may leave is the send gate's question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Q

from kith.accounts.models import Organisation
from kith.kit.actor import Actor
from kith.kit.phones import can_text
from kith.kit.whole import fact, insert, put, remember, whole, written
from kith.people.actions.apart import _keep_from_colleagues
from kith.people.actions.noting import _noted
from kith.people.actions.safe import _carry_over
from kith.people.models import Absence, Block, ContactRoute, KeptFrom, Person, RouteKind, Safe, SafeContact
from kith.people.queries import KnownOf, known_of, said_before
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb


@dataclass(frozen=True)
class Reach:
    """One way to reach somebody, as told to us. ``value`` is an E.164 number or an e-mail address."""

    value: str
    safe: str = Safe.NOT_ASKED
    from_hour: time | None = None
    to_hour: time | None = None
    no_voicemail: bool = True
    given_by_other: bool = False

    @property
    def kind(self) -> str:
        """Mobile, landline or e-mail, read from the value itself."""
        if "@" in self.value:
            return RouteKind.EMAIL
        return RouteKind.TEXT if can_text(self.value) else RouteKind.CALL


@dataclass(frozen=True)
class About:
    """What was said about a person. Every field may stay empty."""

    name: str = ""
    reaches: tuple[Reach, ...] = ()
    language: str = "en"
    interpreter: str = ""
    hear_at_door: str = ""
    talk_with_me: str = ""
    further_away: bool = False
    must_not_know: tuple[str, ...] = field(default=())
    spoken_to: bool = True


def write_down(*, about: About, place: Place, controller: Organisation, by: Actor, now: datetime) -> Person:
    """Write down a person, their routes and whom they must not meet. Records that a person was written down.

    Nobody is looked up or merged here: two records that look alike are shown side by side to a person later.
    """
    with whole():
        person = Person(
            controller=controller,
            name=about.name[:200],
            place=place,
            language=about.language[:12],
            interpreter=about.interpreter[:200],
            hear_at_door=about.hear_at_door[:300],
            talk_with_me=about.talk_with_me[:300],
            further_away=about.further_away,
            spoken_to_at=now if about.spoken_to else None,
            created_at=now,
        )
        insert(person)
        known = known_of([reach.value for reach in about.reaches])
        _add_routes(person, about.reaches, known, now)
        for name in about.must_not_know:
            insert(Block(controller=controller, person=person, other_name=name[:200], created_at=now))
        _safe_as_before(person, about, known, now)
        trail.record(
            verb=Verb.PERSON_MADE,
            by=by,
            now=now,
            subject=("person", person.id, str(person)),
            place=(place.id, place.name),
            controller=controller.id,
        )
    return person


def write_down_many(
    *, rows: list[tuple[About, Place]], controller: Organisation, by: Actor, now: datetime
) -> list[Person]:
    """Write down many people at once, for a register that already exists. Records one entry for them all."""
    with whole():
        people = [
            Person(
                controller=controller,
                name=about.name,
                place=place,
                language=about.language,
                hear_at_door=about.hear_at_door,
                talk_with_me=about.talk_with_me,
                spoken_to_at=now if about.spoken_to else None,
                created_at=now,
            )
            for about, place in rows
        ]
        Person.objects.bulk_create(people, batch_size=500)
        routes = [
            _route(person, reach, first=index == 0)
            for person, (about, _place) in zip(people, rows, strict=True)
            for index, reach in enumerate(about.reaches)
        ]
        ContactRoute.objects.bulk_create(routes, batch_size=500)
        known = known_of([route.value for route in routes])
        if known.safe or known.blocks:
            for person, (about, _place) in zip(people, rows, strict=True):
                mine = known_of([reach.value for reach in about.reaches])
                _safe_as_before(person, about, mine, now)
        trail.record(
            verb=Verb.PERSON_MADE,
            by=by,
            now=now,
            subject=("person", None, f"{len(people)} people"),
            controller=controller.id,
        )
    return people


def _add_routes(person: Person, reaches: tuple[Reach, ...], known: KnownOf, now: datetime) -> None:
    routes: dict[tuple[str, str], ContactRoute] = {}
    for reach in reaches:
        if (reach.kind, reach.value) not in routes:
            route = _route(person, reach, first=not routes)
            # STOP holds for the number, not for one record of it, until they themselves say again that it is safe.
            said_again = reach.safe == Safe.YES and not reach.given_by_other
            route.stopped_at = now if reach.value in known.stopped and not said_again else None
            insert(route)
            routes[reach.kind, reach.value] = route
    remember(("routes", person.id), list(routes.values()))


def _safe_as_before(person: Person, about: About, known: KnownOf, now: datetime) -> None:
    """What was said before of reaching them, and who must not know, holds for this record from its first moment."""
    line = said_before(person.name, [reach.value for reach in about.reaches]) if known.safe else None
    if line is not None:
        _carry_over(person, line)
    else:
        remember(("safe", person.id), None)
        fact(("safe", person.id), lambda: None)
    if known.blocks or about.must_not_know:
        for model in (Person, ContactRoute, Block, KeptFrom, SafeContact):
            written(model)
        _keep_from_colleagues([person], now)
    else:
        remember(("kept from", person.id), frozenset())
        fact(("kept from", person.id), lambda: frozenset[object]())


def _route(person: Person, reach: Reach, *, first: bool) -> ContactRoute:
    return ContactRoute(
        controller=person.controller,
        person=person,
        kind=reach.kind,
        value=reach.value,
        safe=reach.safe,
        preferred=first,
        no_voicemail=reach.no_voicemail,
        from_hour=reach.from_hour,
        to_hour=reach.to_hour,
        given_by_other=reach.given_by_other,
    )


def say_safe(*, route: ContactRoute, safe: str, by: Actor, now: datetime) -> None:
    """Set the answer to "is it safe to use this?" for one route. Records it without the number itself."""
    with whole():
        route.safe = Safe(safe).value
        route.given_by_other = False
        put(route, "safe", "given_by_other")
        _noted(route.person, Verb.PERSON_SAFE_CONTACT, by, now, {"kind": route.kind, "safe": route.safe})


def stop_route(*, route: ContactRoute, by: Actor, now: datetime) -> None:
    """Stop using a route from this moment ("STOP"). Records it. Doing it twice changes nothing more."""
    with whole():
        if route.stopped_at is None:
            route.stopped_at = now
            put(route, "stopped_at")
        _noted(route.person, Verb.PERSON_SAFE_CONTACT, by, now, {"kind": route.kind, "stopped": True})


def use_again(*, route: ContactRoute, by: Actor, now: datetime) -> None:
    """Use a route again that was stopped ("START"). Records it. Whether it is safe stays as it was answered."""
    with whole():
        route.stopped_at = None
        put(route, "stopped_at")
        _noted(route.person, Verb.PERSON_SAFE_CONTACT, by, now, {"kind": route.kind, "stopped": False})


def spoken_with(*, person: Person, by: Actor, now: datetime) -> None:
    """Note that a person has been spoken with, so details somebody else gave may be used. Records it."""
    with whole():
        if person.spoken_to_at is None:
            person.spoken_to_at = now
            put(person, "spoken_to_at")
        _noted(person, Verb.PERSON_CHANGED, by, now, {"spoken_with": True})


def further_away_please(*, person: Person, by: Actor, now: datetime, said: bool = True) -> None:
    """Note that somebody wants help from further away, or that a neighbour may help after all. Records it."""
    with whole():
        person.further_away = said
        put(person, "further_away")
        _noted(person, Verb.PERSON_SAFE_CONTACT, by, now, {"further_away": said})


def leave_in_peace(
    *,
    people: Sequence[Person],
    what: str,
    said_by: str,
    by: Actor,
    now: datetime,
    note: str = "",
    look_again_on: date | None = None,
) -> Absence:
    """Write down that somebody has died, has moved or is in hospital, on each of their records. Records each.

    From the end of this act the send gate lets nothing leave to them or about them. Answers with the first line.
    Who told us must be said, and for a hospital the day we look again; the database refuses it otherwise.
    """
    with whole():
        lines: list[Absence] = []
        for person in people:
            line = Absence(
                controller_id=person.controller_id,
                person=person,
                what=Absence.What(what).value,
                said_by=said_by.strip()[:200],
                note=note.strip()[:300],
                look_again_on=look_again_on,
                along_with=lines[0] if lines else None,
                by_label=by.label,
                at=now,
            )
            insert(line)
            lines.append(line)
            _noted(person, Verb.PERSON_AWAY, by, now, {"what": line.what})
    return lines[0]


def can_be_reached_again(*, absence: Absence, said_by: str, by: Actor, now: datetime, note: str = "") -> list[Absence]:
    """Write down that what we were told was wrong, or is over. Records it. Nothing that was said is taken away.

    Answers with the lines that ended, those said along with it among them. Said twice it is said once.
    """
    with whole():
        first = absence.along_with_id or absence.pk
        # Lines are only ever added, so the person is what is locked.
        Person.objects.select_for_update(of=("self",), no_key=True).get(absences=first)
        lines = Absence.objects.filter(Q(pk=first) | Q(along_with=first), ended_by=None)
        ended = list(lines.select_related("person").order_by("id"))
        for line in ended:
            back = Absence(
                controller_id=line.controller_id,
                person=line.person,
                what=Absence.What.BACK.value,
                said_by=said_by.strip()[:200],
                note=note.strip()[:300],
                ends=line,
                by_label=by.label,
                at=now,
            )
            insert(back)
            _noted(line.person, Verb.PERSON_BACK, by, now, {"what": line.what})
    return ended


@dataclass(frozen=True)
class NewHome:
    """Where somebody lives since they moved, as they said it. Any part may stay empty."""

    address: str = ""
    town: str = ""
    postcode: str = ""


def has_moved_to(*, person: Person, home: NewHome, by: Actor, now: datetime) -> None:
    """Write down where somebody lives now. Records that it changed, never where. The same words again change nothing.

    Nothing goes there by itself, and no ask of theirs moves: an ask for the new place is taken in as any other.
    """
    with whole():
        given = home.address.strip()[:300], home.town.strip()[:120], home.postcode.strip()[:10]
        if given == (person.moved_to, person.moved_to_town, person.moved_to_postcode):
            return
        person.moved_to, person.moved_to_town, person.moved_to_postcode = given
        person.save(update_fields=["moved_to", "moved_to_town", "moved_to_postcode"])
        _noted(person, Verb.PERSON_CHANGED, by, now, {"new_address": any(given)})


def tell_others_until(*, person: Person, until: datetime | None, by: Actor, now: datetime) -> None:
    """From when no other organisation is shown anything new of somebody; None lifts it. Records that it changed."""
    with whole():
        person.withheld_from = until
        put(person, "withheld_from")
        _noted(person, Verb.PERSON_CHANGED, by, now, {"others_told": until is None or until > now})


def note_at_door(*, person: Person, hear: str, talk: str, by: Actor, now: datetime) -> None:
    """Write how a person hears somebody at the door and how to talk with them. Records that it changed."""
    with whole():
        person.hear_at_door, person.talk_with_me = hear, talk
        put(person, "hear_at_door", "talk_with_me")
        _noted(person, Verb.PERSON_CHANGED, by, now, {"at_door": True})
