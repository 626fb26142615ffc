"""A real PostgreSQL for every test: one throw-away cluster, migrated once as the owner, cloned for each worker."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# One home for the whole run, workers included; set before Django reads its settings.
_RUN = os.environ.get("KITH_TEST_HOME")
if _RUN is None:
    _RUN = tempfile.mkdtemp(prefix="kith-test-")
    os.environ["KITH_TEST_HOME"] = _RUN
    _MINE = True
else:
    _MINE = False
for _name in [name for name in os.environ if name.startswith("KITH_") and name not in {"KITH_TEST_HOME", "KITH_DATA"}]:
    del os.environ[_name]
os.environ.pop("DATABASE_URL", None)
os.environ["KITH_HOME"] = str(Path(_RUN) / "home")
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE, CLONE = "kith_template", f"kith_test_{_WORKER}"
os.environ["KITH_DATABASE_NAME"] = CLONE
# Named here and not in pyproject.toml, where it would be read before the lines above.
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.config.settings"

import django  # noqa: E402

# Here and not in a hook: a conftest beside the tests one names is read before any hook runs, and imports models.
django.setup()

from django.db import connections  # noqa: E402

from kith.config import migrate, roles  # noqa: E402
from kith.config.postgres import Server  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    # A worker inherits its parent's environment, and has read its settings before it came here.
    connections["default"].settings_dict["NAME"] = CLONE


def pytest_unconfigure(config: pytest.Config) -> None:
    if _MINE and not hasattr(config, "workerinput"):
        shutil.rmtree(_RUN, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Server]:
    """The throw-away server all workers share; the last to finish stops it."""
    server = Server(Path(os.environ["KITH_HOME"]), throw_away=True)
    server.attach()
    yield server
    server.detach()


@pytest.fixture(scope="session")
def migrated_template(cluster: Server) -> str:
    """A database with every migration run, made by whichever worker comes first."""
    with (Path(os.environ["KITH_HOME"]) / "run" / "template").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with cluster.connect() as admin:
            if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone() is None:
                admin.execute(roles.create_database(TEMPLATE))
                with cluster.connect(database=TEMPLATE) as inside:
                    for statement in roles.database_statements(TEMPLATE):
                        inside.execute(statement)
                migrate.in_own_process(TEMPLATE)
    return TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(cluster: Server, migrated_template: str, django_db_blocker: object) -> Iterator[None]:
    """This worker's own copy of the migrated database. Django connects to it as kith_app, as in life."""
    with cluster.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {CLONE} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {CLONE} TEMPLATE {migrated_template} OWNER kith_owner")
    with cluster.connect(database=CLONE) as inside:
        for statement in roles.database_statements(CLONE):
            inside.execute(statement)
    yield
    from django.db import connections

    connections.close_all()
    with cluster.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {CLONE} WITH (FORCE)")


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner() -> None:
    """Transactional tests empty the tables; kith_app may not, so the owner does."""
    from django.db import connections
    from django.test import TransactionTestCase

    def empty(self: TransactionTestCase) -> None:
        server = Server(Path(os.environ["KITH_HOME"]))
        with server.connect(database=CLONE) as owner:
            tables = owner.execute(
                "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public' "
                "AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
            ).fetchone()
            connections.close_all()
            if tables and tables[0]:
                owner.execute(f"TRUNCATE {tables[0]} RESTART IDENTITY CASCADE")

    TransactionTestCase._fixture_teardown = empty
