"""The instance this process runs on: its database started, checked and brought up to date; copies made of it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from kith.config import migrate, roles
from kith.config.database import NAME, NAME_VARIABLE, OWNER
from kith.config.env import Env
from kith.config.postgres import Server
from kith.kit.cli import Stop

_OTHERS = ("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "allauth.account")
_EMPTY = "empty"
_SCRATCH = "kith_scratch_"
_PACKAGE = Path(__file__).resolve().parent.parent


class Here:
    """One KITH_HOME. Nothing is started before ``open``."""

    def __init__(self, env: Env | None = None) -> None:
        self.env = env or Env()
        self.home = self.env.home
        self.url: str | None = self.env.get("DATABASE_URL")
        self.embedded = self.url is None
        self.name = os.environ.get(NAME_VARIABLE) or NAME
        self.server = Server(self.home, user=self.env.get("KITH_PG_USER")) if self.embedded else None

    def open(self) -> None:
        """The database runs, is fit for us, and is up to date."""
        self.attach()
        with self._sentences(), self._connect() as connection:
            if not self.embedded:
                roles.refuse_old(connection)
                roles.refuse_without_vector(connection)
            current = is_current(connection) and wall_is_current(connection, self.env)
            new = not current and is_new(connection)
        if not current:
            if not self.embedded:
                raise Stop("The database is older than this Kith. Bring it up to date first: ./kith db migrate")
            self.migrate()
            if new:
                self.keep_copy(_EMPTY)

    def attach(self) -> None:
        """Keeps the instance's own PostgreSQL running while we do."""
        if self.server is not None:
            self.server.attach()

    def close(self) -> None:
        """Leaves; the last to leave stops the instance's own PostgreSQL."""
        if self.server is not None:
            _close_django()
            self.server.detach()

    def migrate(self) -> None:
        """Brings the tables up to date, as their owner."""
        migrate.in_own_process(self.name)

    def refuse_to_serve_unsafely(self) -> None:
        """Stops when we are connected as somebody who could step over the walls."""
        with self._sentences(), self._connect() as connection:
            roles.refuse_strong_role(connection)

    def serve(self, host: str, port: int, when_ready: Callable[[], None] | None = None) -> int:
        """Web and worker, until a signal."""
        from kith.config.supervisor import Supervisor

        self.refuse_to_serve_unsafely()
        self.env.served_at.write_text(str(port))
        _close_django()
        return Supervisor(host, port, self.server, when_ready).run()

    def sweep(self, now: datetime) -> Mapping[str, int]:
        """Every sweep of the schedule once."""
        from kith.config.worker import sweep_once

        return sweep_once(now)

    def empty(self) -> None:
        """Makes the database anew; on a server of your own, empties its tables as their owner."""
        _close_django()
        if self.bring_back(_EMPTY):
            return
        if self.server is None:
            url = self.env.need("KITH_OWNER_URL", "emptying the tables is for their owner")
            with self._sentences(), psycopg.connect(url, autocommit=True) as owner:
                roles.empty_tables(owner)
            return
        with self.server.connect() as admin:
            _drop(admin, self.name)
            admin.execute(roles.create_database(self.name))
        self._prepare(self.name)
        self.migrate()
        with self.server.connect() as admin:
            self.server.note_prepared(admin, self.name)
        self.keep_copy(_EMPTY)  # migrating takes seconds, a copy does not

    def keep_copy(self, name: str) -> None:
        """A copy of the database, noted with the code that made it."""
        if self.server is None:
            return
        _close_django()
        with self.server.connect() as admin:
            self._copy(admin, self.name, _copy_name(name))

    def _copy(self, admin: psycopg.Connection[Any], source: str, copy: str) -> None:
        _drop(admin, copy)
        _clone(admin, source, copy)
        note = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(copy), sql.Literal(self._made_by()))
        admin.execute(note)

    def _made_by(self) -> str:
        """The code and the key a copy was made with: of another one it is no use."""
        return f"{code_key()} {migrate.wall_mark(self.env)}"

    def bring_back(self, name: str) -> bool:
        """The kept copy in place of the database, if this very code made it."""
        if self.server is None:
            return False
        copy = _copy_name(name)
        with self.server.connect() as admin:
            if _note_of(admin, copy) != self._made_by():
                return False
            _close_django()
            _drop(admin, self.name)
            _clone(admin, copy, self.name)
            self.server.note_prepared(admin, self.name)
        self._prepare(self.name)
        return True

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Mapping[str, str]]:
        """A throw-away database beside the instance's own; removed at the end, whatever happens."""
        if self.server is None:
            raise Stop("This works on a throw-away database of Kith's own PostgreSQL: leave DATABASE_URL out for it.")
        name = f"{_SCRATCH}{uuid.uuid4().hex[:12]}"
        try:
            self._make_scratch(name)
            yield os.environ | {NAME_VARIABLE: name, "KITH_HOME": str(self.home)}
        finally:
            with self.server.connect() as admin:
                _drop(admin, name)

    def _make_scratch(self, name: str) -> None:
        """From the kept copy of an empty database where there is one; else made, and kept for the next."""
        assert self.server is not None
        copy = _copy_name(_EMPTY)
        with self.server.connect() as admin:
            admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [copy])  # until this connection ends
            kept = _note_of(admin, copy) == self._made_by()
            if kept:
                _clone(admin, copy, name)
            else:
                admin.execute(roles.create_database(name))
            self._prepare(name)
            if not kept:
                migrate.in_own_process(name)
                self._copy(admin, name, copy)

    @contextlib.contextmanager
    def over_the_walls(self, environ: Mapping[str, str]) -> Iterator[psycopg.Connection[Any]]:
        """PostgreSQL's own superuser, on a throw-away database alone."""
        name = environ.get(NAME_VARIABLE, "")
        if self.server is None or not name.startswith(_SCRATCH):
            raise Stop("Nobody goes over the walls of a database that holds anything.")
        with self.server.connect(database=name) as own:
            yield own

    def _prepare(self, name: str) -> None:
        assert self.server is not None
        with self.server.connect(database=name) as inside:
            for statement in roles.database_statements(name):
                inside.execute(statement)

    def _connect(self) -> psycopg.Connection[Any]:
        if self.server is not None:
            return self.server.connect("kith_app", self.name)
        assert self.url is not None
        return psycopg.connect(self.url, autocommit=True, connect_timeout=5)

    @contextlib.contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except psycopg.OperationalError as problem:
            if self.server is not None:
                raise
            raise Stop(
                f"The database DATABASE_URL names cannot be reached: {str(problem).strip().splitlines()[-1]} "
                f"Check the address and that the server runs. DATABASE_URL is set {self.env.where}."
            ) from None


def is_current(connection: psycopg.Connection[Any]) -> bool:
    """Whether every migration of this code has run."""
    try:
        done = set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
        return False  # never migrated, or cut short before the app was let in
    folders = [*_PACKAGE.glob("*/migrations"), *map(_migrations_of, _OTHERS)]
    return {(folder.parent.name, path.stem) for folder in folders for path in folder.glob("[0-9]*.py")} <= done


def is_new(connection: psycopg.Connection[Any]) -> bool:
    """Whether nothing was ever made in this database."""
    return connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,)


def wall_is_current(connection: psycopg.Connection[Any], env: Env) -> bool:
    """Whether the second wall is the one this code and this instance's key would put up."""
    said = connection.execute("SELECT obj_description(to_regnamespace('wall'), 'pg_namespace')").fetchone()
    return said == (migrate.wall_mark(env),)


def _migrations_of(module: str) -> Path:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "migrations"


@cache
def code_key() -> str:
    """Changes whenever a line of our code does."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]


def _close_django() -> None:
    from django.apps import apps

    if apps.ready:
        from django.db import connections

        connections.close_all()


def _copy_name(name: str) -> str:
    return f"kith_copy_{name}"


def _note_of(admin: psycopg.Connection[Any], name: str) -> str | None:
    row = admin.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return row[0] if row else None


def _drop(admin: psycopg.Connection[Any], name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _clone(admin: psycopg.Connection[Any], source: str, name: str) -> None:
    """A copy needs its source to itself for a moment: whoever is connected is let go, and connects again."""
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
        [source],
    )
    admin.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
            sql.Identifier(name), sql.Identifier(source), sql.Identifier(OWNER)
        )
    )
