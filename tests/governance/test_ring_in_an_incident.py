"""A major incident: two named people decide, the list is frozen, safe contact holds, and it ends."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import rows
from django.core.exceptions import PermissionDenied
from django.db import connection
from emergencies import A_SECOND, actor, build

from kith.access import policy
from kith.access.acting import acting
from kith.accounts import actions as accounts
from kith.accounts.models import Membership
from kith.asks import actions as asks
from kith.asks import jobs
from kith.governance import actions as governance
from kith.governance import urgent
from kith.governance.actions import Proposal, SayWhy, SignInAgain
from kith.governance.models import Incident, IncidentPerson, Purpose
from kith.kit import clock
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
    assert incident_page(incident.id, actor(town.bea), town.now).lines == []


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
        lines = incident_page(incident.id, actor(user), town.now).lines
        assert [(line.name, line.numbers[0].value) for line in lines] == [("Mrs P", "+441632960002")]
    for user in (town.jan, town.nisha, town.femi):
        assert incident_page(incident.id, actor(user), town.now) is None


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
        assert one_to_reach(one.id, actor(holder), town.now).name == str(one.person)
        assert one_to_reach(one.id, actor(town.bea), town.now) is None
    assert [line.name for line in incident_page(incident.id, actor(town.bea), town.now).lines] == ["Mrs P"]


def test_what_becomes_unsafe_later_shows_no_number(town):
    incident = running(town)
    ContactRoute.objects.filter(person=town.mrs_p).update(safe="no")
    assert incident_page(incident.id, actor(town.bea), town.now).lines[0].numbers == []


def test_who_asks_for_distance_later_leaves_the_list_of_those_near(town):
    incident = running(town)
    people = type(town.mrs_p).objects.filter(pk=town.mrs_p.pk)
    assert incident_page(incident.id, actor(town.bea), town.now).lines
    people.update(further_away=True)
    assert incident_page(incident.id, actor(town.bea), town.now).lines == []


def test_what_is_safe_on_other_days_is_said_as_before_any_other_call(town):
    incident = running(town)
    SafeContact.objects.create(
        controller=town.council, person=town.mrs_p, ways=["call"], days=[2], from_hour=time(9), to_hour=time(12),
        no_voicemail=True, said_by="herself", by_label="x", at=town.now, said_at=town.now,
    )  # fmt: skip
    said = " ".join(incident_page(incident.id, actor(town.bea), town.now).lines[0].how)
    assert "between 9 and 12" in said and "Tuesday" in said
    assert "Do not go to the door." in said and "Leave no message on a machine." in said


def said_safe(town, person, **more):
    facts = {
        "controller": town.council, "person": person, "ways": ["call", "door"], "no_voicemail": True,
        "said_by": "herself", "by_label": "x", "at": town.now, "said_at": town.now,
    }  # fmt: skip
    return SafeContact.objects.create(**{**facts, **more})


def at(town, hour, day=0):
    return town.now.replace(hour=hour) + timedelta(days=day)


def test_outside_the_hours_and_days_that_are_safe_there_is_no_number_but_when_and_what_else(town):
    incident = running(town)
    # The 23rd is a Monday.
    said_safe(town, town.mrs_p, days=[2], from_hour=time(9), to_hour=time(12))
    shown = {}
    for day, hour in ((0, 10), (1, 8), (1, 9), (1, 11), (1, 12)):
        now = at(town, hour, day)
        line = incident_page(incident.id, actor(town.bea), now).lines[0]
        shown[day, hour] = [route.value for route in line.numbers]
        assert bool(line.instead) is not bool(line.numbers)
    assert [key for key, found in shown.items() if found] == [(1, 9), (1, 11)]
    line = incident_page(incident.id, actor(town.bea), at(town, 10)).lines[0]
    assert line.instead == [
        "Do not ring now. It is safe again at 9 tomorrow.",
        "If it cannot wait, a colleague finds another way: press the last button.",
        "Is somebody in danger now? Ring 999.",
    ]


def test_the_hours_of_one_number_hold_as_well(town):
    incident = running(town)
    ContactRoute.objects.filter(person=town.mrs_p).update(from_hour=time(14), to_hour=time(16))
    numbers = {
        hour: bool(incident_page(incident.id, actor(town.bea), at(town, hour)).lines[0].numbers)
        for hour in (9, 13, 14, 15, 16)
    }
    assert numbers == {9: False, 13: False, 14: True, 15: True, 16: False}


def test_on_the_page_there_is_no_link_to_ring_outside_the_hours(town, client, monkeypatch):
    incident = running(town)
    said_safe(town, town.mrs_p, from_hour=time(14), to_hour=time(16))
    for hour, there in ((10, False), (14, True)):
        monkeypatch.setattr(clock, "now", lambda hour=hour: at(town, hour))
        client.force_login(town.bea)
        page = client.get(f"/emergency/incidents/{incident.id}/").content.decode()
        assert ("tel:+441632960002" in page) is there
        assert ("960002" in page) is there
        assert ("Do not ring now. It is safe again at 2 today." in page) is not there


def test_who_can_be_rung_only_after_its_end_is_reached_by_a_colleague(town):
    # On Sundays alone: six days from now, and it ends in three.
    said_safe(town, town.mrs_p, days=[7])
    assert running(town).people.get().state == urgent.IN_PERSON
    incident = running(town, until=town.now + timedelta(days=7))
    assert incident.people.get().state == urgent.TO_RING


def reach(town, **more):
    """Mrs P with these ways that are safe, and the promise to reach her about the flood."""
    said_safe(town, town.mrs_p, **more)
    line = running(town).people.get()
    promise = Promise.objects.get(about_id=line.id)
    return line, promise, actor(promise.holder.user)


def test_nobody_is_sent_to_a_door_that_is_not_safe(town):
    line, promise, holder = reach(town, ways=["text"])
    assert "Go there" not in promise.meanwhile
    assert promise.meanwhile.startswith("Going to the door is not safe. Find another way")
    found = one_to_reach(line.id, holder, town.now)
    assert found.others[0] == promise.meanwhile
    assert not any(one.rings for one in found.ways)


def test_whoever_goes_to_a_safe_door_reads_at_which_hour(town):
    line, promise, holder = reach(town, ways=["door"], from_hour=time(14), to_hour=time(16))
    assert promise.meanwhile.startswith("Go there at an hour that is safe for them")
    assert one_to_reach(line.id, holder, at(town, 10)).others[0] == (
        "Somebody may go to the door at 2 today, and not before."
    )
    assert one_to_reach(line.id, holder, at(town, 14)).others == ["Somebody may go to the door."]


def test_where_nothing_was_said_of_the_door_but_something_speaks_for_care_nobody_goes(town):
    ContactRoute.objects.filter(person=town.mrs_p).update(safe="no")
    line = running(town).people.get()
    assert "Going to the door is not safe" in Promise.objects.get(about_id=line.id).meanwhile


def test_the_page_of_whoever_reaches_them_has_no_live_number_outside_the_hours(town, client, monkeypatch):
    Block.objects.create(controller=town.council, person=town.mrs_p, other_name="Bea Hill", created_at=town.now)
    line, promise, _holder = reach(town, ways=["call"], from_hour=time(14), to_hour=time(16))
    for hour, there in ((10, False), (14, True)):
        monkeypatch.setattr(clock, "now", lambda hour=hour: at(town, hour))
        client.force_login(promise.holder.user)
        page = client.get(f"/emergency/reach/{line.id}/").content.decode()
        assert ("960002" in page) is there
        assert ("Not now: it is safe again at 2 today." in page) is not there
        assert "Going to the door is not safe" in page


def test_nothing_of_the_list_can_be_read_or_rung_from_its_very_end_on_though_no_sweep_has_run(town):
    incident = running(town)
    line = incident.people.get()
    end = incident.until
    for now, there in ((end - A_SECOND, True), (end, False), (end + A_SECOND, False)):
        found = incident_page(incident.id, actor(town.bea), now)
        assert bool(found.lines) is there and found.runs is there
        with acting(actor(town.bea), now=now):
            assert IncidentPerson.objects.visible_to(actor(town.bea)).exists() is there
            assert policy.decide(actor(town.bea), "view", line).allowed is there
            # By row-level security alone.
            assert in_the_table(line.id) is there
    with pytest.raises(PermissionDenied):
        asks.rang(line=line, state=urgent.SPOKEN, note="", by=actor(town.bea), now=end)
    incident.refresh_from_db()
    assert incident.state == "running"


def in_the_table(line_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM governance_incidentperson WHERE id = %s", [line_id])
        return cursor.fetchone()[0] == 1


def test_the_one_who_reaches_them_reads_nothing_after_its_end_either(town):
    line, _promise, holder = reach(town, ways=["door"])
    end = line.incident.until
    assert one_to_reach(line.id, holder, end - A_SECOND)
    assert one_to_reach(line.id, holder, end) is None


def test_the_list_is_gone_at_once_where_it_is_ended_early(town):
    incident = running(town)
    asks.end_incident(incident=incident, by=actor(town.ruth), now=town.now)
    with acting(actor(town.bea), now=town.now):
        assert not in_the_table(incident.people.values_list("id", flat=True).first() or incident.id)
        assert not IncidentPerson.objects.visible_to(actor(town.bea)).exists()


def test_one_of_the_two_is_a_guardian_at_the_moment_of_agreeing_too(town):
    incident = proposed(town)
    part = Membership.objects.get(user=town.ruth, role="guardian")
    accounts.join_team(user=town.ruth, team=town.gareth_team, role="district_lead", by=town.by, now=town.now)
    accounts.end_membership(membership=part, by=town.by, now=town.now)
    with pytest.raises(SayWhy, match="Neither of you two is a guardian of the data now"):
        asks.start_incident(incident=incident, signed_in_at=town.now, by=actor(town.ruth), now=town.now)
    assert not incident.people.exists()
    accounts.join_team(user=town.gareth, team=town.gareth_team, role="guardian", by=town.by, now=town.now)
    assert asks.start_incident(incident=incident, signed_in_at=town.now, by=actor(town.ruth), now=town.now)


def test_whose_day_as_a_guardian_is_over_is_none_though_no_sweep_has_run(town):
    incident = proposed(town)
    accounts.join_team(user=town.ruth, team=town.gareth_team, role="district_lead", by=town.by, now=town.now)
    Membership.objects.filter(user=town.ruth, role="guardian").update(ends_at=town.now + timedelta(minutes=10))
    later = town.now + timedelta(minutes=10)
    with pytest.raises(SayWhy):
        asks.start_incident(incident=incident, signed_in_at=later, by=actor(town.ruth), now=later)
    assert asks.start_incident(incident=incident, signed_in_at=town.now, by=actor(town.ruth), now=later - A_SECOND)


def test_whoever_proposed_it_may_still_decide_at_the_moment_of_agreeing(town):
    incident = proposed(town)
    governance.end_decider(decider=town.gareth.decides.get(), by=actor(town.ruth), now=town.now)
    with pytest.raises(SayWhy, match="Gareth Down, who proposed this, may not decide any more"):
        asks.start_incident(incident=incident, signed_in_at=town.now, by=actor(town.ruth), now=town.now)


def test_a_time_that_is_over_is_not_agreed_to(town):
    incident = proposed(town)
    with pytest.raises(SayWhy, match="is over"):
        asks.start_incident(incident=incident, signed_in_at=incident.until, by=actor(town.ruth), now=incident.until)


def test_stop_ends_it_for_that_person_at_once(town):
    incident = running(town)
    line = incident.people.get()
    with pytest.raises(PermissionDenied):
        asks.rang(line=line, state=urgent.SPOKEN, note="", by=actor(town.nisha), now=town.now)
    asks.rang(line=line, state=urgent.STOPPED, note="Leave me be", by=actor(town.bea), now=town.now)
    assert incident_page(incident.id, actor(town.bea), town.now).lines == []
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
    assert incident_page(incident.id, actor(town.bea), incident.until - A_SECOND).lines == []
    report = Promise.objects.get(pk=incident.report_id)
    assert report.next_contact_by == incident.until + timedelta(days=30)
    asks.report_incident(
        incident=incident, report="Rang one, who was safe. Nobody was late.", by=actor(town.ruth), now=incident.until
    )
    report.refresh_from_db()
    assert report.state == "kept"
