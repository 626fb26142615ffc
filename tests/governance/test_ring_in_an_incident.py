"""A major incident: two named people decide, the list is frozen, safe contact holds, and it ends."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import rows
from django.core.exceptions import PermissionDenied
from emergencies import A_SECOND, actor, build

from kith.asks import actions as asks
from kith.asks import jobs
from kith.governance import actions as governance
from kith.governance import urgent
from kith.governance.actions import Proposal, SayWhy, SignInAgain
from kith.governance.models import Incident, Purpose
from kith.kit.lifecycle import WrongMove
from kith.outbox.models import Message
from kith.people.models import Block, ContactRoute, SafeContact
from kith.promises.models import Promise
from kith.web.queries.incidents import incident_page, one_to_reach

pytestmark = pytest.mark.django_db
WHY = "The river is over the wall at Quay Street"


@pytest.fixture
def town(db):
    town = build()
    for user in (town.ruth, town.gareth):
        governance.name_decider(user=user, by=actor(town.ruth), now=town.now)
    return town


def proposal(town, **more):
    facts = {
        "place": town.combe,
        "name": "the flood",
        "reason": "responding",
        "words": WHY,
        "which": "everybody",
        "criteria": "Everybody who lives below the church",
        "until": town.now + timedelta(days=3),
        "asked": town.ruth,
        "ringers": (town.bea,),
    }
    return Proposal(**{**facts, **more})


def proposed(town, **more):
    return asks.propose_incident(proposal=proposal(town, **more), by=actor(town.gareth), now=town.now)


def running(town, **more):
    incident = proposed(town, **more)
    asks.start_incident(incident=incident, signed_in_at=town.now, by=actor(town.ruth), now=town.now)
    incident.refresh_from_db()
    return incident


def someone(town, name, number, **more):
    person = rows.person(town, name, town.quay, **more)
    ContactRoute.objects.filter(person=person).update(value=number)
    rows.ask(town, person, town.quay, town.jan_in)
    return person


def test_it_takes_two_named_people_one_of_them_a_guardian(town):
    with pytest.raises(PermissionDenied):
        asks.propose_incident(proposal=proposal(town), by=actor(town.nisha), now=town.now)
    with pytest.raises(PermissionDenied):
        proposed(town, asked=town.bea)
    with pytest.raises(PermissionDenied):
        proposed(town, asked=town.gareth)
    governance.name_decider(user=town.bea, by=actor(town.ruth), now=town.now)
    with pytest.raises(SayWhy):
        proposed(town, asked=town.bea)
    for more in ({"words": "water"}, {"criteria": "all"}, {"until": town.now + timedelta(days=14, seconds=1)}):
        with pytest.raises(SayWhy):
            proposed(town, **more)
    assert not Incident.objects.exists()


def test_only_a_guardian_names_who_may_decide(town):
    with pytest.raises(PermissionDenied):
        governance.name_decider(user=town.bea, by=actor(town.gareth), now=town.now)
    with pytest.raises(PermissionDenied):
        governance.name_decider(user=town.nisha, by=actor(town.ruth), now=town.now)


def test_the_second_person_has_just_signed_in_and_is_the_one_who_was_asked(town):
    incident = proposed(town)
    long_ago = town.now - timedelta(minutes=15) - A_SECOND
    with pytest.raises(SignInAgain):
        asks.start_incident(incident=incident, signed_in_at=long_ago, by=actor(town.ruth), now=town.now)
    for user in (town.gareth, town.bea, town.nisha):
        with pytest.raises(PermissionDenied):
            asks.start_incident(incident=incident, signed_in_at=town.now, by=actor(user), now=town.now)
    assert not incident.people.exists()
    assert incident_page(incident.id, actor(town.bea)).lines == []


def test_the_list_is_made_once_and_nobody_comes_to_it_later(town):
    incident = running(town)
    assert [str(one.person) for one in incident.people.all()] == ["Mrs P"]
    someone(town, "Late Comer", "+441632960077")
    assert incident.people.count() == 1
    with pytest.raises(WrongMove):
        asks.start_incident(incident=incident, signed_in_at=town.now, by=actor(town.ruth), now=town.now)


def test_the_list_shows_names_and_numbers_to_those_named_and_is_not_there_for_others(town):
    incident = running(town)
    for user in (town.bea, town.gareth, town.ruth):
        lines = incident_page(incident.id, actor(user)).lines
        assert [(line.name, line.numbers[0].value) for line in lines] == [("Mrs P", "+441632960002")]
    for user in (town.jan, town.nisha, town.femi):
        assert incident_page(incident.id, actor(user)) is None


def test_whoever_had_said_no_is_rung_and_told_so_first(town):
    governance.take_back(
        person=town.mrs_p, purpose=Purpose.CONTACT, how="by phone", by=actor(town.jan), now=town.now - A_SECOND
    )
    incident = running(town)
    assert incident.people.get().had_said_no
    assert incident.script == (
        "You had asked us not to ring. We are ringing because of the flood. You can tell us to stop."
    )


def test_who_may_not_be_rung_becomes_a_promise_of_a_named_worker(town):
    unsafe = someone(town, "Anna Unsafe", "+441632960010")
    ContactRoute.objects.filter(person=unsafe).update(safe="no")
    hidden = someone(town, "Bella Hidden", "+441632960011")
    Block.objects.create(controller=town.council, person=hidden, other_name="Bea Hill", created_at=town.now)
    far = someone(town, "Carla Far", "+441632960012", further_away=True)
    incident = running(town)
    in_person = {str(one.person) for one in incident.people.filter(state=urgent.IN_PERSON)}
    assert in_person == {str(one) for one in (unsafe, hidden, far)}
    for one in incident.people.filter(state=urgent.IN_PERSON):
        promise = Promise.objects.get(about_id=one.id)
        holder = town.gareth if one.person == far else town.jan
        assert promise.holder.user == holder
        assert one_to_reach(one.id, actor(holder)).name == str(one.person)
        assert one_to_reach(one.id, actor(town.bea)) is None
    assert [line.name for line in incident_page(incident.id, actor(town.bea)).lines] == ["Mrs P"]


def test_what_becomes_unsafe_later_shows_no_number(town):
    incident = running(town)
    ContactRoute.objects.filter(person=town.mrs_p).update(safe="no")
    assert incident_page(incident.id, actor(town.bea)).lines[0].numbers == []


def test_who_asks_for_distance_later_leaves_the_list_of_those_near(town):
    incident = running(town)
    people = type(town.mrs_p).objects.filter(pk=town.mrs_p.pk)
    assert incident_page(incident.id, actor(town.bea)).lines
    people.update(further_away=True)
    assert incident_page(incident.id, actor(town.bea)).lines == []


def test_what_is_safe_on_other_days_is_said_as_before_any_other_call(town):
    incident = running(town)
    SafeContact.objects.create(
        controller=town.council, person=town.mrs_p, ways=["call"], days=[2], from_hour=time(9), to_hour=time(12),
        no_voicemail=True, said_by="herself", by_label="x", at=town.now, said_at=town.now,
    )  # fmt: skip
    said = " ".join(incident_page(incident.id, actor(town.bea)).lines[0].how)
    assert "between 9 and 12" in said and "Tuesday" in said
    assert "Do not go to the door." in said and "Leave no message on a machine." in said


def test_stop_ends_it_for_that_person_at_once(town):
    incident = running(town)
    line = incident.people.get()
    with pytest.raises(PermissionDenied):
        asks.rang(line=line, state=urgent.SPOKEN, note="", by=actor(town.nisha), now=town.now)
    asks.rang(line=line, state=urgent.STOPPED, note="Leave me be", by=actor(town.bea), now=town.now)
    assert incident_page(incident.id, actor(town.bea)).lines == []
    with pytest.raises(WrongMove):
        asks.rang(line=line, state=urgent.NO_ANSWER, note="", by=actor(town.bea), now=town.now)


def test_guardians_hear_how_each_day_went_and_it_ends_by_itself_with_a_report(town):
    incident = running(town)
    asks.minded(incident=incident, words="You promised", by=actor(town.bea), now=town.now)
    evening = town.now.replace(hour=18, minute=30)
    for day in (0, 1):
        for minutes in (0, 5, 10):
            jobs.emergencies(evening + timedelta(days=day, minutes=minutes))
    counts = Message.objects.filter(kind="major-incident", key__startswith="count:", channel="text")
    assert counts.count() == 2
    assert "Minded it: 1" in counts.first().body
    jobs.emergencies(incident.until - A_SECOND)
    incident.refresh_from_db()
    assert incident.state == "running"
    jobs.emergencies(incident.until)
    incident.refresh_from_db()
    assert incident.state == "ended"
    assert incident_page(incident.id, actor(town.bea)).lines == []
    report = Promise.objects.get(pk=incident.report_id)
    assert report.next_contact_by == incident.until + timedelta(days=30)
    asks.report_incident(
        incident=incident, report="Rang one, who was safe. Nobody was late.", by=actor(town.ruth), now=incident.until
    )
    report.refresh_from_db()
    assert report.state == "kept"
