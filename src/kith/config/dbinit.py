"""Makes the roles and the database on a server of your own, or prints the statements that do. Needs no Django."""

from __future__ import annotations

import secrets

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kith.config import roles
from kith.config.database import APP, BACKUP, OWNER, WATCH
from kith.config.env import Env
from kith.kit.cli import Stop


def make(admin_url: str, name: str, env: Env) -> str:
    """Connects as an administrator and makes everything; answers the lines to set."""
    passwords = _passwords()
    try:
        with psycopg.connect(admin_url, autocommit=True, connect_timeout=5) as admin:
            roles.refuse_old(admin)
            existing = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles").fetchall()}
            new = {role: password for role, password in passwords.items() if role not in existing}
            may_pass = roles.prepare(admin, name, new)
            host, port = admin.info.host, admin.info.port
        with psycopg.connect(make_conninfo(admin_url, dbname=name), autocommit=True, connect_timeout=5) as inside:
            _inside(inside, name)
    except psycopg.OperationalError as problem:
        last = str(problem).strip().splitlines()[-1]
        raise Stop(f"The server in --admin-url cannot be reached: {last}") from None
    except psycopg.errors.InsufficientPrivilege as problem:
        raise Stop(
            f"The server does not let this administrator do that: {problem}. "
            "Use one who may make roles and databases, or give the output of ./kith db init --print to whoever may."
        ) from None
    lines = [] if may_pass else ["# The server does not let the backup role past row-level security; ask whoever may."]
    return "\n".join([*lines, *_what_to_set(new, host, port, name, env)])


def _inside(inside: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    for statement in roles.database_statements(name):
        try:
            inside.execute(statement)
        except psycopg.errors.FeatureNotSupported:
            raise Stop(
                "The server has no pgvector. Install it there (on Debian the package is called "
                "postgresql-NN-pgvector), then run this again."
            ) from None


def _passwords() -> dict[str, str]:
    return {role: secrets.token_urlsafe(24) for role in (OWNER, APP, BACKUP, WATCH)}


def _what_to_set(new: dict[str, str], host: str, port: int, name: str, env: Env) -> list[str]:
    lines = [f"# Put these {env.where}, where only Kith can read them."]
    at = f"/{name}?host={host}&port={port}" if host.startswith("/") else f"{host}:{port}/{name}"
    named = {APP: "DATABASE_URL", OWNER: "KITH_OWNER_URL", WATCH: "KITH_WATCH_URL", BACKUP: "# for backups"}
    for role, variable in named.items():
        word = new.get(role, "THE-PASSWORD-IT-HAS")
        lines.append(f"{variable}=postgresql://{role}:{word}@{at}")
    if len(new) < len(named):
        lines.append("# Roles that were there before keep the password they have.")
    return lines


def script(name: str) -> str:
    """The same as statements for psql, with fresh passwords in them."""
    passwords = _passwords()
    lines = [
        "-- For psql, as an administrator. Harmless when run twice, but the passwords below are then the new ones.",
        *(statement.as_string() + ";" for statement in roles.cluster_statements(passwords)),
        roles.backup_statement().as_string() + ";",
        _unless_there(name),
        f'\\connect "{name}"',
        *(statement.as_string() + ";" for statement in roles.database_statements(name)),
        "",
        "-- Then set, where only Kith can read them (with your server's host):",
        f"--   DATABASE_URL=postgresql://{APP}:{passwords[APP]}@HOST/{name}",
        f"--   KITH_OWNER_URL=postgresql://{OWNER}:{passwords[OWNER]}@HOST/{name}",
        f"--   KITH_WATCH_URL=postgresql://{WATCH}:{passwords[WATCH]}@HOST/{name}",
        f"--   for backups: postgresql://{BACKUP}:{passwords[BACKUP]}@HOST/{name}",
    ]
    return "\n".join(lines)


def _unless_there(name: str) -> str:
    """psql runs what the first part selects; PostgreSQL itself has no "create database if not exists"."""
    make, word = (sql.Literal(text).as_string() for text in (roles.create_database(name).as_string(), name))
    return f"SELECT {make} WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = {word}) \\gexec"  # noqa: S608
