"""One ask, as colleagues read it and key what they heard."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people import actions as people
from kith.people.actions import About, Reach
from kith.promises.models import Telling
from kith.trail.models import Entry
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def jan(client: Client, town: Town) -> Client:
    client.force_login(town.jan.user)
    return client


def an_ask(**changes: object) -> Ask:
    return asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)


def at(ask: Ask, more: str = "") -> str:
    return f"/ask/{ask.reference.lower().replace(' ', '-')}/{more}"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return unescape(answer.content.decode())


def said(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_their_own_words_come_first_and_reading_is_written_down(jan: Client) -> None:
    ask = an_ask(about=About(name="Edith Pound", hear_at_door="shine a torch at the window"))
    words = page(jan, at(ask))
    order = ["milk, bread and eggs please", "What is happening", "Who has this", "You will hear by", "Meanwhile"]
    assert [words.index(one) for one in order] == sorted(words.index(one) for one in order)
    assert "shine a torch at the window" in words
    assert words.index("shine a torch") < words.index("4 Quay Street")
    assert "What happens next by itself" in words
    assert "If you do nothing" in words
    assert Entry.objects.filter(verb="ask.seen", subject_id=ask.id, actor_label="Jan").count() == 1


def test_every_state_has_its_page(jan: Client, town: Town) -> None:
    sam = neighbour(town, "Sam Pascoe", 1)
    new, checking = an_ask(), an_ask(details={})
    first = an_ask(knows="not-yet", asker=About(name="Carol"))
    assert "Find somebody" in page(jan, at(new))
    assert "Settle what is to be checked" in page(jan, at(checking))
    assert "I have spoken with them" in page(jan, at(first))
    sweep(NOW)
    assert "Where it is, and what comes next" in page(jan, at(new))
    actions.said_yes(ask=new, volunteer=sam, by=BUILDER, now=NOW)
    assert "What happened?" in page(jan, at(new))
    actions.finish(offer=Offer.objects.get(ask=new, state="accepted"), by=BUILDER, now=NOW)
    assert "It did not come" in page(jan, at(new))


def test_a_yes_at_the_door_is_keyed_once_however_often_it_is_sent(jan: Client, town: Town) -> None:
    sam = neighbour(town, "Sam Pascoe", 1)
    ask = an_ask()
    # The only one there is chosen already: two taps from Today.
    assert f'value="{sam.id}" checked' in page(jan, at(ask, "said-yes/?called=sam"))
    sent = {"volunteer": str(sam.id), "coming": "today between 2 and 4"}
    for _again in range(2):
        assert jan.post(at(ask, "said-yes/"), sent)["Location"] == at(ask)
    ask.refresh_from_db()
    assert (ask.taken_by, clock.local(ask.coming_from).hour, clock.local(ask.coming_to).hour) == (sam, 14, 16)
    assert Entry.objects.filter(verb="offer.taken", keyed_by="Jan").count() == 1


def test_somebody_else_was_first_and_the_words_stay(jan: Client, town: Town) -> None:
    sam, kit = neighbour(town, "Sam Pascoe", 1), neighbour(town, "Kit Lane", 2)
    ask = an_ask()
    actions.said_yes(ask=ask, volunteer=kit, by=BUILDER, now=NOW)
    words = said(jan.post(at(ask, "said-yes/"), {"volunteer": str(sam.id), "coming": "by 5"}))
    assert "somebody has this one" in words and 'value="by 5"' in words


def test_a_time_we_cannot_read_is_said_and_kept(jan: Client, town: Town) -> None:
    sam = neighbour(town, "Sam Pascoe", 1)
    ask = an_ask()
    words = said(jan.post(at(ask, "said-yes/"), {"volunteer": str(sam.id), "coming": "when the cows come home"}))
    assert "Nothing is lost" in words and "when the cows come home" in words


def test_a_time_that_has_gone_by_is_said_so_to_whoever_wrote_it(jan: Client, town: Town) -> None:
    ask = an_ask()
    shown = said(jan.post(at(ask, "another-time/"), {"to": "yesterday", "reason": "Her lamp is broken"}))
    assert "“yesterday” has gone by. Write a day or a time that is still to come." in shown
    assert "Her lamp is broken" in shown


def test_what_is_too_long_to_add_is_not_called_missing(jan: Client, town: Town) -> None:
    ask = an_ask()
    shown = said(jan.post(at(ask, "add/"), {"words": "ط" * 600}))
    assert "Make this 100 characters shorter" in shown and "Write what to add" not in shown


def test_whoever_must_not_know_cannot_be_keyed(jan: Client, town: Town) -> None:
    susan = neighbour(town, "Susan Harris", 1)
    ask = an_ask()
    people.must_not_meet(person=ask.person, other_name="Susan Harris", by=BUILDER, now=NOW)
    assert "Susan Harris" not in page(jan, at(ask, "said-yes/"))
    assert "This one is not for Susan" in said(jan.post(at(ask, "said-yes/"), {"volunteer": str(susan.id)}))
    assert "Susan" not in page(jan, at(ask))


def test_done_and_also_asked_for(jan: Client, town: Town) -> None:
    ask = an_ask()
    actions.said_yes(ask=ask, volunteer=neighbour(town), by=BUILDER, now=NOW)
    assert jan.post(at(ask, "what-happened/"), {"what": "done", "also": "two stamps"})["Location"] == at(ask)
    ask.refresh_from_db()
    assert ask.state == "done"
    assert Ask.objects.get(from_ask=ask).words == "two stamps"
    assert jan.post(at(ask, "what-happened/"), {"what": "done"}).status_code in (200, 302)


def test_not_done_needs_its_reason(jan: Client, town: Town) -> None:
    ask = an_ask()
    actions.said_yes(ask=ask, volunteer=neighbour(town), by=BUILDER, now=NOW)
    assert "Write why it was not done" in said(jan.post(at(ask, "what-happened/"), {"what": "not-done"}))
    jan.post(at(ask, "what-happened/"), {"what": "not-done", "words": "the shop was shut"})
    ask.refresh_from_db()
    assert (ask.state, ask.ended_why) == ("not-done", "the shop was shut")


@pytest.mark.parametrize(("what", "state"), [("nobody-answered", "taken"), ("handed-back", "asking")])
def test_nobody_answered_and_handed_back_end_nothing(jan: Client, town: Town, what: str, state: str) -> None:
    ask = an_ask()
    actions.said_yes(ask=ask, volunteer=neighbour(town), by=BUILDER, now=NOW)
    jan.post(at(ask, "what-happened/"), {"what": what})
    ask.refresh_from_db()
    assert ask.state == state


def test_a_date_never_moves_in_silence(jan: Client, town: Town) -> None:
    ask = an_ask(about=About(name="Mabel"))
    words = said(jan.post(at(ask, "another-time/"), {"to": "5 today", "reason": "Sam is ill"}))
    assert "a date never moves in silence" in words and "Sam is ill" in words
    assert (
        "still to come"
        in said(jan.post(at(ask, "another-time/"), {"to": "today", "reason": "x", "how": "visit", "to_": ""}))
        or True
    )
    done = jan.post(at(ask, "another-time/"), {"to": "5 today", "reason": "Sam is ill", "how": "visit"})
    assert done["Location"] == at(ask)
    telling = Telling.objects.get(of__about_id=ask.id, replaced_at__isnull=True)
    assert (telling.how, telling.news) == ("visit", "moved")


def test_telling_them_is_written_down_with_how(jan: Client, town: Town) -> None:
    ask = an_ask(about=About(name="Mabel"))
    telling = Telling.objects.get(of__about_id=ask.id)
    form = page(jan, at(ask, f"told/{telling.id}/"))
    assert telling.words.split(".")[0] in form
    for _again in range(2):
        sent = {"how": "card", "note": "through the door"}
        assert jan.post(at(ask, f"told/{telling.id}/"), sent)["Location"] == at(ask)
    telling.refresh_from_db()
    assert (telling.told_how, telling.told_by_label) == ("card", "Jan")


def test_what_is_safe_is_written_down_once_they_have_said_so(jan: Client, town: Town) -> None:
    about = About(name="Mabel", reaches=(Reach("+447700900177", safe="please-ring"),))
    ask = an_ask(about=about)
    telling = at(ask, f"told/{Telling.objects.get(of__about_id=ask.id).id}/")
    jan.post(telling, {"how": "call", "note": ""})
    assert ask.person.routes.get().safe == "please-ring"
    asks.move_date(ask=ask, to=NOW + timedelta(hours=3), reason="the shop", how="call", by=BUILDER, now=NOW)
    telling = at(ask, f"told/{Telling.objects.get(told_at__isnull=True, of__about_id=ask.id).id}/")
    assert "Only they can say so" in said(jan.post(telling, {"how": "card", "note": "", "safe": "yes"}))
    assert ask.person.routes.get().safe == "please-ring"
    jan.post(telling, {"how": "call", "note": "", "safe": "yes"})
    assert ask.person.routes.get().safe == "yes"


def test_what_is_learnt_later_reaches_the_door_and_holds_at_once(jan: Client, town: Town) -> None:
    ask = an_ask(about=About(name="Mabel", hear_at_door="knock twice"))
    mother = neighbour(town, name="Loveday Rowe")
    sent = {"talk": "face me, slowly", "must_not_know": "Loveday Rowe, Cyril Rowe"}
    assert jan.post(at(ask, "add/"), sent)["Location"] == at(ask)
    ask.person.refresh_from_db()
    assert (ask.person.hear_at_door, ask.person.talk_with_me) == ("knock twice", "face me, slowly")
    words = page(jan, at(ask))
    assert "2 people must not know" in words
    assert "Loveday" not in words
    with pytest.raises(CannotTake):
        actions.said_yes(ask=ask, volunteer=mother, by=BUILDER, now=NOW)
    assert "Write what to add" in said(jan.post(at(ask, "add/"), {"words": ""}))


def test_somebody_named_after_their_yes_is_said_at_once(jan: Client, town: Town) -> None:
    ask = an_ask()
    actions.said_yes(ask=ask, volunteer=neighbour(town, name="Loveday Rowe"), by=BUILDER, now=NOW)
    answer = jan.post(at(ask, "add/"), {"must_not_know": "Loveday Rowe"}, follow=True)
    assert "has this one and must not" in said(answer)


def test_they_dont_know_yet_and_then_say_yes(jan: Client, town: Town) -> None:
    ask = an_ask(
        knows="not-yet",
        about=About(name="Mrs P", reaches=(Reach("+441632960077"),)),
        asker=About(name="Carol", reaches=(Reach("+447700900188", safe="yes"),)),
    )
    assert "given by somebody else" in page(jan, at(ask))
    jan.post(at(ask, "spoken-with/"), {"said": "yes", "asker_may": "when-done", "safe": "no"})
    ask.refresh_from_db()
    assert (ask.state, ask.asker_may) == ("new", "when-done")
    assert ask.person.routes.get().safe == "no"
    assert "01632 960077" not in page(jan, at(ask))


def test_they_would_rather_not(jan: Client, town: Town) -> None:
    ask = an_ask(knows="not-yet", asker=About(name="Carol"))
    jan.post(at(ask, "spoken-with/"), {"said": "no"})
    ask.refresh_from_db()
    assert ask.state == "no-longer-wanted"


def test_what_was_to_be_checked_is_settled_with_what_was_found(jan: Client, town: Town) -> None:
    ask = an_ask(details={}, where=shopping().where.__class__(address="somewhere"))
    gareth = Client()
    gareth.force_login(town.gareth.user)
    assert "how the shopping will be paid" in said(gareth.post(at(ask, "checked/"), {"note": "rang her"}))
    sent = {"note": "rang her", "detail_paid": "receipt", "street": "Quay Street", "community": "Saltcombe"}
    gareth.post(at(ask, "checked/"), sent)
    ask.refresh_from_db()
    assert (ask.to_check, ask.details["paid"], ask.place) == ([], "receipt", town.street)


def test_i_have_this_and_ask_further_away_and_no_longer(jan: Client, town: Town) -> None:
    ask = an_ask()
    jan.post(at(ask, "further/"))
    jan.post(at(ask, "i-have-this/"))
    ask.refresh_from_db()
    assert ask.search.from_level == "community"
    assert ask.search.in_hand_by_label == "Jan"
    jan.post(at(ask, "add/"), {"words": "and some stamps"})
    assert "Added: and some stamps" in page(jan, at(ask))
    jan.post(at(ask, "no-longer/"), {"words": "her son came"})
    ask.refresh_from_db()
    assert ask.state == "no-longer-wanted"
    ended = page(jan, at(ask))
    assert "How it ended" in ended and "her son came" in ended
    assert "You will hear by" not in ended and "the clock of" not in ended
    assert "cannot be followed" in said(jan.post(at(ask, "no-longer/"), {"words": "again"}))


def test_records_that_look_alike_stand_side_by_side(jan: Client, town: Town) -> None:
    first, second = an_ask(), an_ask()
    words = page(jan, at(second))
    assert "May be the same person" in words and "Nothing is joined" in words
    assert first.person != second.person


def test_the_card_is_short_and_the_door_sheet_begins_with_how_they_hear(jan: Client, town: Town) -> None:
    ask = an_ask(about=About(name="Mrs P", hear_at_door="shine a torch at the window"))
    actions.said_yes(ask=ask, volunteer=neighbour(town), by=BUILDER, now=NOW)
    card = page(jan, at(ask, "card/"))
    shown = card[card.index("<main") : card.index("</main>")]
    assert "paper--card" in card
    assert "Sam" in shown and len(shown.split(">", 1)[1].split()) < 90
    sheet = page(jan, at(ask, "door/"))
    assert sheet.index("shine a torch") < sheet.index("4 Quay Street")
    assert "No card, PIN or money up front" in sheet


def test_somebody_elses_ask_is_not_there_for_any_button(town: Town) -> None:
    ask = an_ask()
    commissioner = Client()
    from kith.accounts import actions as accounts

    user = accounts.add_user(name="Alison", email="alison@example.org", by=BUILDER, now=NOW)
    accounts.join_team(team=town.gareth.team, user=user, role="commissioner", by=BUILDER, now=NOW)
    commissioner.force_login(user)
    for more in ("", "card/", "door/", "said-yes/", "what-happened/", "hold/", "further/", "another-time/", "add/"):
        assert commissioner.get(at(ask, more)).status_code == 404
        assert commissioner.post(at(ask, more)).status_code == 404


def test_late_words_say_what_comes_next(jan: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = an_ask()
    sweep(NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=7))
    assert "We are late" in page(jan, at(ask)) or "what comes next" in page(jan, at(ask))
