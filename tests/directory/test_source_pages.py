"""The pages of other directories, as a colleague uses them; and the command, as somebody types it."""

from __future__ import annotations

import argparse
import json
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from town import build

from kith.access import sessions
from kith.directory import actions
from kith.directory.commands import COMMANDS
from kith.directory.models import MergeProposal, Service, Source
from kith.directory.queries import harvests
from kith.directory.reading import documents
from kith.kit import clock
from kith.kit.actor import Actor
from kith.places.actions import add_place
from kith.places.models import Place
from kith.proof.feed import directory

pytestmark = pytest.mark.django_db
BY = Actor.system("a test")
ADDRESS = "https://directory.example.org/v3"


@pytest.fixture
def town():
    return build()


def browser(one) -> Client:
    client = Client()
    client.force_login(one)
    session = client.session
    sessions.begin(session, clock.now())
    session.save()
    return client


def a_source(**more):
    given = {"name": "Moorshire", "kind": "oruk-3", "address": ADDRESS, "place": None, "review": False, "every": 24}
    return actions.add_source(**(given | more), by=BY, now=clock.now())


def take(source, *services):
    taken = documents.read_whole({"contents": list(services)}, "a test")
    actions.take_in(source=source, taken=taken, by=BY, now=clock.now())


def asked(town):
    return {"address": ADDRESS, "name": "Moorshire", "every": "24", "place": str(town.combe.pk)}


def test_the_form_begins_with_the_place_of_whoever_fills_it_in(town):
    new = reverse("directory_source_new")
    shown = browser(town.bea).get(new).content.decode()
    assert re.search(rf'value="{town.combe.pk}"\s+selected', shown) and str(town.braunton.pk) not in shown
    assert Place.objects.count() == 5 and str(town.district.pk) in shown
    browser(town.bea).post(new, asked(town))
    assert Source.objects.get().place == town.combe


def test_a_colleague_adds_one_pauses_it_and_asks_for_it_now(town):
    page = browser(town.bea)
    made = page.post(reverse("directory_source_new"), asked(town))
    one = Source.objects.get()
    assert made.url == reverse("directory_source", args=[one.pk]) and one.wanted_at is not None
    for do, paused in (("pause", True), ("resume", False), ("try", False)):
        page.post(made.url, {"do": do})
        one.refresh_from_db()
        assert (one.paused_at is not None) == paused
    assert one.wanted_at is not None
    shown = page.get(made.url).content.decode()
    assert "Not read yet" in shown and "Try now" in shown
    assert "Moorshire" in page.get(reverse("directory_sources")).content.decode()


@pytest.mark.parametrize("address", ["ftp://example.org", "javascript:alert(1)", "https://a:b@example.org", "hello"])
def test_an_address_we_do_not_go_to_is_refused_and_what_was_typed_stays(town, address):
    answer = browser(town.bea).post(
        reverse("directory_source_new"), asked(town) | {"address": address, "name": "My name"}
    )
    assert answer.status_code == 200 and "My name" in answer.content.decode()
    assert not Source.objects.exists()


def test_what_failed_is_said_and_its_rhythm_can_be_changed(town):
    one = a_source()
    actions.note_failure(source=one, problem="Nobody answers at directory.example.org.", by=BY, now=clock.now())
    page = browser(town.bea)
    shown = page.get(reverse("directory_source", args=[one.pk])).content.decode()
    assert "Could not be read" in shown and "Nobody answers" in shown
    said = {"name": "Moorland", "every": "168", "review": "on", "place": str(town.combe.pk)}
    page.post(reverse("directory_source_change", args=[one.pk]), said)
    one.refresh_from_db()
    assert (one.name, one.every, one.review, one.place) == ("Moorland", 168, True, town.combe)


def test_held_entries_and_pairs_are_decided_on_one_page(town):
    held = {"id": "1", "name": "Harbour Centre", "description": "Help after domestic abuse", "status": "active"}
    first = {"id": "2", "name": "Choir", "organization": {"id": "a", "name": "Friends of Ashcombe"}}
    second = {"id": "3", "name": "Tea", "organization": {"id": "b", "name": "The Friends of Ashcombe Ltd"}}
    take(a_source(place=town.combe), held, first, second)
    page, where = browser(town.bea), reverse("directory_to_look_at")
    shown = page.get(where).content.decode()
    assert "Harbour Centre" in shown and "Friends of Ashcombe Ltd" in shown and "small words" in shown
    one, pair = Service.objects.get(name="Harbour Centre"), MergeProposal.objects.get()
    page.post(where, {"id": one.pk, "do": "phone-only", "words": "It is a refuge"})
    page.post(where, {"id": pair.pk, "do": "one", "words": "Same people"})
    one.refresh_from_db()
    pair.refresh_from_db()
    assert (one.held, one.confidential, pair.state, pair.words) == (False, True, "one", "Same people")
    after = page.get(where).content.decode()
    assert "Nothing is held back" in after and "Same people" in after


def test_what_is_elsewhere_does_not_push_out_of_sight_what_one_decides(town, monkeypatch):
    monkeypatch.setattr(harvests, "SHOWN", 2)
    elsewhere = add_place(kind="district", name="Elsewhere", by=BY, now=clock.now())
    for name in ("Abbey", "Anchor", "Arch"):
        held(name, elsewhere)
    held("Zion", None)
    page = browser(town.bea).get(reverse("directory_to_look_at")).content.decode()
    assert "Zion" in page and "Held back (1)" in page and "Abbey" not in page


def held(name, place):
    names = {"made_at": clock.now(), "modified_at": clock.now()}
    return Service.objects.create(name=name, place=place, held=True, held_why="Look.", **names)


@pytest.mark.parametrize("data", [{"do": "show", "id": "x"}, {"do": "burn", "id": "0" * 32}, {}])
def test_what_no_button_sends_leads_nowhere(town, data):
    assert browser(town.bea).post(reverse("directory_to_look_at"), data).status_code == 404


def test_nobody_else_comes_in(town):
    for name in ("directory_sources", "directory_to_look_at", "directory_source_new"):
        assert Client().get(reverse(name)).status_code == 302


# --- the command


def run(tmp_path, *words, name="directory import"):
    command = next(one for one in COMMANDS if one.name == name)
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    args = parser.parse_args([*map(str, words), "--json"])
    args.instance = SimpleNamespace(home=tmp_path / "home")
    return command.run(args)


def test_the_command_says_what_it_did_and_again_that_nothing_changed(tmp_path, capsys):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(directory(12)))
    found = []
    for words in (["--dry-run"], [], []):
        assert run(tmp_path, path, *words) == 0
        found.append(json.loads(capsys.readouterr().out.splitlines()[-1]))
    assert [(one["created"], one["changed"], one["unchanged"]) for one in found] == [(12, 0, 0), (12, 0, 0), (0, 0, 12)]
    assert found[0]["dry_run"] and found[1]["objects"]["created"] > 12


def test_what_cannot_be_used_goes_beside_with_the_reasons(tmp_path, capsys):
    page = directory(3)
    page["contents"][1] |= {"name": "", "url": "nowhere/at all"}
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(page))
    assert run(tmp_path, path) == 1
    said = capsys.readouterr()
    report = json.loads(said.out.splitlines()[-1])
    assert (report["created"], report["rejected"]) == (2, 1)
    beside = json.loads((tmp_path / "feed-rejected.json").read_text())
    assert len(beside[0]["reasons"]) == 2 and beside[0]["item"]["url"] == "nowhere/at all"
    assert "has no name" in said.err


def test_where_nothing_could_be_used_nothing_is_written_at_all(tmp_path, capsys):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"contents": [{"id": "1", "email": "x"}]}))
    assert run(tmp_path, path) == 1
    assert not Source.objects.exists() and (tmp_path / "feed-rejected.json").exists()


def test_a_sheets_rejected_rows_are_a_sheet_again(tmp_path, capsys):
    path = tmp_path / "groups.csv"
    path.write_text("Name,Phone\nChoir,01632 960001\n,01632 960002\n")
    assert run(tmp_path, path) == 1
    assert "01632 960002" in (tmp_path / "groups-rejected.csv").read_text(encoding="utf-8-sig")
    assert Service.objects.get().name == "Choir"
