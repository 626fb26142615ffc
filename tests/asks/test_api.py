"""Another program sends an ask: what it is answered, what is kept, and what it is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from kith.access import actions as access
from kith.access.models import Scope, TeamToken
from kith.accounts.models import Team
from kith.asks import actions as asks
from kith.asks.models import Ask, AskerMay, Knows, Lane, SentIn
from kith.kit import clock
from kith.outbox.models import Message
from kith.people.models import ContactRoute, Safe
from kith.promises.models import DutyCall, Promise
from kith.trail.models import Entry
from tests.thread import BUILDER, NOW, Town, build_town

BOTH = (Scope.SEND, Scope.READ)
ASK: dict[str, Any] = {
    "words": "Milk and bread",
    "kind": "shopping",
    "details": {"paid": "receipt"},
    "where": {"line": "3 Quay Street", "village": "Saltcombe"},
    "knows": "said-yes",
    "person": {"name": "Mary Penn", "phone": "01632 960123"},
    "need_by": "2026-11-24T16:00:00Z",
}


class Sender:
    """A program with a token, and the requests it makes."""

    def __init__(self, team: Team, scopes: Any = BOTH, **more: Any) -> None:
        self.token, self.secret = access.make_token(
            team=team, name="Referrals", scopes=scopes, by=BUILDER, now=NOW, **more
        )
        self.client = Client()

    def send(self, body: Any = None, key: str = "one", **headers: str) -> Any:
        data = body if isinstance(body, str | bytes) else json.dumps({**ASK, **(body or {})})
        said = {"authorization": f"Bearer {self.secret}", "idempotency-key": key, **headers}
        kind = said.pop("content_type", "application/json")
        return self.client.post("/api/v1/asks", data, content_type=kind, headers=said)

    def read(self, reference: str) -> Any:
        return self.client.get(f"/api/v1/asks/{reference}", headers={"authorization": f"Bearer {self.secret}"})


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def sender(town: Town) -> Sender:
    return Sender(town.bo.team)


def test_an_ask_is_kept_and_somebody_has_it(sender: Sender, town: Town) -> None:
    answered = sender.send({"your_reference": "R-17"})
    assert answered.status_code == 202, answered.content
    said = answered.json()
    ask = Ask.objects.get()
    assert (ask.lane, ask.place, ask.knows) == (Lane.PROGRAM, town.street, Knows.SAID_YES)
    assert said["reference"] == ask.reference and said["your_reference"] == "R-17"
    assert answered["Location"] == said["status_url"]
    assert "Jan" in said["who"] and said["hear_by"] and said["meanwhile"] and said["explanation"]
    assert said["in_time"] is True and said["urgent"] is False
    assert Promise.objects.filter(ask=ask, holder=town.jan).exists()
    assert ask.as_given["your_reference"] == "R-17"
    assert ContactRoute.objects.get(person=ask.person).safe == Safe.PLEASE_RING
    assert ask.need_by is not None and ask.need_by.hour == 16


def test_the_trail_names_the_token_and_its_team(sender: Sender) -> None:
    sender.send()
    opened = Entry.objects.get(verb="ask.opened")
    assert (opened.actor_kind, opened.actor_id) == ("program", sender.token.id)
    assert "Saltcombe Neighbours" in opened.actor_label and "Referrals" in opened.actor_label
    assert Entry.objects.filter(verb="token.used", actor_id=sender.token.id).count() == 1


def test_the_same_key_is_the_same_ask_and_the_same_answer(sender: Sender) -> None:
    first = sender.send()
    again = sender.send(json.dumps(dict(reversed(ASK.items())), indent=3))
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert Ask.objects.count() == SentIn.objects.count() == 1


def test_the_same_key_with_another_ask_is_refused(sender: Sender) -> None:
    sender.send()
    refused = sender.send({"words": "Something else altogether"})
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert Ask.objects.get().reference in refused.json()["detail"]


def test_a_program_that_was_given_a_new_token_and_sends_again_makes_no_second_ask(sender: Sender, town: Town) -> None:
    first = sender.send()
    access.end_token(token=sender.token, by=BUILDER, now=NOW)
    renewed = Sender(town.bo.team)
    assert renewed.send().json() == first.json()
    assert renewed.send({"words": "Something else altogether"}).status_code == 422
    assert Ask.objects.count() == SentIn.objects.count() == 1


def test_another_team_may_use_the_same_key(sender: Sender, town: Town) -> None:
    assert sender.send().status_code == Sender(town.jan.team).send().status_code == 202
    assert Ask.objects.count() == 2


def test_what_came_under_a_key_of_a_token_alone_is_still_found(sender: Sender) -> None:
    """Before keys were a team's, an ask was known by its token."""
    first = sender.send()
    Ask.objects.update(client_key=f"program:{sender.token.id}:before")
    assert sender.send().json() == first.json()
    assert Ask.objects.count() == 1


def test_a_conflict_we_never_answer_is_not_described(sender: Sender) -> None:
    described = sender.client.get("/api/v1/openapi.json").json()["paths"]
    assert "409" not in {status for one in described.values() for how in one.values() for status in how["responses"]}


def test_a_key_may_be_in_quotes(sender: Sender) -> None:
    assert sender.send(key='"one"').json() == sender.send(key="one").json()


@pytest.mark.parametrize(
    ("change", "status", "field", "word"),
    [
        ({"colour": "red"}, 422, "colour", "do not know this field"),
        ({"person": {"nmae": "x"}}, 422, "person.nmae", "do not know this field"),
        ({"kind": "gardening"}, 422, "kind", "one of"),
        ({"words": "", "kind": None}, 422, "", "in words"),
        ({"where": {}}, 422, "where", "postcode"),
        ({"knows": "perhaps"}, 422, "knows", "one of"),
        ({"knows": "self", "asker": {"name": "Ann"}}, 422, "", "asker"),
        ({"knows": "not-yet", "they_allow": "everything"}, 422, "", "asked them"),
        ({"details": {"paid": "gold"}}, 422, "", "must be one of"),
        ({"details": {"colour": "red"}}, 422, "", "It may have"),
        ({"person": {"phone": "12"}}, 422, "person.phone", "phone number"),
        ({"person": {"email": "no"}}, 422, "person.email", "e-mail"),
        ({"words": "x" * 20_001}, 422, "words", "too long"),
        ({"words": "nought \0 nought"}, 422, "words", "character"),
    ],
)
def test_what_cannot_be_read_is_said_by_its_name(
    sender: Sender, change: dict[str, Any], status: int, field: str, word: str
) -> None:
    refused = sender.send(change)
    assert refused.status_code == status, refused.content
    errors = refused.json()["errors"]
    assert any(one["field"] == field and word in one["detail"] for one in errors), errors
    assert not Ask.objects.exists() and not SentIn.objects.exists()


def test_without_where_or_knows_it_says_what_is_missing(sender: Sender) -> None:
    refused = sender.send('{"words": "Milk"}')
    assert {one["field"] for one in refused.json()["errors"]} == {"where", "knows"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "kind"),
    [
        ("{", {}, 400, "unreadable"),
        ("[]", {}, 400, "unreadable"),
        (b"\xff\xfe", {}, 400, "unreadable"),
        ("[" * 100_000, {}, 400, "unreadable"),
        ("a=1", {"content_type": "application/x-www-form-urlencoded"}, 415, "not-json"),
        ("x" * 300_000, {}, 413, "too-long"),
        (None, {"key": ""}, 400, "key-missing"),
        (None, {"key": "k" * 256}, 400, "key-missing"),
        (None, {"authorization": ""}, 401, "token"),
        (None, {"authorization": "Bearer kith_nobody"}, 401, "token"),
    ],
)
def test_what_is_no_request_is_answered_with_how_to_mend_it(
    sender: Sender, body: Any, headers: dict[str, str], status: int, kind: str
) -> None:
    refused = sender.send(body, **headers)
    assert refused.status_code == status, refused.content
    said = refused.json()
    assert said["type"] == f"/api/v1/#{kind}" and said["status"] == status and said["detail"].endswith((".", "..."))
    assert (status == 401) == ("WWW-Authenticate" in refused)
    assert not Ask.objects.exists()


def test_a_token_that_is_over_opens_nothing(town: Town) -> None:
    sender = Sender(town.bo.team)
    access.end_token(token=sender.token, by=BUILDER, now=NOW)
    assert sender.send().status_code == 401
    late = Sender(town.bo.team)
    TeamToken.objects.filter(pk=late.token.pk).update(expires_at=NOW, made_at=NOW.replace(year=2025))
    assert late.send().status_code == 401


def test_each_scope_is_asked_for(town: Town) -> None:
    only_read, only_send = Sender(town.bo.team, [Scope.READ]), Sender(town.bo.team, [Scope.SEND])
    refused = only_read.send()
    assert refused.status_code == 403 and "asks:send" in refused.json()["detail"]
    reference = only_send.send().json()["reference"]
    assert only_send.read(reference).status_code == 403
    assert only_read.read(reference).status_code == 200


def test_too_many_in_a_minute_wait(town: Town) -> None:
    sender = Sender(town.bo.team, most_a_minute=2)
    assert [sender.send(key=str(number)).status_code for number in range(3)] == [202, 202, 429]
    refused = sender.send(key="2")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert sender.send(key="1").status_code == 202, "what was kept is answered again"


def test_words_that_cannot_wait_ring_the_duty_phone_and_say_whom_to_ring(sender: Sender) -> None:
    said = sender.send({"words": "She fell and cannot get up, chest pain", "kind": None, "details": {}}).json()
    assert said["urgent"] is True and any("999" in one for one in said["ring_now"])
    assert DutyCall.objects.filter(promise__ask=Ask.objects.get()).exists()


def test_they_do_not_know_yet_is_an_ask_to_speak_with_them_first(sender: Sender) -> None:
    said = sender.send({"knows": "not-yet", "asker": {"name": "Ann", "phone": "07700 900123", "safe": "yes"}}).json()
    ask = Ask.objects.get()
    assert ask.state == "speak-first" and "speak with them first" in said["explanation"]
    assert said["code"] and not Message.objects.filter(person=ask.person).exists()
    assert sender.read(said["reference"]).json()["state"] == "speaking-first"


def test_a_place_we_do_not_know_belongs_to_the_district_of_the_team(sender: Sender, town: Town) -> None:
    assert sender.send({"where": {"village": "Nowhere at all"}}).status_code == 202
    ask = Ask.objects.get()
    assert ask.place == town.district and ask.to_check


def test_a_need_that_has_gone_by_is_said_to_be_too_late(sender: Sender) -> None:
    said = sender.send({"need_by": "2026-11-24T09:00:00Z"}).json()
    assert said["in_time"] is False


def test_further_away_and_who_must_not_know_are_heard(sender: Sender, town: Town) -> None:
    person = {"name": "Mary", "further_away": True, "must_not_know": ["Ned Next Door"]}
    sender.send({"person": person})
    ask = Ask.objects.get()
    assert ask.further_away and ask.place == town.district
    assert ask.person.blocks.get().other_name == "Ned Next Door"


def test_an_ask_for_another_district_is_refused_and_nothing_is_kept(sender: Sender, town: Town) -> None:
    from kith.places import actions as places

    other = places.add_place(kind="district", name="Far Shire", by=BUILDER, now=NOW, lat=52.0, lon=-1.0)
    places.add_place(kind="community", name="Farham", parent=other, by=BUILDER, now=NOW, lat=52.0, lon=-1.0)
    refused = sender.send({"where": {"village": "Farham"}})
    assert refused.status_code in (403, 503), refused.content
    assert not Ask.objects.exists() and not SentIn.objects.exists()


def test_reading_says_no_more_than_the_person_allows(sender: Sender) -> None:
    reference = sender.send().json()["reference"]
    said = sender.read(reference.lower().replace(" ", "-"))
    assert said.json()["state"] == "with-us"
    ask = Ask.objects.get()
    asks.let_look(ask=ask, may=AskerMay.EVERYTHING, by=BUILDER, now=NOW)
    assert sender.read(reference).json()["state"] == "looking"
    body = said.content.decode()
    for secret in ("Mary", "Penn", "960123", "Quay Street"):
        assert secret not in body.replace("Quay Street Neighbours", "")
    assert Entry.objects.filter(verb="status.seen", actor_id=sender.token.id).exists()


def test_what_another_team_sent_is_not_there(sender: Sender, town: Town) -> None:
    reference = sender.send().json()["reference"]
    other = Sender(town.gareth.team)
    assert other.read(reference).status_code == other.read("nothing-at-all").status_code == 404
    assert Sender(town.bo.team).read(reference).status_code == 200, "another token of the same team"


def test_other_methods_are_refused(sender: Sender) -> None:
    refused = sender.client.get("/api/v1/asks")
    assert refused.status_code == 405 and "POST" in refused.json()["detail"]
    assert sender.client.delete("/api/v1/asks/kestrel-42").status_code == 405


def test_a_code_sent_back_opens_the_page_and_a_new_one_is_never_given_away(sender: Sender) -> None:
    first = sender.send({"knows": "self"}).json()
    Ask.objects.update(code_version=2)
    assert sender.send({"knows": "self"}).json()["code"] == first["code"] != ""


@pytest.mark.parametrize(
    ("sent", "kept"), [({}, "ask-first"), ({"partners_may": "yes"}, "yes"), ({"partners_may": "no"}, "no")]
)
def test_whether_partners_may_be_asked_is_kept_as_it_was_said(sender: Sender, sent: dict[str, str], kept: str) -> None:
    assert sender.send(sent).status_code == 202
    assert Ask.objects.get().partners_may == kept


def test_nobody_says_yes_to_partners_for_somebody_who_was_not_asked(sender: Sender) -> None:
    refused = sender.send({"knows": "not-yet", "partners_may": "yes"})
    assert refused.status_code == 422 and "partners_may" in refused.json()["detail"]
    assert sender.send({"partners_may": "perhaps"}, key="two").status_code == 422
    assert not Ask.objects.exists()
