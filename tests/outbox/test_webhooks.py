"""A team's own program is told what happens to the asks it sent: signed, tried again, never led into our own net."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from kith.asks import actions as asks
from kith.asks.models import Ask, AskerMay
from kith.kit import clock
from kith.outbox import actions as outbox
from kith.outbox import jobs, signing, webhook_address
from kith.outbox.channels import webhook
from kith.outbox.models import Hook, HookEvent, Message
from kith.outbox.webhook_address import NotThere
from kith.people import actions as people
from kith.promises import jobs as watch
from kith.promises.models import Promise
from tests.asks.test_api import Sender
from tests.thread import BUILDER, NOW, Town, build_town

EVERY = list(HookEvent.values)


class Listener:
    """A program that listens on this machine, and answers as it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], str]] = []
        self.status, self.headers = 200, dict[str, str]()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                listener.heard.append((dict(self.headers), body))
                self.send_response(listener.status)
                for name, value in listener.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def do_GET(self) -> None:
                listener.heard.append(({}, "GET"))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                return None

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/kith?team=1"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(2)


@pytest.fixture
def listener() -> Iterator[Listener]:
    here = Listener()
    yield here
    here.close()


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.WEBHOOKS_NEAR = True
    return build_town()


@pytest.fixture
def hook(town: Town, listener: Listener) -> Hook:
    return outbox.make_hook(team=town.bo.team, url=listener.url, events=EVERY, by=BUILDER, now=NOW)


@pytest.fixture
def sender(town: Town, hook: Hook) -> Sender:
    return Sender(town.bo.team)


def told(listener: Listener) -> list[str]:
    return [json.loads(body)["event"] for _headers, body in listener.heard]


def test_it_is_told_signed_and_without_a_word_of_anybody(sender: Sender, listener: Listener, hook: Hook) -> None:
    reference = sender.send().json()["reference"]
    jobs.tell_programs(NOW)
    (headers, body), *more = listener.heard
    assert not more
    assert json.loads(body) == {
        "event": "ask.received",
        "reference": reference,
        "at": NOW.isoformat(),
        "state": "with-us",
    }
    timestamp = headers[signing.SENT_AT]
    assert headers[signing.SIGNED] == signing.signature(signing.key_of(hook.id), timestamp, body)
    assert headers[signing.SIGNED] != signing.signature(signing.key_of(hook.id), str(int(timestamp) + 1), body)
    assert Message.objects.get(channel="webhook").state == "sent"
    assert headers[signing.EVENT_ID] == str(Message.objects.get(channel="webhook").id)


def test_it_hears_no_more_than_the_person_allows(sender: Sender, listener: Listener) -> None:
    sender.send()
    silent = Ask.objects.get()
    asks.finish(ask=silent, by=BUILDER, now=NOW)
    sender.send({"they_allow": "when-done"}, key="two")
    when_done = Ask.objects.get(asker_may=AskerMay.WHEN_DONE)
    later = NOW + timedelta(hours=1)
    asks.move_date(ask=when_done, to=NOW + timedelta(hours=4), reason="rain", how="call", by=BUILDER, now=later)
    asks.finish(ask=when_done, by=BUILDER, now=later)
    sender.send({"they_allow": "everything"}, key="three")
    everything = Ask.objects.get(asker_may=AskerMay.EVERYTHING)
    asks.move_date(ask=everything, to=NOW + timedelta(hours=4), reason="rain", how="call", by=BUILDER, now=later)
    asks.no_longer_wanted(ask=everything, by=BUILDER, now=later)
    jobs.tell_programs(later)
    heard: dict[str, list[str]] = {}
    for _headers, body in listener.heard:
        heard.setdefault(json.loads(body)["reference"], []).append(json.loads(body)["event"])
    assert heard[silent.reference] == ["ask.received"]
    assert set(heard[when_done.reference]) == {"ask.received", "ask.done"}
    assert set(heard[everything.reference]) == {"ask.received", "ask.moved", "ask.ended"}
    assert "rain" not in str(listener.heard) and "Mary" not in str(listener.heard)


def test_an_ask_of_another_lane_tells_no_program(sender: Sender, hook: Hook) -> None:
    sender.send({"they_allow": "everything"})
    Ask.objects.update(lane="web")
    asks.finish(ask=Ask.objects.get(), by=BUILDER, now=NOW)
    assert set(Message.objects.filter(channel="webhook").values_list("kind", flat=True)) == {"ask.received"}


def test_it_is_tried_again_and_at_last_the_team_hears_of_it(sender: Sender, listener: Listener, hook: Hook) -> None:
    listener.status = 503
    sender.send()
    now = NOW
    for _try in range(7):
        jobs.tell_programs(now)
        now += timedelta(minutes=20)
    message = Message.objects.get(channel="webhook")
    assert (message.state, message.attempts, len(listener.heard)) == ("dead", 5, 5)
    notices = Message.objects.filter(kind="silent-program")
    assert notices.count() == 1 and "127.0.0.1" in notices.get().body
    watch.sweep(now)
    assert not Promise.objects.filter(about_id=message.id).exists(), "no promise to anybody hangs on it"


def test_people_do_not_wait_for_a_program(sender: Sender, listener: Listener) -> None:
    sender.send()
    jobs.sweep(NOW)
    assert told(listener) == []
    assert not Message.objects.filter(state="waiting").exclude(channel="webhook").exists()
    assert Message.objects.filter(state="waiting", channel="webhook").exists()


def test_a_redirect_is_never_followed(sender: Sender, listener: Listener) -> None:
    listener.status, listener.headers = 302, {"Location": "/elsewhere"}
    sender.send()
    jobs.tell_programs(NOW)
    message = Message.objects.get(channel="webhook")
    assert message.state == "dead" and "elsewhere" in message.why
    assert len(listener.heard) == 1


def test_nobody_listening_is_tried_again(sender: Sender, listener: Listener) -> None:
    sender.send()
    listener.server.server_close()
    jobs.tell_programs(NOW)
    message = Message.objects.get(channel="webhook")
    assert (message.state, message.attempts) == ("waiting", 1) and message.not_before > NOW


def test_what_waits_for_an_ended_webhook_never_leaves(sender: Sender, listener: Listener, hook: Hook) -> None:
    sender.send()
    outbox.end_hook(hook=hook, by=BUILDER, now=NOW)
    jobs.tell_programs(NOW)
    assert not listener.heard and Message.objects.get(channel="webhook").state == "refused"
    sender.send(key="two")
    assert Message.objects.filter(channel="webhook").count() == 1


def test_only_the_events_it_asked_for(sender: Sender, hook: Hook) -> None:
    outbox.make_hook(team=hook.team, url=hook.url, events=["ask.done"], by=BUILDER, now=NOW)
    sender.send({"they_allow": "everything"})
    assert Hook.objects.get() == hook and not Message.objects.filter(channel="webhook").exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/kith",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[2002:0a00:0001::]/",
        "https://0.0.0.0/",
        "https://name:word@example.org/",
        "https://example.org:22/",
        "https://example.org/#a",
        "https://example.org/ a",
        "ftp://example.org/",
        "https://",
        "nothing",
        "https://[",
    ],
)
def test_an_address_we_never_send_to_is_refused(url: str) -> None:
    with pytest.raises(NotThere):
        webhook_address.check_words(url)


@pytest.mark.parametrize("url", ["http://example.org/kith", "https://example.org:9000/kith"])
def test_a_demo_may_tell_its_own_machine_in_the_open_and_no_other(url: str) -> None:
    for here in ("http://localhost:9000/kith", "http://127.0.0.1:9000/kith", "http://[::1]/kith"):
        webhook_address.check_words(here, near_allowed=True)
    with pytest.raises(NotThere):
        webhook_address.check_words(url, near_allowed=True)


def test_a_name_that_leads_into_our_own_net_is_refused_as_it_leaves(
    sender: Sender, hook: Hook, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.WEBHOOKS_NEAR = False
    Hook.objects.update(url="https://inside.example.org/")
    sender.send()
    looked_up = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr(webhook_address.socket, "getaddrinfo", lambda *_a, **_k: looked_up)
    jobs.tell_programs(NOW)
    message = Message.objects.get(channel="webhook")
    assert message.state == "dead" and "private net" in message.why


def test_somebody_who_answers_a_letter_at_a_time_is_cut_off(
    sender: Sender, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr(webhook, "ALTOGETHER", 0.1)
    slow = socket.create_server(("127.0.0.1", 0))
    Hook.objects.update(url=f"http://127.0.0.1:{slow.getsockname()[1]}/")
    sender.send()
    jobs.tell_programs(NOW)
    slow.close()
    message = Message.objects.get(channel="webhook")
    assert (message.state, message.attempts) == ("waiting", 1)


@pytest.mark.parametrize("how", ["a colleague in it", "itself"])
def test_it_hears_no_more_once_its_team_must_not_know(sender: Sender, listener: Listener, town: Town, how: str) -> None:
    sender.send({"they_allow": "everything"})
    ask = Ask.objects.get()
    assert sender.read(ask.reference).json()["state"] == "looking"
    named = {"colleague": town.bo.user} if how == "a colleague in it" else {"other_name": town.bo.team.name}
    people.must_not_meet(person=ask.person, said_by="herself", by=BUILDER, now=NOW, **named)
    read = sender.read(ask.reference).json()
    assert read["state"] == "with-us" and "key" not in read
    asks.no_longer_wanted(ask=ask, by=BUILDER, now=NOW)
    message = Message.objects.get(kind="ask.ended")
    assert (message.state, message.about_person_id) == ("refused", ask.person_id)
    jobs.tell_programs(NOW)
    assert "ask.ended" not in told(listener)
    assert not Promise.objects.filter(about_id=message.id).exists()


def test_what_waits_to_leave_is_asked_again_as_it_leaves(sender: Sender, listener: Listener, town: Town) -> None:
    sender.send({"they_allow": "everything"})
    ask = Ask.objects.get()
    asks.no_longer_wanted(ask=ask, by=BUILDER, now=NOW)
    people.must_not_meet(person=ask.person, colleague=town.bo.user, said_by="herself", by=BUILDER, now=NOW)
    jobs.tell_programs(NOW)
    assert told(listener) == []
