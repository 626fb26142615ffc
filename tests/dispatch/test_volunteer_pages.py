"""The pages behind a volunteer's link: what is shown before a yes and after it; only buttons change anything."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.access import actions as access
from kith.access import links
from kith.access.models import Link
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.asks.visit_words import word_of
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, Search
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.promises.jobs import ring as ring_phones
from kith.promises.models import Promise
from kith.trail.models import Entry
from kith.volunteers import actions as volunteers
from kith.volunteers.actions import Help
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, EVERY_DAY, EVERY_KIND, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db

CANARIES = {
    "words": "zanzibar tea and quince jelly",
    "name": "Edith Canarywharf",
    "address": "77 Canary Steps",
    "phone": "7700900277",
    "hears": "shine a torch at the window",
    "talks": "face me and write it down",
    "helps": "mind the grey lurcher",
}


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def an_ask(**changes: object) -> Ask:
    about = About(
        name=CANARIES["name"],
        reaches=(Reach(f"+44{CANARIES['phone']}", safe="yes"),),
        hear_at_door=CANARIES["hears"],
        talk_with_me=CANARIES["talks"],
    )
    given = {
        "words": CANARIES["words"],
        "about": about,
        "help_at_door": CANARIES["helps"],
        "details": {"paid": "receipt"},
        **changes,
    }
    given["where"] = given.get("where") or shopping().where.__class__(
        street="Quay Street", community="Saltcombe", address=CANARIES["address"]
    )
    return asks.open_ask(wanted=shopping(**given), by=Actor.public(), now=NOW)


def link(offer: Offer, hours: float = 24) -> str:
    token = access.issue_link(
        purpose="offer",
        subject_label="dispatch.Offer",
        subject_id=offer.id,
        actor=Actor.volunteer(offer.volunteer),
        expires_at=NOW + timedelta(hours=hours),
        by=Actor.system("test"),
        now=NOW - timedelta(days=1),
    )
    return f"/o/{token}"


def offered(**changes: object) -> tuple[Offer, str]:
    ask = an_ask(**changes)
    sweep(NOW)
    offer = Offer.objects.filter(ask=ask).order_by("volunteer__person__name").first()
    assert offer is not None
    return offer, link(offer)


def next_asked(offer: Offer) -> Offer:
    """The one asked after that, when the first has not answered in time."""
    at = Search.objects.get(ask=offer.ask).look_again_at
    assert at is not None
    sweep(at)
    found = Offer.objects.exclude(pk=offer.pk).filter(ask=offer.ask, state="offered").first()
    assert found is not None
    return found


def read(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, where: str, do: str, **more: str) -> str:
    answer = client.post(where, {"do": do, "ends": digits(where), **more}, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def digits(where: str) -> str:
    """The last three of the number this link was sent to: their own phone knows them."""
    found = links.find(where.split("/")[2], "offer")
    assert found is not None
    return Offer.objects.get(pk=found.subject_id).address[-3:]


def canaries_in(text: str) -> list[str]:
    return [key for key, words in CANARIES.items() if words.casefold() in text.casefold()]


def test_before_a_yes_nothing_says_who_or_where(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    _offer, where = offered()
    text = read(client, where)
    assert "Shopping for somebody" in text
    assert "You: Sam. Not Sam?" in text
    assert "No check is needed." in text
    assert canaries_in(text) == []
    assert "Jan" not in text and "Quay Street Neighbours" not in text
    sent = Message.objects.filter(audience="volunteer")
    assert sent.exists()
    for message in sent:
        assert canaries_in(message.body + message.subject) == []


def test_opening_a_link_changes_nothing_however_often(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    before = (list(Link.objects.values()), Entry.objects.count(), Message.objects.count())
    for _time in range(2):
        assert client.get(where).status_code == 200
        assert client.head(where).status_code == 200
        assert client.get(f"{where}/mine/", follow=True).status_code == 200
    assert before == (list(Link.objects.values()), Entry.objects.count(), Message.objects.count())
    offer.refresh_from_db()
    assert offer.state == "offered"
    press(client, where, "yes")
    offer.refresh_from_db()
    assert offer.state == "accepted"


def test_after_a_yes_how_they_hear_comes_before_the_address(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    text = press(client, where, "yes")
    assert canaries_in(text) == ["words", "address", "phone", "hears", "talks", "helps"]
    assert "07700 900277" in text and "Canarywharf" not in text
    for earlier in ("hears", "talks", "helps"):
        assert text.index(CANARIES[earlier]) < text.index(">Edith<") < text.index(CANARIES["address"])
    assert "No card, PIN or money up front" in text
    assert word_of(offer.ask) in text
    assert "Jan" in text and "01632 960003" in text
    assert Entry.objects.filter(verb="ask.seen", actor_kind="volunteer").exists()


def test_the_script_for_nobody_answered_is_in_the_page_and_begins_with_how_they_hear(
    client: Client, town: Town
) -> None:
    neighbour(town, "Sam Pascoe", 1)
    _offer, where = offered()
    text = press(client, where, "yes")
    script = text[text.index("<ol>") : text.index("</ol>")]
    assert script.index("Shine a torch at the window") < script.index("999")
    assert len(script.replace('<li dir="auto">', " ").split()) <= 55


def test_a_number_that_is_not_safe_to_ring_is_never_shown(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    about = About(name="Edith Pound", reaches=(Reach("+447700900277", safe="please-ring"),))
    _offer, where = offered(about=about)
    assert "900277" not in press(client, where, "yes")


def test_pressing_twice_is_pressing_once(client: Client, town: Town) -> None:
    for n in range(3):
        neighbour(town, f"Near {n}", n)
    offer, where = offered()
    press(client, where, "yes")
    press(client, where, "yes")
    press(client, where, "nobody-answered", offer=str(offer.id))
    press(client, where, "nobody-answered", offer=str(offer.id))
    assert Ask.objects.filter(kind="welfare_check", from_ask=offer.ask).count() == 1
    press(client, where, "done")
    press(client, where, "done")
    press(client, where, "hand-back")
    offer.ask.refresh_from_db()
    assert offer.ask.state == "done"


def test_the_first_yes_has_it_and_the_second_reads_thanks(client: Client, town: Town) -> None:
    for n in range(3):
        neighbour(town, f"Near {n}", n)
    offer, where = offered()
    other = next_asked(offer)
    press(client, where, "yes")
    text = press(client, link(other), "yes")
    assert "Somebody has this one. Nothing to do." in text
    assert canaries_in(text) == []


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ("not-this-time", "Not this time then."),
        ("less", "We ask you once a week at most."),
        ("not-this-week", "Have a good rest"),
        ("stop", "We have stopped asking you."),
    ],
)
def test_every_no_is_one_tap_and_is_thanked(client: Client, town: Town, do: str, said: str) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    assert said in press(client, where, do)
    assert said in press(client, where, do)
    offer.refresh_from_db()
    assert offer.state == "not-this-time"
    volunteer = Volunteer.objects.get()
    assert volunteer.weekly_most == (1 if do == "less" else 3)


def test_a_change_of_mind_is_a_yes_even_when_the_number_has_gone_to_another_offer(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    press(client, where, "not-this-time")
    again, _where = offered(client_key="another")
    assert again.number == offer.number
    assert "it's yours" in press(client, where, "yes")
    offer.refresh_from_db()
    assert (offer.state, offer.number) == ("accepted", 2)


def test_handing_back_is_one_tap_and_the_door_is_gone(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    _offer, where = offered()
    press(client, where, "yes")
    text = press(client, where, "hand-back")
    assert "We are asking somebody else" in text
    assert canaries_in(text) == []


def test_not_done_needs_its_reason_and_keeps_what_was_written(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    press(client, where, "yes")
    assert "Write in a few words what got in the way" in press(client, where, "not-done", why="  ")
    press(client, where, "not-done", why="The shop was shut.")
    offer.ask.refresh_from_db()
    assert (offer.ask.state, offer.ask.ended_why) == ("not-done", "The shop was shut.")


def test_what_they_also_asked_for_becomes_a_new_ask_at_the_same_place(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    press(client, where, "yes")
    press(client, where, "done")
    for _time in range(2):
        assert "it is a new ask now" in press(client, where, "also", words="a book of stamps posted")
    new = Ask.objects.get(from_ask=offer.ask)
    assert (new.kind, new.place, new.person_id, new.to_check) == ("post", offer.ask.place, offer.ask.person_id, [])


def test_when_they_are_coming_is_told_and_later_is_a_moved_date(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    text = press(client, where, "yes")
    first = text.split('name="window"')[1].split('<option value="')[1].split('"')[0]
    assert "they will be told" in press(client, where, "coming", window=first)
    offer.ask.refresh_from_db()
    assert offer.ask.coming_to == NOW + timedelta(hours=2)
    text = read(client, where)
    assert "Running late" in text
    later = text.split('name="window"')[1].split('<option value="')[2].split('"')[0]
    for _time in range(2):
        press(client, where, "coming", window=later)
    offer.ask.refresh_from_db()
    assert offer.ask.coming_to == NOW + timedelta(hours=3)
    assert offer.ask.promise.moves.filter(what="date").count() == 1
    assert "that one has gone by" in press(client, where, "coming", window="1-2")


def test_not_feeling_safe_rings_the_duty_phone_and_somebody_promises_to_ring(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    assert "We are ringing you now" not in press(client, where, "not-safe")
    assert not Message.objects.filter(channel="ring").exists()
    press(client, where, "yes")
    assert "We are ringing you now" in press(client, where, "not-safe")
    press(client, where, "not-safe")
    assert ring_phones(NOW) == 1
    ring = Message.objects.filter(channel="ring").first()
    assert ring is not None and "Sam Pascoe does not feel safe" in ring.body and "07700 900101" in ring.body
    from kith.promises.models import Promise

    promise = Promise.objects.get(kind="message", about_id=offer.id)
    assert promise.holder == town.jan
    assert promise.next_contact_by == NOW + timedelta(minutes=10)


def test_whoever_never_had_it_cannot_say_what_happened(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    for do, more in [("nobody-answered", {}), ("done", {}), ("also", {"words": "stamps"}), ("hand-back", {})]:
        press(client, where, do, **more)
    offer.ask.refresh_from_db()
    assert offer.ask.state == "asking"
    assert Ask.objects.count() == 1


def test_a_day_after_the_end_the_door_is_gone(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    neighbour(town, "Sam Pascoe", 1)
    _offer, where = offered(need_by=NOW + timedelta(hours=2))
    press(client, where, "yes")
    assert "address" in canaries_in(press(client, where, "done"))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=23, minutes=50))
    assert "address" in canaries_in(read(client, where))
    Link.objects.update(expires_at=NOW + timedelta(days=9))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=24, minutes=1))
    text = read(client, where)
    assert canaries_in(text) == [] and "Edith" not in text


def test_an_old_link_says_whom_to_ring_and_nothing_else(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, _where = offered()
    answer = client.get(link(offer, hours=-1))
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "This one is over" in text and "01632 960002" in text
    assert canaries_in(text) == []
    assert client.post(link(offer, hours=-1), {"do": "yes"}).status_code == 410
    offer.refresh_from_db()
    assert offer.state == "offered"


def test_a_guess_and_somebody_elses_offer_are_not_there(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    neighbour(town, "Ann Other", 2)
    offer, where = offered()
    assert client.get("/o/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    theirs = next_asked(offer)
    actions.accept(offer=theirs, by=Actor.volunteer(theirs.volunteer), now=NOW)
    assert client.post(where, {"do": "hand-back", "offer": str(theirs.id)}).status_code == 404
    assert client.post(where, {"do": "nonsense"}).status_code == 404
    assert client.post(where, {"do": "done", "offer": "nonsense"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "accepted"


def test_a_yes_after_it_was_called_off_reads_that_it_is_no_longer_needed(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    actions.call_off(ask=offer.ask, by=Actor.user(town.jan.user), now=NOW)
    text = press(client, where, "yes")
    assert "no longer needed" in text and canaries_in(text) == []
    offer.refresh_from_db()
    assert offer.state == "not-needed"


def test_my_asks_shows_the_next_door_large_and_the_others_folded(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    first, where = offered(client_key="one", need_by=NOW + timedelta(hours=5))
    second, _other = offered(client_key="two", need_by=NOW + timedelta(hours=2))
    for offer in (first, second):
        actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    assert "You have 1 more" in press(client, where, "its-me")
    text = read(client, f"{where}/mine/")
    assert "2 doors, about" in text
    assert text.index(word_of(second.ask)) < text.index(word_of(first.ask))
    answer = client.post(where, {"do": "done", "offer": str(second.id), "from": "mine"})
    assert answer["Location"] == f"{where}/mine/"
    text = press(client, where, "done", **{"offer": str(first.id), "from": "mine"})
    assert "No doors left. Thank you. Home safe?" in text
    assert canaries_in(text) == []


def test_page_and_styles_are_thirty_kilobytes_at_most_without_squeezing(client: Client, town: Town) -> None:
    import kith.dispatch
    import kith.kit

    neighbour(town, "Sam Pascoe", 1)
    _offer, where = offered(words="milk and bread, " * 100)
    css = (Path(kith.kit.__file__).parent / "static/kit/built/phone.css").read_bytes()
    icon = (Path(kith.kit.__file__).parent / "static/kit/icon.svg").read_bytes()
    script = (Path(kith.dispatch.__file__).parent / "static/dispatch/keep.js").read_bytes()
    before = client.get(where).content
    assert b"<script" not in before
    assert len(before) + len(css) + len(icon) <= 30_000
    after = client.post(where, {"do": "yes"}, follow=True).content
    assert len(after) + len(css) + len(icon) + len(script) <= 30_000
    assert len(gzip.compress(after)) + len(gzip.compress(css)) <= 10_000


def test_a_page_asks_the_database_fifteen_things_at_most(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    _offer, where = offered()
    read(client, where)
    press(client, where, "yes")
    for path in (where, f"{where}/mine/"):
        with CaptureQueriesContext(connection) as asked:
            read(client, path)
        # A test's own savepoints stand where a request begins and ends its transaction; who acts is said, not asked.
        said = ("SAVEPOINT", "set_config(")
        questions = [one["sql"] for one in asked.captured_queries if not any(word in one["sql"] for word in said)]
        assert len(questions) <= 15, questions


def test_a_link_that_was_passed_on_shows_nothing_and_takes_nothing(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    for ends in ("", "999"):
        text = client.post(where, {"do": "yes", "ends": ends}).content.decode()
        assert "last three digits" in text and canaries_in(text) == []
    offer.refresh_from_db()
    assert offer.state == "offered"
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    assert "Is this you, Sam?" in read(client, where)
    for do in ("done", "hand-back", "nobody-answered", "coming", "also", "its-me"):
        text = client.post(where, {"do": do, "ends": "999", "words": "x"}, follow=True).content.decode()
        assert canaries_in(text) == []
    assert canaries_in(client.get(f"{where}/mine/", follow=True).content.decode()) == []
    offer.refresh_from_db()
    assert offer.state == "accepted"


def test_after_a_few_guesses_even_the_right_digits_are_wrong_for_an_hour(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    for guess in range(200, 206):
        client.post(where, {"do": "yes", "ends": str(guess)})
    client.post(where, {"do": "yes", "ends": digits(where)})
    offer.refresh_from_db()
    assert offer.state == "offered"
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))
    press(client, where, "yes")
    offer.refresh_from_db()
    assert offer.state == "accepted"


def test_the_digits_are_asked_once_on_a_phone(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    _offer, where = offered()
    assert "last three digits" in read(client, where)
    press(client, where, "yes")
    _again, later = offered(client_key="another")
    assert "last three digits" not in read(client, later)
    text = client.post(later, {"do": "yes"}, follow=True).content.decode()
    assert CANARIES["address"] in text


def test_whoever_it_was_passed_on_to_can_leave_a_name_and_a_number(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    given = {"do": "not-me", "name": "Alex Hart", "phone": "07700 900555"}
    for _twice in range(2):
        text = client.post(where, given, follow=True).content.decode()
        assert "Thank you. We ring you." in text and canaries_in(text) == []
    promise = Promise.objects.get(about_id=offer.id, label__startswith="Ring Alex Hart")
    assert promise.holder == offer.ask.promise.holder
    assert "07700 900555" in promise.explanation
    assert promise.next_contact_by > NOW
    offer.refresh_from_db()
    assert offer.state == "offered"
    text = client.post(where, {"do": "not-me", "name": "Alex Hart", "phone": "12"}, follow=True).content.decode()
    assert "Alex Hart" in text and "Enter a phone number" in text


def test_nobody_can_have_us_ring_a_hundred_numbers(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    for n in range(8):
        client.post(where, {"do": "not-me", "name": f"Alex {n}", "phone": f"07700 9005{n:02}"})
    assert Promise.objects.filter(about_id=offer.id).count() == 5


def test_the_page_asks_whether_it_is_still_all_right_and_one_tap_keeps_it(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    press(client, where, "yes")
    assert "Is it still all right?" not in read(client, where)
    Offer.objects.filter(pk=offer.pk).update(asked_still_at=NOW)
    assert "Is it still all right?" in read(client, where)
    text = press(client, where, "still")
    assert "it stays yours" in text and "Is it still all right?" not in text


def test_what_came_back_can_be_said_done_or_taken_again(client: Client, town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    press(client, where, "yes")
    Offer.objects.filter(pk=offer.pk).update(asked_still_at=NOW)
    assert actions.expire_claim(offer=offer, by=Actor.system("test"), now=NOW)
    text = read(client, where)
    assert "it came back" in text and "I can do this after all" in text and canaries_in(text) == []
    text = press(client, where, "already-done")
    assert "Home safe?" in text
    offer.ask.refresh_from_db()
    assert offer.ask.state == "done"


@pytest.mark.parametrize("do", ["less", "not-this-week", "stop"])
def test_whoever_a_link_was_passed_on_to_cannot_say_how_its_owner_is_asked(client: Client, town: Town, do: str) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    text = client.post(where, {"do": do}).content.decode()
    assert "Enter the last three digits of your own number" in text
    assert 'id="quiet_ends"' in text
    offer.refresh_from_db()
    volunteer = Volunteer.objects.get()
    assert (offer.state, volunteer.weekly_most, volunteer.resting_until, volunteer.stopped_at) == (
        "offered", 3, None, None,
    )  # fmt: skip
    press(client, where, do)
    offer.refresh_from_db()
    assert offer.state == "not-this-time"
    assert do in read(client, where)
    assert "last three digits" not in read(client, where)


def test_after_many_guesses_only_a_person_can_help_with_an_offer(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    for guess in range(12):
        monkeypatch.setattr(clock, "now", lambda hour=guess: NOW + timedelta(minutes=30 * hour))
        text = client.post(where, {"do": "yes", "ends": str(200 + guess)}).content.decode()
    assert "That was often enough for this one. Please ring " in text
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=20))
    press(client, where, "yes")
    offer.refresh_from_db()
    assert offer.state == "offered"
    # A no needs no digits, whatever was guessed.
    assert "Not this time then." in press(client, where, "not-this-time")


def with_email_only(town: Town) -> tuple[Offer, str]:
    about = About(name="Em Trease", reaches=(Reach("em@example.org", safe="yes"),))
    helps = Help(kinds=EVERY_KIND, slots=EVERY_DAY, lat=town.street.lat, lon=town.street.lon, reach_km=6.0)
    controller = town.jan.team.organisation
    volunteers.welcome_many(rows=[(about, town.street, helps)], controller=controller, by=BUILDER, now=NOW)
    return offered()


def code_in_mail() -> str:
    found = re.search(r"your code is (\d+)", Message.objects.filter(kind="own-code").latest("created_at").body)
    assert found is not None
    return found[1]


def test_a_volunteer_without_a_phone_is_sent_a_code_once_for_each_browser(client: Client, town: Town) -> None:
    offer, where = with_email_only(town)
    page = client.post(where, {"do": "yes"}).content.decode()
    assert "Send me a code" in page and len(page.encode()) <= 30_000
    for do in ("yes", "its-me", "stop", "less"):
        client.post(where, {"do": do, "ends": "999"})
    offer.refresh_from_db()
    assert offer.state == "offered"
    assert not Message.objects.filter(kind="own-code").exists()
    for _twice in range(2):
        assert "A code is on its way" in client.post(where, {"do": "send-code"}, follow=True).content.decode()
    message = Message.objects.get(kind="own-code")
    assert (message.address, message.state) == ("em@example.org", "waiting")
    assert canaries_in(message.body) == []
    code = code_in_mail()
    assert "This is not the code" in client.post(where, {"do": "yes", "ends": "222222"}).content.decode()
    assert "it's yours" in client.post(where, {"do": "yes", "ends": code}, follow=True).content.decode()
    assert "Send me a code" not in read(client, where)
    assert "Is this you, Em?" in read(Client(), where)


def test_a_code_that_is_too_old_opens_nothing(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    offer, where = with_email_only(town)
    client.post(where, {"do": "send-code"})
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1, minutes=1))
    client.post(where, {"do": "yes", "ends": code_in_mail()})
    offer.refresh_from_db()
    assert offer.state == "offered"
