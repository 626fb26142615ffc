"""Whose yes counts: their own. Somebody else's only with a paper that was seen, and never past eighteen."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kith.access.rules import RULES, When
from kith.accounts.models import Membership
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.governance import actions, wording
from kith.governance.actions import CannotSay, Said, Speaker
from kith.governance.models import Permission, Purpose, SpeaksFor
from kith.governance.queries import is_grown, may_be_told, may_decide, speaks_now, whose_say_counts
from kith.governance.whose_say import OWN, Age, Band, band_of, whose_say
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people.actions import About
from kith.people.models import Person
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

TODAY = date(2026, 11, 24)
PARENT = {"basis": "parent", "seen": "the birth certificate", "seen_by": "Nisha", "until": NOW + timedelta(days=300)}


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def jay(town: Town) -> Person:
    wanted = shopping(about=About(name="Jay Marsh"), words="I left care last year and need a few things")
    return asks.open_ask(wanted=wanted, by=Actor.public(), now=NOW).person


def speaks(person: Person, **changes: object) -> SpeaksFor:
    return actions.may_speak_for(person=person, speaker=Speaker(name="Ms Marsh", **changes), by=BUILDER, now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("band", "noted", "own", "guardian"),
    [
        (Band.UNDER, False, False, True),
        (Band.UNDER, True, False, True),
        (Band.THIRTEEN, False, False, True),
        (Band.THIRTEEN, True, True, False),
        (Band.SIXTEEN, False, True, False),
        (Band.GROWN, False, True, False),
    ],
)
def test_under_thirteen_a_guardian_is_asked_and_then_their_own_say_comes_first(
    band: Band, noted: bool, own: bool, guardian: bool
) -> None:
    found = whose_say(Age(band, TODAY, own_say=noted), TODAY)
    assert (found.own, found.ask_guardian) == (own, guardian)


def test_an_age_is_never_needed() -> None:
    assert whose_say(None, TODAY) == OWN


def test_a_band_grows_older_by_itself_and_a_date_to_the_day() -> None:
    said = Age(Band.SIXTEEN, date(2025, 11, 20))
    assert band_of(said, TODAY) is Band.GROWN
    assert band_of(Age(Band.UNDER, TODAY), date(2029, 12, 1)) is Band.THIRTEEN
    exact = Age(Band.SIXTEEN, TODAY, grown_on=date(2026, 12, 1))
    assert band_of(exact, date(2026, 11, 30)) is Band.SIXTEEN
    assert band_of(exact, date(2026, 12, 1)) is Band.GROWN


def test_a_parent_speaks_for_them_no_more_from_the_day_they_are_eighteen(jay: Person) -> None:
    actions.say_age(person=jay, band=Band.THIRTEEN, by=BUILDER, now=NOW)
    parent = speaks(jay, may_decide=("help",), **PARENT)
    assert may_decide(parent, Purpose.HELP, NOW)
    actions.say_age(person=jay, band=Band.SIXTEEN, grown_on=(NOW + timedelta(days=2)).date(), by=BUILDER, now=NOW)
    assert not may_decide(parent, Purpose.HELP, NOW)  # their own say comes first
    assert speaks_now(parent, NOW)
    assert not speaks_now(parent, NOW + timedelta(days=2))


def test_having_been_in_care_adds_no_guardian_no_word_on_screen_and_nobodys_sight(
    jay: Person, town: Town, client: Client
) -> None:
    """Their council had parental responsibility; they are nineteen, and said in their own words that they left care."""
    actions.say_age(person=jay, band=Band.GROWN, by=BUILDER, now=NOW)
    with pytest.raises(CannotSay, match="18 or over"):
        speaks(jay, may_decide=("help",), **PARENT)
    assert whose_say_counts(jay.id, NOW) == OWN
    everybody = Membership.objects.select_related("user")
    sees = {one.id: Person.objects.visible_to(Actor.user(one.user)).filter(pk=jay.pk).exists() for one in everybody}
    other = asks.open_ask(wanted=shopping(about=About(name="Kit Lee")), by=Actor.public(), now=NOW).person
    assert sees == {
        one.id: Person.objects.visible_to(Actor.user(one.user)).filter(pk=other.pk).exists() for one in everybody
    }
    client.force_login(town.jan.user)
    for page in (f"/person/{jay.id}/", f"/person/{jay.id}/permission/"):
        words = unescape(client.get(page).content.decode()).split("<main", 1)[1].casefold()
        assert "guardian" not in words and "parental" not in words and "care leaver" not in words
    assert Ask.objects.get(person=jay).promise.holder == Ask.objects.get(person=other).promise.holder


def test_a_paper_that_nobody_has_seen_lets_nobody_speak(jay: Person) -> None:
    with pytest.raises(CannotSay, match="has to have looked"):
        speaks(jay, basis="lpa-health", may_decide=("help",))
    with pytest.raises(CannotSay, match="Deciding stays with the person"):
        speaks(jay, basis="named", may_decide=("help",))
    with transaction.atomic(), pytest.raises(IntegrityError):
        SpeaksFor.objects.create(
            controller_id=jay.controller_id, person=jay, name="Ann", basis="deputy", by_label="x", at=NOW
        )


def test_what_somebody_says_for_them_counts_only_as_far_as_they_may_decide(jay: Person) -> None:
    paper = {"seen": "the registered paper", "seen_by": "Nisha"}
    carol = speaks(jay, basis="lpa-health", may_decide=("help",), **paper)
    say = actions.take_back(person=jay, purpose=Purpose.HELP, said=Said(said_by=carol), by=BUILDER, now=NOW)
    assert say.said_by == carol
    with pytest.raises(CannotSay, match="may not decide this"):
        actions.take_back(person=jay, purpose=Purpose.SHARING, said=Said(said_by=carol), by=BUILDER, now=NOW)
    actions.speaks_no_more(speaker=carol, why="she asked to stop", by=BUILDER, now=NOW)
    with pytest.raises(CannotSay):
        actions.take_back(person=jay, purpose=Purpose.HELP, said=Said(said_by=carol), by=BUILDER, now=NOW)


def test_nobody_who_speaks_for_them_has_a_rule_to_see_how_they_are_safely_reached() -> None:
    told = [rule for rule in RULES if "asker" in rule.who and rule.when is not When.SELF]
    theirs = {model for rule in told for model in rule.models}
    assert not theirs & {"people.ContactRoute", "people.Block", "people.KeptFrom"}


def test_a_best_interest_decision_has_a_name_and_a_moment_to_come_is_refused(jay: Person) -> None:
    with pytest.raises(CannotSay, match="needs both"):
        actions.permit(person=jay, purpose=Purpose.HELP, said=Said(capacity_note="yes"), by=BUILDER, now=NOW)
    with pytest.raises(CannotSay, match="still to come"):
        actions.permit(person=jay, purpose=Purpose.HELP, said=Said(at=NOW + timedelta(minutes=1)), by=BUILDER, now=NOW)
    with pytest.raises(CannotSay, match="end before it begins"):
        actions.permit(person=jay, purpose=Purpose.HELP, until=NOW, by=BUILDER, now=NOW)
    assert not Permission.objects.exists()


def test_one_named_may_be_told_while_nobody_else_is(jay: Person, town: Town) -> None:
    shop = town.bo.team
    actions.take_back(person=jay, purpose=Purpose.SHARING, how="said so", by=BUILDER, now=NOW)
    later = NOW + timedelta(minutes=1)
    assert not may_be_told(jay.id, [shop.id], later)
    to = actions.To("team", shop.id, shop.name)
    until = later + timedelta(hours=1)
    actions.permit(person=jay, purpose=Purpose.SHARING, to=to, until=until, by=BUILDER, now=later)
    assert may_be_told(jay.id, [shop.id], later)
    assert not may_be_told(jay.id, [town.jan.team.id], later)
    assert not may_be_told(jay.id, [shop.id], until)
    assert not is_grown(jay.id, NOW)


def test_a_wording_that_was_once_shown_is_never_edited() -> None:
    """Rows say which one it was. A better sentence is a new version at the end."""
    first = wording.WORDINGS[0]
    assert first.version == "2026-11"
    everything = [*first.opening, *first.always, first.undo, *first.classes.values()]
    everything += [line for lines in first.yes.values() for line in lines]
    for taking in first.taking_back.values():
        everything += [taking.button, *taking.before, taking.after]
    assert len(everything) == 34
    assert sha256("\n".join(map(str, everything)).encode()).hexdigest()[:12] == "5dfc6c004a01"
    assert len({one.version for one in wording.WORDINGS}) == len(wording.WORDINGS)
    assert wording.of_version("older") is wording.LATEST
