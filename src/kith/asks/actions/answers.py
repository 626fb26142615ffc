"""A yes, a yes taken back, and what the person hears of it. Endings are in ``endings``."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.accounts.models import Team
from kith.asks import hearing, lifecycle
from kith.asks.actions.history import happened
from kith.asks.actions.tellings import tell_asker, tell_person
from kith.asks.models import Ask
from kith.kit import said
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.kit.whole import change, put, whole
from kith.places.queries import next_look
from kith.promises import actions as promises
from kith.promises.models import Move
from kith.trail.verbs import Verb
from kith.volunteers.models import Volunteer


def take(
    *,
    ask: Ask,
    volunteer: Volunteer,
    by: Actor,
    now: datetime,
    coming: tuple[datetime, datetime] | None = None,
) -> bool:
    """The first yes has it. One compare-and-swap decides; False means somebody was first, and nothing has changed.

    Records it, gives the promise its next date and lets the person be told who is coming.
    """
    with whole():
        if not _first_yes(ask=ask, to=volunteer, coming=coming, now=now):
            return False
        words = {"name": volunteer.first_name}
        happened(
            ask=ask,
            verb=Verb.ASK_TAKEN,
            staff=str(_("%(name)s said yes.")) % {"name": volunteer.name},
            person=str(_("%(name)s said yes.")) % words,
            by=by,
            now=now,
        )
        _ring_no_more(ask=ask, by=by, now=now)
        _news(ask, "somebody-is-coming", str(_("%(name)s is coming.")) % words, _done_by(ask, now), by, now)
    return True


def _first_yes(
    *, ask: Ask, to: Volunteer | Team, now: datetime, coming: tuple[datetime, datetime] | None = None
) -> bool:
    """The compare-and-swap behind every yes, a volunteer's and a partner's: it is theirs if it was wanted and nobody's.

    False means somebody was first, and nothing has changed. Whoever calls it records what it means.
    """
    start, end = coming or (None, None)
    volunteer, team = (None, to) if isinstance(to, Team) else (to, None)
    free = Ask.objects.filter(pk=ask.pk, taken_by__isnull=True, taken_by_team__isnull=True)
    won = free.filter(state__in=lifecycle.WANTED).update(
        state=lifecycle.TAKEN,
        taken_by=volunteer,
        taken_by_team=team,
        taken_at=now,
        coming_from=start,
        coming_to=end,
        version=ask.version + 1,
    )
    if won:
        # Only what has just changed: who it is for and who holds it stay as they were read.
        ask.refresh_from_db(fields=["state", "taken_at", "coming_from", "coming_to", "version"])
        ask.taken_by, ask.taken_by_team = volunteer, team
    return bool(won)


def _ring_no_more(*, ask: Ask, by: Actor, now: datetime) -> None:
    """Somebody has it: no phone rings about it. Danger is for one of us to look at, whoever brings the shopping."""
    if not ask.urgency:
        promises.stop_ringing(promise=ask.promise, by=by, now=now)


def _done_by(ask: Ask, now: datetime) -> datetime:
    """By when we look again whether it happened: the end of the window, or the need, or four hours in which we look."""
    ends = ask.coming_to or ask.need_by
    if ends is None or ends <= now:
        ends = now + timedelta(hours=4)
        # Four hours are our own guess: they do not end where nobody could tell anybody anything.
        ends = hearing.while_somebody_looks(ends, next_look=next_look(ask.place, ends), need_by=ask.need_by)
    return max(ends, now + hearing.ORDINARY / 2)


def _news(ask: Ask, news: str, explanation: str, next_by: datetime, by: Actor, now: datetime, who: str = "") -> None:
    """Say something new to the person, with the next date, under the promise that they hear of it in time."""
    heard_by = hearing.tell_by(ask.promise.next_contact_by, now)
    promises.explain(promise=ask.promise, explanation=explanation, by=by, now=now)
    promises.set_next(promise=ask.promise, to=next_by, what=Move.What.NEWS, reason=explanation, by=by, now=now)
    tell_person(ask=ask, news=news, hear_by=heard_by, by=by, now=now, who=who)
    tell_asker(ask=ask, news=news, by=by, now=now)


def give_up(*, ask: Ask, why: str, by: Actor, now: datetime) -> None:
    """Whoever has an ask hands it back: it is looked for again. Records it and tells the person; no reason needed."""
    with whole():
        ask = _taken(ask)
        name = ask.taker
        staff = str(_("%(name)s handed it back. %(why)s")) % {"name": name, "why": why}
        words = str(_("%(name)s cannot come after all. We are asking somebody else.")) % {"name": name}
        _sought_again(ask, "handed-back", staff, words, by, now)


def came_back(*, ask: Ask, by: Actor, now: datetime) -> None:
    """Whoever has it said nothing more and did not answer: it is looked for again. Records it and tells the person."""
    with whole():
        ask = _taken(ask)
        name = {"name": ask.taker}
        staff = str(_("We asked %(name)s whether it is still all right and heard nothing: it came back.")) % name
        words = str(_("We have not heard from %(name)s. We are asking somebody else.")) % name
        _sought_again(ask, "not-heard", staff, words, by, now)


def _taken(ask: Ask) -> Ask:
    """The ask, locked, with whoever has it."""
    rows = Ask.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("promise", "place", "taken_by__person", "taken_by_team").get(pk=ask.pk)


def _sought_again(ask: Ask, news: str, staff: str, words: str, by: Actor, now: datetime) -> None:
    """Nobody has it any more: the person hears so, and when they hear next."""
    if ask.state in lifecycle.ENDED:
        raise WrongMove(_("This one is over. Nothing to do."))
    lifecycle.ASK.check(ask.state, lifecycle.ASKING)
    name = ask.taker
    ask.state, ask.taken_by, ask.taken_by_team, ask.taken_at = lifecycle.ASKING, None, None, None
    ask.coming_from, ask.coming_to = None, None
    ask.version += 1
    ask.save()
    happened(ask=ask, verb=Verb.ASK_HANDED_BACK, staff=staff, person=words, by=by, now=now)
    again = hearing.first_hear_by(
        now,
        need_by=ask.need_by,
        red_flag=bool(ask.urgency),
        medicine=ask.kind == "prescription",
        opens_at=next_look(ask.place, now),
    )
    if not ask.urgency:
        again = hearing.while_somebody_looks(again, next_look=next_look(ask.place, again), need_by=ask.need_by)
    _news(ask, news, words, again, by, now, who=name)


def say_when(*, ask: Ask, coming: tuple[datetime, datetime], by: Actor, now: datetime) -> None:
    """Whoever has it says when they come, or that it will be later. The person hears of the new window. Records it.

    Said twice it is said once. A later window is a moved date, and is told as one. Refuses (``WrongMove``) an ask
    that nobody has.
    """
    with whole():
        rows = Ask.objects.select_for_update(of=("self",), no_key=True)
        ask = rows.select_related("promise__holder__team", "person", "place", "taken_by__person").get(pk=ask.pk)
        if ask.taken_by is None or ask.state != lifecycle.TAKEN:
            raise WrongMove(_("Nobody has this one now."))
        before = ask.coming_to
        if (ask.coming_from, before) == coming:
            return
        (ask.coming_from, ask.coming_to), ask.version = coming, ask.version + 1
        put(ask, "coming_from", "coming_to", "version")
        late = before is not None and coming[1] > before
        words = {"name": ask.taken_by.first_name, "when": said.span(*coming, now)}
        sentence = _("%(name)s is running late, and comes %(when)s.") if late else _("%(name)s is coming %(when)s.")
        explanation = str(sentence) % words
        happened(ask=ask, verb=Verb.ASK_CHANGED, staff=explanation, person=explanation, by=by, now=now)
        _another_window(ask, explanation, late, by, now)


def _another_window(ask: Ask, explanation: str, late: bool, by: Actor, now: datetime) -> None:
    heard_by = hearing.tell_by(ask.promise.next_contact_by, now)
    what = Move.What.DATE if late else Move.What.NEWS
    promises.explain(promise=ask.promise, explanation=explanation, by=by, now=now)
    move = promises.set_next(promise=ask.promise, to=_done_by(ask, now), what=what, reason=explanation, by=by, now=now)
    tell_person(ask=ask, news="somebody-is-coming", hear_by=heard_by, by=by, now=now, move=move if late else None)
    tell_asker(ask=ask, news="somebody-is-coming", by=by, now=now)


def mark(*, ask: Ask, state: str, staff: str, by: Actor, now: datetime, person: str = "") -> None:
    """Note that an ask is being asked, or that nobody is left to ask here. Records it. Refuses a wrong move."""
    with whole():
        lifecycle.ASK.check(ask.state, state)
        ask.state = state
        ask.version += 1
        change(ask, "state", "version")
        verb = Verb.ASK_STUCK if state == lifecycle.STUCK else Verb.ASK_CHANGED
        happened(ask=ask, verb=verb, staff=staff, person=person, by=by, now=now)
