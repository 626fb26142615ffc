"""The matrix's world: every person of ``cases`` made by our own actions, each field with a word of its own in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from kith.access.actions import make_token
from kith.access.models import Scope, TeamToken
from kith.accounts.models import Membership, Team
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import Partner
from kith.dispatch.models import Offer, PartnerCard, Visit
from kith.dispatch.pool import Pool
from kith.governance.models import Agreement, EmergencyUse, Incident, IncidentPerson
from kith.kit.whole import look_anew, whole
from kith.matching import Level
from kith.outbox.models import Hook
from kith.people import actions as people
from kith.people.actions import About, Reach
from kith.people.models import Absence, Block, Person
from kith.places.models import Place
from kith.promises import actions as promises
from kith.promises.actions import Four
from kith.promises.models import HandOver, HandOverPart, Promise, Telling
from kith.proof.matrix import around, entries, land
from kith.proof.matrix.by_hand import put_by_hand, set_by_hand
from kith.proof.matrix.canary import ENTRIES, NEVER, WORDS, Marks
from kith.proof.matrix.cases import ASKERS, AT_HOME, KEPT_VOLUNTEERS, VOLUNTEERS, Case, cases
from kith.proof.matrix.entries import Entered
from kith.proof.matrix.land import BY, Land
from kith.safeguarding.models import Concern
from kith.volunteers import actions as volunteers
from kith.volunteers.actions import Help
from kith.volunteers.models import Volunteer

_HOUR = timedelta(hours=1)


@dataclass
class Made:
    """What was made of one case."""

    case: Case
    number: int
    ask: Ask
    telling: Telling | None = None
    to_read: Promise | None = None
    decision: Promise | None = None
    offer: Offer | None = None
    card: PartnerCard | None = None
    block: Block | None = None
    concern: Concern | None = None
    visit: Visit | None = None
    use: EmergencyUse | None = None
    line: IncidentPerson | None = None

    @property
    def taker(self) -> int:
        """The number of the volunteer who has it or had it to the end; 0 for none."""
        how = self.case.volunteer
        return 2 if how == "else" else 1 if how == "taken" or how.startswith("ended") else 0

    @property
    def person(self) -> Person:
        """Who is helped."""
        return self.ask.person


@dataclass
class World:
    """Everything a cell needs: the land, everybody in it, and the keys with which they come in."""

    land: Land
    now: datetime
    made: list[Made] = field(default_factory=list)
    # The volunteer everything is offered to, and one to whom nothing is.
    volunteer: Volunteer | None = None
    stranger: Volunteer | None = None
    # Everybody who helps, by their number in ``AT_HOME``.
    volunteers: dict[UUID, int] = field(default_factory=dict)
    partner: Team | None = None
    other_partner: Team | None = None
    tokens: dict[str, tuple[TeamToken, str]] = field(default_factory=dict)
    incident: Incident | None = None
    agreement: Agreement | None = None
    party_id: UUID | None = None
    hook: Hook | None = None
    hand_over: HandOver | None = None
    entered: list[Entered] = field(default_factory=list)
    source_id: UUID | None = None
    term_id: UUID | None = None

    def entry(self, key: str) -> Entered:
        """What was made of the entry of the directory with this key."""
        return next(one for one in self.entered if one.entry.key == key)

    def knows(self, subject: int) -> bool:
        """Whether a canary's number is somebody's here."""
        if subject > ENTRIES:
            return subject - ENTRIES <= len(self.entered)
        if subject > VOLUNTEERS:
            return subject - VOLUNTEERS in AT_HOME
        return 1 <= subject % ASKERS <= len(self.made)

    def of(self, key: str) -> Made:
        """What was made of the case with this key."""
        return next(one for one in self.made if one.case.key == key)


def build(now: datetime) -> World:
    """Make it all. Seconds, and nothing is sent."""
    world = World(land.make(now), now)
    _volunteers(world)
    _partner(world)
    _programs(world)
    pool = Pool(now)
    for number, case in enumerate(cases(), start=1):
        with _answered_for_by(world.land, case):
            world.made.append(_make(world, case, number, pool))
    for made in world.made:
        _as_told(world, made)
    look_anew()
    world.incident, world.agreement = around.ring_everybody(world), around.agree(world)
    world.party_id = world.agreement.parties.values_list("pk", flat=True)[0]
    _between_colleagues(world)
    entries.enter_all(world)
    look_anew()
    return world


def _between_colleagues(world: World) -> None:
    """The link worker is asked to have what the street's duty has; and a program is told of what happens."""
    at, now = world.land, world.now
    duty, own = at.memberships["duty street"], at.organisations["own"]
    world.hook = Hook(
        controller=own, team=at.teams["community"], url="https://example.org/hook", events=[], made_by_label="x",
        made_at=now,
    )  # fmt: skip
    world.hand_over = HandOver(
        controller=own, giver=duty, asked=at.memberships["link"], why="away", offered_at=now, answer_by=now + _HOUR,
        by_label="x",
    )  # fmt: skip
    put_by_hand(world.hook)
    put_by_hand(world.hand_over)
    for promise in Promise.objects.filter(holder=duty, controller=own)[:20]:
        put_by_hand(HandOverPart(controller=own, hand_over=world.hand_over, promise=promise))


@contextmanager
def _answered_for_by(at: Land, case: Case) -> Iterator[None]:
    """Whose team takes an ask in answers for it: for this long, the team of the place is of another organisation."""
    key = _place_key(case)
    set_by_hand(Team, at.teams[key].pk, organisation=at.organisations[case.agreement])
    look_anew()
    yield
    set_by_hand(Team, at.teams[key].pk, organisation=at.organisations["own"])
    look_anew()


def _place_key(case: Case) -> str:
    return case.place


def _make(world: World, case: Case, number: int, pool: Pool) -> Made:
    marks, now = Marks(number), world.now
    wanted = _wanted(world, case, marks)
    if case.program:
        token = world.tokens[case.program][0]
        ask = asks.take_in_sent(
            wanted=wanted, token=token, key=f"matrix-{number}", fingerprint="f" * 64, by=token.actor, now=now
        ).ask
    else:
        ask = asks.open_ask(wanted=wanted, by=BY, now=now)
    dispatch.begin(ask=ask, by=BY, now=now)
    made = Made(case, number, ask)
    holder = ask.promise.holder
    assert holder is not None
    _promised(made, holder, marks, now)
    if case.volunteer:
        with _of_one_organisation(world, made):
            _with_volunteer(world, made, pool)
    if case.partner:
        _with_partner(world, made, pool)
    if case.ended and not case.volunteer and not case.partner:
        asks.finish(ask=ask, by=BY, now=now, how="")
    if case.hospital:
        _in_hospital(made, marks, now)
    around.come_in(world, made)
    around.keep_apart(world, made)
    around.worry(world, made)
    return made


def _promised(made: Made, holder: Membership, marks: Marks, now: datetime) -> None:
    """News to tell them, a text of theirs to read, and a decision about them."""
    ask, case = made.ask, made.case
    made.telling = asks.tell_person(ask=ask, news="date", hear_by=now + _HOUR, by=BY, now=now, how="call")
    four = Four("Read it", holder, now + _HOUR, "Ring us.")
    made.to_read = promises.to_read(
        four=four, place=ask.place, label=f"Text from {ask.person.first_name}", reference=ask.reference,
        about_id=ask.person_id, about_person=ask.person, by=BY, now=now,
    )  # fmt: skip
    made.decision = dispatch.decide(
        place=ask.place,
        # Whoever writes a decision on the board of a place names nobody there who is not there for it.
        words="Ring them" if case.further or case.kept_from else f"Ring {marks.word('B', 'd')}",
        holder=holder,
        due=now + _HOUR,
        by=BY,
        now=now,
    )


def _wanted(world: World, case: Case, marks: Marks) -> Wanted:
    at = world.land.places[case.place]
    about = About(
        name=marks.name,
        reaches=(Reach(marks.mobile, safe="yes"), Reach(marks.landline, safe="yes"), Reach(marks.email, safe="yes")),
        interpreter=marks.word("B", "i"),
        hear_at_door=marks.word("B", "h"),
        talk_with_me=marks.word("B", "t"),
        must_not_know=(marks.word(NEVER, "m"),),
    )
    asker = Marks(ASKERS + marks.subject)
    return Wanted(
        words=f"{marks.word(WORDS, 'w')} milk and bread, please",
        kind="shopping",
        details={"list": marks.word(WORDS, "l"), "shop": marks.word(WORDS, "k"), "paid": "receipt"},
        where=Where(
            street=at.name if at.kind == "street" else "",
            community=at.name if at.kind != "street" else at.parent.name if at.parent else "",
            address=f"1 {marks.word('B', 'a')} Row",
            postcode=marks.postcode,
        ),
        about=about,
        knows="said-yes" if case.asker else "self",
        asker=About(name=asker.asker_name, reaches=(Reach(asker.mobile, safe="yes"),)) if case.asker else None,
        asker_relation=asker.word(WORDS, "r") if case.asker else "",
        asker_may=case.asker or "nothing",
        partners_may="yes",
        need_by=world.now + 30 * _HOUR,
        help_at_door=marks.word("B", "f"),
        as_given={"note": marks.word("B", "g")},
        near=at,
    )


@contextmanager
def _of_one_organisation(world: World, made: Made) -> Iterator[None]:
    """Whoever helps belongs to the organisation that answers for the ask: no other may be asked without agreement."""
    helpers = [one for one in (world.volunteer, world.stranger) if one is not None]
    own = world.land.organisations["own"].pk
    for one in helpers:
        set_by_hand(Volunteer, one.pk, controller=made.ask.controller_id)
        one.controller_id = made.ask.controller_id
    look_anew()
    yield
    for one in helpers:
        set_by_hand(Volunteer, one.pk, controller=own)
        one.controller_id = own
    look_anew()


def _with_volunteer(world: World, made: Made, pool: Pool) -> None:
    assert world.volunteer is not None
    now, how = world.now, made.case.volunteer
    by = world.volunteer
    more = {"level": Level.STREET, "why": "near", "km": 1.0, "pool": pool, "need_by": made.ask.need_by, "quietly": True}
    made.offer = dispatch.offer_to(ask=made.ask, volunteer=by, by=BY, now=now, **more)  # type: ignore[arg-type]
    if how == "else":
        assert world.stranger is not None
        other = dispatch.offer_to(ask=made.ask, volunteer=world.stranger, by=BY, now=now, **more)  # type: ignore[arg-type]
        dispatch.accept(offer=other, by=BY, now=now)
    elif how != "offered":
        dispatch.accept(offer=made.offer, by=BY, now=now)
    if how == "handed-back":
        dispatch.hand_back(offer=Offer.objects.get(pk=made.offer.pk), by=BY, now=now)
    if made.case.ended:
        dispatch.finish(offer=Offer.objects.get(pk=made.offer.pk), by=BY, now=now)


def _with_partner(world: World, made: Made, pool: Pool) -> None:
    assert world.partner is not None
    now = world.now
    made.card = dispatch.card_to(ask=made.ask, team=world.partner, by=BY, now=now, pool=pool, quietly=True)
    if made.case.partner != "offered":
        dispatch.partner_answers(card=made.card, answer="yes", by=BY, now=now)
    if made.case.ended:
        dispatch.partner_finishes(card=PartnerCard.objects.get(pk=made.card.pk), by=BY, now=now)


def _in_hospital(made: Made, marks: Marks, now: datetime) -> None:
    with whole():
        people.leave_in_peace(
            people=[made.person],
            what=Absence.What.HOSPITAL,
            said_by=marks.word("B", "q"),
            note=marks.word("B", "o"),
            look_again_on=date(now.year + 1, 1, 1),
            by=BY,
            now=now,
        )


def _as_told(world: World, made: Made) -> None:
    """What no action says by itself: how long ago it ended, who happens to hold it, a place keyed wrongly."""
    case, ask, at = made.case, Ask.objects.get(pk=made.ask.pk), world.land
    for hours in (23, 25):
        if f"ended-{hours}" in (case.volunteer, case.partner):
            set_by_hand(Ask, ask.pk, ended_at=world.now - hours * _HOUR)
    if case.held_by:
        mine = at.memberships[case.held_by]
        set_by_hand(Promise, ask.promise_id, holder=mine, team=mine.team_id)
    if case.further:
        set_by_hand(Ask, ask.pk, further_away=True)
        set_by_hand(Person, ask.person_id, further_away=True)
    look_anew()
    around.open_up(world, made)
    made.ask = Ask.objects.select_related("person", "asker", "place", "promise").get(pk=ask.pk)


def _volunteers(world: World) -> None:
    found = {number: _volunteer(world, number, *where) for number, where in AT_HOME.items()}
    world.volunteer, world.stranger = found[1], found[2]
    world.volunteers = {one.pk: number for number, one in found.items()}
    for number, who in KEPT_VOLUNTEERS.items():
        people.must_not_meet(
            person=found[number].person, colleague=world.land.users[who], said_by="themselves", by=BY, now=world.now
        )


def _volunteer(world: World, number: int, where: str, agreement: str) -> Volunteer:
    """Their first name is what the people they help are told, so it is no secret; the rest is."""
    marks, at = Marks(VOLUNTEERS + number), world.land.places[where]
    name = f"{marks.word('A', 'n')} {marks.word('B', 's')}"
    about = About(name=name, reaches=(Reach(marks.mobile, safe="yes"), Reach(marks.email, safe="yes")))
    answers = world.land.organisations[agreement]
    person = people.write_down(about=about, place=at, controller=answers, by=BY, now=world.now)
    help_ = Help(kinds=("shopping", "post"), slots=(), lat=at.lat or 51.0, lon=at.lon or -4.0)
    return volunteers.welcome(person=person, home=at, help_=help_, by=BY, now=world.now)


def _partner(world: World) -> None:
    about = Partner(name="The Alder Pharmacy", partner_kind="business", phone="01632 960990")
    world.partner = dispatch.add_partner(place=world.land.places["community"], partner=about, by=BY, now=world.now)
    other = Partner(name="The Alder Bakery", partner_kind="business", phone="01632 960991")
    world.other_partner = dispatch.add_partner(
        place=world.land.places["community"], partner=other, by=BY, now=world.now
    )


def _programs(world: World) -> None:
    scopes = [Scope.SEND, Scope.READ]
    for key, team in (("ours", "community"), ("others", "beside-town")):
        world.tokens[key] = make_token(
            team=world.land.teams[team], name=f"{key} program", scopes=scopes, by=BY, now=world.now
        )


__all__ = ["Made", "Place", "World", "build"]
