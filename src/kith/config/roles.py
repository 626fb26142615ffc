"""The database's roles and what each may do: who owns, who serves, who copies, who watches. It holds no secrets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg import sql

from kith.config.database import APP, BACKUP, OWNER, WATCH
from kith.kit.cli import Stop

OLDEST = 16
OLDEST_VECTOR = [0, 8]
# All that the watchdog may read: times, states, and whose phones to ring. Nothing about anybody who is helped or helps.
WATCHED = {
    "promises_promise": ("state", "next_contact_by", "stepped_up_at"),
    "promises_beat": ("name", "at", "failing_since", "problem"),
    "outbox_message": ("state", "not_before"),
    "dispatch_search": ("look_again_at",),
    "trail_entry": ("id", "at"),
    "trail_seal": ("entry_id",),
    "trail_anchoring": ("at", "way", "problem"),
    "accounts_team": ("id", "name", "phone", "is_duty"),
    "accounts_dutyturn": ("team_id", "membership_id"),
    "accounts_membership": ("id", "user_id", "ended_at", "ends_at", "away_from", "away_until"),
    "accounts_user": ("id", "name", "phone", "is_active"),
}
_SQL = sql.SQL


def _role(name: str, password: str | None, more: str = "") -> Iterable[sql.Composed]:
    quoted = sql.Identifier(name)
    secret = _SQL(" PASSWORD {}" if password else "").format(sql.Literal(password))
    yield _SQL(
        "DO $$ BEGIN CREATE ROLE {} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    ).format(quoted)
    yield _SQL("ALTER ROLE {} LOGIN NOCREATEDB NOCREATEROLE" + more + "{}").format(quoted, secret)


def cluster_statements(passwords: dict[str, str] | None = None) -> list[sql.Composed]:
    """Makes the four roles; harmless when they are there."""
    given = passwords or {}
    return [
        *_role(OWNER, given.get(OWNER)),
        *_role(APP, given.get(APP)),
        *_role(BACKUP, given.get(BACKUP)),
        *_role(WATCH, given.get(WATCH)),
    ]


def backup_statement() -> sql.Composed:
    """Lets the backup role read past row-level security; apart, as not every managed server allows it."""
    return _SQL("ALTER ROLE {} BYPASSRLS").format(sql.Identifier(BACKUP))


def create_database(name: str) -> sql.Composed:
    """Makes the database, owned by the owner."""
    return _SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
        sql.Identifier(name), sql.Identifier(OWNER)
    )


def database_statements(name: str) -> list[sql.Composed]:
    """Inside the new database: pgvector, and who may come in. Needs an administrator."""
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    readers = _SQL(", ").join(map(sql.Identifier, (APP, BACKUP, WATCH)))
    return [
        _SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier("vector")),
        _SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
        _SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, readers),
        _SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        _SQL("REVOKE CREATE ON SCHEMA {} FROM PUBLIC").format(sql.Identifier("public")),
        _SQL("GRANT USAGE ON SCHEMA public TO {}").format(readers),
    ]


def grant_statements(append_only: Sequence[str]) -> list[sql.Composed]:
    """After each migration, as owner: the app may work with the rows, the backup may read them."""
    owner, app, backup = sql.Identifier(OWNER), sql.Identifier(APP), sql.Identifier(BACKUP)
    default = _SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public ").format(owner)
    everything = _SQL("SELECT, INSERT, UPDATE, DELETE")
    statements = [
        _SQL("GRANT {} ON ALL TABLES IN SCHEMA public TO {}").format(everything, app),
        _SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(app),
        _SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}").format(app),
        _SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(backup),
        _SQL("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(backup),
        default + _SQL("GRANT {} ON TABLES TO {}").format(everything, app),
        default + _SQL("GRANT USAGE, SELECT ON SEQUENCES TO {}").format(app),
        default + _SQL("GRANT EXECUTE ON FUNCTIONS TO {}").format(app),
        default + _SQL("GRANT SELECT ON TABLES TO {}").format(backup),
        default + _SQL("GRANT SELECT ON SEQUENCES TO {}").format(backup),
        _SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(app),
    ]
    for table in append_only:
        statements.append(_SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), app))
    return [*statements, watch_statement()]


def watch_statement() -> sql.Composed:
    """Lets the watchdog read its few columns, where an administrator has made its role already."""
    grants = _SQL("; ").join(
        _SQL("GRANT SELECT ({}) ON {} TO {}").format(
            _SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table), sql.Identifier(WATCH)
        )
        for table, columns in WATCHED.items()
    )
    return _SQL("DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = {}) THEN {}; END IF; END $$").format(
        sql.Literal(WATCH), grants
    )


def prepare(admin: psycopg.Connection[Any], name: str, passwords: dict[str, str] | None = None) -> bool:
    """Roles and database, once, by an administrator on the server. Answers whether the backup role may pass RLS."""
    refuse_old(admin)
    for statement in cluster_statements(passwords):
        admin.execute(statement)
    may_pass = True
    try:
        admin.execute(backup_statement())
    except psycopg.errors.InsufficientPrivilege:
        may_pass = False
    if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        try:
            admin.execute(create_database(name))
        except psycopg.errors.InsufficientPrivilege:
            # An administrator who is no superuser must be a member of the role that is to own the database.
            admin.execute(_SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
            admin.execute(create_database(name))
    return may_pass


def refuse_old(connection: psycopg.Connection[Any]) -> None:
    """Stops on a server older than we can use."""
    if connection.info.server_version < OLDEST * 10000:
        major = connection.info.server_version // 10000
        raise Stop(
            f"The server DATABASE_URL names is PostgreSQL {major}; Kith needs {OLDEST} or newer. "
            "Upgrade it, or leave DATABASE_URL out and Kith starts its own."
        )


def refuse_without_vector(connection: psycopg.Connection[Any]) -> None:
    """Stops on a database that has no pgvector, or one that is too old."""
    found = connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'").fetchone()
    if found is None:
        raise Stop(
            "The database DATABASE_URL names has no pgvector. Install it on the server (the package is called "
            "postgresql-NN-pgvector on Debian), then run ./kith db init --admin-url URL as an administrator."
        )
    if [int(part) for part in found[0].split(".")[:2]] < OLDEST_VECTOR:
        raise Stop(
            f"The database DATABASE_URL names has pgvector {found[0]}; Kith needs 0.8 or newer. Upgrade the package on "
            "the server, then let an administrator run ALTER EXTENSION vector UPDATE in the database."
        )


def refuse_strong_role(connection: psycopg.Connection[Any]) -> None:
    """Stops when the connection could step over the walls: a superuser, an owner, or one who passes RLS."""
    row = connection.execute(
        "SELECT current_user, r.rolsuper, r.rolbypassrls,"
        " EXISTS (SELECT 1 FROM pg_tables t WHERE t.schemaname = 'public' AND pg_has_role(t.tableowner, 'MEMBER'))"
        " OR (SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = current_database())"
        " FROM pg_roles r WHERE r.rolname = current_user"
    ).fetchone()
    if row is None:
        raise Stop("The database does not say who we are connected as, so Kith does not serve.")
    name, superuser, bypass, owner = row
    what = "a superuser" if superuser else "allowed past row-level security" if bypass else "an owner of the tables"
    if superuser or bypass or owner:
        raise Stop(
            f"Kith does not serve as {name}, who is {what}: nothing would then stop a fault from reading or changing "
            f"everything. Let DATABASE_URL connect as {APP}; ./kith db init makes that role."
        )


def empty_tables(owner: psycopg.Connection[Any]) -> None:
    """Every row of ours, gone; what Django itself keeps about its tables stays."""
    row = owner.execute(
        "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
        " AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
    ).fetchone()
    if row and row[0]:
        owner.execute(_SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(_SQL(row[0])))
