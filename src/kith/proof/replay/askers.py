"""What the people who ask do in a season: they ask in their own way, read what we write, and may change their mind."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kith.asks import actions as asks
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.kit import phones
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.places import hours
from kith.proof.replay import nature, partners
from kith.proof.replay.scene import Scene
from kith.proof.replay.season import AskSpec, PersonSpec, Season

KEYED = Actor.system("the phone")


def moment_of(season: Season, spec: AskSpec) -> datetime:
    """When it reaches us: a page takes it at any hour, a phone or a desk when somebody is there."""
    if spec.person.lane in ("web", "text"):
        return spec.at
    return hours.next_open(season.here.opens, season.here.closes, spec.at)


def asks_for_help(scene: Scene, spec: AskSpec, now: datetime) -> None:
    """Somebody asks, and may take it back later."""
    person = spec.person
    by = Actor.public() if person.lane == "web" else KEYED
    need_by = spec.need_by if spec.need_by is None or spec.need_by > now else None
    wanted = Wanted(
        words=spec.words,
        kind=spec.kind,
        details=dict(spec.details),
        where=Where(postcode=person.postcode, street=person.street, community=person.town, address=person.house),
        about=_about(person),
        need_by=need_by,
        lane=person.lane,
        knows=spec.knows,
        partners_may=spec.partners_may,
        asker=None if spec.knows == "self" else About(name="Their daughter", reaches=(_asker(spec),)),
        asker_relation="" if spec.knows == "self" else "daughter",
        client_key=f"replay:{spec.number}",
    )
    ask = asks.open_ask(wanted=wanted, by=by, now=now)
    scene.remember(ask, spec)
    if spec.withdraws_after is not None:
        scene.world.after(spec.withdraws_after, lambda moment: _takes_it_back(scene, ask.id, moment))


def _about(person: PersonSpec) -> About:
    reach = phones.normalise(person.reach) or person.reach
    return About(
        name=person.name,
        reaches=(Reach(reach, safe=person.safe),) if reach else (),
        language=person.language,
        further_away=person.further_away,
        must_not_know=person.must_not_know,
    )


def _asker(spec: AskSpec) -> Reach:
    return Reach(f"daughter{spec.person.number}@example.com", safe="yes")


def _takes_it_back(scene: Scene, ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("person", "place", "promise__team").get(id=ask_id)
    if ask.state in ask_states.ENDED or ask_id in scene.delivered:
        return
    dispatch.call_off(ask=ask, by=Actor.person(ask.person), now=now, why="My neighbour did it.")


def reads(scene: Scene, message: Message) -> None:
    """A message reached the person. Many press "I have seen this", some time later."""
    known = scene.known(message.about_id) if message.about_id else None
    if known is None:
        return
    chance = scene.world.chance("reads", known.number, message.key)
    reads_often = known.spec.person.reads if known.spec is not None else 0.7
    if chance.random() < reads_often:
        moment = nature.awake(scene.world.now + timedelta(minutes=chance.expovariate(1 / 25)))
        if message.kind == "been-in-touch":
            scene.world.at(moment, lambda moment: partners.person_says(scene, known, moment))
        else:
            scene.world.at(moment, lambda moment: _has_seen(scene, known.id, moment))


def _has_seen(scene: Scene, ask_id: UUID, now: datetime) -> None:
    ask = Ask.objects.select_related("person", "promise").get(id=ask_id)
    asks.seen(ask=ask, by=Actor.person(ask.person), now=now)
