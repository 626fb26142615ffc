"""A record is opened in an emergency, put away, told of and reviewed. Whom we then owe what is promised in ``asks``."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.access import actions as access
from kith.accounts.models import Membership, User
from kith.governance import urgent
from kith.governance.models import FEWEST_WORDS, EmergencyUse, Reason
from kith.governance.permissions import MayNot, check_may_open, check_may_review, classes_for
from kith.kit.actor import Actor
from kith.kit.text import one_line
from kith.kit.whole import insert, put, whole
from kith.people.models import Person
from kith.trail import actions as trail
from kith.trail.verbs import Verb

LASTS = timedelta(hours=4)
REVIEWED_WITHIN = timedelta(hours=72)
# The same colleague opens the same record again within this time only with a second person's yes.
AGAIN_WITHIN = timedelta(hours=72)


class SayWhy(ValueError):
    """The reason is missing, or the words are too few. Its text may be shown."""


class NeedsSecond(ValueError):
    """Its four hours are over: a second person says yes first. ``use`` is the one to renew; its text may be shown."""

    def __init__(self, words: str, use: EmergencyUse) -> None:
        super().__init__(words)
        self.use = use


def open_use(
    *,
    person: Person,
    whose: Actor,
    reason: str,
    words: str,
    by: Actor,
    now: datetime,
    reviewer: Membership | None = None,
    renews: EmergencyUse | None = None,
) -> tuple[EmergencyUse, bool]:
    """Open one person's record to one colleague for four hours. Records it. True where it was not open already.

    Refuses whoever may not (``MayNot``), a missing reason or too few words (``SayWhy``), and a second time within
    three days unless a second person ``by`` says yes to it (``NeedsSecond``).
    """
    said = _why(reason, words)
    with whole():
        Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        part = check_may_open(whose, person, now)
        before = _already(person, whose, renews is not None, now)
        if before is not None:
            return before, False
        use = EmergencyUse(
            controller_id=person.controller_id,
            person=person,
            person_label=str(person),
            place_id=person.place_id,
            user=part.user,
            team=part.team,
            reason=reason,
            words=said,
            classes=classes_for(part),
            at=now,
            until=now + LASTS,
            review_by=now + REVIEWED_WITHIN,
            reviewer=reviewer.user if reviewer is not None else None,
            renews=renews,
            second=_second(whose, by) if renews is not None else None,
        )
        insert(use)
        _open(use, by, now)
    return use, True


def _already(person: Person, whose: Actor, renewing: bool, now: datetime) -> EmergencyUse | None:
    """The use that is open just now, where it is not to be renewed; refuses one too soon after the last."""
    latest = EmergencyUse.objects.filter(person=person, user__in=[whose.id]).order_by("-at").first()
    if latest is None:
        return None
    if latest.is_open(now):
        if not renewing:
            return latest
        end_use(use=latest, by=Actor.system("four more hours"), now=now)
    elif not renewing and latest.until > now - AGAIN_WITHIN:
        raise NeedsSecond(_("Your four hours are over. A second colleague says yes to four more."), latest)
    return None


def _why(reason: str, words: str) -> str:
    said = one_line(words)[:600]
    if reason not in Reason.values:
        raise SayWhy(_("Press the reason that comes nearest."))
    if len(said) < FEWEST_WORDS:
        raise SayWhy(_("Say in at least 20 letters what has happened, so that somebody else can follow it."))
    return said


def _second(whose: Actor, by: Actor) -> User:
    if by.id is None or by.id == whose.id:
        raise MayNot
    return User.objects.get(pk=by.id)


def _open(use: EmergencyUse, by: Actor, now: datetime) -> None:
    access.open_record(
        user_id=use.user_id,
        person_id=use.person_id,
        classes=use.classes,
        until=use.until,
        source_id=use.id,
        by=by,
        now=now,
        controller=use.controller_id,
    )
    detail: dict[str, object] = {"reason": use.reason, "until": use.until.isoformat()}
    if use.renews_id is not None:
        detail |= {"renews": str(use.renews_id), "for": use.user.name}
    _noted(use, Verb.EMERGENCY_USE, by, now, detail)


def end_use(*, use: EmergencyUse, by: Actor, now: datetime) -> None:
    """Put the record away: before its time by whoever opened it, or because its time is over. Records it. Once.

    Refuses anybody else while it is open (``MayNot``).
    """
    with whole():
        use = EmergencyUse.objects.select_for_update(of=("self",), no_key=True).get(pk=use.pk)
        if use.state != urgent.OPEN:
            return
        early = now < use.until
        if early and by.kind != "system" and by.id != use.user_id:
            raise MayNot
        urgent.USE.check(use.state, urgent.OVER)
        use.state, use.ended_at = urgent.OVER, min(now, use.until)
        put(use, "state", "ended_at")
        if early:
            access.close_record(source_id=use.id, by=by, now=now)
        _noted(use, Verb.EMERGENCY_OVER, by, now, {"early": early})


def review_use(*, use: EmergencyUse, outcome: str, words: str, by: Actor, now: datetime) -> EmergencyUse:
    """Write down whether it was right, in a sentence. Records it.

    Refuses (``MayNot``) whoever opened it or said yes to more hours, (``SayWhy``) an empty sentence, and
    (``WrongMove``) a second word where the first was plain.
    """
    if not one_line(words):
        raise SayWhy(_("Say in a sentence why."))
    with whole():
        use = EmergencyUse.objects.select_for_update(of=("self",), no_key=True).get(pk=use.pk)
        reviewer = check_may_review(use, by)
        urgent.REVIEW.check(use.review, outcome)
        use.review, use.review_words = outcome, one_line(words)[:600]
        use.reviewed_at, use.reviewed_by = now, reviewer
        put(use, "review", "review_words", "reviewed_at", "reviewed_by")
        _noted(use, Verb.EMERGENCY_REVIEWED, by, now, {"as": outcome})
    return use


def note_told(*, use: EmergencyUse, how: str, by: Actor, now: datetime) -> EmergencyUse:
    """Write down that the person knows, and how they were told. Records it. Refuses it without a word (``SayWhy``)."""
    if not one_line(how):
        raise SayWhy(_("Say how they were told, and what they said."))
    with whole():
        use = EmergencyUse.objects.select_for_update(of=("self",), no_key=True).get(pk=use.pk)
        urgent.TELLING.check(use.telling, urgent.TOLD)
        use.telling, use.told_at, use.told_how = urgent.TOLD, now, one_line(how)[:300]
        use.told_by_label = by.label[:200]
        put(use, "telling", "told_at", "told_how", "told_by_label")
        _noted(use, Verb.EMERGENCY_TOLD, by, now)
    return use


def note_not_told(
    *, use: EmergencyUse, because: str, look_again_at: datetime, by: Actor, now: datetime
) -> EmergencyUse:
    """Write down that the person is not told yet, why, and when somebody looks at that again. Records it.

    Refuses it without a reason, or without a day within three months (``SayWhy``).
    """
    if not one_line(because):
        raise SayWhy(_("Say why telling them now would not be right."))
    if not now < look_again_at <= now + timedelta(days=92):
        raise SayWhy(_("Name a day within three months on which somebody looks at this again."))
    with whole():
        use = EmergencyUse.objects.select_for_update(of=("self",), no_key=True).get(pk=use.pk)
        urgent.TELLING.check(use.telling, urgent.NOT_YET)
        use.telling, use.not_told_because, use.look_again_at = urgent.NOT_YET, one_line(because)[:300], look_again_at
        put(use, "telling", "not_told_because", "look_again_at")
        _noted(use, Verb.EMERGENCY_NOT_TOLD, by, now, {"until": look_again_at.isoformat()})
    return use


def tell_with_next(*, use: EmergencyUse, by: Actor, now: datetime) -> None:
    """The person hears of this use together with the one that renewed it. Records it. Nothing where they know."""
    with whole():
        if urgent.TELLING.may(use.telling, urgent.GOES_ON):
            use.telling = urgent.GOES_ON
            put(use, "telling")
            _noted(use, Verb.EMERGENCY_NOT_TOLD, by, now, {"goes_on": True})


def note_heard(*, use: EmergencyUse, heard: list[dict[str, str]], by: Actor, now: datetime) -> None:
    """Keep who was written to at once, and as what. Records it."""
    with whole():
        use.heard = heard
        put(use, "heard", "read_id", "reviewer")
        _noted(use, Verb.EMERGENCY_HEARD, by, now, {"who": [one["as"] for one in heard]})


def note_second(*, use: EmergencyUse, promise_id: UUID | None, by: Actor, now: datetime) -> None:
    """Keep which promise asks a second person for four more hours; None when it is answered. Records it."""
    with whole():
        use.asks_second_id = promise_id
        put(use, "asks_second_id")
        _noted(use, Verb.EMERGENCY_SECOND, by, now)


def _noted(use: EmergencyUse, verb: Verb, by: Actor, now: datetime, detail: dict[str, object] | None = None) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("person", use.person_id, use.person_label),
        place=(use.place_id, ""),
        controller=use.controller_id,
        detail={"use": str(use.id), **(detail or {})},
    )
