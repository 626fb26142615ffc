"""Partners: asked with the card and the person's permission, one taker in all, and our holder stays."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from kith.access import policy
from kith.accounts.models import Team
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.asks.wanted import Where
from kith.dispatch import actions
from kith.dispatch.actions import NotYours, Partner, SomebodyHasIt
from kith.dispatch.actions.offering import offer_to
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, PartnerCard, Search
from kith.dispatch.partners import likely_partners, partners_wait_for_a_word, takes
from kith.dispatch.permissions import CannotTake
from kith.dispatch.pool import Pool
from kith.dispatch.queries.partner import of_ask
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.matching import Level
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.models import Message
from kith.people import actions as people
from kith.people.actions import About
from kith.people.models import ContactRoute, Person
from kith.promises.models import DutyCall, Telling
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def a_partner(town: Town, name: str = "Quay Stores", **changes: object) -> Team:
    facts = {"partner_kind": "business", "email": "shop@example.org", "phone": "01632 960555", **changes}
    partner = Partner(name=name, **facts)
    return actions.add_partner(place=town.community, partner=partner, by=BUILDER, now=NOW)


def an_ask(may: str = "yes", **changes: object) -> Ask:
    where = Where(street="Quay Street", community="Saltcombe", address="4 Quay Street", postcode="ZZ31 4AB")
    ask = asks.open_ask(wanted=shopping(where=where, **changes), by=Actor.public(), now=NOW)
    asks.say_partners_may(ask=ask, may=may, by=BUILDER, now=NOW)
    actions.begin(ask=ask, by=BUILDER, now=NOW)
    return Ask.objects.get(pk=ask.pk)


def card_for(ask: Ask, team: Team, now: datetime = NOW) -> PartnerCard:
    return actions.card_to(ask=ask, team=team, by=BUILDER, now=now)


def says(card: PartnerCard, answer: str, now: datetime = NOW) -> Ask:
    return actions.partner_answers(card=card, answer=answer, by=Actor.partner(card.team), now=now)


def test_before_a_yes_a_partner_reads_nothing_of_who_it_is(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    card = card_for(ask, team)
    message = Message.objects.get(kind="partner-card")
    routes = [route.value for route in ContactRoute.objects.filter(person=ask.person)]
    said = f"{message.subject} {message.body} {card.card}"
    for secret in (ask.person.name, ask.person.first_name, ask.address, ask.postcode, *routes, ask.reference):
        assert secret
        assert secret not in said
    assert (message.audience, message.address, message.state) == ("partner", "shop@example.org", "waiting")
    partner = Actor.partner(team)
    assert policy.decide(partner, "view", card)
    for row in (ask, ask.person, ContactRoute.objects.filter(person=ask.person).first()):
        assert not policy.decide(partner, "view", row)


def test_after_a_yes_the_person_and_the_way_to_reach_them_are_theirs_until_it_is_handed_back(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    card = card_for(ask, team)
    says(card, "yes")
    partner = Actor.partner(team)
    assert Ask.objects.visible_to(partner).get() == ask
    assert Person.objects.visible_to(partner).get() == ask.person
    actions.partner_hands_back(card=card, by=partner, now=NOW + timedelta(minutes=5))
    assert not Ask.objects.visible_to(partner).exists()
    assert not ContactRoute.objects.visible_to(partner).exists()


def test_without_the_persons_yes_no_partner_is_asked(town: Town) -> None:
    team = a_partner(town)
    for may, waits in (("no", False), ("ask-first", True)):
        ask = an_ask(may, client_key=may)
        assert likely_partners(ask, [], NOW) == []
        assert partners_wait_for_a_word(ask, [], NOW) is waits
        with pytest.raises(CannotTake):
            card_for(ask, team)
    assert not PartnerCard.objects.exists()
    assert not Message.objects.filter(audience="partner").exists()


def test_the_holder_is_asked_to_ask_them_first(town: Town) -> None:
    a_partner(town)
    ask = an_ask("ask-first")
    asks.ask_them_about_partners(ask=ask, by=BUILDER, now=NOW)
    assert "by 10:30 today: May we also ask" in ask.events.last().staff_words
    assert Message.objects.filter(kind="about-a-partner", user=town.jan.user).exists()


def test_the_holder_keeps_the_promise_and_the_person_hears_who_will_be_in_touch(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    holder = ask.promise.holder
    says(card_for(ask, team), "yes")
    ask.refresh_from_db()
    card = PartnerCard.objects.get()
    assert (ask.state, ask.taken_by, ask.taken_by_team, ask.taker) == ("taken", None, team, "Quay Stores")
    assert (ask.promise.state, ask.promise.holder) == ("open", holder)
    assert NOW < card.check_by < ask.promise.next_contact_by <= card.check_by + timedelta(minutes=15)
    assert "Quay Stores said yes" in ask.promise.explanation
    told = Message.objects.get(kind="a-partner-has-it")
    assert "Quay Stores has said yes, and will be in touch with you." in told.body


def test_nobody_in_touch_in_time_brings_it_back_to_the_search_and_tells_the_holder(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    says(card_for(ask, team), "yes")
    card = PartnerCard.objects.get()
    sweep(card.check_by - timedelta(minutes=29))
    assert Message.objects.filter(kind="been-in-touch").exists()
    assert Message.objects.filter(kind="partner-how-is-it-going").exists()
    ask.refresh_from_db()
    assert ask.state == "taken"
    sweep(card.check_by)
    ask.refresh_from_db()
    card.refresh_from_db()
    assert (ask.state, ask.taken_by_team, card.state) == ("asking", None, "not-reached")
    (line,) = of_ask(ask, Actor.user(town.jan.user), card.check_by).lines
    assert line.state == "we do not know whether they were in touch"
    assert ask.promise.state == "open"
    assert ask.promise.holder is not None
    assert Search.objects.get(ask=ask).look_again_at <= card.check_by + timedelta(minutes=10)
    assert Message.objects.filter(kind="about-a-partner", user=ask.promise.holder.user).count() == 2
    assert "We do not know whether Quay Stores has been in touch" in Message.objects.get(kind="partner-not-known").body
    assert "We do not know whether you have been in touch" in team.messages.get(kind="partner-no-word").body


def test_the_person_says_that_they_were_reached_and_it_stays_where_it_is(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    says(card_for(ask, team), "yes")
    person = Actor.person(ask.person)
    for _twice in range(2):
        actions.person_was_reached(ask=ask, by=person, now=NOW + timedelta(hours=1), how="their page")
    card = PartnerCard.objects.get()
    sweep(card.check_by)
    ask.refresh_from_db()
    card.refresh_from_db()
    assert (ask.state, card.state, card.reached_how) == ("taken", "reached", "their page")
    assert ask.promise.state == "open"
    assert "has been in touch" in ask.promise.explanation
    actions.partner_finishes(card=card, by=Actor.partner(team), now=NOW + timedelta(hours=3))
    ask.refresh_from_db()
    assert (ask.state, ask.promise.state) == ("done", "kept")


def test_the_person_says_that_they_were_not_and_somebody_else_is_sought(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    says(card_for(ask, team), "yes")
    person = Actor.person(ask.person)
    actions.person_was_not_reached(ask=ask, by=person, now=NOW + timedelta(hours=1), how="their page")
    ask.refresh_from_db()
    assert (ask.state, ask.taken_by_team) == ("asking", None)
    assert likely_partners(ask, [team.id], NOW) == []


def climb(ask: Ask, until: str) -> datetime:
    """Let the clock run until the ladder of this ask stands there."""
    now = NOW
    for _turn in range(80):
        sweep(now)
        search = Search.objects.get(ask=ask)
        if search.level == until:
            return now
        assert search.look_again_at is not None
        now = max(search.look_again_at, now + timedelta(seconds=30))
    raise AssertionError(f"the ladder never came to {until}")


def test_the_ladder_asks_partners_when_no_neighbour_can_and_before_a_person_is_rung(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    now = climb(ask, "partner")
    card = PartnerCard.objects.get()
    assert (card.team, card.state) == (team, "offered")
    assert not Message.objects.filter(channel="ring").exists()
    says(card, "yes", now)
    sweep(now + timedelta(minutes=1))
    ask.refresh_from_db()
    assert ask.taken_by_team == team


@pytest.mark.parametrize(("kind", "who"), [("welfare_check", "police_fire"), ("call", "nhs_volunteers")])
def test_checks_and_calls_come_to_partners_who_are_down_for_them(town: Town, kind: str, who: str) -> None:
    team = a_partner(town, "Quay Watch", partner_kind=who, takes_kinds=(kind,))
    a_partner(town, "Corner Shop", takes_kinds=("shopping",))
    ask = an_ask(kind=kind, details={}, need_by=NOW + timedelta(hours=8))
    climb(ask, "partner")
    assert PartnerCard.objects.get().team == team
    assert not Message.objects.filter(channel="ring").exists()


def test_a_partner_that_says_nothing_never_keeps_the_phone_from_ringing_in_time(town: Town) -> None:
    a_partner(town)
    ask = an_ask()
    now = climb(ask, "person")
    assert now < ask.need_by
    assert Search.objects.get(ask=ask).rang_at is not None
    # And a late yes still has it.
    says(PartnerCard.objects.get(), "yes", now + timedelta(minutes=5))
    ask.refresh_from_db()
    assert ask.state == "taken"


def test_the_holder_is_told_once_to_ask_and_a_late_yes_asks_a_partner_at_once(town: Town) -> None:
    a_partner(town)
    ask = an_ask("ask-first")
    now = climb(ask, "person")
    assert not PartnerCard.objects.exists()
    assert ask.events.filter(what="ask.partners_wait").count() == 1
    actions.person_says_partners_may(ask=ask, may="yes", by=Actor.user(town.jan.user), now=now)
    card = PartnerCard.objects.get()
    assert card.state == "offered"
    actions.person_says_partners_may(ask=ask, may="no", by=Actor.user(town.jan.user), now=now)
    card.refresh_from_db()
    assert card.state == "not-needed"
    with pytest.raises(CannotTake):
        says(card, "yes", now)


def offered_to(ask: Ask, town: Town) -> Offer:
    more = {"level": Level.STREET, "why": "near", "km": 1.0, "need_by": NOW + timedelta(hours=6)}
    return offer_to(ask=ask, volunteer=neighbour(town), pool=Pool(NOW), by=BUILDER, now=NOW, **more)


def test_a_volunteers_yes_thanks_the_partner_and_a_partners_the_volunteer(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    card, offer = card_for(ask, team), offered_to(ask, town)
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    with pytest.raises(SomebodyHasIt):
        says(card, "yes")
    card.refresh_from_db()
    assert card.state == "somebody-else"
    assert Message.objects.filter(kind="partner-thanks").exists()
    other = an_ask(client_key="another")
    card = card_for(other, team)
    offer = offer_to(
        ask=other, volunteer=offer.volunteer, level=Level.STREET, why="", km=1.0, pool=Pool(NOW), need_by=NOW,
        by=BUILDER, now=NOW,
    )  # fmt: skip
    says(card, "yes")
    with pytest.raises(SomebodyHasIt):
        actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    offer.refresh_from_db()
    assert offer.state == "somebody-else"


def test_two_partners_one_taker_and_the_same_yes_twice_is_one(town: Town) -> None:
    ask = an_ask()
    first, second = card_for(ask, a_partner(town)), card_for(ask, a_partner(town, "Quay Chemist"))
    assert says(first, "yes") == says(first, "yes")
    with pytest.raises(SomebodyHasIt):
        says(second, "yes")
    assert PartnerCard.objects.filter(state="accepted").count() == 1


def test_a_partner_that_rang_is_keyed_with_who_keyed_it(town: Town) -> None:
    team = a_partner(town, email="")
    ask = an_ask()
    actions.rang(ask=ask, team=team, answer="yes", by=Actor.user(town.jan.user), now=NOW)
    card = PartnerCard.objects.get()
    assert (card.state, card.answered_how) == ("accepted", "phone")
    assert "keyed by Jan" in card.answered_by_label
    # A landline gets no text: they were rung, and are rung again.
    assert not Message.objects.filter(audience="partner").exists()


def test_hours_kinds_most_a_day_and_who_must_not_know_hold_a_partner_back(town: Town) -> None:
    ask = an_ask()
    assert a_partner(town, "Closed", opens=time(12), closes=time(14)) not in likely_partners(ask, [], NOW)
    assert a_partner(town, "Mondays", open_days=(1,)) not in likely_partners(ask, [], NOW)
    assert a_partner(town, "Dogs", takes_kinds=("dog_walk",)) not in likely_partners(ask, [], NOW)
    busy = a_partner(town, "Busy", most_a_day=1)
    assert busy in likely_partners(ask, [], NOW)
    card_for(an_ask(client_key="another"), busy)
    assert busy not in likely_partners(ask, [], NOW)
    assert busy in likely_partners(ask, [], NOW + timedelta(days=1))
    his = a_partner(town, "Hill Garage", contact_name="Dan Trevor")
    assert his in likely_partners(ask, [], NOW)
    people.must_not_meet(person=ask.person, other_name="Dan Trevor", by=BUILDER, now=NOW)
    assert his not in likely_partners(ask, [], NOW)
    with pytest.raises(CannotTake):
        card_for(ask, his)


def test_a_check_is_needed_by_name_and_further_away_leaves_out_the_shop_round_the_corner(town: Town) -> None:
    anything, checked = a_partner(town), a_partner(town, "Check", takes_kinds=("welfare_check", "shopping"))
    assert not takes(anything, "welfare_check", {})
    assert takes(checked, "welfare_check", {})
    ask = an_ask(about=About(name="Edith Pound", further_away=True))
    assert ask.partners_may == "yes"
    assert likely_partners(ask, [], NOW) == []


def test_an_ask_that_is_over_ends_its_cards(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    card = card_for(ask, team)
    actions.call_off(ask=ask, by=Actor.person(ask.person), now=NOW)
    card.refresh_from_db()
    assert card.state == "not-needed"
    assert Message.objects.filter(kind="partner-no-longer-needed").exists()


def test_the_gate_refuses_a_message_that_would_say_who_it_is(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    for number, words in enumerate((f"For {ask.person.name}.", f"Ring {ask.person.routes.first().value}")):
        letter = Letter(kind="partner-card", body=words, key=f"k{number}", about_person=ask.person)
        sent = outbox.write_to_partner(letter=letter, team=team, place=ask.place, by=BUILDER, now=NOW)
        assert sent.state == "refused"
    closed = a_partner(town, "Closed", opens=time(12), closes=time(14), email="closed@example.org")
    letter = Letter(kind="partner-card", body="Shopping for somebody.", key="k9", about_person=ask.person)
    sent = outbox.write_to_partner(letter=letter, team=closed, place=ask.place, by=BUILDER, now=NOW)
    assert (sent.state, sent.not_before) == ("held", NOW.replace(hour=12))


def test_a_partner_hears_that_it_is_not_needed_when_the_person_has_died(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    says(card_for(ask, team), "yes")
    actions.leave_in_peace(person=ask.person, what="died", said_by="her son", by=BUILDER, now=NOW)
    assert PartnerCard.objects.get().state == "not-needed"
    assert Message.objects.get(kind="partner-no-longer-needed").state == "waiting"
    assert not Ask.objects.visible_to(Actor.partner(team)).filter(state="taken").exists()


def test_words_that_cannot_wait_give_a_partner_twenty_minutes(town: Town) -> None:
    team, ask = a_partner(town), an_ask(words="bread please, and I have chest pains")
    says(card_for(ask, team), "yes")
    assert PartnerCard.objects.get().check_by == NOW + timedelta(minutes=20)


def test_a_partner_nobody_may_write_to_is_rung_by_the_holder(town: Town) -> None:
    team, ask = a_partner(town, email=""), an_ask()
    card_for(ask, team)
    assert "Ring Quay Stores on 01632 960555" in ask.events.last().staff_words
    assert Message.objects.filter(kind="about-a-partner", user=town.jan.user).exists()


def test_many_asks_at_once_come_to_their_partners_and_back(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="kith.dispatch.jobs")
    team = a_partner(town)
    several = [an_ask(client_key=f"one of {n}") for n in range(3)]
    now = climb(several[0], "partner")
    for ask in several[1:]:
        assert Search.objects.get(ask=ask).level == "partner"
    cards = list(PartnerCard.objects.select_related("team").order_by("offered_at"))
    assert {card.ask_id for card in cards} == {ask.id for ask in several}
    for card in cards:
        says(card, "yes", now)
    checks = {card.check_by for card in PartnerCard.objects.all()}
    for at in (min(checks) - timedelta(minutes=30), max(checks)):
        sweep(at)
    assert set(PartnerCard.objects.values_list("state", flat=True)) == {"not-reached"}
    assert set(Ask.objects.values_list("state", "taken_by_team")) == {("asking", None)}
    assert team.messages.filter(kind="partner-no-word").count() == 3
    assert not caplog.records, "the steps were taken one by one"


def test_somebody_else_did_it_so_the_partner_that_has_it_is_told(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    says(card_for(ask, team), "yes")
    actions.already_done(ask=ask, by=Actor.user(town.jan.user), now=NOW + timedelta(minutes=1))
    ask.refresh_from_db()
    assert (ask.state, PartnerCard.objects.get().state) == ("done", "not-needed")
    assert "no longer needed" in Message.objects.get(kind="partner-no-longer-needed").body


def test_a_stale_page_neither_holds_nor_seeks_again_what_somebody_has(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    stale = Ask.objects.get(pk=ask.pk)
    says(card_for(ask, team), "yes")
    before = Search.objects.get(ask=ask).look_again_at
    jan = Actor.user(town.jan.user)
    for act in (actions.hold_for_me, actions.let_go_of_hold, actions.ask_further_away, actions.ask_nearer):
        with pytest.raises(WrongMove, match="Nobody is sought"):
            act(ask=stale, by=jan, now=NOW + timedelta(minutes=1))
    search = Search.objects.get(ask=ask)
    assert (search.look_again_at, search.held_until) == (before, None)


def test_a_partner_that_said_nothing_is_silent_when_its_rung_ends(town: Town) -> None:
    a_partner(town)
    climb(an_ask(), "person")
    assert PartnerCard.objects.get().state == "silent"


def test_a_no_to_partners_holds_when_one_has_it(town: Town) -> None:
    team, ask = a_partner(town), an_ask()
    offered = card_for(ask, a_partner(town, "Quay Chemist"))
    has_it = card_for(ask, team)
    says(has_it, "yes")
    PartnerCard.objects.filter(pk=offered.pk).update(state="offered")
    later = NOW + timedelta(minutes=1)
    for _twice in range(2):
        actions.person_says_partners_may(ask=ask, may="no", by=Actor.user(town.jan.user), now=later)
    ask.refresh_from_db()
    assert (ask.state, ask.taken_by_team, ask.partners_may) == ("asking", None, "no")
    assert set(PartnerCard.objects.values_list("state", flat=True)) == {"not-needed"}
    assert Message.objects.filter(kind="partner-no-longer-needed").count() == 2
    for rows in (Ask.objects, Person.objects, ContactRoute.objects):
        assert not rows.visible_to(Actor.partner(team)).exists()
    assert Search.objects.get(ask=ask).look_again_at == later
    assert "They do not wish a partner" in Message.objects.filter(kind="about-a-partner").latest("created_at").body
    assert "As you wished, Quay Stores" in ask.promise.explanation
    with pytest.raises(CannotTake):
        says(has_it, "yes", later)


def test_where_nobody_can_write_to_the_person_the_holder_promises_to_ask_them(town: Town) -> None:
    team, ask = a_partner(town), an_ask(about=About(name="Edith Pound"))
    says(card_for(ask, team), "yes")
    card = PartnerCard.objects.get()
    sweep(card.check_by - timedelta(minutes=29))
    asking = Telling.objects.get(news="been-in-touch", replaced_at=None)
    assert (asking.how, asking.promise.state) == ("visit", "open")
    assert asking.promise.next_contact_by <= card.check_by
    assert asking.promise.holder == ask.promise.holder
    assert "Ring or knock, and ask the person" in ask.events.last().staff_words
    sweep(card.check_by)
    ask.refresh_from_db()
    assert ask.state == "asking"
    assert "We do not know whether Quay Stores has been in touch" in ask.promise.explanation
    said = " ".join(team.messages.values_list("body", flat=True))
    assert "have not heard from you" not in said


def test_a_partners_own_word_is_a_hint_to_the_holder_and_no_more(town: Town) -> None:
    team, ask = a_partner(town), an_ask(about=About(name="Edith Pound"))
    card = card_for(ask, team)
    with pytest.raises(NotYours):
        actions.partner_was_in_touch(card=card, by=Actor.partner(team), now=NOW)
    says(card, "yes")
    for _twice in range(2):
        actions.partner_was_in_touch(card=card, by=Actor.partner(team), now=NOW + timedelta(minutes=5))
    card.refresh_from_db()
    assert (card.state, card.reached_at) == ("accepted", None)
    assert ask.events.filter(staff_words__contains="says that they have been in touch").count() == 1
    assert Message.objects.filter(kind="about-a-partner", user=town.jan.user).count() == 1
    sweep(card.check_by - timedelta(minutes=29))
    actions.person_was_reached(ask=ask, by=Actor.user(town.jan.user), now=card.check_by, how="call")
    card.refresh_from_db()
    assert card.state == "reached"
    assert not Telling.objects.filter(news="been-in-touch", replaced_at=None).exists()


def test_a_partners_yes_stops_the_duty_phone_like_a_volunteers_and_danger_rings_on(town: Town) -> None:
    team = a_partner(town)
    quiet = an_ask()
    now = climb(quiet, "person")
    rings = DutyCall.objects.filter(about_id=quiet.promise_id, seen_at__isnull=True)
    assert rings.exists()
    says(PartnerCard.objects.get(ask=quiet), "yes", now)
    assert not rings.exists()
    danger = an_ask(words="bread please, and I have chest pains", client_key="danger")
    asks.ring_duty(ask=danger, why="it may be danger", by=BUILDER, now=now)
    says(card_for(danger, team, now), "yes", now)
    assert DutyCall.objects.filter(about_id=danger.promise_id, seen_at__isnull=True).exists()
