"""How each of them comes in: a signed-in browser, a link, a word and a code, a token, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from django.test.client import ClientHandler

from kith.access import sessions
from kith.access.actions import issue_link, open_for
from kith.access.models import Grant
from kith.asks.codes import slug_of
from kith.kit.actor import Actor
from kith.proof.matrix.addresses import Address
from kith.proof.matrix.entries import Entered
from kith.proof.matrix.land import BY
from kith.proof.matrix.ties import COLLEAGUES
from kith.proof.matrix.world import Made, World

GUESSED = "guessed-and-wrong-0000"
_DAY = timedelta(days=1)


@dataclass
class Keys:
    """Links and codes, made once for each case and kept, because what was made is undone after each cell."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    links: dict[tuple[str, str, int], str] = field(default_factory=dict)
    grants: dict[tuple[str, int], Grant] = field(default_factory=dict)

    def make(self) -> None:
        """Every key there is."""
        for who in COLLEAGUES:
            self.clients[who] = _client()
            self.clients[who].force_login(self.world.land.users[who])
        for made in self.world.made:
            for who, (purpose, label, row, actor) in _held(self.world, made).items():
                self.links[purpose, who, made.number] = self._link(purpose, label, row, actor)
                if purpose == "status":
                    self.grants[who, made.number] = self._grant(made, actor)
        for entered in self.world.entered:
            if entered.leader is not None:
                runs, row = Actor.leader(entered.leader), entered.leader.pk
                self.links["group", "leader", entered.number] = self._link("group", "directory.Leader", row, runs)
        # A neighbour has a key as well: to their own ask, and to nobody else's.
        self.grants["neighbour", 0] = self.grants["person", 1]
        self.grants["neighbour", 1] = self.grants["person", 2]

    def client(self, who: str, made: Made | Entered | None) -> Client:
        """A browser, or a program."""
        if who in COLLEAGUES:
            return self.clients[who]
        client = _client()
        grant = self.grants.get((who, made.number)) if made is not None else None
        grant = grant or (self.grants["neighbour", 0] if who == "neighbour" else None)
        if grant is not None:
            _keep(client, grant)
        if who in ("program", "others-program"):
            secret = self.world.tokens["ours" if who == "program" else "others"][1]
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        return client

    def token(self, who: str, address: Address, made: Made | Entered) -> str:
        """Their link for this address; another link of theirs, where they have none for it; else a guess."""
        own = self.links.get((address.gate.reason, who, made.number))
        other = next((token for (_p, w, n), token in self.links.items() if w == who and n == made.number), None)
        return own or other or GUESSED

    def _link(self, purpose: str, label: str, row: UUID, actor: Actor) -> str:
        until = self.world.now + _DAY
        return issue_link(
            purpose=purpose, subject_label=label, subject_id=row, actor=actor, expires_at=until, by=BY,
            now=self.world.now,
        )  # fmt: skip

    def _grant(self, made: Made, actor: Actor) -> Grant:
        return open_for(
            purpose="status",
            address=slug_of(made.ask.reference),
            subject_label="asks.Ask",
            subject_id=made.ask.id,
            actor=actor,
            classes="ABC" if actor.kind == "person" else "A",
            expires_at=self.world.now + _DAY,
            by=BY,
            now=self.world.now,
            place_id=made.ask.place_id,
            person_id=made.ask.person_id,
        )


def _held(world: World, made: Made) -> dict[str, tuple[str, str, UUID, Actor]]:
    """Who has a link about this case: its purpose, its row, and as whom they then act."""
    ask, found = made.ask, {}
    found["person"] = ("status", "asks.Ask", ask.id, Actor.person(ask.person))
    if ask.asker is not None and not made.case.program:
        found["asker"] = ("status", "asks.Ask", ask.id, Actor.asker(ask.asker))
    if made.offer is not None and world.volunteer is not None:
        found["volunteer"] = ("offer", "dispatch.Offer", made.offer.id, Actor.volunteer(world.volunteer))
    if made.card is not None and world.partner is not None:
        found["partner"] = ("partner", "dispatch.PartnerCard", made.card.id, Actor.partner(world.partner))
    return found


@cache
def _handler() -> ClientHandler:
    """The whole of our middleware, loaded once for everybody."""
    return ClientHandler(enforce_csrf_checks=False)


def _client() -> Client:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], raise_request_exception=False)
    client.handler = _handler()
    return client


def _keep(client: Client, grant: Grant) -> None:
    session: SessionBase | Any = client.session
    sessions.remember(session, grant)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
