"""A concern is kept as it was said, promised within four hours, and read by few."""

from __future__ import annotations

from datetime import timedelta

import pytest
import rows

from kith.accounts import actions as accounts
from kith.kit.actor import Actor
from kith.outbox import lifecycle as messages
from kith.outbox.models import Message
from kith.people.actions import must_not_meet
from kith.promises import actions as promises
from kith.promises.jobs import WATCHDOG, ring
from kith.promises.jobs import sweep as promises_sweep
from kith.promises.models import DutyRing, Kind, Promise
from kith.safeguarding import actions, lifecycle, queries
from kith.safeguarding.jobs import sweep
from kith.safeguarding.models import Concern, Reader
from kith.safeguarding.said import About, Said
from kith.trail.models import Entry
from kith.trail.verbs import HIDDEN_FROM_PEOPLE, Verb

PUBLIC = Actor.public()
MINUTES = timedelta(minutes=1)
SECRET = "zebra-canary her nephew takes her pension"


def said(words: str = SECRET, **more) -> Said:
    return Said(words=words, **more)


def raised(town, words: str = SECRET, by: Actor = PUBLIC, now=None, **more) -> Concern:
    return actions.raise_concern(said=said(words, **more), place=town.combe, by=by, now=now or town.now)


def names(concern: Concern) -> set[str]:
    return {one.name for one in concern.readers.filter(user__isnull=False)}


def test_it_is_kept_as_said_and_promised_within_four_hours_to_the_safeguarding_lead(town):
    concern = raised(town, about_words="Mrs Hale at number 9")
    assert (concern.words, concern.about_words, concern.state) == (SECRET, "Mrs Hale at number 9", lifecycle.NEW)
    promise = concern.promise
    assert (promise.holder, promise.next_contact_by) == (town.gwen_in, town.now + timedelta(hours=4))
    assert promise.kind == Kind.PRIVATE and names(concern) == {"Gwen Pascoe"}
    assert list(queries.for_reader(Actor.user(town.gwen))) == [concern]


def test_in_danger_now_is_half_an_hour_and_what_came_on_paper_counts_from_when_it_was_said(town):
    assert raised(town, danger="yes").look_by == town.now + 30 * MINUTES
    paper = raised(town, "by letter", lane="paper", said_at=town.now - timedelta(hours=3))
    assert paper.look_by == town.now + timedelta(hours=1)
    old = raised(town, "by an old letter", lane="paper", said_at=town.now - timedelta(days=3))
    assert old.look_by == town.now + 15 * MINUTES


def test_the_promise_and_every_message_say_nothing_of_it(town):
    concern = raised(town, "zebra-canary in the words", about_words="zebra-canary Hale", answer="text",
                     answer_to="+447700900123", answer_note="zebra-canary")  # fmt: skip
    ring(town.now)
    rows = [*Message.objects.values_list("body", "subject", "about_label", "kind")]
    rows += [*Promise.objects.values_list("label", "explanation", "meanwhile", "reference")]
    rows += [*DutyRing.objects.values_list("items")]
    rows += [*Entry.objects.values_list("subject_label", "detail", "place_label")]
    assert "zebra" not in str(rows).casefold()
    assert Message.objects.filter(kind="yours", user=town.gwen).count() == 1
    assert str(concern) == "a concern"


def test_the_duty_phone_rings_at_once_and_says_only_for_whom(town):
    raised(town)
    assert ring(town.now) == 1
    found = DutyRing.objects.get()
    assert found.red and "Gwen Pascoe" in found.message.body and "concern" not in found.message.body.casefold()


def test_the_button_pressed_twice_is_one_concern(town):
    first, second = raised(town, client_key="one"), raised(town, client_key="one")
    assert first == second and Concern.objects.count() == 1


@pytest.mark.parametrize(
    "how",
    [
        {"about_words": "Gwen"},
        {"about_words": "somebody called Pascoe, I think"},
        {"words": "I saw Gwen Pascoe shout at him"},
        {"words": "it is gwen, she keeps his money", "about_us": True},
    ],
)
def test_it_never_reaches_the_lead_it_is_about(two_leads, how):
    concern = raised(two_leads, **{"words": "She hits him", **how})
    assert names(concern) == {"Mel Trewin"} and concern.promise.holder == two_leads.mel_in
    assert queries.mine(concern.id, Actor.user(two_leads.gwen)) is None
    assert not Message.objects.filter(user=two_leads.gwen).exists()
    with pytest.raises(actions.CannotShow):
        actions.show(concern=concern, to=two_leads.gwen_in, reason="they asked", by=PUBLIC, now=two_leads.now)


def test_about_the_only_lead_it_goes_to_the_guardian_and_not_to_the_lead_at_any_time(town):
    concern = raised(town, about_words="Gwen Pascoe")
    assert concern.promise.holder == town.ruth_in and names(concern) == {"Ruth Oke"}
    later = town.now
    for _again in range(6):
        later += timedelta(hours=2)
        sweep(later)
    assert "Gwen Pascoe" not in names(concern) and "Gareth Down" in names(concern)


def test_without_any_lead_the_district_has_it(town):
    accounts.end_membership(membership=town.gwen_in, by=town.by, now=town.now)
    concern = raised(town)
    assert concern.promise.holder == town.gareth_in and names(concern) == {"Gareth Down"}


def test_about_the_districts_own_lead_the_phone_they_answer_does_not_ring(town):
    concern = raised(town, about_words="Gareth")
    assert concern.promise.holder == town.gwen_in and not concern.promise.duty_calls.exists()
    assert ring(town.now) == 0


def test_it_climbs_until_somebody_has_read_it_and_no_further(two_leads):
    town = two_leads
    accounts.end_membership(membership=town.mel_in, by=town.by, now=town.now)
    concern = raised(town)
    assert sweep(town.now + 29 * MINUTES) == 0
    sweep(town.now + 31 * MINUTES)
    assert names(concern) == {"Gwen Pascoe", "Gareth Down"}
    by = Actor.user(town.gwen)
    actions.have_read(concern=concern, look_by=town.now + timedelta(days=1), by=by, now=town.now + 40 * MINUTES)
    sweep(town.now + timedelta(hours=9))
    assert names(concern) == {"Gwen Pascoe", "Gareth Down"}
    concern.refresh_from_db()
    assert concern.state == lifecycle.READ and concern.look_by == town.now + timedelta(days=1)


def test_whoever_leaves_reads_it_no_more_and_another_who_may_read_it_has_it(two_leads):
    town, concern = two_leads, raised(two_leads)
    holder = concern.promise.holder
    other = town.mel_in if holder == town.gwen_in else town.gwen_in
    promises.leave_team(membership=holder, by=town.by, now=town.now)
    sweep(town.now + MINUTES)
    concern.refresh_from_db()
    assert concern.promise.holder == other and names(concern) == {other.user.name}
    assert concern.holder_label == other.user.name and not queries.unheld(town.now).exists()
    assert Reader.objects.get(name=holder.user.name).ended_why


def test_a_colleague_cannot_take_it_with_the_rest_of_a_day(town):
    concern = raised(town)
    promises.have_this(promise=concern.promise, membership=town.gareth_in, by=Actor.user(town.gareth), now=town.now)
    with pytest.raises(promises.CannotAsk):
        promises.ask_to_have(giver=town.gwen_in, asked=town.gareth_in, promises=[concern.promise], why="other",
                             by=Actor.user(town.gwen), now=town.now)  # fmt: skip
    concern.promise.refresh_from_db()
    assert concern.promise.holder == town.gwen_in


def test_a_date_that_passes_is_told_upwards_without_a_word_of_it(town):
    concern = raised(town)
    promises_sweep(town.now + timedelta(hours=4, minutes=1))
    concern.promise.refresh_from_db()
    assert concern.promise.first_missed_at is not None
    assert "zebra" not in str([*Entry.objects.values_list("subject_label", "detail")])
    assert WATCHDOG.label


@pytest.mark.parametrize(("how", "to"), [("text", "+447700900123"), ("email", "m@example.org")])
def test_whoever_raised_it_is_told_only_that_we_have_it_where_they_said_it_is_safe(town, how, to):
    concern = raised(town, answer=how, answer_to=to)
    told = Message.objects.get(audience="raiser")
    assert (told.address, told.state) == (to, messages.WAITING)
    assert told.body.startswith("Thank you. We have what you sent us") and "worr" not in told.body
    for actor in (Actor.user(town.gareth), Actor.user(town.gwen), Actor.user(town.ruth)):
        assert not Message.objects.visible_to(actor).filter(pk=told.pk).exists()
    told.state, told.sent_at = messages.SENT, town.now
    told.save()
    sweep(town.now)
    concern.refresh_from_db()
    assert concern.answered_at == town.now


def test_asked_not_to_answer_nothing_leaves_to_anybody_outside(town):
    raised(town, answer="not", answer_to="+447700900123")
    assert set(Message.objects.values_list("audience", flat=True)) == {"staff"}


@pytest.mark.parametrize("why", ["call", "failed", "too many"])
def test_where_no_machine_may_or_can_answer_a_person_promises_to(town, why):
    how = {"answer": "call" if why == "call" else "text", "answer_to": "+447700900123"}
    concern = raised(town, **how, by_a_person_only=why == "too many")
    if why == "failed":
        Message.objects.filter(audience="raiser").update(state=messages.DEAD)
        promises_sweep(town.now)
        assert not Promise.objects.filter(kind=Kind.MESSAGE).exists()
        sweep(town.now)
    concern.refresh_from_db()
    assert concern.answering.holder == town.gwen_in and concern.answering.kind == Kind.PRIVATE
    actions.answered(concern=concern, how="Rang her.", by=Actor.user(town.gwen), now=town.now + MINUTES)
    concern.answering.refresh_from_db()
    assert concern.answering.state == "kept"


def test_what_is_written_on_the_trail_names_no_person_and_no_page_for_people_may_show_it(town):
    concern = raised(town)
    entries = Entry.objects.filter(subject_kind="safeguarding.Concern")
    assert {one.verb for one in entries} <= {verb.value for verb in HIDDEN_FROM_PEOPLE}
    assert {one.subject_id for one in entries} == {concern.id} and {one.subject_label for one in entries} == {
        "a concern"
    }
    assert Verb.PERSON_SEEN not in HIDDEN_FROM_PEOPLE


@pytest.mark.parametrize("kind", ["person", "ask"])
def test_it_never_reaches_a_colleague_whom_the_person_named_before_or_since(two_leads, kind):
    edith = rows.person(two_leads, "Edith Pound", two_leads.quay)
    ask = rows.ask(two_leads, edith, two_leads.quay, two_leads.jan_in)
    Promise.objects.filter(pk=ask.promise_id).update(about_id=ask.id, about_person=edith)
    must_not_meet(person=edith, colleague=two_leads.gwen, by=two_leads.by, now=two_leads.now)
    concern = raised(two_leads, about=About(kind, edith.id if kind == "person" else ask.id, "somebody"))
    assert names(concern) == {"Mel Trewin"}
    must_not_meet(person=edith, colleague=two_leads.mel, by=two_leads.by, now=two_leads.now)
    sweep(two_leads.now)
    assert not names(concern) & {"Gwen Pascoe", "Mel Trewin"}
    assert Concern.objects.get().promise.holder.user.name in names(concern)
