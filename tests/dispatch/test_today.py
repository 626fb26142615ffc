"""Today in a place, as those who sort asks see it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, Search
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people.actions import About, Reach
from kith.promises.models import Promise, Telling
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def signed_in(client: Client, membership: object) -> Client:
    client.force_login(membership.user)  # type: ignore[attr-defined]
    return client


def an_ask(**changes: object) -> Ask:
    return asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return unescape(answer.content.decode())


def test_an_empty_place_says_so_and_what_to_do(client: Client, town: Town) -> None:
    words = page(signed_in(client, town.jan), "/today/quay-street/")
    assert "Nothing open in Quay Street." in words
    assert "Take in an ask" in words


def test_each_ask_stands_in_its_group_with_its_first_name_only(client: Client, town: Town) -> None:
    neighbour(town, "Near One", 1)
    asked = an_ask()
    sweep(NOW)
    an_ask(details={}, about=About(name="Olive Hare"))
    words = page(signed_in(client, town.jan), "/today/quay-street/")
    assert "Shopping for Edith" in " ".join(words.replace('<span dir="auto">', "").split())
    assert "Edith Pound" not in words
    assert "1 neighbour on the street is asked." in words
    assert asked.reference in words
    assert "to be checked" in words
    assert words.index("Being asked") < words.index('id="group-new"')


def test_the_first_ones_say_why(client: Client, town: Town) -> None:
    an_ask(kind="prescription", words="my tablets", details={}, need_by=NOW + timedelta(minutes=90))
    an_ask(words="shopping please, and I have chest pain")
    words = page(signed_in(client, town.jan), "/today/quay-street/")
    first = words[words.index("First, these") : words.index("Open the first one")]
    assert first.index("words that cannot wait") < first.index("medicine, needed by 11:30 today")
    assert "chest pain" not in words


def test_somebody_from_further_away_leaves_no_gap(client: Client, town: Town) -> None:
    before = page(signed_in(client, town.jan), "/today/quay-street/")
    hidden = an_ask(about=About(name="Maud Secret", further_away=True, reaches=(Reach("+441632960055", safe="no"),)))
    for address in ("/today/quay-street/", "/today/quay-street/print/", "/today/quay-street/sheet/"):
        words = page(client, address)
        assert "Maud" not in words
        assert hidden.reference not in words
    assert unmarked(page(client, "/today/quay-street/")) == unmarked(before)
    assert client.get(f"/ask/{hidden.reference.lower().replace(' ', '-')}/").status_code == 404
    gareth = page(signed_in(Client(), town.gareth), "/today/northern-shire/")
    assert "Maud" in gareth
    assert "Maud" not in page(signed_in(Client(), town.gareth), "/today/quay-street/")


def unmarked(words: str) -> str:
    """The page without what is new at each opening."""
    return "\n".join(line for line in words.splitlines() if "csrf" not in line and "nonce" not in line)


def test_a_place_above_ones_own_is_not_there(client: Client, town: Town) -> None:
    signed_in(client, town.jan)
    assert client.get("/today/northern-shire/").status_code == 404
    assert client.get("/today/church-street/").status_code == 404
    assert client.get("/today/nowhere/").status_code == 404
    assert signed_in(Client(), town.bo).get("/today/quay-street/").status_code == 200


def test_a_hold_from_the_row_comes_back_to_the_page_and_ends_early(client: Client, town: Town) -> None:
    ask = an_ask()
    slug = ask.reference.lower().replace(" ", "-")
    signed_in(client, town.jan)
    assert client.get(f"/ask/{slug}/hold/").status_code == 404
    for _again in range(2):
        done = client.post(f"/ask/{slug}/hold/", {"back": "/today/quay-street/"})
        assert done["Location"] == "/today/quay-street/"
    assert Search.objects.get(ask=ask).held_by_label == "Jan"
    assert "Jan is sorting this" in page(client, "/today/quay-street/")
    assert client.post(f"/ask/{slug}/let-go/", {"back": "https://elsewhere.example/"})["Location"] == f"/ask/{slug}/"
    assert Search.objects.get(ask=ask).held_until is None


def test_the_words_to_copy_name_nobody(client: Client, town: Town) -> None:
    ask = an_ask()
    words = page(signed_in(client, town.jan), "/today/quay-street/")
    copied = words[words.index("data-copied") :].split("</textarea>")[0]
    assert "Edith" not in copied and "4 Quay" not in copied
    assert "01632 960003" in copied and ask.reference in copied


def test_who_is_owed_a_word_by_hand_is_listed(client: Client, town: Town) -> None:
    an_ask(about=About(name="Mabel Penrose"))
    words = page(signed_in(client, town.jan), "/today/quay-street/")
    assert "Owed a word today" in words
    assert "Mabel" in words[words.index("Owed a word today") :]


def test_a_decision_has_a_holder_and_a_time_and_is_kept(client: Client, town: Town) -> None:
    signed_in(client, town.jan)
    sent = {"words": "Print more leaflets", "holder": str(town.jan.id), "due": "gibberish"}
    refused = client.post("/today/quay-street/decide/", sent)
    assert b"Print more leaflets" in refused.content
    assert client.post("/today/quay-street/decide/", {**sent, "due": "Friday"})["Location"] == "/today/quay-street/"
    promise = Promise.objects.get(kind="decision")
    assert promise.holder == town.jan
    assert "Print more leaflets" in page(client, "/today/quay-street/")
    client.post(f"/today/quay-street/decided/{promise.id}/")
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_filters_show_only_what_was_chosen_and_never_fail(client: Client, town: Town) -> None:
    an_ask()
    an_ask(kind="post", words="a letter to post", details={})
    signed_in(client, town.jan)
    words = page(client, "/today/quay-street/?kind=post")
    assert "Post for" in words and "Shopping for" not in words
    for wrong in ("?kind=nonsense", "?state=xx&page=-3", "?below=not-an-id", "?page=99999999999"):
        page(client, f"/today/quay-street/{wrong}")


def test_the_ticked_sheet_is_keyed_in_and_what_fails_stays(client: Client, town: Town) -> None:
    sam = neighbour(town, "Sam Pascoe", 1)
    first, second = an_ask(), an_ask(about=About(name="No Phone"))
    signed_in(client, town.jan)
    assert first.reference in page(client, "/today/quay-street/sheet/")
    rows = {
        "row0-reference": first.reference.lower(),
        "row0-what": "yes",
        "row0-who": "sam",
        "row0-words": "",
        "row1-reference": second.reference,
        "row1-what": "card",
        "row1-who": "",
        "row1-words": "read it to her",
        "row2-reference": "NOBODY 99",
        "row2-what": "hold",
        "row2-who": "",
        "row2-words": "kept words",
    }
    left = unescape(client.post("/today/quay-street/sheet/", rows).content.decode())
    first.refresh_from_db()
    assert first.taken_by == sam
    assert Telling.objects.get(of__about_id=second.id, told_at__isnull=False).told_how == "card"
    assert "kept words" in left and first.reference not in left
    assert Offer.objects.get(ask=first).answered_how == "keyed"


def test_a_hundred_asks_are_folded_and_paged(client: Client, town: Town) -> None:
    for number in range(24):
        an_ask(words=f"thing {number}")
    signed_in(client, town.jan)
    words = page(client, "/today/quay-street/")
    assert "Show 12 more" in words
    assert words.count('class="kith-row ') == 12
    assert page(client, "/today/quay-street/?state=new").count('class="kith-row ') == 24


def test_late_comes_before_all_else(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    an_ask()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=5))
    signed_in(client, town.jan)
    words = page(client, "/today/quay-street/")
    assert 'id="group-late"' in words and "they were to hear" in words


def test_an_administrator_finds_nothing_here(client: Client, town: Town) -> None:
    from kith.accounts import actions as accounts
    from tests.thread import BUILDER

    user = accounts.add_user(name="Adam", email="adam@example.org", by=BUILDER, now=NOW)
    accounts.join_team(team=town.jan.team, user=user, role="administrator", by=BUILDER, now=NOW)
    client.force_login(user)
    assert client.get("/today/quay-street/").status_code == 404
    assert client.get("/take-in/").status_code == 404


def test_actions_name_who_keyed_them(client: Client, town: Town) -> None:
    volunteer = neighbour(town, "Sam Pascoe", 1)
    ask = an_ask()
    actions.said_yes(ask=ask, volunteer=volunteer, by=Actor.user(town.jan.user), now=NOW)
    words = page(signed_in(client, town.jan), "/today/quay-street/")
    assert "Sam, for Jan" in words
