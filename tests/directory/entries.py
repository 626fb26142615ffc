"""Entries and those who keep them, for tests of the directory."""

from __future__ import annotations

from kith.directory import actions
from kith.directory.actions import Runs
from kith.directory.models import Leader, Service
from kith.kit.actor import Actor
from tests.thread import NOW, Town

DEREKS = "01632 960071"


def a_service(town: Town, name: str, **columns: object) -> Service:
    return Service.objects.create(
        **{"name": name, "place": town.community, "made_at": NOW, "modified_at": NOW, **columns}
    )


def derek(town: Town, service: Service, **about: object) -> Leader:
    runs = Runs(**{"name": "Derek Hole", "phone": DEREKS, "in_on": (1, 3), **about})
    organisation = town.bo.team.organisation
    return actions.set_leader(
        service=service, runs=runs, controller=organisation, place=town.community, by=bo(town), now=NOW
    )


def bo(town: Town) -> Actor:
    return Actor.user(town.bo.user)


def gareth(town: Town) -> Actor:
    return Actor.user(town.gareth.user)


def theirs(service: Service) -> Actor:
    return Actor("leader", service.pk, "Derek Hole")


def fresh(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)
