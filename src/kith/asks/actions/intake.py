"""Taking in an ask: the row, its promise, its first line of history and its messages stand or fall together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.accounts.models import Membership
from kith.accounts.queries import duty_holder, duty_team
from kith.asks import hearing, in_time, kinds, lifecycle, redflags
from kith.asks.actions.history import happened
from kith.asks.actions.permitting import ask_later
from kith.asks.actions.tellings import ring_duty, tell_asker, tell_person
from kith.asks.models import Ask, Knows, Lane, PartnersMay
from kith.asks.wanted import Wanted
from kith.governance import actions as governance
from kith.governance.models import Purpose
from kith.governance.queries import sharing_ends_at
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.refs import reference
from kith.kit.whole import insert, is_shared, once, remember, whole
from kith.people import actions as people
from kith.people.actions import About
from kith.people.models import Person
from kith.people.queries import colleagues_apart_at, colleagues_named, kept_from, known_of
from kith.places.models import Place
from kith.places.queries import is_open, locate, next_look
from kith.promises import actions as promises
from kith.promises.models import Kind, Promise
from kith.trail.verbs import Verb

MOST_WORDS = 20_000
# How many references are taken at once where many programs send at the same moment.
_AHEAD = 16
CAME_BY = {
    Lane.WEB: gettext_lazy("It came from the web page."),
    Lane.PHONE: gettext_lazy("It came by phone."),
    Lane.PAPER: gettext_lazy("It came on paper."),
    Lane.TEXT: gettext_lazy("It came by text."),
    Lane.SHEET: gettext_lazy("It came in a spreadsheet."),
    Lane.DOOR: gettext_lazy("It was said at the door."),
    Lane.PROGRAM: gettext_lazy("Another program sent it."),
}


@dataclass(frozen=True)
class _Spot:
    """Where an ask belongs, and where it really is."""

    place: Place
    home: Place
    lat: float | None
    lon: float | None
    lsoa: str
    problem: str


def open_ask(
    *, wanted: Wanted, by: Actor, now: datetime, person: Person | None = None, from_ask: Ask | None = None
) -> Ask:
    """Take in an ask. In one transaction: the person, the ask, its promise, its history, its messages, the trail.

    Numbered as it happens:
    1. The same ``client_key`` a second time answers with the first ask and changes nothing.
    2. The place is found; a place we do not know belongs to the district and says what is to be checked.
    3. Words that cannot wait raise the urgency, never lower it, and ring the duty phone.
    4. "They don't know yet" becomes an ask to speak with them first: nothing leaves to their details.
    """
    with whole():
        if wanted.client_key:
            key = wanted.client_key
            existing = once(("client key", key), lambda: Ask.objects.filter(client_key=key).first())
            if existing is not None:
                return existing
        wanted = replace(wanted, about=_as_told(wanted))
        spot = _spot(wanted, wanted.about.further_away or bool(person and person.further_away))
        holder = duty_holder(duty_team(spot.place), now, but=_must_not_have(wanted, person))
        person = person or people.write_down(
            about=wanted.about, place=spot.place, controller=holder.team.organisation, by=by, now=now
        )
        ask = _row(wanted, spot, person, holder, from_ask, by, now)
        _after(ask, wanted, by, now)
    return ask


def _must_not_have(wanted: Wanted, person: Person | None) -> frozenset[UUID]:
    """The colleagues who must not know of the person: none of them has it, from the first moment."""
    apart = kept_from(person) if person is not None else frozenset()
    values = [reach.value for reach in wanted.about.reaches]
    if known_of(values).blocks:
        apart |= colleagues_apart_at(values)
    return apart | colleagues_named(wanted.about.must_not_know)


def _as_told(wanted: Wanted) -> About:
    """Details that came from somebody else are marked so, and stay unused until the person has been spoken to."""
    if wanted.knows == Knows.SELF:
        return wanted.about
    reaches = tuple(replace(reach, given_by_other=True) for reach in wanted.about.reaches)
    return replace(wanted.about, reaches=reaches, spoken_to=False)


def _partners_may(wanted: Wanted) -> str:
    """Only the person can allow it: somebody who asks for them without their knowing cannot."""
    if wanted.knows == Knows.NOT_YET and wanted.partners_may == PartnersMay.YES:
        return PartnersMay.ASK_FIRST.value
    return PartnersMay(wanted.partners_may).value


def _spot(wanted: Wanted, further_away: bool) -> _Spot:
    where = wanted.where
    found = locate(postcode=where.postcode, street=where.street, community=where.community, near=wanted.near)
    place = found.place
    if further_away:
        place = place.ancestor("district") or place
    return _Spot(place, found.place, found.lat, found.lon, found.lsoa or "", found.problem)


def _row(
    wanted: Wanted, spot: _Spot, person: Person, holder: Membership, from_ask: Ask | None, by: Actor, now: datetime
) -> Ask:
    flags = redflags.find(f"{wanted.words}\n{wanted.notes}")
    ask = Ask(
        controller=holder.team.organisation,
        reference=_next_reference(),
        kind=wanted.kind,
        words=wanted.words[:MOST_WORDS],
        details=dict(wanted.details),
        person=person,
        asker_relation=wanted.asker_relation[:100],
        knows=wanted.knows,
        asker_may=wanted.asker_may,
        partners_may=_partners_may(wanted),
        **_where(wanted, spot),
        further_away=wanted.about.further_away or person.further_away,
        help_at_door=wanted.help_at_door[:300],
        need_by=wanted.need_by,
        need_by_words=wanted.need_by_words[:200],
        urgency=2 if flags else 0,
        red_flags=[flag.word for flag in flags][:10],
        lane=wanted.lane,
        to_check=[check[:300] for check in _to_check(wanted, spot, now)],
        as_given=_as_given(wanted),
        client_key=wanted.client_key,
        state=lifecycle.SPEAK_FIRST if wanted.knows == Knows.NOT_YET else lifecycle.NEW,
        from_ask=from_ask,
        created_at=now,
    )
    if wanted.asker is not None:
        ask.asker = people.write_down(about=wanted.asker, place=spot.place, controller=ask.controller, by=by, now=now)
    ask.id = uuid7()
    # Somebody we know may have said before that nobody else is to be told, or until when they may.
    ask.withheld_from = None if person._state.adding else sharing_ends_at(person.id, now)
    ask.promise = _promise(ask, holder, by, now)
    insert(ask)
    return ask


def _where(wanted: Wanted, spot: _Spot) -> dict[str, Any]:
    return {
        "place": spot.place,
        "home": spot.home,
        "address": wanted.where.address[:300],
        "postcode": wanted.where.postcode[:10],
        "lat": spot.lat,
        "lon": spot.lon,
        "lsoa": spot.lsoa,
    }


def _as_given(wanted: Wanted) -> dict[str, Any]:
    """What they gave, word for word; a row of a sheet holds its own notes already."""
    given = dict(wanted.as_given)
    if len(wanted.words) > MOST_WORDS:
        given["words"] = wanted.words
    if wanted.notes and wanted.notes not in given.values():
        given["notes"] = wanted.notes
    return given


def _to_check(wanted: Wanted, spot: _Spot, now: datetime) -> list[str]:
    checks = list(wanted.to_check)
    if spot.problem and spot.problem not in checks:
        checks.append(spot.problem)
    if wanted.need_by is not None and wanted.need_by <= now:
        gone = str(_("The time it was needed by has gone by. Ring and ask whether it is still wanted."))
        checks += [] if any("gone by" in check for check in checks) else [gone]
    wanting = kinds.wanting(wanted.kind, wanted.details)
    if wanting and wanting not in checks:
        checks.append(wanting)
    return checks


def _next_reference() -> str:
    kept = once("references", list[int])
    if not kept and is_shared("references"):
        # For whoever comes next in this moment as well. Those nobody takes are never given.
        number, *more = _take_numbers(_AHEAD)
        kept.extend(more)
        return reference(number)
    try:
        return reference(kept.pop(0))
    except IndexError:
        return reference(_take_numbers(1)[0])


def _reserve_references(count: int) -> None:
    """Take the numbers of many asks at once. They belong to the act in which they are taken, and end with it."""
    remember("references", _take_numbers(count))


def _take_numbers(count: int) -> list[int]:
    """Each is given once; one whose ask was never kept is left out, which nobody can tell from outside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('asks_reference_number') FROM generate_series(1, %s)", [count])
        return [number for (number,) in cursor.fetchall()]


def _hear_by(ask: Ask, now: datetime) -> datetime:
    opens = None if is_open(ask.place, now) else next_look(ask.place, now)
    gone_by = bool(ask.to_check and ask.from_ask is None and ask.need_by and ask.need_by <= now)
    urgent = bool(ask.urgency) or gone_by
    by = hearing.first_hear_by(
        now, need_by=ask.need_by, red_flag=urgent, medicine=ask.kind == "prescription", opens_at=opens
    )
    if ask.urgency:
        return by
    return hearing.while_somebody_looks(by, next_look=next_look(ask.place, by), need_by=ask.need_by)


def _said_first(ask: Ask, holder: Membership, now: datetime) -> tuple[str, str]:
    """What is happening and what to do meanwhile: only what is so, and 999 first where it may matter."""
    kind = kinds.KINDS[ask.kind]
    if ask.urgency:
        danger = _("If anybody is in danger, ring 999 now. If somebody is ill and it cannot wait, ring 111.")
        return str(_("A person is being rung about this now.")), str(danger)
    too_late = in_time.is_too_late(ask.kind, ask.need_by, now, ask.place.typed_settings)
    if ask.state == lifecycle.SPEAK_FIRST:
        first = _("%(name)s will first ask them whether they would like this.") % {"name": holder.user.name}
        return str(first), in_time.instead(ask.kind) if too_late else str(kind.meanwhile)
    if too_late:
        said = in_time.looked_at_first() if ask.to_check else in_time.cannot_be_sure()
        return said, in_time.instead(ask.kind)
    if ask.to_check:
        first = _("We have your ask for %(what)s. One of us looks at it first.") % {"what": kind.name}
    else:
        first = _("We have your ask for %(what)s. We are finding somebody nearby.") % {"what": kind.name}
    return str(first), str(kind.meanwhile)


def _promise(ask: Ask, holder: Membership, by: Actor, now: datetime) -> Promise:
    kind = kinds.KINDS[ask.kind]
    hear_by = _hear_by(ask, now)
    explanation, meanwhile = _said_first(ask, holder, now)
    four = promises.Four(explanation, holder, hear_by, meanwhile)
    label = f"{kind.name}: {ask.reference}"
    return promises.make(
        kind=Kind.ASK,
        four=four,
        place=ask.place,
        label=label,
        by=by,
        now=now,
        reference=ask.reference,
        about_id=ask.id,
        about_person=ask.person,
    )


def _after(ask: Ask, wanted: Wanted, by: Actor, now: datetime) -> None:
    happened(
        ask=ask,
        verb=Verb.ASK_OPENED,
        staff=str(CAME_BY[Lane(ask.lane)]),
        person=str(_("We wrote down what you need.")),
        by=by,
        now=now,
        detail={"lane": ask.lane, "kind": ask.kind},
    )
    if wanted.knows == Knows.SAID_YES:
        governance.permit(
            person=ask.person, purpose=Purpose.HELP, how=str(_("said yes to whoever asked for them")), by=by, now=now
        )
    hear_by = ask.promise.next_contact_by
    assert hear_by is not None
    if ask.state == lifecycle.SPEAK_FIRST:
        tell_asker(ask=ask, news="ask-them-first", by=by, now=now)
    else:
        tell_person(ask=ask, news="we-have-it", hear_by=hear_by, by=by, now=now)
        tell_asker(ask=ask, news="we-have-it", by=by, now=now)
    if ask.urgency:
        ring_duty(ask=ask, why=", ".join(ask.red_flags), by=by, now=now)
    if ask.home.typed_settings.help_first and ask.from_ask is None:
        ask_later(ask=ask, by=by, now=now)
