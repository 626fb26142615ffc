"""What a person decides about: entries that were held back, and two that may be one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from kith.directory import actions, lifecycle
from kith.directory.actions import AlreadySo, NotDecided
from kith.directory.models import MergeProposal, Organization, Service
from kith.directory.queries import harvests
from kith.directory.queries.shown import NotShown, shown, shown_organization
from kith.directory.reading import documents, same
from kith.directory.reading.same import Named
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.trail.models import Entry
from kith.trail.verbs import Verb

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
BY = Actor.system("Jo Tester")


def service(name, **more):
    hall = {"id": f"hall of {name}", "location_type": "physical", "name": "CANARY HALL"}
    place = hall | {"addresses": [{"address_1": "7 Canary Lane", "postal_code": "ZZ34 0AB"}]}
    at = [{"id": f"at {name}", "location": place}]
    run = {"id": str(uuid4()), "name": f"Who runs {name}"}
    return {
        "id": f"id {name}",
        "name": name,
        "status": "active",
        "organization": run,
        "service_at_locations": at,
    } | more


def take(*services, now=NOW, review=False, address="https://directory.example.org"):
    given = {"name": "Moorshire", "kind": "oruk-3", "place": None, "review": review, "every": 0}
    source = actions.add_source(**given, address=address, by=BY, now=now)
    taken = documents.read_whole({"contents": list(services)}, "a test")
    actions.take_in(source=source, taken=taken, by=BY, now=now)
    return source


# --- held back


def test_a_refuge_is_shown_with_its_phone_and_area_only():
    take(service("Harbour Refuge", description="At 7 Canary Lane", phones=[{"number": "01632 960555"}]))
    leaves = shown(Service.objects.get())
    assert leaves.confidential and "anary" not in repr(leaves)


def test_on_doubt_nothing_leaves_until_somebody_looked():
    take(service("Harbour Centre", description="For those fleeing violence"))
    one = Service.objects.get()
    assert one.held and list(harvests.held_back(BY)) == [one]
    with pytest.raises(NotShown):
        shown(one)
    actions.look_at(service=one, show=True, confidential=True, words="It is one", by=BY, now=LATER)
    one.refresh_from_db()
    assert shown(one).confidential and not harvests.held_back(BY).exists()
    entry = Entry.objects.get(verb=Verb.DIRECTORY_SEEN)
    assert entry.detail["words"] == "It is one"
    with pytest.raises(AlreadySo):
        actions.look_at(service=one, show=True, confidential=False, by=BY, now=LATER)


@pytest.mark.parametrize(("show", "confidential"), [(True, False), (True, True), (False, True)])
def test_what_was_decided_stays_when_the_source_sends_it_again(show, confidential):
    item = service("Harbour Centre", description="Help after domestic abuse")
    take(item)
    actions.look_at(service=Service.objects.get(), show=show, confidential=confidential, by=BY, now=LATER)
    run = item["organization"]
    changed = item | {"description": "Help after domestic abuse and stalking", "organization": run}
    take(changed, now=LATER)
    one = Service.objects.get()
    assert one.description.endswith("stalking")
    assert (one.held, one.confidential) == (not show, confidential)
    assert not harvests.held_back(BY).exists()


def test_all_that_only_waited_is_shown_at_once_and_what_may_be_a_refuge_is_not():
    source = take(service("Choir"), service("Knitting"), service("Women's Refuge"), review=True)
    assert Service.objects.filter(held=True).count() == 3
    assert actions.let_out(source=source, by=BY, now=LATER) == 2
    assert [one.name for one in Service.objects.filter(held=True)] == ["Women's Refuge"]


# --- may be one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Age Concern Moorshire", "The Age Concern Moorshire Ltd"),
        ("Friends & Neighbours", "Friends and Neighbours C.I.C."),
        ("Moorshire Carers", "Moorshire Carers' Association"),
        ("St Petroc's Hall", "St Petrocs Hall"),
        ("Ashcombe Helping Hands", "Ashcombe Helping Hnads"),
        ("Café Ashcombe Welcome", "Cafe Ashcombe Welcome"),
    ],
)
def test_spellings_of_one_name_are_proposed(one, other):
    found = list(same.find([Named("1", one), Named("2", other)], {"1"}))
    assert len(found) == 1 and found[0].why.endswith(".")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ashcombe Group 1", "Ashcombe Group 2"),
        ("Knitting circle", "Choir"),
        ("Mind", "Kind"),
        ("Ashcombe Scouts", "Fernhill Scouts"),
        ("1st Ashcombe Guides", "2nd Ashcombe Guides"),
    ],
)
def test_two_names_are_left_alone(one, other):
    assert not list(same.find([Named("1", one), Named("2", other)], {"1"}))


def test_a_charity_number_says_more_than_a_name_and_nothing_is_proposed_among_old_ones():
    named = [
        Named("1", "Ashcombe Aid", numbers=frozenset({"GB-CHC 123"})),
        Named("2", "AA", numbers=frozenset({"GB-CHC 123"})),
    ]
    (found,) = same.find(named, {"2"})
    assert "GB-CHC 123" in found.why
    assert not list(same.find(named, set()))


def two_that_may_be_one():
    take(service("Choir", organization={"id": "a", "name": "Friends of Ashcombe"}))
    other = service("Knitting", organization={"id": "b", "name": "The Friends of Ashcombe Ltd"})
    take(other, address="https://other.example.org")
    return MergeProposal.objects.get()


def test_a_person_decides_and_everything_is_shown_under_one():
    proposal = two_that_may_be_one()
    assert Organization.objects.filter(same_as=None).count() == 2
    decided = actions.decide_merge(proposal=proposal, one=True, words="Same trustees", by=BY, now=LATER)
    assert (decided.state, decided.words, decided.decided_by) == (lifecycle.ONE, "Same trustees", "Jo Tester")
    names = {shown(one).organization.name for one in Service.objects.all()}
    assert names == {proposal.first.name}
    with pytest.raises(NotDecided):
        actions.decide_merge(proposal=proposal, one=True, by=BY, now=LATER)


def test_it_can_be_decided_anew_and_is_not_proposed_again():
    proposal = two_that_may_be_one()
    actions.decide_merge(proposal=proposal, one=True, by=BY, now=LATER)
    actions.decide_merge(proposal=proposal, one=False, words="Two after all", by=BY, now=LATER)
    assert not Organization.objects.exclude(same_as=None).exists()
    with whole():
        every = list(Organization.objects.values_list("id", flat=True))
        assert actions.propose_merges(organizations=every, by=BY, now=LATER) == 0
    assert not harvests.maybe_one(BY).exists()


# --- two that are one


def run_by(name):
    return Organization.objects.create(name=name, made_at=NOW, modified_at=NOW)


def one(first, second):
    pair = MergeProposal.objects.create(first=first, second=second, why="alike", made_at=NOW)
    return actions.decide_merge(proposal=pair, one=True, by=BY, now=NOW)


def test_undoing_one_of_several_merges_leaves_what_the_others_said():
    a, b, c = run_by("A"), run_by("B"), run_by("C")
    first, second = one(b, c), one(a, b)
    assert set(Organization.objects.filter(same_as=a)) == {b, c}
    actions.decide_merge(proposal=second, one=False, by=BY, now=LATER)
    assert dict(Organization.objects.values_list("name", "same_as__name")) == {"A": None, "B": None, "C": "B"}
    actions.decide_merge(proposal=first, one=False, by=BY, now=LATER)
    assert not Organization.objects.exclude(same_as=None).exists()


def test_the_first_of_two_merges_can_be_undone_as_well():
    a, b, c = run_by("A"), run_by("B"), run_by("C")
    first, _second = one(b, c), one(a, b)
    actions.decide_merge(proposal=first, one=False, by=BY, now=LATER)
    assert dict(Organization.objects.values_list("name", "same_as__name")) == {"A": None, "B": "A", "C": None}


def test_services_of_both_are_shown_together_and_an_id_once_given_out_is_found(client):
    a, b = run_by("A"), run_by("B")
    names = {"made_at": NOW, "modified_at": NOW}
    mine = Service.objects.create(name="One", organization=a, **names)
    theirs = Service.objects.create(name="Two", organization=b, **names)
    one(a, b)
    assert "Two" in client.get(f"/find/group/{mine.pk}/").content.decode()
    for key in (a.pk, b.pk):
        found = client.get(f"/oruk/v3/organizations/{key}").json()
        assert found["id"] == str(a.pk)
        assert {each["id"] for each in found["services"]} == {str(mine.pk), str(theirs.pk)}
        listed = client.get(f"/oruk/v3/services?organization_id={key}").json()["contents"]
        assert len(listed) == 2


def test_whoever_runs_only_what_must_not_be_found_is_named_nowhere(client):
    take(service("Harbour Refuge", phones=[{"number": "01632 960555"}]))
    entry = Service.objects.get()
    assert entry.organization is not None
    assert shown(entry).organization is None
    for page in (f"/find/group/{entry.pk}/", f"/oruk/v3/services/{entry.pk}", "/oruk/v3/organizations"):
        assert "Who runs" not in client.get(page).content.decode()
    assert shown_organization(entry.organization).name == "Not told"


def test_what_waits_to_be_looked_at_still_waits_when_it_changes_at_its_source():
    take(service("Choir"), review=True)
    run = Service.objects.get().organization
    again = service("Choir", description="Singing on Mondays", organization={"id": str(run.pk), "name": run.name})
    take(again, now=LATER, review=True)
    one = Service.objects.get()
    assert one.description == "Singing on Mondays"
    assert one.held and "nobody has looked" in one.held_why


def test_doubt_that_its_source_takes_back_is_still_for_a_person_and_is_not_let_out_with_the_rest():
    item = service("Harbour Centre", description="For those fleeing violence")
    source = take(item)
    take(item | {"description": "Tea and cake"}, now=LATER)
    assert actions.let_out(source=source, by=BY, now=LATER) == 0
    one = Service.objects.get()
    assert one.held and one.confidential and "fleeing violence" in one.held_why


def test_a_source_that_forgets_that_a_house_must_not_be_found_opens_nothing():
    item = service("Larkspur", confidential=True)
    take(item)
    take(item | {"confidential": False, "description": "Anew"}, now=LATER)
    one = Service.objects.get()
    assert one.confidential and not one.held and one.description == "Anew"
    assert one.edits.get(state=lifecycle.PROPOSED).after == {"confidential": False}
