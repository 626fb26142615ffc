"""One cell: somebody opens one address, in one way, about one row; what is answered, and every canary in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from kith.access.acting import works_as
from kith.asks.codes import slug_of
from kith.places.models import Place
from kith.proof.matrix.addresses import Address, addresses
from kith.proof.matrix.canary import Canary, found_in
from kith.proof.matrix.entries import FOUND_BY, Entered, of_address
from kith.proof.matrix.forms import Sent, forms_of, goes_to
from kith.proof.matrix.keys import Keys
from kith.proof.matrix.ties import EVERYBODY
from kith.proof.matrix.world import Made, World

METHODS = ("GET", "POST")
OK, NOT_THERE, SIGN_IN, CODE, TOKEN, METHOD, BROKEN = (
    "ok", "not-there", "sign-in", "code", "token", "method", "broken",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """Who, where, how and about whom. ``case`` counts from 1; 0 where the address is about no person."""

    who: str
    address: str
    method: str
    case: int = 0
    place: str = ""
    # An entry of the directory, by its key.
    entry: str = ""

    def __str__(self) -> str:
        about = (
            f" case {self.case}" if self.case else f" {self.place or self.entry}" if self.place or self.entry else ""
        )
        return f"{self.who} {self.method} {self.address}{about}"


@dataclass
class Seen:
    """What came of it."""

    answer: str
    status: int
    canaries: frozenset[Canary] = frozenset()


@dataclass
class Browser:
    """Opens cells. What is filled into forms was read once, from pages of somebody who may."""

    world: World
    keys: Keys
    posts: dict[str, list[Sent]] = field(default_factory=dict)
    known: dict[str, Address] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = {one.name: one for one in addresses()}

    def cells(self) -> Iterator[Cell]:
        """Every cell there is, in a fixed order."""
        for address in self.known.values():
            for who in EVERYBODY:
                for method in METHODS:
                    yield from self._about(address, who, method)

    def _about(self, address: Address, who: str, method: str) -> Iterator[Cell]:
        name, about = address.name, address.about
        if about == "case":
            needed = [gap.removesuffix("_id") for gap, _one in address.gaps if gap in _OF_SOME]
            for made in self.world.made:
                if all(getattr(made, one) is not None for one in needed + ["use"] * (name == "follows")):
                    yield Cell(who, name, method, made.number)
        elif about == "entry":
            for entered in self.world.entered:
                if "leader_id" not in dict(address.gaps) or entered.leader is not None:
                    yield Cell(who, name, method, entry=entered.entry.key)
        elif about == "place":
            for place in self.world.land.places:
                yield Cell(who, name, method, place=place)
        else:
            yield Cell(who, name, method)

    def made(self, cell: Cell) -> Made | None:
        """What the cell is about."""
        return self.world.made[cell.case - 1] if cell.case else None

    def _entered(self, cell: Cell) -> Entered | None:
        return self.world.entry(cell.entry) if cell.entry else None

    def open(self, cell: Cell) -> Seen | None:
        """Send it. None where the world has nothing for this address to be about."""
        path = self.path(cell)
        if path is None:
            return None
        client = self.keys.client(cell.who, self.made(cell) or self._entered(cell))
        before = client.cookies.copy()
        # A command sees every row; whoever opens a page begins as nobody.
        with works_as(""):
            response: Any = client.post(path, **self._sent(cell)) if cell.method == "POST" else client.get(path)
        # What this browser was given is undone with everything else.
        client.cookies = SimpleCookie(before)
        return Seen(_answer(response), response.status_code, frozenset(found_in(_bytes_of(response))))

    def path(self, cell: Cell) -> str | None:
        """The address with its gaps filled."""
        address, made = self.known[cell.address], self.made(cell)
        fill = self._of_case(cell, address, made) if made is not None else self._of_place(cell) | self._of_entry(cell)
        fill |= {key: value for key, value in self._anything().items() if key not in fill}
        try:
            return address.at(fill) + _ASKED.get(address.name, "")
        except (KeyError, NoReverseMatch):
            return None

    def _of_case(self, cell: Cell, address: Address, made: Made) -> dict[str, Any]:
        if address.name == "follows":
            return {"promise_id": made.use.tell_id} if made.use is not None else {}
        promise = {"decision_done": made.decision, "to_read": made.to_read}.get(address.name, made.ask.promise)
        place = made.ask.place.slug
        is_ask = any(gap == "slug" and one == "Reference" for gap, one in address.gaps)
        slug = slug_of(made.ask.reference)
        fill: dict[str, Any] = {
            "slug": slug if is_ask else place,
            "reference": made.ask.reference if cell.address.startswith("api") else slug,
            "person_id": made.ask.person_id,
            "ask_id": made.ask.id,
            "token": self.keys.token(cell.who, address, made),
        }
        if promise is not None:
            fill["promise_id"] = promise.id
        if made.telling is not None:
            fill["telling_id"] = made.telling.id
        of_it = {"offer": made.offer, "block": made.block, "concern": made.concern, "visit": made.visit}
        for name, row in {**of_it, "use": made.use, "line": made.line}.items():
            if row is not None:
                fill[f"{name}_id"] = row.pk
        return fill

    def _of_place(self, cell: Cell) -> dict[str, Any]:
        if not cell.place:
            return {}
        place: Place = self.world.land.places[cell.place]
        return {
            "slug": place.slug,
            "place": place.slug,
            "membership_id": self.world.land.memberships[f"duty {cell.place}"].id,
        }

    def _of_entry(self, cell: Cell) -> dict[str, Any]:
        entered = self._entered(cell)
        if entered is None:
            return {}
        fill = of_address(self.world, entered)
        # Lists are read by the kind of their rows; a word that everybody stands under is about nobody.
        row = fill.pop("rows").get(cell.address.removeprefix("oruk_"))
        token = self.keys.token(cell.who, self.known[cell.address], entered)
        return {name: value for name, value in {**fill, "row_id": row, "token": token}.items() if value is not None}

    def _anything(self) -> dict[str, Any]:
        """What fills the other gaps: things that are about nobody."""
        found: dict[str, Any] = {"kind": "shopping", "step": "need", "token_id": self.world.tokens["ours"][0].id}
        if self.world.volunteer is not None:
            found["volunteer_id"] = self.world.volunteer.pk
        if self.world.partner is not None:
            found["team_id"] = self.world.partner.id
        for name in ("incident", "agreement", "hook", "hand_over"):
            row = getattr(self.world, name)
            if row is not None:
                found[f"{name}_id"] = row.pk
        own = self.world.land.organisations["own"].pk
        found |= {"row_id": self.world.term_id, "rest": "no-such-list", "source_id": self.world.source_id}
        return found | {"organisation_id": own, "party_id": self.world.party_id}

    def _sent(self, cell: Cell) -> dict[str, Any]:
        if cell.address.startswith("api_"):
            body = {"words": "milk and bread, please", "kind": "shopping", "where": {"village": "Alder"}}
            return {
                "data": json.dumps(body),
                "content_type": "application/json",
                "HTTP_IDEMPOTENCY_KEY": str(cell)[:99],
            }
        ways = self.posts.get(cell.address) or [{"words": ["Some words of ours"], "note": ["Some words"]}]
        turn = cell.case + len(cell.who) + len(cell.place)
        return {"data": ways[turn % len(ways)]}

    def learn(self) -> None:
        """Read the forms of every page once, as those who may open it."""
        for address in self.known.values():
            for who, key, only in _TEACHERS:
                if only and address.name not in only:
                    continue
                case: dict[str, Any] = {"case": self.world.of(key).number}
                entry = {"entry": "open"}
                about = {"case": case, "place": {"place": "community"}, "entry": entry}.get(address.about, {})
                cell = Cell(who, address.name, "GET", **about)
                path = self.path(cell)
                if path is None:
                    continue
                with works_as(""):
                    response = self.keys.client(who, self.made(cell) or self._entered(cell)).get(path)
                if response.status_code == 200 and "html" in response.get("Content-Type", ""):
                    self._learn(response.content.decode(), path)

    def _learn(self, html: str, page: str) -> None:
        for form in forms_of(html, page):
            name = goes_to(form)
            if name in self.known and len(self.posts.get(name, [])) < _MOST_WAYS:
                ways = self.posts.setdefault(name, [])
                ways += [form.pressed(turn) for turn in range(max(1, len(form.buttons)))]


_MOST_WAYS = 12
# What is looked for where a page says nothing without it: whatever can be found has this word.
_ASKED = {"find": f"?q={FOUND_BY}", "find_connector": f"?q={FOUND_BY}", "oruk_organization": "?full_service=true"}
# What only some cases have: the others make no cells of an address about it.
_OF_SOME = ("telling_id", "offer_id", "block_id", "concern_id", "visit_id", "use_id", "line_id")
# Whoever may open a page with forms, the case they open it about, and which pages; none named: every one.
_TEACHERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("lead", "plain street own", ()),
    ("builder", "plain street own", ()),
    ("volunteer", "volunteer taken", ("offer", "offer_slash", "my_asks")),
    ("partner", "partner taken", ("partner_card", "partner_card_slash")),
    ("person", "plain street own", ("status", "status_link", "ask_sent")),
    ("public", "plain street own", ()),
    ("safeguarding", "concern", ("concern", "concerns")),
    ("link", "emergency link live", ("emergency", "emergency_use", "follows")),
    ("guardian", "emergency link own", ("emergency_use", "emergency_uses", "incidents")),
    ("link", "listed own", ("incident", "incident_rang", "incident_reach", "asked_to_have")),
    ("leader", "plain street own", ("group", "group_slash", "group_change")),
    ("builder", "inside held", ("visit", "ask_visit", "ask_word", "ask_regularly")),
)


def _answer(response: HttpResponse) -> str:
    """What an answer means, whatever its number."""
    status = response.status_code
    if status in (301, 302, 303):
        to = response.get("Location", "")
        if to.startswith(reverse("account_login")):
            return SIGN_IN
        return CODE if to == reverse("status_enter") else OK
    if status in (404, 410):
        return NOT_THERE
    is_problem = "problem+json" in response.get("Content-Type", "")
    if status in (401, 403):
        return TOKEN if is_problem else SIGN_IN if status == 401 else CODE
    if status == 405:
        return METHOD
    return BROKEN if status >= 500 else OK


def _bytes_of(response: HttpResponse) -> str:
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    body = b"" if response.streaming else response.content
    return f"{head}\n{cookies}\n{body.decode(errors='replace')}"
