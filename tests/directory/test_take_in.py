"""Taking in another directory: once, again without a change, with changes, and with what cannot be used."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

import pytest

from kith.directory import actions, lifecycle
from kith.directory.actions import NotTaken, SomethingNewer, importing
from kith.directory.models import Edit, Location, Organization, Schedule, Service, ServiceTerm, Source
from kith.directory.queries import kept
from kith.directory.queries.hours import hours_of
from kith.directory.reading import documents
from kith.directory.reading.entries import CannotRead
from kith.kit.actor import Actor
from kith.proof.feed import directory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
BY = Actor.system("a test")
ADDRESS = "https://directory.example.org/v3"


def a_source(**more):
    given = {"name": "Moorshire", "kind": "oruk-3", "address": ADDRESS, "place": None, "review": False, "every": 0}
    return actions.add_source(**(given | more), by=BY, now=NOW)


def take(page, source=None, now=NOW, **more):
    taken = documents.read_whole(page, "a test")
    return actions.take_in(source=source or a_source(), taken=taken, by=BY, now=now, **more)


def test_everything_that_was_sent_is_there_once():
    done = take(directory(60))
    assert (done.services.created, done.services.rejected) == (60, 0)
    assert Service.objects.filter(source__address=ADDRESS, gone_at=None).count() == 60
    assert Organization.objects.count() < 60
    assert ServiceTerm.objects.count() == 120
    one = Service.objects.get(foreign_id="svc/3")
    assert one.description.startswith("Walking") or "<p>" not in one.description
    assert "&amp;" not in one.description and "welcome & can" in one.description


def test_the_same_feed_again_changes_nothing_not_even_an_hour():
    take(directory(60))
    before = {
        model: dict(model.objects.values_list("id", "modified_at"))
        for model in (Service, Organization, Location, Schedule)
    }
    again = take(directory(60), now=LATER)
    assert (again.services.created, again.services.changed, again.services.unchanged) == (0, 0, 60)
    assert (again.objects.created, again.objects.changed, again.objects.gone) == (0, 0, 0)
    assert before == {model: dict(model.objects.values_list("id", "modified_at")) for model in before}
    assert not Edit.objects.exists()


def test_only_what_is_different_is_changed_and_it_says_what():
    page = directory(10)
    take(page)
    other = copy.deepcopy(page)
    other["contents"][4]["name"] = "Another name"
    done = take(other, now=LATER)
    assert (done.services.created, done.services.changed, done.services.unchanged) == (0, 1, 9)
    changed = Service.objects.get(name="Another name")
    assert changed.version == 2 and changed.modified_at == LATER
    edit = Edit.objects.get()
    assert edit.before == {"name": page["contents"][4]["name"]} and edit.after == {"name": "Another name"}
    assert edit.state == lifecycle.LIVE


def test_other_hours_are_a_change_of_the_service_too():
    page = directory(10)
    take(page)
    other = copy.deepcopy(page)
    other["contents"][4]["schedules"][0]["opens_at"] = "07:30"
    done = take(other, now=LATER)
    assert done.services.changed == 1 and done.objects.changed == 1
    assert Service.objects.filter(modified_at=LATER).count() == 1


def test_what_is_gone_from_the_feed_is_marked_and_comes_back():
    page = directory(10)
    take(page)
    fewer = copy.deepcopy(page)
    lost = fewer["contents"].pop(4)
    done = take(fewer, now=LATER)
    assert done.services.gone == 1
    assert Service.objects.get(name=lost["name"]).gone_at == LATER
    back = take(page, now=LATER + timedelta(days=1))
    assert back.services.changed == 1
    assert Service.objects.get(name=lost["name"]).gone_at is None


def test_a_feed_that_lacks_most_of_what_it_had_changes_nothing():
    take(directory(60))
    few = directory(60)
    few["contents"] = few["contents"][:5]
    with pytest.raises(NotTaken, match="lacks 55 of the 60"):
        take(few, now=LATER)
    assert not Service.objects.exclude(gone_at=None).exists()
    assert take(few, now=LATER, fewer=True).services.gone == 55


def test_an_item_with_a_fault_is_handed_back_and_what_we_had_of_it_stays():
    page = directory(10)
    take(page)
    bad = copy.deepcopy(page)
    name = bad["contents"][4]["name"]
    bad["contents"][4]["email"] = "nobody"
    taken = documents.read_whole(bad, "a test")
    assert len(taken.rejected) == 1 and "nobody" in taken.rejected[0].faults[0]
    done = actions.take_in(source=a_source(), taken=taken, by=BY, now=LATER)
    assert (done.services.rejected, done.services.gone) == (1, 0)
    kept = Service.objects.get(name=name)
    assert kept.gone_at is None and kept.schedules.get().gone_at is None


def test_a_failure_half_way_leaves_everything_as_it_was(monkeypatch):
    take(directory(10))
    before = list(Service.objects.order_by("id").values())
    other = directory(10)
    for one in other["contents"]:
        one["name"] += " changed"
    monkeypatch.setattr(importing, "refind", lambda **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(other, now=LATER)
    assert before == list(Service.objects.order_by("id").values())
    assert Source.objects.get().good_at == NOW


def test_one_page_of_many_is_not_a_directory():
    page = directory(10) | {"total_pages": 4, "last_page": False}
    with pytest.raises(CannotRead, match="page 1 of 4"):
        take(page)
    assert not Service.objects.exists()


def test_two_sources_with_the_same_ids_are_kept_apart():
    take(directory(10))
    other = a_source(address="https://other.example.org/v3")
    take(directory(10), source=other)
    assert Service.objects.count() == 20
    take(directory(10), source=other, now=LATER)
    assert Service.objects.count() == 20


def test_a_field_that_was_changed_here_stays_and_what_the_source_says_is_proposed():
    page = directory(10)
    take(page)
    one = Service.objects.get(name=page["contents"][4]["name"])
    edit = {"before": {"fees": one.fees}, "after": {"fees": "Pay what you can"}, "at": NOW, "by_label": "Jo"}
    Edit.objects.create(service=one, version=2, lane="staff", **edit)
    Service.objects.filter(pk=one.pk).update(fees="Pay what you can")
    other = copy.deepcopy(page)
    other["contents"][4] |= {"fees": "£5", "description": "Something else"}
    take(other, now=LATER)
    one.refresh_from_db()
    assert (one.fees, one.description) == ("Pay what you can", "Something else")
    proposed = Edit.objects.get(state=lifecycle.PROPOSED)
    assert proposed.after == {"fees": "£5"} and "Moorshire" in proposed.why_looked


def test_what_is_new_waits_for_a_person_where_the_source_is_looked_at_first():
    done = take(directory(10), source=a_source(review=True))
    assert done.held == 10 and not Service.objects.filter(held=False).exists()


# --- what is ours when it comes again


def a_copy_with(page, number, **more):
    other = copy.deepcopy(page)
    other["contents"][number] |= more
    return other


@pytest.mark.parametrize("theirs", ["2026-03-01", None])
def test_somebodys_word_to_us_is_not_undone_by_an_older_one_of_the_source(theirs):
    page = a_copy_with(directory(10), 4, assured_date="2026-02-01", assurer_email="them@example.org")
    take(page)
    one = Service.objects.get(name=page["contents"][4]["name"])
    actions.assure(service=one, how="group", found="right", by=BY, now=LATER)
    Service.objects.filter(pk=one.pk).update(assurer_email="us@example.org")
    take(a_copy_with(page, 4, assured_date=theirs, assurer_email=None, fees="£2"), now=LATER + timedelta(days=1))
    one.refresh_from_db()
    assert (one.assured_date, one.assurer_email, one.fees) == (LATER.date(), "us@example.org", "£2")


def test_a_newer_word_of_the_source_counts_and_so_does_its_own_correction():
    page = a_copy_with(directory(10), 4, assured_date="2026-02-01")
    take(page)
    one = Service.objects.get(name=page["contents"][4]["name"])
    for there in ("2026-05-01", "2026-04-01"):
        take(a_copy_with(page, 4, assured_date=there), now=LATER)
        one.refresh_from_db()
        assert one.assured_date.isoformat() == there


def test_a_day_that_has_not_come_is_not_believed_and_is_noted():
    page = a_copy_with(directory(10), 4, assured_date="2031-02-01")
    taken = documents.read_whole(page, "a test")
    actions.take_in(source=a_source(), taken=taken, by=BY, now=NOW)
    assert Service.objects.get(name=page["contents"][4]["name"]).assured_date is None
    assert [one for one in taken.notes if "has not come yet" in one]
    again = take(page, now=LATER)
    assert again.objects.changed == 0


def test_what_somebody_did_not_take_over_is_not_proposed_again_until_it_changes():
    page = directory(10)
    take(page)
    one = Service.objects.get(name=page["contents"][4]["name"])
    actions.change(service=one, to={"fees": "Pay what you can"}, lane="colleague", by=BY, now=NOW)
    proposed = Edit.objects.filter(state=lifecycle.PROPOSED)
    colleague = Actor.system("Jo")
    for number, (fees, new) in enumerate([("£5", 1), ("£5", 0), ("£6", 1), ("£6", 0)]):
        take(a_copy_with(page, 4, fees=fees, description=f"Words {number}"), now=LATER)
        assert proposed.all().count() == new
        for edit in proposed.all():
            actions.decide(edit=edit, yes=False, by=colleague, now=LATER)
    one.refresh_from_db()
    assert one.fees == "Pay what you can"


def test_what_waits_already_is_not_proposed_twice():
    page = directory(10)
    take(page)
    one = Service.objects.get(name=page["contents"][4]["name"])
    actions.change(service=one, to={"fees": "Pay what you can"}, lane="colleague", by=BY, now=NOW)
    for words in ("First", "Second"):
        take(a_copy_with(page, 4, fees="£5", description=words), now=LATER)
    assert Edit.objects.filter(state=lifecycle.PROPOSED).count() == 1


# --- the history of what a source changes


def changed_service(page, number, change):
    other = copy.deepcopy(page)
    change(other["contents"][number])
    return other


def later_opening(item):
    item["schedules"][0]["opens_at"] = "07:30"


def another_hall(item):
    item["service_at_locations"][0]["location"] = {"id": "new", "location_type": "physical", "name": "The new hall"}


def another_name_of_who_runs_it(item):
    item["organization"] = {**item["organization"], "name": "New friends"}


def no_hours(item):
    item["schedules"] = []


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        (later_opening, "hours", "07:30"),
        (another_hall, "where", "The new hall"),
        (another_name_of_who_runs_it, "who_runs", "New friends"),
        (no_hours, "hours", "[]"),
    ],
)
def test_hours_halls_and_who_runs_it_are_in_the_history_too(change, name, words):
    page = directory(10)
    take(page)
    one = Service.objects.get(name=page["contents"][4]["name"])
    take(changed_service(page, 4, change), now=LATER)
    edit = one.edits.get(state=lifecycle.LIVE, after__has_key=name)
    assert list(edit.after) == [name] and words in str(edit.after[name]) and words not in str(edit.before[name])
    one.refresh_from_db()
    assert (one.version, edit.lane) == (edit.version, "source") and edit.version > 1
    before = one.edits.count()
    take(changed_service(page, 4, change), now=LATER + timedelta(days=1))
    assert one.edits.count() == before


def test_a_colleague_reads_it_and_is_told_that_the_source_says_so(client):
    page = directory(10)
    take(page)
    one = Service.objects.get(name=page["contents"][4]["name"])
    take(changed_service(page, 4, another_hall), now=LATER)
    change = next(one for one in kept.changes_of(one, BY) if "where" in one.edit.after)
    assert [line.after for line in change.lines] == ["The new hall"]
    with pytest.raises(SomethingNewer, match="Its source says"):
        actions.undo(edit=change.edit, by=BY, now=LATER)


def test_hours_that_were_put_right_here_stay_and_the_sources_are_proposed_once():
    page = directory(10)
    take(page)
    one = Service.objects.get(name=page["contents"][4]["name"])
    ours = [{"weekdays": [2], "opens": "18:00", "closes": "20:00", "description": ""}]
    actions.change(service=one, to={"hours": ours}, lane="colleague", by=BY, now=NOW)
    again = take(page, now=LATER)
    assert (again.objects.created, again.objects.changed, again.objects.gone) == (0, 0, 0)
    assert hours_of(one) == ours
    for _time in range(2):
        take(changed_service(page, 4, later_opening), now=LATER)
        assert hours_of(one) == ours
        assert one.edits.get(state=lifecycle.PROPOSED).after["hours"][0]["opens"] == "07:30"
