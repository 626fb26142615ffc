"""The pages of safe contact: read before a number is shown, kept as it was said, and on no paper where none is safe."""

from __future__ import annotations

import ast
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from kith.access.actions import issue_link
from kith.asks import actions as asks
from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people.actions import About, Reach, SaidSafe
from kith.people.models import SafeContact
from kith.people.queries import blocked_for, safe_contact_of
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
HERS, SAID_HERS = "+447700900940", "07700 900940"
SRC = Path(__file__).parents[2] / "src/kith"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def an_ask(**more: object) -> Ask:
    about = About(name="Maggie Quill", reaches=(Reach(HERS, safe="yes"),), **more)  # type: ignore[arg-type]
    return asks.open_ask(wanted=shopping(about=about), by=Actor.public(), now=NOW)


def keep(ask: Ask, **changes: object) -> None:
    said = SaidSafe(**{"ways": ("text", "call", "door"), "on_paper": "any", **changes})  # type: ignore[arg-type]
    actions.keep_safe(person=ask.person, said=said, said_by="M, on the phone", by=BUILDER, now=NOW)


def words_of(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def page_of(ask: Ask, more: str = "") -> str:
    return f"/ask/{slug_of(ask.reference)}/{more}"


def test_what_is_safe_is_read_before_any_number_is_shown(client: Client, town: Town) -> None:
    ask = an_ask()
    client.force_login(town.jan.user)
    assert SAID_HERS in words_of(client, page_of(ask)), "where nobody said anything the number stands there"
    keep(ask, call_ourselves="Pat from the library", ask_for="Mags", if_somebody_else="Sorry, wrong number.")
    pages = (page_of(ask), f"/person/{ask.person_id}/", f"/person/{ask.person_id}/before-you-ring/")
    for address in pages:
        assert "900940" not in words_of(client, address), address
        assert "Before you ring" in words_of(client, address)
    read = words_of(client, f"{pages[2]}?read=1")
    assert read.index("Pat from the library") < read.index("Sorry, wrong number.") < read.index(SAID_HERS)


def test_it_is_keyed_from_a_slip_and_counts_from_when_it_was_said(client: Client, town: Town) -> None:
    ask = an_ask()
    client.force_login(town.jan.user)
    typed = {"ways": ["call"], "on_paper": "never", "from_hour": "09:00", "to_hour": "12:00", "days": ["2"]}
    typed |= {"call_ourselves": "Pat", "must_not_know": "Jean Brimble, 07700 900999", "said_by": "a slip"}
    answer = client.post(f"/person/{ask.person_id}/safe/", {**typed, "said_on": "1"}, follow=True)
    assert "Everything goes by it" in unescape(answer.content.decode())
    line = safe_contact_of(ask.person)
    assert line is not None
    assert (line.ways, line.on_paper, line.days, line.call_ourselves) == (["call"], "never", [2], "Pat")
    assert (line.said_at, line.at) == (NOW - timedelta(days=1), NOW)
    _ids, names, phones = blocked_for(ask.person)
    assert (names, phones) == (["Jean Brimble"], ["+447700900999"])


def test_what_was_typed_stays_where_nobody_is_named_who_said_so(client: Client, town: Town) -> None:
    ask = an_ask()
    client.force_login(town.jan.user)
    typed = {"ways": ["call"], "on_paper": "never", "call_ourselves": "Pat from the library"}
    words = unescape(client.post(f"/person/{ask.person_id}/safe/", typed).content.decode())
    assert "Write who said so" in words
    assert "Pat from the library" in words
    assert not SafeContact.objects.exists()


def test_nothing_is_printed_where_paper_is_not_safe(client: Client, town: Town) -> None:
    ask = an_ask()
    client.force_login(town.jan.user)
    keep(ask, on_paper="never")
    for more in ("card/", "door/"):
        words = words_of(client, page_of(ask, more))
        assert "Nothing on paper for them" in words
        assert "Maggie" not in words and "Church Street" not in words
    printed = words_of(client, f"/today/{town.street.slug}/print/")
    assert "Maggie" not in printed and ask.reference not in printed
    assert "1 more: ask Jan" in printed
    keep(ask, on_paper="hand")
    assert "Only into their own hand" in words_of(client, page_of(ask, "card/"))
    assert "Maggie" not in words_of(client, f"/today/{town.street.slug}/print/")
    keep(ask, on_paper="any")
    assert "Maggie" in words_of(client, f"/today/{town.street.slug}/print/")


def test_a_card_to_somebody_who_knows_us_by_another_name_says_nothing(client: Client, town: Town) -> None:
    ask = an_ask()
    client.force_login(town.jan.user)
    keep(ask, call_ourselves="Pat from the library")
    words = words_of(client, page_of(ask, "card/"))
    assert "Hello, please ring when you can. Pat from the library." in words
    assert "Quay Street" not in words.split("<body")[1] and ask.reference not in words


def test_a_volunteer_reads_what_to_do_and_no_more(client: Client, town: Town) -> None:
    neighbour(town)
    ask = an_ask(must_not_know=("Jean Brimble",))
    keep(ask, call_ourselves="Pat", ways=("door",), from_hour=NOW.time().replace(hour=9), to_hour=NOW.time())
    sweep(NOW)
    offer = Offer.objects.select_related("volunteer").get(ask=ask)
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    token = issue_link(
        purpose="offer", subject_label="dispatch.Offer", subject_id=offer.id, actor=Actor.volunteer(offer.volunteer),
        expires_at=NOW + timedelta(days=1), by=BUILDER, now=NOW,
    )  # fmt: skip
    client.post(f"/o/{token}", {"do": "its-me", "digits": offer.address[-3:]}, follow=True)
    words = words_of(client, f"/o/{token}")
    for nothing in ("900940", "Jean", "Brimble", "must not know", "voice"):
        assert nothing not in words, nothing


def test_on_their_own_page_care_is_only_ever_added_and_nothing_is_shown(client: Client, town: Town) -> None:
    ask = an_ask(must_not_know=("Jean Brimble",))
    keep(ask, call_ourselves="Pat from the library", ways=("text", "call", "door"))
    token = issue_link(
        purpose="status", subject_label="asks.Ask", subject_id=ask.id, actor=Actor.person(ask.person),
        expires_at=NOW + timedelta(days=1), by=BUILDER, now=NOW,
    )  # fmt: skip
    page = words_of(client, f"/s/{token}/")
    assert "More care in how you reach me" in page
    assert "Jean" not in page and "Pat from" not in page
    typed = {"do": "more-care", "not_by": ["text"], "call_yourselves": "Bob", "must_not_know": "Steve Hill"}
    client.post(f"/s/{token}/", typed, follow=True)
    line = safe_contact_of(ask.person)
    assert line is not None
    assert (line.ways, line.call_ourselves) == (["call", "door"], "Pat from the library")
    assert "Steve Hill" in blocked_for(ask.person)[1]


def test_from_further_away_said_later_takes_it_to_the_district_at_once(client: Client, town: Town) -> None:
    neighbour(town)
    ask = an_ask()
    sweep(NOW)
    assert Offer.objects.filter(ask=ask, state="offered").exists()
    actions.keep_safe(person=ask.person, said=None, said_by="M", further_away=True, by=BUILDER, now=NOW)
    ask = Ask.objects.get(pk=ask.pk)
    assert (ask.place, ask.promise.holder) == (town.district, town.gareth)
    assert not Offer.objects.filter(ask=ask, state="offered").exists()
    client.force_login(town.jan.user)
    assert client.get(page_of(ask)).status_code == 404


def prints() -> set[str]:
    """Every template that is a print."""
    found = SRC.glob("*/jinja2/**/*.html")
    return {f"{one.parent.name}/{one.name}" for one in found if 'extends "kit/layout_print.html"' in one.read_text()}


# Prints that name nobody we help, and why.
NAMES_NOBODY: dict[str, str] = {
    "web/find_menu.html": "what a place has, as anybody finds it",
    "outreach/ring_tree.html": "numbers in order, with lines for names written by hand",
    "governance/record.html": "says what an organisation keeps, and nothing of anybody",
    "governance/agreement_print.html": "what two organisations agreed, and who signed for them",
    "governance/register_print.html": "every agreement in one line",
    "web/find_print.html": "what there is in a place, from the directory anybody reads",
    "web/find_service_print.html": "one entry of that directory",
    "web/find_poster.html": "the address of that directory",
    "web/incident_notice.html": "what the public is told; it names nobody who is rung",
}
GATE = {"may_be_printed", "who_may_be_named"}


def test_every_print_asks_whether_it_may_be_on_paper() -> None:
    ungated = {one: names for path in SRC.glob("*/views/*.py") for one, names in not_asked(path.read_text(), prints())}
    drawn = {name for path in SRC.glob("*/views/*.py") for name in named(path.read_text(), prints())}
    assert drawn == prints(), "a print that no view names: say its whole name where it is drawn"
    missing = {view: names - NAMES_NOBODY.keys() for view, names in ungated.items() if names - NAMES_NOBODY.keys()}
    assert not missing, f"{missing}: ask outbox.paper before it is drawn, or say in NAMES_NOBODY why it names nobody."


def test_a_view_that_draws_a_print_and_asks_nobody_is_found() -> None:
    forgets = "def looked(request):\n    return page(request, 'a/large.html' if large else 'a/page.html')\n"
    asks_first = "def own(request):\n    may_be_printed(person)\n    return draw(request)\n\n"
    asks_first += "def draw(request):\n    return page(request, 'a/large.html')\n"
    assert dict(not_asked(forgets, {"a/large.html"})) == {"looked": {"a/large.html"}}
    assert dict(not_asked(asks_first, {"a/large.html"})) == {}
    assert dict(not_asked(asks_first + forgets, {"a/large.html"})) == {"looked": {"a/large.html"}}


def not_asked(source: str, wanted: set[str]) -> list[tuple[str, set[str]]]:
    """The functions that draw a print and reach no gate: neither they, nor everybody here who calls them."""
    functions = {one.name: one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef)}
    found = []
    for function in functions.values():
        names = named(ast.unparse(function), wanted)
        callers = [one for one in functions.values() if function.name in reached(one, functions)]
        asks_itself = bool(reached(function, functions) & GATE)
        asked_before = bool(callers) and all(reached(one, functions) & GATE for one in callers)
        if names and not asks_itself and not asked_before:
            found.append((function.name, names))
    return found


def named(source: str, wanted: set[str]) -> set[str]:
    """The prints whose whole names stand in this source."""
    words = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    return wanted & {word for word in words if isinstance(word, str)}


def reached(
    function: ast.FunctionDef, known: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()
) -> set[str]:
    """The names a function calls, and those its parts here call."""
    names = {
        call.func.id for call in ast.walk(function) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    }
    for name in names & known.keys() - seen:
        names |= reached(known[name], known, seen | {function.name, name})
    return names


# What else speaks with the world outside, and why no person is in it.
ABOUT_NOBODY = {
    "outbox/actions/anchoring.py": "the heads of the trail: figures that say nothing of anybody",
    "directory/fetching.py": "reads the feeds of other directories, and sends nothing but their addresses",
}


def test_nothing_but_the_channels_talks_to_a_provider() -> None:
    providers = ("smtplib", "notifications_python_client", "http.client", "django.core.mail", "requests", "httpx")
    outside = []
    for path in SRC.rglob("*.py"):
        home = path.relative_to(SRC).as_posix()
        if home.startswith(("outbox/channels/", "proof/", "config/")) or home in ABOUT_NOBODY:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            outside += [f"{home}: {name}" for name in names if name.startswith(providers)]
    assert outside == []
