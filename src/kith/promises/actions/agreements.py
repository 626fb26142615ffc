"""What the clock does about sharing agreements: a word in time before one ends, and the way home for what ran off.

The agreements are ``governance``'s. That somebody looks after their end is a promise like any other: it has a holder
and a day, and goes up when the day passes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.accounts.models import Membership, Organisation, User
from kith.accounts.queries import NobodyAnswers, duty_holder
from kith.governance.models import Agreement
from kith.governance.queries import stewardship_of
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.places.models import Place
from kith.promises import lifecycle, saying
from kith.promises.actions.duty import About, call_duty
from kith.promises.actions.promising import Four, _noted, _rehome, keep
from kith.promises.actions.to_read import to_read
from kith.promises.models import Kind, Move, Promise
from kith.promises.queries import home_team, who_answers
from kith.promises.words_in_time import REVIEW, WORDS_BEFORE, Due, ends_key, word_id
from kith.trail.verbs import Verb


def give_word(*, agreement: Agreement, due: Due, by: Actor, now: datetime) -> int:
    """Promise, for each organisation in an agreement, that somebody looks at it; write to its guardian. Records it.

    Once for each such word and organisation. Answers how many promises were made.
    """
    made = 0
    with whole():
        place = Place.objects.filter(id__in=agreement.places).order_by("id")[0]
        for party in agreement.parties.select_related("controller"):
            about_id = word_id(agreement, due.key, party.controller_id)
            before = Promise.objects.filter(about_id=about_id)
            # A review comes round again; the end of an agreement comes once.
            since = before.filter(Q(state=lifecycle.OPEN) | Q(opened_at__gte=agreement.review_by))
            if (since if due.key == REVIEW else before).exists():
                continue
            holder = _who_looks(party.controller, place, now)
            four = Four(due.explanation[:600], holder, due.hear_by, str(_("Until its last day it holds as it stands.")))
            to_read(four=four, place=holder.team.place, label=due.label, about_id=about_id, by=by, now=now)
            _write_to_stewards(agreement, party.controller, due, place, by, now)
            made += 1
    return made


def _who_looks(organisation: Organisation, place: Place, now: datetime) -> Membership:
    """Somebody of the organisation's own team who holds promises; where it has none, whoever answers for the place."""
    team = home_team(organisation.id, place)
    try:
        return duty_holder(team, now) if team is not None else who_answers(place, now)
    except NobodyAnswers:
        return who_answers(place, now)


def _write_to_stewards(
    agreement: Agreement, organisation: Organisation, due: Due, place: Place, by: Actor, now: datetime
) -> None:
    there = stewardship_of(organisation)
    users: Iterable[User | None] = (there.guardian_user, there.answers_user) if there is not None else ()
    for user in users:
        if user is None or not user.is_active:
            continue
        letter = Letter(
            kind="agreement",
            subject=due.label,
            body=f"{due.explanation} {saying.address_of(f'/agreements/{agreement.id}/')}",
            key=f"agreement:{agreement.id}:{due.key}:{user.id}",
            about_id=agreement.id,
        )
        outbox.write_to_staff(letter=letter, user=user, place=place, controller=organisation, by=by, now=now)


def need_no_word(*, agreement: Agreement, why: str, by: Actor, now: datetime, review_only: bool = False) -> int:
    """What somebody was to look at has been done, or is over: those promises are kept. Records it. Answers how many."""
    keys = [REVIEW] if review_only else [REVIEW, *(ends_key(agreement, days) for days in WORDS_BEFORE)]
    parties = list(agreement.parties.values_list("controller_id", flat=True))
    ids = [word_id(agreement, key, one) for key in keys for one in parties]
    with whole():
        rows = Promise.objects.select_for_update().filter(about_id__in=ids, kind=Kind.MESSAGE, state=lifecycle.OPEN)
        found = list(rows.order_by("id"))
        for promise in found:
            keep(promise=promise, why=why, by=by, now=now)
    return len(found)


def daily_word(*, promises: list[Promise], by: Actor, now: datetime) -> int:
    """Write to each who holds something that runs off: how much, whose, and that it goes home. Once a day. Records it.

    Answers how many were written to. Nothing is taken from anybody by it.
    """
    held: dict[tuple[UUID, UUID], list[Promise]] = {}
    for promise in promises:
        assert promise.holder_id is not None
        held.setdefault((promise.holder_id, promise.controller_id), []).append(promise)
    with whole():
        for (holder_id, giver_id), theirs in held.items():
            holder = theirs[0].holder
            assert holder is not None
            body = saying.runs_off(
                giver=theirs[0].controller.name,
                labels=[one.reference or one.label for one in theirs],
                link=saying.address_of("/my-day/hand-over/"),
            )
            letter = Letter(
                kind="runs-off",
                subject=str(_("An agreement is over: what you still have goes home")),
                body=body,
                key=f"runs-off:{holder_id}:{giver_id}:{local(now):%Y%m%d}",
            )
            team = holder.team
            outbox.write_to_staff(
                letter=letter, user=holder.user, place=team.place, controller=team.organisation, by=by, now=now
            )
    return len(held)


def bring_home(*, promise: Promise, by: Actor, now: datetime) -> bool:
    """Give a promise back to the organisation it belongs to, because nothing crosses any more. Records it.

    Its own team's duty phone rings. False, and nothing changes, where that organisation has nobody: then it stays
    with whoever has it, because an affair without anybody is worse.
    """
    with whole():
        rows = Promise.objects.select_for_update(of=("self",)).select_related("place", "controller", "holder__user")
        promise = rows.get(pk=promise.pk)
        team = home_team(promise.controller_id, promise.place)
        if team is None or promise.state != lifecycle.OPEN or promise.holder is None:
            return False
        heir = duty_holder(team, now)
        if heir.team.organisation_id != promise.controller_id:
            return False
        words = {"heir": heir.user.name, "name": promise.holder.user.name}
        why = str(_("No agreement lets %(name)s have this any more, so %(heir)s has it now.")) % words
        _rehome(promise, heir, Move.What.HOLDER, why, by, now)
        _noted(promise, Verb.PROMISE_REHOMED, by, now, {"to": heir.user.name})
        call_duty(promise=promise, team=heir.team, place=promise.place, about=About(why=why), by=by, now=now)
    return True
