"""People take things back while neighbours say yes, messages wait and agreements end: is anybody lost, or told of?

Each interleaving is a person with an ask or two, a neighbour or a partner, and acts in an order thrown by dice, under
a clock of its own. It is lived through the real actions and the real sweeps, and rolled back at its end.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kith.access import actions as access
from kith.access.acting import acting
from kith.access.models import Crossing
from kith.accounts.models import Membership
from kith.asks import actions as asks
from kith.asks import jobs as ask_jobs
from kith.asks import lifecycle as ask_states
from kith.asks.harm import needs_a_look
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.dispatch import jobs as dispatch_jobs
from kith.dispatch import lifecycle
from kith.dispatch.actions import NotYours, SomebodyHasIt
from kith.dispatch.models import Offer, PartnerCard
from kith.dispatch.permissions import CannotTake
from kith.governance import actions as governance
from kith.governance.actions import Said
from kith.governance.models import Permission, Purpose, ToWhom, Way
from kith.kit.actor import Actor
from kith.kit.ids import repeatable
from kith.kit.lifecycle import WrongMove
from kith.kit.progress import Advance
from kith.outbox import jobs as outbox_jobs
from kith.outbox.models import Audience, Message
from kith.outbox.permissions import MAY_STILL_BE_SAID, SAYS_IT_IS_OVER
from kith.people.actions import About, Reach
from kith.people.models import ContactRoute, Person
from kith.promises import actions as promises
from kith.promises import jobs as promise_jobs
from kith.promises import lifecycle as promise_states
from kith.promises import queries
from kith.promises.actions import NeedsReason, NotMovable
from kith.promises.models import Kind, Promise
from kith.proof.drill.consent_found import Consent
from kith.proof.drill.consent_scene import BY, Scene

# So soon after it was said, or has run out, nothing more may be told.
WITHIN = timedelta(seconds=60)
STEPS = (6, 14)
# A Tuesday morning: what follows from the dice must not follow from the day somebody throws them.
BEGINS = datetime(2026, 10, 6, 8, 30, tzinfo=UTC)
KINDS = ("shopping", "prescription", "post", "dog_walk", "welfare_check", "call")
MINUTE = timedelta(minutes=1)
# In so many of the orders every colleague looks at the end.
OFTEN_ENOUGH = 0.2
# How far the clock goes between two acts: often too little for a sweep, sometimes past an hour.
PASSES = (0, 1, 3, 10, 40, 70, 130, 600, 4000)
REFUSED = (CannotTake, NeedsReason, NotMovable, NotYours, SomebodyHasIt, WrongMove)
WITH_IT = ("promise__holder__user", "promise__holder__team", "person", "place")
TOLD_OTHERS = (Audience.VOLUNTEER, Audience.PARTNER, Audience.ASKER, Audience.PROGRAM)


class OneOrder:
    """One person, what they ask for, and what happens in which order."""

    def __init__(self, scene: Scene, chance: random.Random, now: datetime, found: Consent, *, sweeping: bool) -> None:
        self.scene, self.chance, self.now, self.found, self.sweeping = scene, chance, now, found, sweeping
        self.agreed_until: datetime | None = None
        self.swept_at = now
        # Since when each thing is taken back, as far as we could know of it.
        self.since: dict[str, datetime] = {}
        self.runs_out: dict[str, datetime] = {}
        self.counted: set[UUID] = set()
        self.done: list[str] = []
        # Who looks is thrown by dice of its own, so that it changes nothing of what happens.
        self.eyes = random.Random(chance.random())

    def live(self) -> None:
        """Ask, then let the dice decide; look after each act; and see at the end that nobody is lost."""
        self.asks()
        for _number in range(self.chance.randint(*STEPS)):
            act = self.chance.choice(ACTS)
            self.done.append(act.__name__)
            with suppress(*REFUSED), transaction.atomic():
                act(self)
            self.found.acts += 1
            self.now += timedelta(seconds=self.chance.choice(PASSES))
            self.sweep()
            self.look()
        self.now += 2 * MINUTE
        self.sweep()
        self.look(everybody=self.eyes.random() < OFTEN_ENOUGH)
        self.nobody_is_lost()

    # --- what happens

    def asks(self) -> None:
        number = self.chance.randrange(10**6)
        about = About(name=f"Person {number}", reaches=(Reach(f"+4477009{number:06}"[:13], safe="yes"),))
        carol = About(name="Carol", reaches=(Reach("+447700900599", safe="yes"),))
        asker = carol if self.chance.random() < 0.3 else None
        wanted = Wanted(
            words=self.chance.choice(("bread please", "bread please", "I have chest pain, and need bread")),
            kind=self.chance.choice(KINDS),
            where=Where(street=self.scene.street.name, community=self.scene.community, address="4, here"),
            about=about,
            asker=asker,
            asker_may="everything",
            knows="said-yes" if asker is not None else "self",
            details={"paid": "receipt"},
            partners_may=self.chance.choice(("yes", "ask-first")),
            need_by=self.now + timedelta(hours=self.chance.choice((2, 6, 30))),
        )
        first = asks.open_ask(wanted=wanted, by=BY, now=self.now)
        self.person = first.person
        if self.chance.random() < 0.4:
            asks.also_asked(ask=first, words="a letter to post", kind="post", by=BY, now=self.now)
        self.sweep(always=True)

    def a_yes(self) -> None:
        offer = self.any(Offer.objects.filter(ask__person=self.person).select_related("volunteer__person", "ask"))
        if offer is not None:
            dispatch.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=self.now)

    def a_partners_yes(self) -> None:
        ask = self.open_ask()
        if ask is not None:
            dispatch.rang(ask=ask, team=self.scene.shop, answer="yes", by=BY, now=self.now)

    def handed_back(self) -> None:
        offer = self.any(Offer.objects.filter(ask__person=self.person, state=lifecycle.ACCEPTED))
        if offer:
            dispatch.hand_back(offer=offer, by=BY, now=self.now)

    def done_by_then(self) -> None:
        offer = self.any(Offer.objects.filter(ask__person=self.person, state=lifecycle.ACCEPTED))
        if offer is not None:
            dispatch.finish(offer=offer, by=BY, now=self.now)

    def taken_back(self) -> None:
        """On a page or keyed by a colleague: what follows is done in the same act."""
        purpose, said = self.chance.choice(list(Purpose)), self.said()
        dispatch.withdraw(person=self.person, purpose=purpose, said=said, by=BY, now=self.now)
        self.noted_no(purpose, said)

    def taken_back_elsewhere(self) -> None:
        """In a way that only writes it down: what follows is for the sweep."""
        purpose, said = self.chance.choice(list(Purpose)), self.said()
        governance.take_back(person=self.person, purpose=purpose, said=said, by=BY, now=self.now)
        self.noted_no(purpose, said)

    def yes_for_a_while(self) -> None:
        purpose = self.chance.choice(list(Purpose))
        until = self.now + timedelta(seconds=self.chance.choice((20, 90, 700)))
        how: dict[str, Any] = {"person": self.person, "purpose": purpose, "until": until, "by": BY, "now": self.now}
        if self.chance.random() < 0.5:
            dispatch.yes_again(said=Said(way=Way.DOOR), **how)
        else:
            governance.permit(said=Said(), **how)
        self.since.pop(purpose, None)
        self.runs_out[purpose] = until
        self.found.says += 1

    def yes_again(self) -> None:
        purpose = self.chance.choice(list(Purpose))
        dispatch.yes_again(person=self.person, purpose=purpose, said=Said(way=Way.PAGE), by=BY, now=self.now)
        self.over_again(purpose)

    def over_again(self, purpose: str) -> None:
        self.since.pop(purpose, None)
        self.runs_out.pop(purpose, None)
        self.found.says += 1

    def decided(self) -> None:
        promise = self.any(Promise.objects.filter(kind=Kind.PERMISSION, about_id=self.person.id, state="open"))
        if promise is None:
            return
        open_ones = Ask.objects.filter(person=self.person).exclude(state__in=ask_states.ENDED)
        choices = {ask.id: self.chance.choice(("finish", "ours", "goes-on")) for ask in open_ones}
        if Purpose.SHARING in self.since or Purpose.SHARING in self.runs_out:
            choices = {key: "ours" if one == "goes-on" else one for key, one in choices.items()}
        dispatch.decide_with_them(promise=promise, words="We agreed.", choices=choices, by=BY, now=self.now)
        if "goes-on" in choices.values():
            # They agreed with one of us that it goes on, so that somebody may be asked.
            self.over_again(Purpose.HELP)

    def another_date(self) -> None:
        ask = self.open_ask()
        if ask is not None and ask.promise.state == promise_states.OPEN:
            to = self.now + timedelta(hours=3)
            asks.move_date(ask=ask, to=to, reason="the shop is shut", how="", by=BY, now=self.now)

    def handed_over(self) -> None:
        promise = self.any(Promise.objects.filter(ask__person=self.person, state=promise_states.OPEN))
        if promise is not None:
            to = self.chance.choice(self.scene.others)
            promises.hand_over(promise=promise, to=to, reason="she is away", by=BY, now=self.now)

    def agreement_ends(self) -> None:
        for source in set(Crossing.objects.values_list("source_id", flat=True)):
            access.end_crossings(source_id=source, by=BY, now=self.now)
        self.agreed_until = self.agreed_until or self.now

    def said(self) -> Said:
        """Just now, or some minutes ago and keyed now; it counts from when it was said."""
        ago = timedelta(minutes=self.chance.choice((0, 0, 5, 90)))
        newest = Permission.objects.filter(person=self.person).order_by("-at").first()
        at = self.now - ago
        return Said(way=self.chance.choice(list(Way)), at=max(at, newest.at) if newest is not None else at)

    def noted_no(self, purpose: str, said: Said) -> None:
        self.found.says += 1
        self.runs_out.pop(purpose, None)
        self.since.setdefault(purpose, self.now)

    def open_ask(self) -> Ask | None:
        rows = Ask.objects.exclude(state__in=ask_states.ENDED).filter(person=self.person)
        return self.any(rows.select_related(*WITH_IT))

    def any(self, rows: Any) -> Any:
        found = list(rows.order_by("id"))
        return self.chance.choice(found) if found else None

    # --- the clock

    def sweep(self, *, always: bool = False) -> None:
        """The worker's beat, as often as the schedule says, so that what is due at this moment is done."""
        if not always and self.now - self.swept_at < timedelta(seconds=5):
            return
        self.swept_at = self.now
        if self.sweeping:
            dispatch_jobs.withdrawals(self.now)
        dispatch_jobs.sweep(self.now, self.scene.pool)
        ask_jobs.sweep(self.now)
        promise_jobs.sweep(self.now)
        outbox_jobs.sweep(self.now)

    # --- what must always hold

    def look(self, *, everybody: bool = False) -> None:
        """Whether anybody sees, or was sent, what was taken back over a minute ago. One colleague looks at a time."""
        colleagues = self.scene.others if everybody else [self.eyes.choice(self.scene.others)]
        for purpose, until in list(self.runs_out.items()):
            if until <= self.now:
                self.since.setdefault(purpose, until)
                del self.runs_out[purpose]
        self.look_at_messages()
        if self.over(Purpose.SHARING):
            self.look_as_whoever_has_it()
            self.look_as_colleagues(colleagues, by_say=True)
        if self.agreed_until is not None and self.now > self.agreed_until + WITHIN:
            self.look_as_colleagues(colleagues, by_say=False)

    def over(self, purpose: str, at: datetime | None = None) -> bool:
        """Whether it was taken back more than a minute before then."""
        since = self.since.get(purpose)
        return since is not None and (at or self.now) > since + WITHIN

    def look_at_messages(self) -> None:
        theirs = {ask.id for ask in Ask.objects.filter(person=self.person)}
        left = Message.objects.filter(sent_at__isnull=False).exclude(audience=Audience.STAFF)
        for message in left.exclude(id__in=self.counted):
            self.counted.add(message.id)
            self.found.sent += 1
            about = message.about_person_id == self.person.id or message.about_id in theirs
            if message.person_id == self.person.id and self.over(Purpose.CONTACT, message.sent_at):
                self.disclosed(f"{message.kind} was sent to them")
            if not about or message.audience not in TOLD_OTHERS or message.kind in ALLOWED:
                continue
            to = message.person_id or message.team_id
            if self.over(Purpose.SHARING, message.sent_at) and not self.named(to):
                self.disclosed(f"{message.kind} was sent to {message.audience}")
            if self.over(Purpose.HELP, message.sent_at) and message.kind in ("offer", "partner-card"):
                self.disclosed(f"somebody was still asked: {message.kind}")

    def named(self, to: UUID | None) -> bool:
        """Whether a named worker decided with the person that this one may finish."""
        yes = Permission.objects.filter(person=self.person, to_id=to, given=True).exclude(to_kind=ToWhom.ANYBODY)
        return yes.filter(at__gte=self.since.get(Purpose.SHARING, self.now) - timedelta(hours=2)).exists()

    def look_as_whoever_has_it(self) -> None:
        for offer in Offer.objects.filter(ask__person=self.person).select_related("volunteer__person"):
            if not self.named(offer.volunteer.person_id):
                self.sees(Actor.volunteer(offer.volunteer), "a volunteer")
        if PartnerCard.objects.filter(ask__person=self.person).exists() and not self.named(self.scene.shop.id):
            self.sees(Actor.partner(self.scene.shop), "a partner")

    def look_as_colleagues(self, colleagues: Sequence[Membership], *, by_say: bool) -> None:
        """Colleagues of other organisations, but for whoever holds it: by the person's say, or as nothing is agreed."""
        ours = self.person.controller_id
        holders = set(Promise.objects.filter(ask__person=self.person).values_list("holder__user", flat=True))
        for one in colleagues:
            mine = {other.team.organisation_id for other in self.scene.others if other.user_id == one.user_id}
            if ours not in mine and one.user_id not in holders:
                self.sees(Actor.user(one.user), "a colleague elsewhere" if by_say else "a colleague past the agreement")

    def sees(self, actor: Actor, who: str) -> None:
        self.found.looked += 1
        with acting(actor, now=self.now):
            seen = [
                model._meta.label
                for model, rows in (
                    (Ask, Ask.objects.filter(person=self.person)),
                    (Person, Person.objects.filter(pk=self.person.pk)),
                    (ContactRoute, ContactRoute.objects.filter(person=self.person)),
                )
                if rows.visible_to(actor).exists()
            ]
        if seen:
            self.disclosed(f"{who} still sees {', '.join(seen)}")

    def disclosed(self, what: str) -> None:
        self.found.late_disclosures += 1
        self.found.wrong.append(f"{what}, {self.now - min(self.since.values(), default=self.now)} later: {self.done}")

    def nobody_is_lost(self) -> None:
        connection.check_constraints()
        for question in (queries.without_holder, queries.without_next_contact, queries.holder_not_live):
            for promise in question():
                self.lost(f"{question.__name__}: {promise.label}")
        for ask in Ask.objects.filter(person=self.person).select_related("promise"):
            self.still_there(ask)

    def still_there(self, ask: Ask) -> None:
        if ask.state not in ask_states.ENDED:
            if ask.promise.state != promise_states.OPEN:
                self.lost(f"{ask.reference} is open and nobody promises anything")
            return
        if ask.state != ask_states.DONE and not ask.ended_why:
            self.lost(f"{ask.reference} ended without a reason")
        harm = needs_a_look(kind=ask.kind, urgency=ask.urgency, red_flags=ask.red_flags)
        if harm and ask.state == ask_states.NO_LONGER:
            self.lost(f"{ask.reference}, a {ask.kind}, ended and nobody had looked")

    def lost(self, what: str) -> None:
        self.found.lost += 1
        self.found.wrong.append(f"{what}: {self.done}")


ALLOWED = (*MAY_STILL_BE_SAID, *SAYS_IT_IS_OVER)
# What comes often stands here twice.
ACTS: tuple[Callable[[OneOrder], None], ...] = (
    OneOrder.a_yes, OneOrder.a_yes, OneOrder.a_yes, OneOrder.a_partners_yes, OneOrder.handed_back,
    OneOrder.done_by_then, OneOrder.taken_back, OneOrder.taken_back, OneOrder.taken_back_elsewhere,
    OneOrder.yes_for_a_while, OneOrder.yes_again, OneOrder.decided, OneOrder.another_date, OneOrder.handed_over,
    OneOrder.agreement_ends,
)  # fmt: skip


def run(
    *,
    interleavings: int,
    seed: int,
    now: datetime,
    tick: Advance,
    sweeping: bool = True,
    part: tuple[int, int] = (0, 1),
) -> Consent:
    """Live through so many orders in the database we are on. ``sweeping`` off shows that the drill can fail.

    Each order has dice, identifiers and a clock of its own, so that it comes out the same whoever lives through it.
    ``part`` (which, of how many) leaves the others to other processes.
    """
    found = Consent()
    with repeatable(seed, lambda: now):
        scene = Scene.lay_out(now)
    for number in range(part[0], interleavings, part[1]):
        one = OneOrder(scene, random.Random(f"{seed}:{number}"), now + MINUTE, found, sweeping=sweeping)
        with repeatable(seed + 7919 * (number + 1), _clock_of(one)), transaction.atomic():
            one.live()
            transaction.set_rollback(True)
        found.interleavings += 1
        tick()
    return found


def _clock_of(one: OneOrder) -> Callable[[], datetime]:
    return lambda: one.now
