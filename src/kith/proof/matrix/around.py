"""What goes on around somebody's ask: somebody in their home, a concern, an emergency, the list of an incident."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kith.access.actions import open_record
from kith.asks.actions import use_in_emergency
from kith.dispatch.actions import Apart, keep_safe
from kith.dispatch.models import RegularHelp, Visit
from kith.governance import actions as governance
from kith.governance.actions import Draft, Listed, Proposal, Terms, Who
from kith.governance.models import Agreement, Incident, IncidentPerson
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.whole import look_anew
from kith.people.models import Block
from kith.proof.matrix.by_hand import put_by_hand
from kith.proof.matrix.canary import SAFETY, Marks
from kith.proof.matrix.cases import RINGERS
from kith.proof.matrix.land import BY
from kith.safeguarding.actions import raise_concern, show
from kith.safeguarding.said import Said

if TYPE_CHECKING:
    from kith.proof.matrix.world import Made, World

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_WORDS = "Somebody could be badly hurt, and nobody else can be asked now"


def keep_apart(world: World, made: Made) -> None:
    """A colleague who must not know; and what was said of that before, whoever it is."""
    if made.case.kept_from:
        colleague = world.land.users[made.case.kept_from]
        keep_safe(
            person=made.person, said=None, said_by="themselves", apart=Apart(colleagues=(colleague,)), by=BY,
            now=world.now,
        )  # fmt: skip
    made.block = Block.objects.filter(person=made.person).order_by("created_at", "id").first()


def worry(world: World, made: Made) -> None:
    """A concern about them, raised by somebody we know nothing of, and shown to whoever reads it."""
    case, marks = made.case, Marks(made.number)
    if not case.readers:
        return
    about = f"{case.about_us.title()}, " if case.about_us else ""
    said = Said(words=f"{marks.word(SAFETY, 'c')} is afraid", about_words=f"{about}{marks.word(SAFETY, 'a')}")
    made.concern = raise_concern(said=said, place=made.ask.place, by=Actor.public(), now=world.now)
    for who in case.readers[1:]:
        to, lead = world.land.memberships[who], Actor.user(world.land.users["safeguarding"])
        show(concern=made.concern, to=to, reason=f"To help, {marks.word(SAFETY, 'r')}", by=lead, now=world.now)


def come_in(world: World, made: Made) -> None:
    """Whoever took it is in their home now, and comes every week."""
    if made.offer is None or world.volunteer is None:
        return
    now, mine = world.now, {"controller_id": made.ask.controller_id, "ask": made.ask}
    if made.case.inside:
        # Nobody is in two homes at once: whoever took it is in one of them, others went for them to the rest.
        there = sum(one.visit is not None for one in world.made)
        who = world.volunteer if there == 0 else list(world.volunteers)[1 + there]
        whose = {"volunteer_id": getattr(who, "pk", who), "offer": made.offer, "name": "x"}
        made.visit = Visit(**mine, **whose, in_at=now, in_how="page", due_at=now + _HOUR)
        put_by_hand(made.visit)
    if made.case.regular:
        more = {"volunteer": world.volunteer, "every_days": 7, "started_at": now, "until": now + 90 * _DAY}
        put_by_hand(RegularHelp(**mine, **more, said_how="on the phone"))


def open_up(world: World, made: Made) -> None:
    """Their record was opened in an emergency: by the colleague themselves, or as none of our actions would."""
    case, ask, now = made.case, made.ask, world.now
    if not case.opened:
        return
    user = world.land.users[case.opened_to]
    if case.opened == "live":
        by = Actor.user(user)
        made.use = use_in_emergency(person=made.person, reason="harm", words=_WORDS, by=by, now=now)
        return
    until = now + 4 * _HOUR if case.opened == "by-hand" else now - timedelta(seconds=1)
    open_record(
        user_id=user.id, person_id=ask.person_id, classes="ABCDE", until=until, source_id=uuid7(), by=BY,
        now=now - 4 * _HOUR,
    )  # fmt: skip


def ring_everybody(world: World) -> Incident:
    """A major incident: two of us decided that these are rung, and whom it reaches is kept as it was then."""
    at, now = world.land, world.now
    first, second = RINGERS[0], RINGERS[-1]
    guardian = Actor.user(at.users["guardian"])
    for who in (first, second):
        governance.name_decider(user=at.users[who], by=guardian, now=now)
    proposal = Proposal(
        place=at.places["system"], name="the flood", reason="responding", words=_WORDS, which="everybody",
        criteria="Everybody who lives near the river", until=now + 7 * _DAY, asked=at.users[second],
        ringers=tuple(at.users[who] for who in RINGERS),
    )  # fmt: skip
    incident = governance.propose_incident(proposal=proposal, by=Actor.user(at.users[first]), now=now)
    listed = [one for one in world.made if one.case.listed]
    people = [Listed(person=one.person, had_said_no=False, in_person=False) for one in listed]
    governance.start_incident(incident=incident, listed=people, signed_in_at=now, by=guardian, now=now)
    governance.mind(incident=incident, words="Please ask first", by=Actor.user(at.users["link"]), now=now)
    lines = {one.person_id: one for one in IncidentPerson.objects.filter(incident=incident)}
    for one in listed:
        one.line = lines[one.ask.person_id]
    look_anew()
    return incident


def agree(world: World) -> Agreement:
    """What two organisations wrote down, and who looks after the data of one."""
    at, now = world.land, world.now
    own, other = at.organisations["own"], at.organisations["live"]
    terms = [
        Terms(one, gives="AB", gets="AB", article_6="6-1-e", article_9="9-2-h", contact="01632 960990")
        for one in (own, other)
    ]
    written = Draft(
        name="Helping one another", about="So that whoever is nearest can help.", purposes=["help"],
        places=[at.places["district"]], starts_at=now, review_by=now + 90 * _DAY, expires_at=now + 180 * _DAY,
        terms=terms,
    )  # fmt: skip
    governance.name_stewards(organisation=own, who=Who(guardian_name="Guardian Colleague"), by=BY, now=now)
    governance.choose_basis(organisation=own, purpose="help", article_6="6-1-e", article_9="9-2-h", by=BY, now=now)
    governance.keep_for(organisation=own, kind="messages", days=60, by=BY, now=now)
    return governance.draft(by_organisation=own, written=written, by=BY, now=now)
