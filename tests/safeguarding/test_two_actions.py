"""From every page of every layout a worry is two actions away: the link, and send."""

from __future__ import annotations

import re

import pytest
import rows
from django.test import Client
from django.urls import URLPattern, get_resolver

from kith.access.actions import issue_link
from kith.kit import clock
from kith.kit.actor import Actor
from tests.guards.reading import SRC, templates

LAYOUTS = sorted((SRC / "kit" / "jinja2" / "kit").glob("layout_*.html"))
# Pages without the link, and why.
WITHOUT = {
    "kit/leave.html": "the dull page must look like none of ours",
    "kit/examples.html": "shows the parts, for whoever writes pages",
    "web/find_embed.html": "stands inside of somebody else's page, which is about groups alone",
}
# Addresses without the link, and why.
NOT_PAGES = {
    "leave": "the dull page must look like none of ours",
    "find_embed": "stands inside of somebody else's page, which is about groups alone",
}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.name)
def test_every_layout_has_the_link(layout):
    text = layout.read_text()
    assert 'href="{{ worried_url or "/worried/" }}"' in text and "I'm worried about somebody" in text


def test_every_whole_page_stands_on_a_layout():
    whole = [path for path in templates() if "<!DOCTYPE" in path.read_text() and path not in LAYOUTS]
    named = {f"{path.parent.name}/{path.name}" for path in whole} - {"kit/base.html"}
    assert named <= set(WITHOUT), (
        f"{named - set(WITHOUT)}: How to mend it: let the page extend a layout, so that it has the link to /worried/."
    )


def test_nothing_stands_between_the_words_and_sending(client, db):
    page = client.get("/worried/").content.decode()
    needed = re.findall(r"<(?:input|textarea|select)[^>]*\brequired\b", page)
    assert not needed and page.count('<form method="post"') == 1


@pytest.fixture
def scene(town, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: town.now)
    monkeypatch.setattr(rows, "NUMBERS", iter(range(42, 99)))
    town.person = rows.person(town, "Margaret Cole", town.quay)
    town.ask = rows.ask(town, town.person, town.quay, town.jan_in)
    town.sam = rows.volunteer(town, "Sam Tidy", town.quay)
    town.offer = rows.offer(town, town.ask, town.sam)
    return town


def test_a_crawl_of_every_address_that_answers_with_a_page_finds_the_link(scene):
    looked, without = set(), []
    for actor in ("nobody", "gareth", "gwen"):
        client = Client()
        if actor != "nobody":
            client.force_login(getattr(scene, actor))
        for name, address in every_address(scene):
            answer = client.get(address)
            if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
                continue
            looked.add(name)
            if 'href="/worried/' not in answer.content.decode() and name not in NOT_PAGES:
                without.append(f"{address} for {actor}")
    assert not without
    assert len(looked) >= 40, sorted(looked)


def every_address(scene):
    by_name = {"person_id": scene.person.id, "slug": scene.quay.slug, "reference": "kestrel-42", "place": "quay-street"}
    by_name |= {
        "step": "need",
        "kind": "shopping",
        "membership_id": scene.jan_in.id,
        "promise_id": scene.ask.promise_id,
    }
    tokens = {
        "status_link": ("status", "asks.Ask", scene.ask, Actor.person(scene.person)),
        "offer": ("offer", "dispatch.Offer", scene.offer, Actor.volunteer(scene.sam)),
        "my_asks": ("offer", "dispatch.Offer", scene.offer, Actor.volunteer(scene.sam)),
    }
    for pattern in patterns(get_resolver().url_patterns):
        found = re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(pattern.pattern))
        if pattern.name in tokens:
            found = found.replace("<token>", link(scene, *tokens[pattern.name]))
        if found.startswith(("ask/", "take-in/<")):
            found = found.replace("<slug>", "kestrel-42")
        for name, value in by_name.items():
            found = found.replace(f"<{name}>", str(value))
        if "<" not in found and not found.startswith(("api/", "static/", "sign-out")):
            yield pattern.name, f"/{found}"


def patterns(found):
    for one in found:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from patterns(one.url_patterns)


def link(scene, purpose, label, row, actor):
    from datetime import timedelta

    return issue_link(purpose=purpose, subject_label=label, subject_id=row.id, actor=actor,
                      expires_at=scene.now + timedelta(days=1), by=scene.by, now=scene.now)  # fmt: skip


def test_a_note_that_may_be_a_worry_asks_and_decides_nothing(scene):
    from kith.asks.models import Event
    from kith.promises.models import DutyCall

    client = Client()
    client.force_login(scene.jan)
    assert "Is this a concern?" not in client.get("/ask/kestrel-42/").content.decode()
    Event.objects.create(controller=scene.council, ask=scene.ask, what="note", by_label="Sam", at=scene.now,
                         staff_words="Her nephew takes her pension, she says.")  # fmt: skip
    page = client.get("/ask/kestrel-42/").content.decode()
    assert "Is this a concern?" in page and "takes her pension" in page and not DutyCall.objects.exists()


def test_what_somebody_wrote_to_us_asks_too_and_carries_whom_it_is_about(scene):
    from kith.promises.models import Promise
    from kith.safeguarding.carried import ASK, sealed

    client = Client()
    client.force_login(scene.jan)
    promise = Promise.objects.get(pk=scene.ask.promise_id)
    promise.pk, promise.kind, promise.explanation = None, "message", "They wrote: he took my bank card again"
    promise.reference, promise.label = scene.ask.reference, "Read what they wrote"
    promise._state.adding = True
    promise.save()
    page = client.get(f"/to-read/{promise.pk}/").content.decode()
    assert "Is this a concern?" in page and "took my bank card" in page
    assert sealed(ASK, scene.ask.id)[:20] in page


@pytest.mark.parametrize(
    ("note", "is_one"),
    [
        ("She had a bruise on her arm", True),
        ("He took her bank card", True),
        ("he is not allowed visitors", True),
        ("I am frightened of him", True),
        ("he hits me", True),
        ("Milk, bread and two tins for the cat", False),
        ("Please shout when you are at the gate, she is deaf", False),
        ("Her card is in the drawer by the door", False),
    ],
)
def test_what_is_heard_as_a_worry(note, is_one):
    from kith.asks.worries import heard

    assert bool(heard(note)) is is_one
