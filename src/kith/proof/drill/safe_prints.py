"""Every print of the people of the drill, the list of the morning, and what a colleague kept apart can open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.test import Client

from kith.access.actions import issue_link
from kith.asks.codes import slug_of
from kith.kit.actor import Actor
from kith.proof.drill.flagged import Verdicts
from kith.proof.drill.safe_case import BEGINS, BY, Case, Ground

# Every print of one person: what it is, and where. The last two are opened by their own link.
PRINTS = (
    ("card", "/ask/{slug}/card/"),
    ("door", "/ask/{slug}/door/"),
    ("permission", "/person/{person}/permission/paper/"),
    ("permission", "/person/{person}/permission/paper/?given=1"),
    ("looked", "/person/{person}/who-looked/?large=1"),
    ("own", "/s/{link}/?large=1"),
    ("looked", "/s/{link}/who-looked/?large=1"),
)


def print_all(cases: Sequence[Case], ground: Ground, found: Verdicts) -> None:
    """Every print there is of each of them, and what a colleague kept apart can open."""
    lead, hesper = _signed_in(ground)
    for case in cases:
        slug = slug_of(case.ask.reference)
        words = {"slug": slug, "person": case.person.id, "link": _link(case)}
        for paper, address in PRINTS:
            _judge_print(lead, address.format(**words), paper, case, found)
        if case.said.apart == "colleague":
            for address in (f"/ask/{slug}/", f"/ask/{slug}/card/", f"/person/{case.person.id}/"):
                _is_not_there(_bytes(hesper, address, found), address, case, found)


def look_at_lists(cases: Sequence[Case], ground: Ground, found: Verdicts) -> None:
    """The list of the morning of each place, on the screen and on paper."""
    lead, hesper = _signed_in(ground)
    places = [ground.place, ground.street, ground.place.ancestor("district") or ground.place]
    for client, place in ((lead, places[2]), (lead, places[0]), (hesper, places[0]), (hesper, places[1])):
        for more in ("", "print/"):
            page = _bytes(client, f"/today/{place.slug}/{more}", found)
            for case in cases:
                if client is hesper and case.said.apart == "colleague":
                    _is_not_there(page, f"today {more}", case, found)
                elif more and case.said.paper != "any" and _names(case, page):
                    found.unsafe.append(f"the printed list of {place.name} names {case.said.name}")


def _signed_in(ground: Ground) -> tuple[Client, Client]:
    lead, hesper = (Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]) for _each in range(2))
    lead.force_login(ground.lead.user)
    hesper.force_login(ground.hesper.user)
    return lead, hesper


def _judge_print(client: Client, address: str, paper: str, case: Case, found: Verdicts) -> None:
    page = _bytes(client, address, found)
    printed = 'class="paper ' in page
    found.printed += printed
    if printed and case.said.paper == "never":
        found.unsafe.append(f"a print ({paper}) of {case.said.name}, who said nothing on paper")
    record = case.said.record
    if printed and paper == "card" and record is not None and (record.code or record.only_please_ring):
        shown = re.sub(r"<nav.*?</nav>|<head>.*?</head>", "", page, flags=re.S)
        told = [word for word in (case.ask.reference, case.ask.promise.team.name) if word in shown]
        if told:
            found.unsafe.append(f"a card to {case.said.name}, who knows us by another name, says {told}")


def _is_not_there(page: str, address: str, case: Case, found: Verdicts) -> None:
    if _names(case, page):
        found.unsafe.append(f"a colleague who must not know reads of {case.said.name} on {address}")


def _names(case: Case, page: str) -> bool:
    return any(word in page for word in (*case.said.canaries, case.said.name.split()[0], case.ask.reference))


def _bytes(client: Client, address: str, found: Verdicts) -> str:
    found.prints += 1
    return str(client.get(address, secure=settings.HTTPS, follow=True).content.decode())


def _link(case: Case) -> str:
    return issue_link(
        purpose="status", subject_label="asks.Ask", subject_id=case.ask.id, actor=Actor.person(case.person),
        expires_at=datetime.max.replace(tzinfo=UTC), by=BY, now=BEGINS,
    )  # fmt: skip
