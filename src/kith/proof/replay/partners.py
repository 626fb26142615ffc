"""What the season's partners do: they answer a card, are in touch, bring it or hand it back; and what the person says.

Nothing here looks at anything until a card, or a question about one, reaches somebody.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kith.accounts.models import Team
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.dispatch import lifecycle
from kith.dispatch.models import PartnerCard
from kith.dispatch.permissions import CannotTake
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.proof.replay import nature
from kith.proof.replay.neighbours import hears_it_did_not_come
from kith.proof.replay.scene import Card, Helper, Known, Scene

CARD, GOES_ON, NO_WORD = "partner-card", "partner-how-is-it-going", "partner-no-word"
REMEMBERS, PRESSES_YES_AGAIN = 0.7, 0.8


def meet(scene: Scene) -> None:
    """The partners of the district, as they are in this season."""
    for team in Team.objects.exclude(partner_kind="").order_by("name", "id"):
        scene.partners[team.id] = Helper(team.id, nature.partner(scene.seed, team.name))


def hears(scene: Scene, message: Message) -> None:
    """A message reached a partner."""
    one = scene.partners.get(message.team_id) if message.team_id else None
    if one is None or message.about_id is None:
        return
    known, card_id = scene.known(message.about_id), UUID(message.key.split(":")[1])
    if message.kind == CARD:
        _is_asked(scene, one, known, card_id)
    elif message.kind == GOES_ON:
        _is_reminded(scene, one, known, card_id)
    elif message.kind == NO_WORD and (known.id, one.id) in scene.in_touch:
        _is_not_believed(scene, one, known, card_id)


def says(scene: Scene, one: Helper, known: Known, now: datetime, by_phone: bool = False) -> nature.Answer:
    """What a partner says to a card that it reads, or hears on the phone, now."""
    turn = sum(1 for card in scene.cards if card.ask == known.id and card.team == one.id)
    chance = nature.chance_of_a_partners_yes(one.nature, now, one.asked_today(now))
    scene.cards.append(Card(known.id, one.id, now, chance, by_phone))
    one.asked.append(now)
    return nature.partner_answer(scene.seed, one.nature, known.number, turn, chance)


def _is_asked(scene: Scene, one: Helper, known: Known, card_id: UUID) -> None:
    said = says(scene, one, known, scene.world.now)
    if said.after is not None:
        moment = nature.awake(scene.world.now + said.after)
        scene.world.at(moment, lambda now: _answers(scene, one, known, card_id, said.says, now))


def _answers(scene: Scene, one: Helper, known: Known, card_id: UUID, answer: str, now: datetime) -> None:
    card = _card(card_id)
    had_it = card.state in lifecycle.PARTNER_HAS_IT
    try:
        dispatch.partner_answers(card=card, answer=answer, by=Actor.partner(card.team), now=now)
    except (dispatch.SomebodyHasIt, CannotTake):
        return
    if answer == nature.YES and not had_it:
        has_it(scene, one, known, card_id, now)


def has_it(scene: Scene, one: Helper, known: Known, card_id: UUID, now: datetime) -> None:
    """A partner has it now: what comes of it comes later."""
    scene.partner_yes += 1
    scene.first_yes.setdefault(known.id, now)
    turn = sum(1 for card in scene.cards if card.ask == known.id and card.team == one.id)
    deed = nature.partner_deed(scene.seed, one.nature, known.number, turn, known.effort, known.need_by - now)
    if deed.in_touch_after is None and (known.id, one.id) not in scene.in_touch:
        return
    moment = nature.awake(now + (deed.in_touch_after or timedelta(0)))
    scene.world.at(moment, lambda at: _is_in_touch(scene, one, known, card_id, deed, at))


def _is_in_touch(
    scene: Scene, one: Helper, known: Known, card_id: UUID, deed: nature.PartnerDeed, now: datetime
) -> None:
    """They ring, or knock. Some press so, and some of the people say so unasked; then the thing itself is done."""
    card = _card(card_id)
    if not _has_it_still(card):
        return
    scene.in_touch.add((known.id, one.id))
    if deed.tells_us and card.state == lifecycle.ACCEPTED:
        dispatch.partner_was_in_touch(card=card, by=Actor.partner(card.team), now=now)
    chance = scene.world.chance("says unasked", known.number, one.nature.name)
    if known.spec is not None and known.spec.person.lane in ("web", "text") and chance.random() < 0.3:
        scene.world.at(now + timedelta(minutes=chance.uniform(2, 30)), lambda at: person_says(scene, known, at))
    scene.world.at(nature.awake(now + deed.after), lambda at: does(scene, one, known, card_id, deed.comes, at))


def does(scene: Scene, one: Helper, known: Known, card_id: UUID, comes: str, now: datetime) -> None:
    """It is done, or it is handed back, or they only say that it is done."""
    card = _card(card_id)
    if not _has_it_still(card):
        return
    by = Actor.partner(card.team)
    if comes == nature.HAND_BACK:
        dispatch.partner_hands_back(card=card, by=by, now=now, why="Our driver is ill.")
        return
    if comes == nature.SAID_DONE:
        hears_it_did_not_come(scene, known, now)
    else:
        scene.delivered.setdefault(known.id, now)
    if comes != nature.DONE_UNSAID:
        dispatch.partner_finishes(card=card, by=by, now=now)


def _is_reminded(scene: Scene, one: Helper, known: Known, card_id: UUID) -> None:
    """Asked how it is going: whoever had forgotten mostly is in touch now."""
    chance = scene.world.chance("partner reminded", known.number, one.nature.name)
    if (known.id, one.id) in scene.in_touch or chance.random() >= REMEMBERS:
        return
    deed = nature.PartnerDeed(nature.DONE, timedelta(0), timedelta(minutes=chance.uniform(20, 90)), True)
    moment = nature.awake(scene.world.now + timedelta(minutes=chance.uniform(2, 25)))
    scene.world.at(moment, lambda now: _is_in_touch(scene, one, known, card_id, deed, now))


def _is_not_believed(scene: Scene, one: Helper, known: Known, card_id: UUID) -> None:
    """Nobody told us that they were in touch, and they were: most press again that they have it."""
    chance = scene.world.chance("partner not believed", known.number, one.nature.name)
    if chance.random() < PRESSES_YES_AGAIN:
        moment = nature.awake(scene.world.now + timedelta(minutes=chance.uniform(2, 30)))
        scene.world.at(moment, lambda now: _answers(scene, one, known, card_id, nature.YES, now))


def person_says(scene: Scene, known: Known, now: datetime) -> None:
    """The person says on their page whether the partner was in touch, where a partner has it."""
    ask = Ask.objects.select_related("person").get(id=known.id)
    if ask.state != ask_states.TAKEN or ask.taken_by_team_id is None:
        return
    by = Actor.person(ask.person)
    if (known.id, ask.taken_by_team_id) in scene.in_touch:
        dispatch.person_was_reached(ask=ask, by=by, now=now, how="their page")
    else:
        dispatch.person_was_not_reached(ask=ask, by=by, now=now, how="their page")


def _card(card_id: UUID) -> PartnerCard:
    return PartnerCard.objects.select_related("team", "ask").get(id=card_id)


def _has_it_still(card: PartnerCard) -> bool:
    return card.state in lifecycle.PARTNER_HAS_IT and card.ask.state == ask_states.TAKEN
