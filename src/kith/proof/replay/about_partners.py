"""What colleagues of a season do about partners: ring those nobody can write to, and ask the person, twice.

First whether a partner may be asked at all, later whether it was in touch. Only what reaches a colleague costs.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kith.asks import actions as asks
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask, PartnersMay
from kith.dispatch import actions as dispatch
from kith.dispatch import lifecycle
from kith.dispatch.models import PartnerCard
from kith.dispatch.permissions import CannotTake
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.places import hours
from kith.promises.models import Telling
from kith.proof.replay import nature, partners
from kith.proof.replay.scene import Scene

ABOUT_A_PARTNER, BEEN_IN_TOUCH = "about-a-partner", "been-in-touch"
ANSWERS_THE_PHONE = 0.85


def hears(scene: Scene, message: Message) -> None:
    """A colleague reads that something about a partner is for them, and turns to it a while later."""
    if message.about_id is None:
        return
    here, now, ask_id = scene.season.here, scene.world.now, message.about_id
    wait = timedelta(minutes=scene.world.chance("about a partner", message.key).uniform(4, 25))
    moment = hours.next_open(here.opens, here.closes, now + wait)
    scene.world.at(moment, lambda at: _turns_to_it(scene, ask_id, at))


def _turns_to_it(scene: Scene, ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("promise__holder__user", "person", "place").get(id=ask_id)
    if ask.state in ask_states.ENDED or ask.promise.holder is None:
        return
    by = Actor.user(ask.promise.holder.user)
    if ask.state in ask_states.WANTED and ask.partners_may == PartnersMay.ASK_FIRST:
        _asks_whether_partners_may(scene, ask, by, now)
    elif ask.state in ask_states.WANTED and ask.partners_may == PartnersMay.YES:
        _rings_them(scene, ask, by, now)
    elif ask.state == ask_states.TAKEN and ask.taken_by_team_id is not None:
        _asks_the_person(scene, ask, by, now)


def _asks_whether_partners_may(scene: Scene, ask: Ask, by: Actor, now: datetime) -> None:
    spec = scene.known(ask.id).spec
    dispatch.person_says_partners_may(ask=ask, may=spec.if_asked if spec else "yes", by=by, now=now)


def _rings_them(scene: Scene, ask: Ask, by: Actor, now: datetime) -> None:
    """Those who were asked and to whom nothing can be written, one after another until one says yes."""
    known = scene.known(ask.id)
    waiting = PartnerCard.objects.filter(ask=ask, state=lifecycle.OFFERED, team__email="").select_related("team")
    for card in waiting.order_by("offered_at", "id"):
        one = scene.partners[card.team_id]
        if any(each.ask == ask.id and each.team == one.id and each.at >= card.offered_at for each in scene.cards):
            continue
        said = partners.says(scene, one, known, now, by_phone=True)
        if said.after is None:
            continue
        try:
            dispatch.rang(ask=ask, team=card.team, answer=said.says, by=by, now=now)
        except (dispatch.SomebodyHasIt, CannotTake):
            return
        if said.says == nature.YES:
            partners.has_it(scene, one, known, card.id, now)
            return


def _asks_the_person(scene: Scene, ask: Ask, by: Actor, now: datetime) -> None:
    """Has it been in touch? Whoever can be rung is; a no counts once the partner has had its time."""
    if not any("@" not in route.value for route in ask.person.routes.all()):
        return
    known, team_id = scene.known(ask.id), ask.taken_by_team_id
    if scene.world.chance("asked about a partner", known.number, now).random() >= ANSWERS_THE_PHONE:
        return
    if (known.id, team_id) in scene.in_touch:
        dispatch.person_was_reached(ask=ask, by=by, now=now, how="call")
        return
    card = PartnerCard.objects.get(ask=ask, state__in=lifecycle.PARTNER_HAS_IT)
    if card.check_by is not None and card.check_by - lifecycle.ASK_BEFORE <= now:
        dispatch.person_was_not_reached(ask=ask, by=by, now=now, how="call")


def ask_by_voice(scene: Scene, telling: Telling, ask: Ask, by: Actor, now: datetime) -> None:
    """Rung or met, the person says whether the partner was in touch; what else is new they hear at once."""
    if ask.taken_by_team_id is not None:
        reached = (ask.id, ask.taken_by_team_id) in scene.in_touch
        say = dispatch.person_was_reached if reached else dispatch.person_was_not_reached
        say(ask=ask, by=by, now=now, how="call")
    new = Telling.objects.select_related("of", "person", "promise")
    left = new.filter(of=telling.of_id, told_at__isnull=True, replaced_at__isnull=True, how__in=("call", "visit"))
    for one in left:
        asks.told_by_us(telling=one, ask=ask, how=one.how, by=by, now=now)


def ring_the_partner(scene: Scene, ask: Ask, by: Actor, now: datetime) -> str:
    """It is time and nobody said that it is done: ring the partner. Answers what to tell the person, if anything."""
    card = PartnerCard.objects.select_related("team", "ask").filter(ask=ask, state__in=lifecycle.PARTNER_HAS_IT).first()
    if card is None:
        return "we are finding out"
    known, keyed = scene.known(ask.id), Actor.partner(card.team).keyed_through(by.label)
    chance = scene.world.chance("rings a partner", card.team.name, known.number, now)
    reached = chance.random() < ANSWERS_THE_PHONE
    if ask.id in scene.delivered:
        dispatch.partner_finishes(card=card, by=keyed if reached else by, now=now)
        return ""
    if card.state == lifecycle.ACCEPTED and (known.id, card.team_id) not in scene.in_touch:
        dispatch.person_was_not_reached(ask=ask, by=by, now=now, how="call")
        return ""
    if reached and chance.random() < 0.2:
        dispatch.partner_hands_back(card=card, by=keyed, now=now, why="They cannot after all.")
        return ""
    if reached:
        one, soon = scene.partners[card.team_id], now + timedelta(minutes=chance.uniform(20, 80))
        scene.world.at(soon, lambda at: partners.does(scene, one, known, card.id, nature.DONE, at))
    return "it is on its way"
