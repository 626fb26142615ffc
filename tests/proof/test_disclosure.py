"""Before a yes nobody reads who it is for; and whatever would tell them is found by the drill."""

from __future__ import annotations

import json
import logging
from collections import Counter
from uuid import UUID, uuid4

import pytest

from kith.outbox.models import Message
from kith.proof.drill import disclosure, safe_contact
from kith.proof.drill.disclosure_eyes import Eyes, Shown

# The command does five thousand; among these there is every lane and every kind of message.
FEW = 8
PERSON, OTHER = uuid4(), uuid4()
MARKS = {
    "their name": "Canarynameabcd",
    "their phone": "+447700900000123",
    "their e-mail": "canarymailabcd@example.org",
    "their postcode": "ZZ31 4AB",
}


def quietly(*_count: int) -> None:
    """No bar is drawn in a test."""


@pytest.mark.django_db
def test_before_a_yes_nobody_reads_who_it_is_for() -> None:
    found = disclosure.run(count=FEW, now=safe_contact.BEGINS, tick=quietly)
    assert found.canaries == []
    assert (found.asks, found.accepted > 0, found.log_lines > 0) == (FEW, True, True)
    assert found.offered >= FEW - 1, "an ask nobody is asked about proves nothing"
    assert found.pages["offer"] > found.offers > 0 and found.pages["partner"] == found.cards
    for kind in ("api", "offer over", "feed", "public"):
        assert found.pages[kind] > 0, f"nothing of {kind} was looked at"
    for kind in ("text", "email", "letter", "webhook"):
        assert found.messages[kind] > 0, f"no {kind} was looked at"
    assert {"volunteer", "program", "person", "asker"} <= found.audiences.keys()


def test_what_the_parts_saw_is_added_up() -> None:
    part = Shown(asks=2, offered=1, bytes=7, messages=Counter(text=3), pages=Counter(offer=2), canaries=["a page"])
    told = [Shown.of(json.loads(json.dumps(part.answer()))) for _each in range(2)]
    whole = Shown()
    for one in told:
        whole.join(one)
    assert told == [part, part]
    assert whole.figures() == {
        **Shown().figures(), "asks": 4, "offered": 2, "bytes": 14, "canaries": 2,
        "messages": {"text": 6}, "pages": {"offer": 4},
    }  # fmt: skip


@pytest.fixture
def eyes() -> Eyes:
    eyes = Eyes()
    eyes.know(MARKS, 7)
    eyes.know_ask(7, ASK, (PERSON,), {"their code": "824613", "the word": "amber river"})
    return eyes


ASK = UUID(int=7)


@pytest.mark.parametrize(
    "words",
    [
        "for canarynameabcd, please",
        "<b>CANARYNAMEABCD</b>",
        "for canaryna=\r\nmeabcd",
        "DESCRIPTION:for Canarynam\r\n eabcd",
        "/find/?q=%43anarynameabcd",
        "canaryhouse cut short",
        "ring 07700 900 00 0123",
        "tel:+447700900000123",
        "write to canarymailabcd@example.org",
        "near zz31\u00a04ab",
        "say amber river at the door",
        "the code is 824613",
    ],
)
def test_a_mark_that_is_shown_is_found(eyes: Eyes, words: str) -> None:
    eyes.page("offer", words, ask_id=ASK)
    assert len(eyes.found.canaries) == 1


def test_what_is_nobodys_is_not(eyes: Eyes) -> None:
    eyes.page("offer", "ring 07700 900 123 or 07700 900456 7; a canal, ZZ31 4AC", ask_id=ASK)
    assert eyes.found.canaries == []


def message(audience: str, *, about: UUID | None = None, person: UUID | None = None, **more: str) -> Message:
    said = {"channel": "text", "postal": "", **more}
    return Message(audience=audience, kind="offer", about_id=about, person_id=person, **said)


@pytest.mark.parametrize("where", ["body", "subject", "about_label", "postal", "key"])
def test_every_part_of_a_message_is_looked_at(eyes: Eyes, where: str) -> None:
    for channel in ("text", "email", "letter", "webhook"):
        eyes.left(message("volunteer", channel=channel, **{where: "Canarynameabcd"}))
    assert len(eyes.found.canaries) == 4


def test_whose_it_is_reads_their_own_and_nobody_elses(eyes: Eyes) -> None:
    eyes.left(message("person", person=PERSON, body="Dear Canarynameabcd"))
    assert eyes.found.canaries == []
    eyes.left(message("person", person=OTHER, body="Dear Canarynameabcd"))
    eyes.left(message("asker", body="Dear Canarynameabcd"))
    assert len(eyes.found.canaries) == 2


def test_whoever_said_yes_may_read_it_and_nobody_else(eyes: Eyes) -> None:
    eyes.said_yes.add((ASK, PERSON))
    eyes.left(message("volunteer", about=ASK, person=PERSON, body="Canarynameabcd, at /s/abcdefghijklmnop"))
    assert eyes.found.canaries == []
    eyes.left(message("volunteer", about=ASK, person=OTHER, body="open /s/abcdefghijklmnop"))
    eyes.left(message("partner", about=ASK, body="Canarynameabcd"))
    assert len(eyes.found.canaries) == 2


def test_a_mark_in_a_log_or_in_its_trace_is_found(eyes: Eyes) -> None:
    log = logging.getLogger("kith.drill.eyes")
    log.propagate = False
    log.addHandler(eyes)
    log.warning("could not text %s", "07700 900000123")
    try:
        raise ValueError("Canarynameabcd")
    except ValueError:
        log.exception("a step failed")
    assert len(eyes.found.canaries) == 2
