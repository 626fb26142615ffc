"""What the season's volunteers do: they read, answer by text or link, do it, forget it, fall ill and leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kith.asks import actions as asks
from kith.asks import kinds
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake
from kith.kit.actor import Actor
from kith.kit.geometry import km
from kith.outbox.models import Message
from kith.proof.replay import nature
from kith.proof.replay.nature import Answer, Deed, Life
from kith.proof.replay.scene import Known, Neighbour, Nudge, Scene
from kith.volunteers import actions as volunteers
from kith.volunteers.models import Volunteer

TEXTS = Actor.system("texts that came in")
UNCLEAR = "might do depends on the bus, ask me nearer the time"
_OFFERS = ("ask__promise__holder__user", "ask__promise__team", "ask__place", "ask__person", "volunteer__person")


def hears(scene: Scene, message: Message) -> None:
    """A message reached a volunteer."""
    one = scene.neighbours.get(message.person_id) if message.person_id else None
    if one is None or message.about_id is None:
        return
    if message.kind == "offer":
        _is_asked(scene, one, message)
    elif message.kind == "how-did-it-go":
        _is_reminded(scene, one, message)
    elif message.kind == "still-all-right":
        _is_asked_whether_still(scene, one, message)


def _is_asked(scene: Scene, one: Neighbour, message: Message) -> None:
    assert message.about_id is not None
    now, known = scene.world.now, scene.known(message.about_id)
    turn = sum(1 for nudge in scene.nudges if nudge.ask == known.id and nudge.volunteer == one.id)
    chance = chance_of(one, known, now)
    scene.nudges.append(Nudge(known.id, one.id, now, chance))
    one.nudged.append(now)
    if one.is_away(now):
        return
    said = nature.answer(scene.seed, one.nature, known.number, turn, chance)
    if said.after is not None:
        offer_id = UUID(message.key.split(":")[1])
        scene.world.at(
            nature.awake(now + said.after), lambda moment: _answers(scene, one, offer_id, known, said, moment)
        )


def chance_of(one: Neighbour, known: Known, now: datetime) -> float:
    """The true chance that this volunteer, nudged now, says yes to this ask."""
    away = None
    if known.lat is not None and known.lon is not None:
        away = km(known.lat, known.lon, one.spec.lat, one.spec.lon)
    return nature.chance_of_yes(one.nature, known.kind, away, one.spec.travel, now, one.nudges(now))


def _answers(scene: Scene, one: Neighbour, offer_id: UUID, known: Known, said: Answer, now: datetime) -> None:
    if one.is_away(now):
        return
    offer = Offer.objects.select_related(*_OFFERS).get(id=offer_id)
    if said.says == nature.NO:
        _says_no(scene, one, offer, said, now)
        return
    _says_yes(scene, one, offer, known, said, now)
    if said.twice:
        offer.refresh_from_db()
        _says_yes(scene, one, offer, known, said, now)


def _says_no(scene: Scene, one: Neighbour, offer: Offer, said: Answer, now: datetime) -> None:
    if one.nature.lane == "text":
        _texts(scene, offer, UNCLEAR if said.unclear else f"NO {offer.number}", now)
    else:
        dispatch.not_this_time(offer=offer, by=Actor.volunteer(offer.volunteer), now=now)


def _says_yes(scene: Scene, one: Neighbour, offer: Offer, known: Known, said: Answer, now: datetime) -> None:
    had_it = offer.state == lifecycle.ACCEPTED
    left = known.need_by - now
    deed = nature.deed(scene.seed, one.nature, known.number, known.effort, left, kinds.KINDS[known.kind].needs_address)
    if one.nature.lane == "text":
        _texts(scene, offer, f"YES {offer.number}", now)
        offer.refresh_from_db()
        if offer.state != lifecycle.ACCEPTED:
            return
    else:
        coming = (now + deed.window[0], now + deed.window[1]) if deed.window is not None else None
        try:
            dispatch.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=now, coming=coming)
        except (dispatch.SomebodyHasIt, CannotTake):
            return
    if not had_it:
        scene.yes += 1
        took(scene, one, offer.id, known, deed, now)


def took(scene: Scene, one: Neighbour, offer_id: UUID, known: Known, deed: Deed, now: datetime) -> None:
    """A volunteer has it now: what comes of it comes later."""
    scene.first_yes.setdefault(known.id, now)
    if deed.comes != nature.FORGOTTEN:
        scene.world.at(now + deed.after, lambda moment: _does(scene, one, offer_id, known, deed.comes, moment))


def took_on_the_phone(scene: Scene, one: Neighbour, ask: Ask, known: Known, now: datetime) -> None:
    """They said yes to a colleague who rang."""
    offer = Offer.objects.get(ask=ask, volunteer_id=one.id)
    left = max(known.need_by - now, timedelta(hours=1))
    address = kinds.KINDS[known.kind].needs_address
    took(
        scene, one, offer.id, known, nature.deed(scene.seed, one.nature, known.number, known.effort, left, address), now
    )


def does_it(scene: Scene, one: Neighbour, offer_id: UUID, now: datetime) -> None:
    """Rung and reminded, they do it now."""
    offer = Offer.objects.only("ask_id").get(id=offer_id)
    _does(scene, one, offer_id, scene.known(offer.ask_id), nature.DONE, now)


def _does(scene: Scene, one: Neighbour, offer_id: UUID, known: Known, comes: str, now: datetime) -> None:
    offer = Offer.objects.select_related(*_OFFERS).get(id=offer_id)
    if offer.state != lifecycle.ACCEPTED or offer.ask.state != ask_states.TAKEN or one.is_away(now):
        return
    by = Actor.volunteer(offer.volunteer)
    if comes == nature.HAND_BACK:
        dispatch.hand_back(offer=offer, by=by, now=now, why="My car would not start.")
        return
    if comes == nature.NOBODY_ANSWERED:
        dispatch.nobody_answered(offer=offer, by=by, now=now)
        wait = timedelta(minutes=40)
        scene.world.at(now + wait, lambda moment: _does(scene, one, offer_id, known, nature.DONE, moment))
        return
    if comes == nature.SAID_DONE:
        hears_it_did_not_come(scene, known, now)
    else:
        scene.delivered.setdefault(known.id, now)
    if comes != nature.DONE_UNSAID:
        _reports(scene, one, offer, now)


def _reports(scene: Scene, one: Neighbour, offer: Offer, now: datetime) -> None:
    if one.nature.lane == "text":
        _texts(scene, offer, f"DONE {offer.number}", now)
    else:
        dispatch.finish(offer=offer, by=Actor.volunteer(offer.volunteer), now=now)


def hears_it_did_not_come(scene: Scene, known: Known, now: datetime) -> None:
    """It was said to be done and is not: the person says so, within a day."""
    wait = timedelta(hours=scene.world.chance("did not come", known.number).uniform(1, 18))
    scene.world.at(nature.awake(now + wait), lambda moment: _did_not_come(scene, known, moment))


def _did_not_come(scene: Scene, known: Known, now: datetime) -> None:
    ask = Ask.objects.select_related("person").get(id=known.id)
    if ask.state != ask_states.DONE or known.id in scene.delivered:
        return
    scene.did_not_come += 1
    asks.did_not_come(ask=ask, by=Actor.person(ask.person), now=now, words="nobody came and there is nothing here")


def _is_reminded(scene: Scene, one: Neighbour, message: Message) -> None:
    """Asked how it went: some say so now, some remember it only now, some still say nothing."""
    assert message.about_id is not None
    known = scene.known(message.about_id)
    if one.is_away(scene.world.now):
        return
    offer_id = UUID(message.key.split(":")[1])
    chance = scene.world.chance("reminded", one.spec.name, known.number)
    if chance.random() < 0.25:
        return
    comes = nature.DONE if known.id in scene.delivered or chance.random() < 0.6 else nature.HAND_BACK
    wait = timedelta(minutes=chance.uniform(5, 70))
    moment = nature.awake(scene.world.now + wait)
    scene.world.at(moment, lambda moment: _does(scene, one, offer_id, known, comes, moment))


def _is_asked_whether_still(scene: Scene, one: Neighbour, message: Message) -> None:
    """Asked whether it is still all right: nearly everybody who has not forgotten it says so, most in time."""
    assert message.about_id is not None
    known = scene.known(message.about_id)
    offer_id = UUID(message.key.split(":")[1])
    chance = scene.world.chance("still", one.spec.name, known.number)
    if one.is_away(scene.world.now) or chance.random() < 0.12:
        return
    wait = timedelta(minutes=chance.expovariate(1 / min(one.nature.minutes, 12)))
    scene.world.at(nature.awake(scene.world.now + wait), lambda moment: _says_it_is(scene, one, offer_id, moment))


def _says_it_is(scene: Scene, one: Neighbour, offer_id: UUID, now: datetime) -> None:
    offer = Offer.objects.select_related(*_OFFERS).get(id=offer_id)
    if offer.state != lifecycle.ACCEPTED or offer.ask.state != ask_states.TAKEN or one.is_away(now):
        return
    if one.nature.lane == "text":
        _texts(scene, offer, f"YES {offer.number}", now)
    else:
        dispatch.still_right(offer=offer, by=Actor.volunteer(offer.volunteer), now=now)


def _texts(scene: Scene, offer: Offer, body: str, now: datetime) -> None:
    key = f"replay:{offer.id}:{body}:{now.timestamp()}"
    dispatch.receive(address=offer.address, body=body, provider_key=key, by=TEXTS, now=now)


def plan_lives(scene: Scene) -> None:
    """Who falls ill and who leaves in this season, and when."""
    length = scene.season.end - scene.season.start
    for one in scene.neighbours.values():
        life = nature.life(scene.seed, one.spec.name)
        if life.ill is not None:
            at = nature.awake(scene.season.start + length * life.ill)
            scene.world.at(at, lambda now, one=one, life=life: _is_ill(scene, one, life, now))  # type: ignore[misc]
        if life.leaves is not None:
            at = nature.awake(scene.season.start + length * life.leaves)
            scene.world.at(at, lambda now, one=one, life=life: _leaves(scene, one, life, now))  # type: ignore[misc]


def _is_ill(scene: Scene, one: Neighbour, life: Life, now: datetime) -> None:
    if one.is_away(now):
        return
    if not life.ill_silently:
        volunteer = row_of(one)
        _hands_back_everything(scene, one, volunteer, now)
        volunteers.not_this_week(volunteer=volunteer, by=Actor.volunteer(volunteer), now=now)
    one.away_until = now + timedelta(days=life.days)


def _leaves(scene: Scene, one: Neighbour, life: Life, now: datetime) -> None:
    if not life.leaves_silently:
        volunteer = row_of(one)
        _hands_back_everything(scene, one, volunteer, now)
        volunteers.stop_asking(volunteer=volunteer, by=Actor.volunteer(volunteer), now=now)
    one.away_until = scene.season.end + timedelta(days=365)


def _hands_back_everything(scene: Scene, one: Neighbour, volunteer: Volunteer, now: datetime) -> None:
    held = Offer.objects.filter(volunteer=volunteer, state=lifecycle.ACCEPTED, ask__state=ask_states.TAKEN)
    for offer in held.select_related(*_OFFERS).order_by("id"):
        dispatch.hand_back(offer=offer, by=Actor.volunteer(volunteer), now=now, why="I am not well.")


def row_of(one: Neighbour) -> Volunteer:
    """Their row, as it is now."""
    return Volunteer.objects.select_related("person", "home").get(id=one.id)
