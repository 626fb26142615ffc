"""Who sees which row: each role, each tie, and what keeps a row back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.access import policy
from kith.access.acting import acting
from kith.access.apart import KEPT_FROM
from kith.access.rules import COUNT, RULES, SORTERS, TIES, When
from kith.accounts.actions import end_membership, join_team
from kith.accounts.roles import ROLES, Permission
from kith.kit.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(town):
    """The town, with Mrs P on Quay Street, M who wants somebody from further away, Ray in Braunton, and Sam."""
    import rows

    town.mrs_p = rows.person(town, "Mrs P", town.quay)
    town.m = rows.person(town, "M", town.district, further_away=True)
    town.ray = rows.person(town, "Ray", town.pound)
    town.carol = rows.person(town, "Carol", town.district)
    town.sam = rows.volunteer(town, "Sam", town.quay)
    town.joy = rows.volunteer(town, "Joy", town.pound)
    town.shopping = rows.ask(town, town.mrs_p, town.quay, town.jan_in, asker=town.carol)
    town.quiet = rows.ask(town, town.m, town.district, town.gareth_in, further_away=True)
    town.post = rows.ask(town, town.ray, town.pound, town.gareth_in)
    town.offer = rows.offer(town, town.shopping, town.sam)
    return town


def member(town, name, role, team):
    import town as made_up

    user = made_up.user(name)
    join_team(user=user, team=team, role=role, by=town.by, now=town.now)
    return Actor.user(user)


def seen(model, actor, action="view"):
    return {str(row) for row in model.objects.visible_to(actor, action)}


def asks(full, actor, action="view"):
    from kith.asks.models import Ask

    names = {full.shopping.pk: "shopping", full.quiet.pk: "quiet", full.post.pk: "post"}
    return {names[pk] for pk in Ask.objects.visible_to(actor, action).values_list("pk", flat=True)}


def people(full, actor):
    from kith.people.models import Person

    return seen(Person, actor)


def test_staff_see_the_asks_of_their_place_and_below(full):
    assert asks(full, Actor.user(full.jan)) == {"shopping"}
    assert asks(full, Actor.user(full.bea)) == {"shopping"}
    assert asks(full, Actor.user(full.gareth)) == {"shopping", "quiet", "post"}


def test_somebody_who_wants_help_from_further_away_is_not_there_for_those_near(full):
    from kith.asks.models import Ask, Event
    from kith.people.models import ContactRoute
    from kith.promises.models import Promise

    # As if somebody had keyed the wrong place: the rule holds even then.
    full.quiet.place = full.quay
    full.quiet.save()
    full.m.place = full.quay
    full.m.save()
    near = (Actor.user(full.jan), Actor.user(full.bea))
    for actor in near:
        assert asks(full, actor) == {"shopping"}
        assert "M" not in people(full, actor)
        assert not Event.objects.visible_to(actor).filter(ask=full.quiet).exists()
        assert not ContactRoute.objects.visible_to(actor).filter(person=full.m).exists()
        assert not Promise.objects.visible_to(actor).filter(ask=full.quiet).exists()
        assert not policy.decide(actor, "view", full.quiet)
        assert Ask.objects.visible_to(actor, COUNT).count() == 1
    assert "quiet" in asks(full, Actor.user(full.gareth))


def test_a_part_in_the_district_sees_what_a_part_in_the_street_does_not(full):
    join_team(user=full.jan, team=full.gareth_team, role="district_lead", by=full.by, now=full.now)
    assert "quiet" in asks(full, Actor.user(full.jan))


def test_people_are_seen_by_place_and_by_whoever_has_their_ask(full):
    assert people(full, Actor.user(full.jan)) == {"Mrs P", "Sam"}
    assert {"Mrs P", "M", "Ray", "Carol"} <= people(full, Actor.user(full.gareth))
    nisha = member(full, "Nisha Rao", "link_worker", full.bea_team)
    assert "Ray" not in people(full, nisha)
    part = policy.standing(nisha)[0].membership
    full.post.promise.holder_id = part
    full.post.promise.save()
    assert "Ray" in people(full, nisha)
    assert asks(full, nisha) == {"shopping", "post"}
    assert policy.fields(nisha, full.post) == frozenset("ABCE")
    assert policy.fields(nisha, full.shopping) == frozenset("AB")


@pytest.mark.parametrize("role", ["administrator", "commissioner", "guardian"])
def test_those_who_keep_the_house_see_nobody(full, role):
    from django.apps import apps

    actor = member(full, "Alison Pine", role, full.gareth_team)
    for label, tie in TIES.items():
        model = apps.get_model(label)
        if label.split(".")[0] not in ("places", "accounts", "trail"):
            # What stands in a directory is there to be read by anybody.
            assert tie.permission or label.startswith(("governance.", "directory."))
            assert not model._base_manager.filter(policy.scope(actor, "view", model)).exists(), label


def test_a_commissioner_counts_without_seeing(full):
    alison = member(full, "Alison Pine", "commissioner", full.gareth_team)
    assert asks(full, alison) == set()
    assert asks(full, alison, COUNT) == {"shopping", "quiet", "post"}
    admin = member(full, "Ada Pine", "administrator", full.gareth_team)
    assert asks(full, admin, COUNT) == set()


def test_a_guardian_reads_the_trail_of_their_own_organisation(full):
    from kith.accounts.actions import create_organisation
    from kith.trail.models import Entry

    other = create_organisation(name="Another", by=full.by, now=full.now)
    guardian = member(full, "Gwen Hart", "guardian", full.gareth_team)
    entries = Entry.objects.filter(policy.scope(guardian, "view", Entry))
    assert set(entries.values_list("controller", flat=True)) == {full.council.id}
    assert not entries.filter(controller=other.id).exists()
    assert not Entry.objects.filter(policy.scope(Actor.user(full.jan), "view", Entry)).exists()


def test_an_action_needs_the_permission_it_names(full):
    jan = Actor.user(full.jan)
    assert policy.decide(jan, Permission.HOLD_ASKS, full.shopping)
    assert not policy.decide(jan, Permission.MANAGE_VOLUNTEERS, full.sam)
    assert policy.decide(Actor.user(full.bea), Permission.MANAGE_VOLUNTEERS, full.sam)
    assert not policy.decide(Actor.user(full.bea), Permission.MANAGE_VOLUNTEERS, full.joy)


def test_a_page_about_a_place_is_for_those_who_work_there_or_above(full):
    jan, bea, gareth = (Actor.user(user) for user in (full.jan, full.bea, full.gareth))
    assert policy.may_at(jan, Permission.SEE_TODAY, full.quay)
    assert not policy.may_at(jan, Permission.SEE_TODAY, full.combe)
    assert not policy.may_at(jan, Permission.SEE_TODAY, full.pound)
    assert policy.may_at(bea, Permission.SEE_TODAY, full.quay)
    assert policy.may_at(gareth, Permission.SEE_TODAY, full.pound)
    assert not policy.may_at(jan, Permission.MANAGE_TEAM, full.quay)
    assert not policy.may_at(Actor.public(), Permission.SEE_TODAY, full.quay)


def test_whoever_has_left_sees_nothing(full):
    nia = member(full, "Nia Moor", "community_builder", full.bea_team)
    assert asks(full, nia) == {"shopping"}
    from kith.accounts.models import Membership

    end_membership(membership=Membership.objects.get(user_id=nia.id), by=full.by, now=full.now)
    assert asks(full, nia) == set()
    assert people(full, nia) == set()


def test_a_volunteer_sees_the_offer_then_the_ask_until_a_day_after(full):
    from kith.dispatch.models import Offer

    sam, joy = Actor.volunteer(full.sam), Actor.volunteer(full.joy)
    assert Offer.objects.visible_to(sam).count() == 1
    assert not Offer.objects.visible_to(joy).exists()
    assert policy.fields(sam, full.offer) == frozenset("A")
    assert asks(full, sam) == set()
    assert people(full, sam) == {"Sam"}
    full.shopping.taken_by = full.sam
    full.shopping.state, full.shopping.taken_at = "taken", full.now
    full.shopping.save()
    assert asks(full, sam) == {"shopping"}
    assert people(full, sam) == {"Mrs P", "Sam"}
    assert policy.fields(sam, full.shopping) == frozenset("AB")
    assert asks(full, joy) == set()
    full.shopping.state, full.shopping.ended_at = "done", full.now
    full.shopping.save()
    with acting(sam, now=full.now + timedelta(hours=23)):
        assert asks(full, sam) == {"shopping"}
    with acting(sam, now=full.now + timedelta(hours=24)):
        assert asks(full, sam) == set()
        assert people(full, sam) == {"Sam"}


def test_a_person_sees_their_own_and_an_asker_only_what_they_asked(full):
    assert asks(full, Actor.person(full.mrs_p)) == {"shopping"}
    assert people(full, Actor.person(full.mrs_p)) == {"Mrs P", "Carol"}
    assert asks(full, Actor.person(full.ray)) == {"post"}
    carol = Actor.asker(full.carol)
    assert asks(full, carol) == {"shopping"}
    assert people(full, carol) == {"Mrs P", "Carol"}
    assert policy.fields(carol, full.shopping) == frozenset("A")
    assert asks(full, Actor.asker(full.ray)) == set()


def test_a_code_for_one_ask_opens_that_one_alone(full):
    import rows

    from kith.asks.models import Event

    second = rows.ask(full, full.mrs_p, full.quay, full.jan_in)
    mrs_p = Actor.person(full.mrs_p)
    with acting(mrs_p, through=("asks.Ask", second.id)):
        assert list(type(second).objects.visible_to(mrs_p)) == [second]
        assert {event.ask_id for event in Event.objects.visible_to(mrs_p)} == {second.id}
        assert people(full, mrs_p) == {"Mrs P"}


def test_the_public_sees_nothing_and_kith_itself_everything(full):
    assert asks(full, Actor.public()) == set()
    assert people(full, Actor.public()) == set()
    assert asks(full, Actor.system("dispatch sweep")) == {"shopping", "quiet", "post"}


def test_an_actor_of_a_kind_nobody_knows_sees_nothing(full):
    assert asks(full, Actor("ghost", full.jan.id, "Ghost")) == set()
    assert asks(full, Actor("user", None, "Nobody")) == set()


def test_nobody_reads_the_sign_in_code_of_a_colleague(full):
    from kith.outbox.models import Message

    def message(kind, user):
        return Message.objects.create(
            controller=full.council,
            place=full.quay,
            audience="staff",
            user=user,
            channel="email",
            address="x@example.org",
            kind=kind,
            body="483920",
            key=f"{kind}-{user.pk}",
            not_before=full.now,
            created_at=full.now,
        )

    message("sign-in-code", full.jan)
    message("duty", full.jan)
    gareth = Actor.user(full.gareth)
    assert set(Message.objects.visible_to(gareth).values_list("kind", flat=True)) == {"duty"}
    assert not Message.objects.visible_to(Actor.user(full.jan)).exists()


def test_standing_is_read_once_in_a_block(full, django_assert_num_queries):
    from kith.asks.models import Ask

    jan = Actor.user(full.jan)
    # Who they are, between two words to the second wall; then the two lists.
    with acting(jan), django_assert_num_queries(5):
        assert policy.holds(jan, Permission.SEE_TODAY)
        assert len(Ask.objects.visible_to(jan)) == 1
        assert Ask.objects.visible_to(jan).count() == 1


def test_the_table_speaks_only_of_roles_and_models_that_are_there():
    from django.apps import apps

    from kith.access.rules import CLASSES, PURPOSES, WHEN_SAID

    kinds = {*ROLES, "volunteer", "partner", "leader", "person", "asker", "program", "public"}
    for rule in RULES:
        assert set(rule.who) <= kinds
        assert rule.purpose in PURPOSES
        assert rule.when in WHEN_SAID
        assert set(rule.classes) <= set(CLASSES)
    assert set(SORTERS) <= set(ROLES)
    for label in TIES:
        assert apps.get_model(label)


def test_every_lookup_of_the_table_is_one_the_database_knows(full):
    from django.apps import apps

    actors = [
        Actor.user(full.jan),
        Actor.user(full.bea),
        Actor.volunteer(full.sam),
        Actor.person(full.mrs_p),
        Actor.asker(full.carol),
    ]
    actors += [
        member(full, f"{role.title()} One", role, full.gareth_team) for role in ROLES if "district" in ROLES[role].where
    ]
    for label in TIES:
        model = apps.get_model(label)
        for actor in actors:
            for action in ("view", COUNT):
                list(model._base_manager.filter(policy.scope(actor, action, model))[:1])


def test_a_table_about_a_person_is_kept_from_colleagues_who_must_not_know_and_from_those_too_near():
    """A new table about a person: add it to access/apart.py, and beside the others in the rule of FURTHER_AWAY."""
    seen = {
        label for rule in RULES if rule.action != COUNT and not rule.deny and set(rule.who) & set(SORTERS)
        for label in rule.models if TIES[label].person
    }  # fmt: skip
    too_near = {label for rule in RULES if rule.deny and rule.when is When.FURTHER_AWAY for label in rule.models}
    assert not seen - KEPT_FROM.keys()
    # The sent box is the district's alone, and the district is nobody's neighbour.
    assert not {label for label in seen if not label.startswith("outbox.")} - too_near
