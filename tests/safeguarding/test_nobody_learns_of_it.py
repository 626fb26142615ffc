"""A concern about somebody changes no page of theirs, of whoever asked for them, of a volunteer or of a colleague."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
import rows
from django.test import Client
from django.urls import reverse

from kith.access.actions import issue_link
from kith.accounts import actions as accounts
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.promises.jobs import ring
from kith.promises.jobs import sweep as promises_sweep
from kith.safeguarding import carried
from kith.safeguarding.jobs import sweep
from kith.safeguarding.models import Answer
from kith.safeguarding.said import Said
from kith.web.actions import keep_worry

CANARY = "zebra-canary"
COLLEAGUES = ("gareth", "jan", "alison", "lou")
# Made anew for every page: what forms carry, and what the link carries of the page.
EVER_NEW = re.compile(r'<input[^>]*(?:csrf|name="key")[^>]*>|of=[\w%-]+|nonce="[^"]*"')


@pytest.fixture
def scene(town, monkeypatch):
    """One household: a person with an ask, somebody who asked for them, another who lives there, and a volunteer."""
    monkeypatch.setattr(clock, "now", lambda: town.now)
    for name, role in (("Alison Rae", "commissioner"), ("Lou Hart", "link_worker")):
        user = accounts.add_user(name=name, email=f"{name[:3].lower()}@example.org", by=town.by, now=town.now)
        accounts.join_team(user=user, team=town.gareth_team, role=role, by=town.by, now=town.now)
        setattr(town, name.split()[0].lower(), user)
    town.person = rows.person(town, "Margaret Cole", town.quay)
    town.asker = rows.person(town, "Carol Cole", town.quay)
    monkeypatch.setattr(rows, "NUMBERS", iter(range(42, 99)))
    town.ask = rows.ask(town, town.person, town.quay, town.jan_in, asker=town.asker, asker_may="everything")
    town.sam = rows.volunteer(town, "Sam Tidy", town.quay)
    town.offer = rows.offer(town, town.ask, town.sam)
    return town


def raised(scene, sort=carried.PERSON, which=None):
    said = Said(
        words=f"{CANARY} one shouts", about_words=f"{CANARY} two", answer=Answer.TEXT, answer_to="+447700900999",
        answer_note=f"{CANARY} three", client_key="a worry",
    )  # fmt: skip
    carries = carried.Carried(sort, (which or scene.person.id).hex)
    return keep_worry(said=said, carried=carries, by=Actor.volunteer(_named(scene.sam)), now=scene.now)


def _named(volunteer):
    return type("Named", (), {"id": volunteer.id, "name": f"{CANARY} four"})()


def link(scene, purpose, label, row, actor):
    return issue_link(purpose=purpose, subject_label=label, subject_id=row.id, actor=actor,
                      expires_at=scene.now + timedelta(days=1), by=scene.by, now=scene.now)  # fmt: skip


def addresses_of_staff(scene):
    places = [reverse(name, args=[scene.quay.slug]) for name in ("today", "today_print", "promise_log", "volunteers")]
    wide = [reverse(name, args=[scene.district.slug]) for name in ("today", "promise_log")]
    about = ["/ask/kestrel-42/", "/ask/kestrel-42/card/", "/ask/kestrel-42/door/", f"/person/{scene.person.id}/"]
    alone = ["/nobody-missed/", "/sent-box/", "/duty/", "/my-day/hand-over/", "/who-may/", "/programs/", "/concerns/"]
    return [*places, *wide, *about, *alone]


def everything_read(scene):
    """Every page each of them can open, by who and address."""
    found = {}
    links = {
        "person": ("/s/{}/", link(scene, "status", "asks.Ask", scene.ask, Actor.person(scene.person))),
        "asker": ("/s/{}/", link(scene, "status", "asks.Ask", scene.ask, Actor.asker(scene.asker))),
        "volunteer": ("/o/{}", link(scene, "offer", "dispatch.Offer", scene.offer, Actor.volunteer(scene.sam))),
    }
    for who, (address, token) in links.items():
        found[who, address] = Client().get(address.format(token)).content.decode().replace(token, "TOKEN")
    found["public", "/"] = Client().get("/").content.decode()
    for name in COLLEAGUES:
        client = Client()
        client.force_login(getattr(scene, name))
        for address in addresses_of_staff(scene):
            answer = client.get(address)
            found[name, address] = f"{answer.status_code} {answer.content.decode()}"
    return {key: EVER_NEW.sub("", page) for key, page in found.items()}


# Where somebody answers for the district they see that there is one promise more, and who holds it; no word of what.
HELD = {("gareth", "/duty/"), *((name, "/promises/northern-devon/") for name in ("gareth", "lou"))}


def test_no_page_of_anybody_else_is_any_different_and_none_holds_a_word_of_it(scene, caplog):
    before = everything_read(scene)
    assert sum(page.startswith("200") for page in before.values()) >= 28
    with caplog.at_level(logging.DEBUG):
        raised(scene)
        raised_pages = everything_read(scene)
    changed = {key for key, page in raised_pages.items() if page != before[key]}
    assert changed <= HELD
    assert not [key for key, page in raised_pages.items() if CANARY in page]
    assert not [
        key for key in changed if "concern" in raised_pages[key].casefold().split("<footer")[0].split("main")[1]
    ]
    assert CANARY not in caplog.text


def test_no_message_no_hook_and_no_print_holds_a_word_of_it_and_only_the_raiser_is_written_to(scene):
    raised(scene)
    for hours in (0, 1, 3, 5):
        now = scene.now + timedelta(hours=hours)
        sweep(now), promises_sweep(now), ring(now)
    said = [" ".join(map(str, row)) for row in Message.objects.values_list("body", "subject", "about_label", "postal")]
    assert said and not [one for one in said if CANARY in one]
    assert set(Message.objects.exclude(audience="staff").values_list("audience", "address")) == {
        ("raiser", "+447700900999")
    }


def test_what_the_raiser_was_told_is_in_nobodys_sent_box(scene):
    raised(scene)
    for name in (*COLLEAGUES, "gwen", "ruth"):
        client = Client()
        client.force_login(getattr(scene, name))
        assert "900999" not in client.get("/sent-box/").content.decode()


def test_what_a_reader_was_written_is_in_their_own_sent_box_alone(scene):
    raised(scene)
    told = Message.objects.get(kind="yours")
    for name in COLLEAGUES:
        assert not Message.objects.visible_to(Actor.user(getattr(scene, name))).filter(pk=told.pk).exists()


def test_in_a_household_the_one_who_asked_is_shown_nothing_when_it_is_about_them(scene):
    address = f"/s/{link(scene, 'status', 'asks.Ask', scene.ask, Actor.asker(scene.asker))}/"
    before = EVER_NEW.sub("", Client().get(address).content.decode())
    raised(scene, which=scene.asker.id)
    assert EVER_NEW.sub("", Client().get(address).content.decode()) == before
