"""The second wall stands: every table behind it or listed with a reason, and nobody talks the database past it."""

from __future__ import annotations

import hashlib
import os

import pytest

from kith.access import acting, wall
from kith.access.rules import TIES
from kith.access.wall_policies import protected
from kith.kit.actor import Actor

NAME = f"kith_wall_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
REUSES = 10_000 if os.environ.get("KITH_TEST_FULL") == "1" else 300
APP, OWNER = "kith_app", "kith_owner"

# Tables with no row-level security, and why nothing in them is about somebody who is helped.
OPEN = {
    "access_crossing": "what organisations agreed",
    "access_grant": "who gave which code; read before anybody acts",
    "access_link": "fingerprints of links; read before anybody acts",
    "access_opening": "what is open in an emergency; the policies ask it",
    "access_teamtoken": "fingerprints of programs' tokens; read before anybody acts",
    "access_try": "fingerprints of tries",
}
# Triggers of ours that must look at a row the one who acts may not see, to refuse what nobody may do.
PAST_THE_WALL = {
    "promises_check_holder": "a promise is held by somebody who works there",
    "promises_holder_of_promise": "a promise is held by somebody who works there",
    "promises_holder_of_membership": "a promise is held by somebody who works there",
    "promises_holder_of_user": "a promise is held by somebody who works there",
}
OPEN_PACKAGES = {
    "account": "allauth's own: sign-in of colleagues",
    "accounts": "who works where",
    "auth": "Django's own, and empty",
    "django": "Django's own",
    "places": "places and postcodes",
    "trail": "names, not rows, of what was done; only ever read by a guardian's page or a person's own",
}


@pytest.fixture(scope="module")
def committed(cluster, migrated_template, django_db_blocker):
    """A database of its own in which things are committed, with the small town in it."""
    from types import SimpleNamespace

    import rows
    import town as made_up

    from kith.proof import bench_land

    with cluster.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {NAME} TEMPLATE {migrated_template} OWNER kith_owner STRATEGY FILE_COPY")
    with django_db_blocker.unblock(), bench_land.on(NAME), cluster.connect(database=NAME) as admin:
        town = made_up.build()
        near = rows.ask(town, rows.person(town, "Mrs P", town.quay), town.quay, town.jan_in)
        far = rows.ask(town, rows.person(town, "Ray", town.pound), town.pound, town.gareth_in)
        yield SimpleNamespace(town=town, near=near, far=far, admin=admin, dsn=lambda user: cluster.dsn(user, NAME))
    with cluster.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def rows_of(committed, words, *more):
    return committed.admin.execute(words, *more).fetchall()


def count_as(said):
    """How many asks are there for whoever the database takes these words to be of."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kith.said', %s, true)", [said])
        cursor.execute("SELECT count(*) FROM asks_ask")
        return cursor.fetchone()[0]


def test_every_table_is_behind_the_wall_or_listed_with_a_reason(committed):
    tables = rows_of(
        committed,
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace",
    )
    behind = {name for name, on, forced in tables if on and forced}
    half = {name for name, on, forced in tables if on != forced}
    assert not half, f"row-level security without FORCE: {half}"
    assert {model._meta.db_table for model in protected()} == behind
    # Tables that belong to no controller say nothing of anybody; those that do are behind the wall.
    rest = {name for name, on, _forced in tables if not on} - set(OPEN)
    named = {name for name in rest if name.split("_")[0] in OPEN_PACKAGES}
    with_controller = {
        name
        for (name,) in rows_of(
            committed,
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name IN ('controller_id', 'person_id')",
        )
    }
    assert not (rest - named) & with_controller, "put these behind the wall, or list them with a reason"


def test_what_the_table_of_who_may_speaks_of_is_behind_the_wall():
    behind = {model._meta.label for model in protected()}
    personal = {label for label, tie in TIES.items() if tie.person or tie.ask or tie.volunteer}
    assert personal <= behind


def test_each_protected_table_has_a_policy_for_its_owner_and_one_for_the_service(committed):
    found = {}
    for table, name, roles in rows_of(
        committed, "SELECT tablename, policyname, roles::text[] FROM pg_policies WHERE schemaname = 'public'"
    ):
        found.setdefault(table, {})[name] = roles
    for model in protected():
        mine = found[model._meta.db_table]
        assert mine["wall_owner"] == [OWNER]
        assert mine["wall_all"] == [APP]
        assert not [name for name, roles in mine.items() if "public" in roles], "no policy is for everybody"


def test_the_service_owns_nothing_and_may_pass_nothing(committed):
    [(strong, passes)] = rows_of(committed, "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [APP])
    assert not strong and not passes
    assert not rows_of(committed, "SELECT 1 FROM pg_class WHERE relowner = %s::regrole", [APP])
    member_of = rows_of(
        committed, "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole", [APP]
    )
    assert not member_of


def test_no_view_steps_round_the_wall(committed):
    views = rows_of(
        committed,
        "SELECT relname, relkind::text, coalesce(reloptions::text, '') FROM pg_class"
        " WHERE relkind IN ('v', 'm') AND relnamespace IN ('public'::regnamespace, 'wall'::regnamespace)",
    )
    assert not [name for name, kind, options in views if kind == "m" or "security_invoker=true" not in options]


def test_functions_that_run_as_the_owner_are_the_walls_own_and_find_only_what_they_should(committed):
    found = rows_of(
        committed,
        "SELECT pronamespace::regnamespace::text, proname, coalesce(proconfig::text, '') FROM pg_proc"
        " WHERE prosecdef AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)",
    )
    assert found
    assert {name for schema, name, _config in found if schema != "wall"} == set(PAST_THE_WALL)
    assert not [name for _schema, name, config in found if "search_path=" not in config]


def test_the_service_can_read_no_key(committed):
    import psycopg

    with psycopg.connect(committed.dsn(APP), autocommit=True) as service:
        for words in ("TABLE wall.key", "SET ROLE kith_owner", "ALTER TABLE asks_ask DISABLE ROW LEVEL SECURITY"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                service.execute(words)


def test_words_nobody_signed_show_no_row(committed):
    jan = Actor.user(committed.town.jan)
    with acting.works_as(""):
        true = wall.of(jan, committed.town.now, None, False)
        assert count_as(true) == 1
        parts = true.split("|")
        other = "|".join([parts[0], str(committed.town.gareth.id), *parts[2:]])
        forged = [
            "",
            "system||||||",
            other,
            true[:-1] + ("0" if true[-1] != "0" else "1"),
            "|".join(["system", *parts[1:]]),
            "|".join(["act", *parts[1:]]),
            true + "|",
            f"user|{committed.town.gareth.id}",
        ]
        assert [count_as(said) for said in forged] == [0] * len(forged)


def test_words_of_another_connection_show_no_row(committed):
    import psycopg

    jan = Actor.user(committed.town.jan)
    with acting.works_as(""):
        said = wall.of(jan, committed.town.now, None, False)
        with psycopg.connect(committed.dsn(APP), autocommit=True) as other:
            other.execute("SELECT set_config('kith.said', %s, false)", [said])
            assert other.execute("SELECT count(*) FROM asks_ask").fetchone() == (0,)


def test_a_statement_slipped_in_sees_no_more(committed):
    """As if words somebody typed had become a statement in the middle of a page."""
    from django.db import connection

    from kith.asks.models import Ask

    with acting.works_as(""), acting.acting(Actor.user(committed.town.jan), now=committed.town.now):
        assert [one.pk for one in Ask.objects.all()] == [committed.near.pk]
        said = f"user|{committed.town.gareth.id}|{committed.town.now.isoformat()}|||1|x|{'0' * 64}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('kith.said', %s, true)", [said])
        assert not Ask.objects.exists()


def kept_settings():
    """What the database keeps beside the words of whoever acts, by the names it keeps it under."""
    from django.db import connection

    roles = ("street_coordinator", "community_builder", "link_worker", "district_lead")
    names = [f"kith.kept_{hashlib.sha256(said.encode()).hexdigest()[:16]}" for said in (f"{{{','.join(roles)}}}",)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(name, true) FROM unnest(%s::text[]) name", [names])
        return dict(zip(names, (given for (given,) in cursor.fetchall()), strict=True))


def test_what_is_kept_for_one_who_acts_lets_nobody_see_more(committed):
    """The database works out once where somebody works. Another's, an altered one, or one made up is not believed."""
    from django.db import connection

    from kith.asks.models import Ask

    jan, gareth = Actor.user(committed.town.jan), Actor.user(committed.town.gareth)
    with acting.works_as(""):
        with acting.acting(gareth, now=committed.town.now):
            assert Ask.objects.count() == 2
            [(name, of_gareth)] = kept_settings().items()
            assert of_gareth
        with acting.acting(jan, now=committed.town.now):
            assert Ask.objects.count() == 1
            [of_jan] = kept_settings().values()
            words, mark = of_jan.rsplit("\n", 1)
            more = words.replace(str(committed.town.quay.pk), str(committed.town.pound.pk))
            assert more != words
            for forged in (of_gareth, f"{more}\n{mark}", f"{more}\n{'0' * 64}", "x", "\n" * 12, f"kept\n{mark}"):
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config(%s, %s, true)", [name, forged])
                assert [one.pk for one in Ask.objects.all()] == [committed.near.pk]


def test_what_is_kept_cannot_be_had_signed_for_words_of_ones_own(committed):
    """A role with a line break in it brings nothing that another role's answer could be read from."""
    from django.db import connection

    with acting.works_as(""), acting.acting(Actor.user(committed.town.jan), now=committed.town.now):
        with connection.cursor() as cursor:
            role = f"community_builder\n{committed.town.pound.pk}"
            cursor.execute("SELECT wall.kept(ARRAY[%s])", [role])
            asked = hashlib.sha256(f'{{"{role}"}}'.encode()).hexdigest()
            cursor.execute("SELECT current_setting(%s, true)", [f"kith.kept_{asked[:16]}"])
            [given] = cursor.fetchone()
        assert given.split("\n")[2] == asked
        assert role not in given


def test_after_an_act_the_database_works_out_anew_where_somebody_works(committed):
    from django.db import transaction

    from kith.accounts.models import Membership
    from kith.asks.models import Ask

    jan = Actor.user(committed.town.jan)
    with acting.works_as(""), acting.acting(jan, now=committed.town.now):
        assert Ask.objects.count() == 1
        with acting.serving("a mere look changes nothing"):
            pass
        assert Ask.objects.count() == 1
        with acting.an_act():
            Membership.objects.filter(user=committed.town.jan).update(ends_at=committed.town.now)
        assert Ask.objects.count() == 0
        transaction.set_rollback(True)


def test_nothing_is_carried_over_from_one_who_acts_to_the_next(committed):
    """One connection, used again and again by one after another, and in between by nobody."""
    from kith.asks.models import Ask

    jan, gareth = Actor.user(committed.town.jan), Actor.user(committed.town.gareth)
    wrong = []
    with acting.works_as(""):
        for turn in range(REUSES):
            actor, sees = ((jan, 1), (gareth, 2), (Actor.public(), 0))[turn % 3]
            with acting.acting(actor, now=committed.town.now, read_only=True):
                seen = Ask.objects.count()
            if (seen, Ask.objects.count()) != (sees, 0):
                wrong.append(turn)
    assert not wrong


def test_outside_an_act_nothing_is_written(committed):
    from django.db import Error

    from kith.asks.models import Ask

    jan = Actor.user(committed.town.jan)
    with acting.works_as(""), acting.acting(jan, now=committed.town.now):
        assert Ask.objects.filter(pk=committed.near.pk).update(words="changed") == 0
    another = committed.near
    another.pk, another.reference, another._state.adding = None, "ANOTHER 2", True
    with acting.works_as(""), pytest.raises(Error):
        write_as(jan, committed.town.now, another)


def write_as(actor, now, row):
    with acting.acting(actor, now=now):
        row.save()
