"""A real PostgreSQL for every test: one throw-away cluster, migrated once as the owner, cloned for each worker."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

# One home for the whole run, workers included; set before Django reads its settings.
_RUN = os.environ.get("KITH_TEST_HOME")
if _RUN is None:
    _RUN = tempfile.mkdtemp(prefix="kith-test-")
    os.environ["KITH_TEST_HOME"] = _RUN
    _MINE = True
else:
    _MINE = False
_KEPT = {"KITH_TEST_HOME", "KITH_TEST_FULL", "KITH_CHROMIUM", "KITH_DATA", "KITH_PICTURES"}
for _name in [name for name in os.environ if name.startswith("KITH_") and name not in _KEPT]:
    del os.environ[_name]
os.environ.pop("DATABASE_URL", None)
os.environ["KITH_HOME"] = str(Path(_RUN) / "home")
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_LONGEST = ("proof", "journeys", "config", "demo")
TEMPLATE, CLONE = "kith_template", f"kith_test_{_WORKER}"
os.environ["KITH_DATABASE_NAME"] = CLONE
# Named here and not in pyproject.toml, where it would be read before the lines above.
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.config.settings"

import django  # noqa: E402

# Here and not in a hook: a conftest beside the tests one names is read before any hook runs, and imports models.
django.setup()

from django.db import connections  # noqa: E402
from django.test.client import ClientHandler  # noqa: E402

from kith.access import acting  # noqa: E402
from kith.config import migrate, roles  # noqa: E402
from kith.config.postgres import Server  # noqa: E402
from kith.kit.whole import look_anew  # noqa: E402
from kith.proof import bench_land  # noqa: E402

# A test sees every row, as a part of Kith does; the requests it makes begin as nobody, as they do in life.
acting._WORKS_AS.set("a test")
_answer = ClientHandler.__call__


def _as_nobody(self: ClientHandler, environ: object) -> object:
    with acting.works_as(""):
        return _answer(self, environ)


ClientHandler.__call__ = _as_nobody


def pytest_configure(config: pytest.Config) -> None:
    # A worker inherits its parent's environment, and has read its settings before it came here.
    connections["default"].settings_dict["NAME"] = CLONE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: many short files are left for the end, and no worker waits long for another."""
    items.sort(key=lambda item: _LONGEST.index(folder) if (folder := item.path.parent.name) in _LONGEST else 9)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Clears away what a run that was killed left behind."""
    if not _MINE:
        return
    for folder in Path(tempfile.gettempdir()).glob("kith-test-*"):
        attached = folder / "home" / "run" / "attached"
        if str(folder) == _RUN or not attached.is_file() or attached.stat().st_uid != os.geteuid():
            continue
        with attached.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            Server(folder / "home").stop(patience=5)
            shutil.rmtree(folder, ignore_errors=True)


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
def django_db_setup(cluster: Server, migrated_template: str) -> Iterator[None]:
    """This worker's own copy of the migrated database. Django connects to it as kith_app, as in life."""
    from django.db import connections

    clone(cluster)
    yield
    connections.close_all()
    with cluster.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {CLONE} WITH (FORCE)")


def clone(server: Server, template: str = TEMPLATE, name: str = CLONE) -> None:
    """A fresh copy of the template in place of this worker's database."""
    with server.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER kith_owner STRATEGY FILE_COPY")


@pytest.fixture(scope="session")
def kept(cluster: Server, django_db_setup: None) -> Callable[..., Any]:
    """``kept(name, build)``: what build makes is made once for this worker; each test that asks has its own copy of it.

    For tests that commit: what they leave behind goes with the copy.
    """
    built: dict[str, Any] = {}

    def bring(name: str, build: Callable[[], Any]) -> Any:
        beside = f"{CLONE}_{name}"
        if name not in built:
            clone(cluster, name=beside)
            with bench_land.on(beside):
                built[name] = build()
        connections.close_all()
        clone(cluster, beside)
        look_anew()
        return deepcopy(built[name])

    return bring


@pytest.fixture(scope="session", autouse=True)
def _start_anew_after_transactional_tests() -> None:
    """kith_app may not empty tables, so such a test ends with a new clone; what migrations put in is there again."""
    from django.db import connections
    from django.test import TransactionTestCase

    def anew(self: TransactionTestCase) -> None:
        connections.close_all()
        look_anew()
        clone(Server(Path(os.environ["KITH_HOME"])))

    TransactionTestCase._fixture_teardown = anew


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The Chromium that ./kith test found, or the system's; as root it cannot build its own walls."""
    found = os.environ.get("KITH_CHROMIUM") or shutil.which("chromium")
    more: dict[str, object] = {"executable_path": found} if found else {}
    # Playwright's loop runs in the thread of the test, and Django would take the test's own queries for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if os.geteuid() == 0:
        more["args"] = ["--no-sandbox"]
    return {**browser_type_launch_args, **more}
