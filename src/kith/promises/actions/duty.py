"""The duty phone: at once for a concern, else one ordered list in five minutes, up the phones until somebody answers.

What has to be heard is a ``DutyCall``; every ring of a phone is a ``DutyRing``. Nothing here ends a promise.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kith.access.actions import issue_link
from kith.accounts.models import Membership, Team
from kith.accounts.queries import on_duty_list
from kith.governance.queries import TO_HEAR, Passing, passing
from kith.kit.actor import Actor
from kith.kit.whole import change, insert, whole, written
from kith.outbox import actions as outbox
from kith.outbox import lifecycle as messages
from kith.outbox.actions import Letter
from kith.places.models import Place
from kith.promises import lifecycle, saying
from kith.promises.models import DutyCall, DutyRing, Kind, Promise
from kith.promises.queries import home_team, may_hold, team_above
from kith.promises.saying import Item
from kith.trail import actions as trail
from kith.trail.verbs import Verb

log = logging.getLogger(__name__)
# Every worker asks for the same lock, so that one phone gets one list and not two halves of it.
ONE_AT_A_TIME = 4_817_226
MOST_AT_ONCE = 2_000


@dataclass(frozen=True)
class Phone:
    """Something that can be rung, and whose it is. ``is_ring`` is false for somebody with an e-mail alone."""

    membership: Membership
    address: str
    is_ring: bool


@dataclass(frozen=True)
class About:
    """Why somebody has to hear of a promise now, and what puts it high on the list."""

    why: str = ""
    red: bool = False
    no_channel: bool = False
    medicine: bool = False
    due: datetime | None = None


def call_duty(*, promise: Promise, team: Team, place: Place, about: About, by: Actor, now: datetime) -> DutyCall:
    """Have a team's duty phone hear of a promise: at once for a concern, else with the next list. Records it.

    While nobody has said that they saw it, the same promise is one call: it takes on the newest reason, and a team
    higher up. The sweep rings (``ring_due``), so that one bad hour is one list. Where no agreement lets that team
    hear of it, the organisation's own team is rung instead, with a sentence that says so.
    """
    with whole():
        written(DutyCall)
        team, about = _who_may_hear(promise, team, place, about, now)
        open_one = None if promise._state.adding else _open_call(promise)
        if open_one is not None:
            return _said_anew(open_one, team, about, now)
        call = DutyCall(
            controller_id=promise.controller_id,
            place=place,
            team=team,
            promise=promise,
            about_id=promise.id,
            reference=promise.reference,
            label=promise.label,
            why=about.why[:300],
            red=about.red,
            no_channel=about.no_channel,
            medicine=about.medicine,
            due=about.due or promise.next_contact_by,
            raised_at=now,
            at_team=team,
            ring_at=now,
        )
        insert(call)
        trail.record(
            verb=Verb.DUTY_CALLED,
            by=by,
            now=now,
            subject=("promise", promise.id, promise.label),
            place=(place.id, place.name),
            controller=promise.controller_id,
            detail={"team": team.name, "why": about.why[:300], "red": about.red},
        )
        return call


def _who_may_hear(promise: Promise, team: Team, place: Place, about: About, now: datetime) -> tuple[Team, About]:
    """The team itself, or else the own team of whoever answers for this promise, and why it is rung."""
    if passing(now).may(promise.controller_id, team.organisation_id, place, TO_HEAR):
        return team, about
    words = {"team": team.name, "why": about.why}
    said = str(_("No agreement lets %(team)s hear of it: %(why)s")) % words
    return home_team(promise.controller_id, place) or team, replace(about, why=said)


def _open_call(promise: Promise) -> DutyCall | None:
    rows = DutyCall.objects.select_for_update(of=("self",)).select_related("at_team__place")
    return rows.filter(about_id=promise.id, seen_at__isnull=True).first()


def _said_anew(call: DutyCall, team: Team, about: About, now: datetime) -> DutyCall:
    worse = about.red and not call.red
    higher = len(team.place.path) < len(call.at_team.place.path)
    call.why, call.due = about.why[:300] or call.why, about.due or call.due
    call.red, call.no_channel = call.red or about.red, call.no_channel or about.no_channel
    call.medicine = call.medicine or about.medicine
    if higher:
        call.at_team, call.turn = team, 0
    if worse or higher:
        call.ring_at = now
    change(call, "why", "due", "red", "no_channel", "medicine", "at_team", "turn", "ring_at")
    return call


def ring_due(*, now: datetime, by: Actor) -> int:
    """Ring every phone whose time has come, each once with its whole list. Records each. Answers how many rang.

    A phone that rang less than five minutes ago waits, unless there is a concern on its list. What nobody has said
    to have seen goes on to the next phone: down the duty list, then the team above, to the top, and round again.
    """
    # No act, so that each phone may be one: what fails for one of them takes no other ring with it.
    with transaction.atomic():
        if not _only_we():
            return 0
        lists: dict[str, list[DutyCall]] = defaultdict(list)
        phones: dict[str, tuple[Team, Phone]] = {}
        known = _Known(now)
        _nobody_heard(now, known)
        for call in _due(now, by):
            team, phone = _where(call, known)
            if phone is not None:
                lists[phone.address].append(call)
                phones.setdefault(phone.address, (team, phone))
        return sum(_rang(*phones[address], calls, by, now) for address, calls in lists.items())


def _rang(team: Team, phone: Phone, calls: list[DutyCall], by: Actor, now: datetime) -> bool:
    """Whether this phone was rung. Where that fails, its calls stay due, and the other phones ring."""
    try:
        with whole():
            if not _may_ring(phone.address, calls, now):
                return False
            _ring(team, phone, calls, by, now)
    except Exception:
        log.exception("could not ring a phone of %s about %d things", team.name, len(calls))
        return False
    return True


class _Known:
    """The phones of each team, and who may hear of what, each looked up once in a beat."""

    def __init__(self, now: datetime) -> None:
        self.now, self.passing = now, Passing(now)
        self._phones: dict[UUID, list[Phone]] = {}

    def phones(self, team: Team) -> list[Phone]:
        if team.id not in self._phones:
            self._phones[team.id] = phones_of(team, self.now)
        return self._phones[team.id]

    def may_hear(self, call: DutyCall, team: Team) -> bool:
        return self.passing.may_go_on(call.controller_id, team.organisation_id, call.place, TO_HEAR)


def _nobody_heard(now: datetime, known: _Known) -> None:
    """Where a ring could not be sent, the next phone rings now; one that was tried just now rings when it is time."""
    waiting = list(DutyRing.objects.filter(answer_by__gt=now, at__lte=now).select_related("message"))
    unheard = [one for one in waiting if one.message is not None and one.message.state == messages.DEAD]
    if not unheard:
        return
    tried = {(item["call"], ring.address) for ring in waiting for item in ring.items}
    for ring in unheard:
        # Once: after that it waits for another moment than this ring does.
        calls = DutyCall.objects.filter(id__in=[item["call"] for item in ring.items], ring_at=ring.answer_by)
        for call in calls.filter(seen_at__isnull=True).select_related("at_team__place__parent", "team__place", "place"):
            _team, following = _where(call, known)
            if following is not None and (str(call.id), following.address) not in tried:
                DutyCall.objects.filter(pk=call.pk).update(ring_at=now)


def _only_we() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        row = cursor.fetchone()
    return bool(row and row[0])


def _due(now: datetime, by: Actor) -> list[DutyCall]:
    """What is to be rung about, the most pressing first. What has ended meanwhile is over."""
    rows = DutyCall.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.filter(seen_at__isnull=True, ring_at__lte=now)
    rows = rows.select_related("at_team__place__parent", "at_team__organisation", "team__place", "promise", "place")
    found = sorted(rows.order_by("-red", "due")[:MOST_AT_ONCE], key=urgency)
    over = [one for one in found if one.promise is not None and one.promise.state != lifecycle.OPEN]
    if over:
        ids = [one.id for one in over]
        DutyCall.objects.filter(id__in=ids).update(seen_at=now, seen_by_label=str(_("over before it was rung"))[:200])
    return [one for one in found if one not in over]


def urgency(call: DutyCall) -> tuple[bool, bool, bool, float, datetime, str]:
    """The order of the one list: concerns, people with no other channel, medicine by its time, the rest by theirs."""
    due = call.due.timestamp() if call.due is not None else float("inf")
    return (not call.red, not call.no_channel, not call.medicine, due, call.raised_at, call.reference)


def phones_of(team: Team, now: datetime) -> list[Phone]:
    """The phones of a team in the order in which they are rung: its duty phone, then each on the list by name.

    Whoever is away is left out, unless everybody is.
    """
    line = list(on_duty_list(team).here(now)) or list(on_duty_list(team).live(now))
    found: dict[str, Phone] = {}
    if team.phone and line:
        found[team.phone] = Phone(line[0], team.phone, True)
    for one in line:
        # Whoever answers the duty phone is rung on their own as well: it may lie at home, or be one nobody can text.
        is_second = bool(team.phone) and one == line[0]
        address = one.user.phone or ("" if is_second else one.user.email) or ""
        found.setdefault(address, Phone(one, address, bool(one.user.phone)))
    return [phone for address, phone in found.items() if address]


def _where(call: DutyCall, known: _Known) -> tuple[Team, Phone | None]:
    """The phone this call has come to, on whose list nobody is found the one above that may hear of it."""
    first = call.team
    if not known.may_hear(call, first):
        first = home_team(call.controller_id, call.place) or first
    team, turn, tried = call.at_team, call.turn, set()
    while team.id not in tried:
        tried.add(team.id)
        phones = known.phones(team) if known.may_hear(call, team) else []
        while turn < len(phones) and not _may_know_of(call, phones[turn]):
            turn += 1
        if turn < len(phones):
            call.at_team, call.turn = team, turn
            return team, phones[turn]
        above = team_above(team)
        # At the top it begins again where it began.
        team, turn = (above, 0) if above.id != team.id else (first, 0)
    phones = [phone for phone in known.phones(first) if _may_know_of(call, phone)]
    call.at_team, call.turn = first, 0
    return first, phones[0] if phones else None


def _may_know_of(call: DutyCall, phone: Phone) -> bool:
    """Whether whoever answers this phone may know whom it is about."""
    return call.promise is None or may_hold(call.promise, phone.membership.user_id)


def _may_ring(address: str, calls: Iterable[DutyCall], now: datetime) -> bool:
    if any(call.red for call in calls):
        return True
    lately = now - settings.DUTY_RING_EVERY
    return not DutyRing.objects.filter(address=address, at__gt=lately, at__lte=now).exists()


def _ring(team: Team, phone: Phone, calls: list[DutyCall], by: Actor, now: datetime) -> DutyRing:
    items = [_item(call) for call in calls]
    answer_by = now + settings.DUTY_ANSWER_WITHIN
    ring = DutyRing(
        controller_id=team.organisation_id,
        team=team,
        membership=phone.membership,
        address=phone.address,
        at=now,
        answer_by=answer_by,
        red=any(call.red for call in calls),
        items=[{**asdict(item), "due": item.due.isoformat() if item.due else ""} for item in items],
    )
    ring.message = outbox.write_to_staff(
        letter=_letter(ring, team, calls, items, by, now),
        user=phone.membership.user,
        place=team.place,
        controller=team.organisation,
        by=by,
        now=now,
        ring=phone.address if phone.is_ring else "",
    )
    written(type(ring.message))
    ring.save(force_insert=True)
    for call in calls:
        call.rings += 1
        call.turn, call.ring_at = call.turn + 1, answer_by
    DutyCall.objects.bulk_update(calls, ["rings", "at_team", "turn", "ring_at"])
    _noted(ring, Verb.DUTY_RUNG, by, now)
    return ring


def _item(call: DutyCall) -> Item:
    where = call.place.name
    return Item(
        str(call.id), call.reference, call.label, where, call.why, call.due, call.red, call.no_channel, call.medicine
    )


def _letter(ring: DutyRing, team: Team, calls: list[DutyCall], items: list[Item], by: Actor, now: datetime) -> Letter:
    token = issue_link(
        purpose="duty-ring",
        subject_label="promises.DutyRing",
        subject_id=ring.id,
        actor=Actor.user(ring.membership.user),
        expires_at=now + settings.DUTY_LINK_LASTS,
        by=by,
        now=now,
    )
    body = saying.duty_list(team=team.name, items=items, now=now, link=saying.address_of(f"/d/{token}"))
    alone = calls[0].promise if len(calls) == 1 else None
    return Letter(
        kind="duty-ring",
        body=body,
        subject=str(_("Please look at this list: %(team)s")) % {"team": team.name},
        key=f"duty-ring:{ring.id}",
        urgent=True,
        # About the ask itself where there is only one, so that it is taken back together with what else is about it.
        about_id=(alone.about_id if alone is not None and alone.kind != Kind.MESSAGE else None) or ring.id,
        about_label=alone.reference if alone is not None else "",
        first=True,
    )


def seen(*, ring: DutyRing, by: Actor, now: datetime, how: str) -> bool:
    """Somebody says that they have seen the list: nothing on it is rung about any more. Records it.

    Each thing stays as open as it was, with its holder and its date; a date that passes is rung about anew.
    False when somebody had said so before; then nothing changes.
    """
    with whole():
        fresh = DutyRing.objects.filter(pk=ring.pk, acknowledged_at__isnull=True)
        if not fresh.update(acknowledged_at=now, acknowledged_by=by.label[:200], acknowledged_how=how[:20]):
            return False
        calls = [UUID(item["call"]) for item in ring.items]
        DutyCall.objects.filter(id__in=calls, seen_at__isnull=True).update(seen_at=now, seen_by_label=by.label[:200])
        ring.refresh_from_db()
        _noted(ring, Verb.DUTY_SEEN, by, now)
    return True


def stop_ringing(*, promise: Promise, by: Actor, now: datetime) -> None:
    """Ring no more about a promise that somebody has taken in hand. Records it, where a phone was to ring."""
    with whole():
        calls = DutyCall.objects.filter(about_id=promise.id, seen_at__isnull=True)
        if calls.update(seen_at=now, seen_by_label=by.label[:200]):
            trail.record(
                verb=Verb.DUTY_SEEN,
                by=by,
                now=now,
                subject=("promise", promise.id, promise.label),
                place=(promise.place_id, ""),
                controller=promise.controller_id,
            )


def _noted(ring: DutyRing, verb: Verb, by: Actor, now: datetime) -> None:
    place = ring.team.place
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("accounts.Team", ring.team_id, ring.team.name),
        place=(place.id, place.name),
        controller=ring.controller_id,
        detail={"ring": str(ring.id), "to": ring.membership.user.name, "things": len(ring.items), "red": ring.red},
    )
