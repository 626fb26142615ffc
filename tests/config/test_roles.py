"""Who may do what in the database: the app works with rows, the owner with tables, nobody rewrites the trail."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from psycopg.conninfo import make_conninfo

from kith.config import migrate, roles
from kith.config.env import Env
from kith.config.instance import Here
from kith.config.postgres import Server
from kith.kit.cli import Stop


def as_role(cluster: Server, role: str, database: str) -> psycopg.Connection[tuple[object, ...]]:
    return cluster.connect(role, database)


def test_the_app_may_add_to_the_trail_but_not_change_or_empty_it(cluster: Server, migrated_template: str) -> None:
    assert "trail_entry" in migrate.append_only_tables()
    with as_role(cluster, "kith_app", migrated_template) as app:
        assert app.execute("SELECT count(*) FROM trail_entry").fetchone() is not None
        for statement in ("UPDATE trail_entry SET verb = ''", "DELETE FROM trail_entry", "TRUNCATE trail_entry"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)


def test_the_app_may_not_make_or_drop_tables(cluster: Server, migrated_template: str) -> None:
    with as_role(cluster, "kith_app", migrated_template) as app:
        for statement in ("CREATE TABLE mine (n int)", "DROP TABLE trail_entry", "DELETE FROM django_migrations"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)


def test_the_backup_role_reads_everything_and_writes_nothing(cluster: Server, migrated_template: str) -> None:
    with as_role(cluster, "kith_backup", migrated_template) as backup:
        assert backup.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone() == (True,)
        backup.execute("SELECT * FROM accounts_user")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            backup.execute("DELETE FROM accounts_user")


def test_serving_as_the_app_is_fine(cluster: Server, migrated_template: str) -> None:
    with as_role(cluster, "kith_app", migrated_template) as app:
        roles.refuse_strong_role(app)


@pytest.mark.parametrize(
    ("role", "what"),
    [("kith_owner", "an owner"), ("kith_super", "a superuser"), ("kith_backup", "allowed past row-level security")],
)
def test_serving_as_anybody_stronger_is_refused(cluster: Server, migrated_template: str, role: str, what: str) -> None:
    with as_role(cluster, role, migrated_template) as strong, pytest.raises(Stop, match=f"as {role}, who is {what}"):
        roles.refuse_strong_role(strong)


def instance_at(url: str, monkeypatch: pytest.MonkeyPatch) -> Here:
    environ = {"KITH_HOME": "/nowhere", "DATABASE_URL": url, "KITH_SECRET_KEY": settings.SECRET_KEY}
    return Here(Env(environ))


def url_of(cluster: Server, role: str, database: str) -> str:
    info = psycopg.conninfo.conninfo_to_dict(cluster.dsn(role, database))
    return f"postgresql://{role}@/{database}?host={info['host']}"


def test_a_server_of_ones_own_is_used_and_checked(
    cluster: Server, migrated_template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KITH_DATABASE_NAME", raising=False)
    instance_at(url_of(cluster, "kith_app", migrated_template), monkeypatch).open()
    with pytest.raises(Stop, match="does not serve as kith_owner"):
        instance_at(url_of(cluster, "kith_owner", migrated_template), monkeypatch).refuse_to_serve_unsafely()


def test_a_server_nobody_reaches_is_named_and_where_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Stop, match=r"cannot be reached: .*DATABASE_URL is set in the environment or in /nowhere/\.env"):
        instance_at("postgresql://kith_app@127.0.0.1:1/kith", monkeypatch).open()


def test_a_database_without_pgvector_is_refused(cluster: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Stop, match=r"has no pgvector.*postgresql-NN-pgvector"):
        instance_at(url_of(cluster, "kith_super", "template1"), monkeypatch).open()


def test_an_older_server_is_refused(cluster: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "OLDEST", 99)
    with pytest.raises(Stop, match=r"is PostgreSQL 18; Kith needs 99 or newer"):
        instance_at(url_of(cluster, "kith_super", "postgres"), monkeypatch).open()


def test_a_database_behind_the_code_asks_for_the_migration(cluster: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "refuse_without_vector", lambda connection: None)
    with pytest.raises(Stop, match=r"\./kith db migrate"):
        instance_at(url_of(cluster, "kith_super", "postgres"), monkeypatch).open()


def test_init_makes_roles_and_database_and_says_what_to_set(cluster: Server, tmp_path: object) -> None:
    from kith.config import dbinit

    name = "kith_init_test"
    try:
        said = dbinit.make(cluster.dsn(), name, Env({"KITH_HOME": str(tmp_path)}))
        assert "DATABASE_URL=postgresql://kith_app:" in said
        assert "KITH_OWNER_URL=postgresql://kith_owner:" in said
        with psycopg.connect(make_conninfo(cluster.dsn("kith_app", name))) as app:
            assert app.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'").fetchone() == (1,)
    finally:
        with cluster.connect() as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_the_printed_statements_hold_everything_an_administrator_must_run() -> None:
    from kith.config import dbinit

    said = dbinit.script("kith")
    for part in ("BYPASSRLS", "CREATE DATABASE", "\\gexec", "CREATE EXTENSION", "DATABASE_URL=", "KITH_OWNER_URL="):
        assert part in said
