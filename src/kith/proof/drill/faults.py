"""The faults of the dead-dispatcher drill: how each is brought about, how it is healed, and what should be said."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import psutil
import psycopg

from kith.proof.drill.home import Home, wait_for
from kith.proof.drill.outside import Outside

Heal = Callable[[], None]
WEB, DATABASE, CHECKS = "the pages do not answer", "the database does not answer", "no longer comes to its end"


@dataclass(frozen=True)
class Fault:
    """``bring`` makes it so and answers what heals it. ``about``: words, one of which the ring says."""

    name: str
    bring: Callable[[Home, Outside], Heal]
    about: tuple[str, ...] = field(default=())


def _freeze(processes: Iterable[psutil.Process]) -> Heal:
    frozen = list(processes)
    for process in frozen:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.suspend()

    def thaw() -> None:
        for process in reversed(frozen):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()

    return thaw


def _web(home: Home, _: Outside) -> Heal:
    web = home.part("web")
    return _freeze([web, *web.children(recursive=True)])


def _worker(home: Home, _: Outside) -> Heal:
    return _freeze([home.part("worker")])


def _watchdog(home: Home, _: Outside) -> Heal:
    return _freeze([home.part("watchdog")])


def _database(home: Home, _: Outside) -> Heal:
    postmaster = home.database()
    return _freeze([postmaster, *postmaster.children(recursive=True)])


def _postmaster(home: Home, _: Outside) -> Heal:
    """Who is connected stays so; nobody new comes in."""
    return _freeze([home.database()])


def _lock(home: Home, _: Outside) -> Heal:
    """Somebody forgot a transaction that keeps everybody from the messages."""
    connection = home.connect()
    connection.execute("BEGIN")
    connection.execute("LOCK TABLE outbox_message IN ACCESS EXCLUSIVE MODE")
    return connection.close


def _poison(home: Home, _: Outside) -> Heal:
    """One check fails each time; the others go on."""
    _as_superuser(home, "REVOKE SELECT ON outbox_message FROM kith_app")
    return lambda: _as_superuser(home, "GRANT SELECT ON outbox_message TO kith_app")


def _as_superuser(home: Home, statement: str) -> None:
    with contextlib.closing(home.connect()) as connection:
        connection.execute(statement)


def _disk(home: Home, _: Outside) -> Heal:
    """The least that must be free is raised above what there is: filling a real disk would stop the others on it."""
    settings = home.folder / ".env"
    settings.write_text("KITH_WATCH_FREE_MB=999999\n")
    return settings.unlink


def _left_alone(home: Home, _: Outside) -> Heal:
    """The worker dies, and whoever would start it again is frozen."""
    thaw = _freeze([home.supervisor()])
    home.part("worker").kill()
    return thaw


def _deaf(home: Home, world: Outside) -> Heal:
    """The worker stands still, and the way out of the watchdog leads nowhere: only the switch is left."""
    world.deaf = True
    thaw = _freeze([home.part("worker")])

    def heal() -> None:
        thaw()
        world.deaf = False

    return heal


def _everything(home: Home, _: Outside) -> Heal:
    """The lot is gone at once, as when the power fails."""
    supervisor = home.supervisor()
    gone = [supervisor, *supervisor.children(recursive=True)]
    with contextlib.suppress(psutil.Error):
        database = home.database()
        gone += [database, *database.children(recursive=True)]
    for process in gone:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(gone, timeout=10)
    return home.start


FAULTS = (
    Fault("worker frozen", _worker, (CHECKS,)),
    Fault("watchdog frozen", _watchdog),
    Fault("database frozen", _database, (DATABASE,)),
    Fault("web frozen", _web, (WEB,)),
    Fault("one check poisoned", _poison, ("the check of outbox no longer comes to its end",)),
    Fault("postmaster frozen", _postmaster, (DATABASE, CHECKS)),
    Fault("disk full", _disk, ("MB are free on the disk",)),
    Fault("messages locked", _lock, (DATABASE, CHECKS)),
    Fault("worker dead, supervisor frozen", _left_alone, (CHECKS,)),
    Fault("worker frozen, way out dead", _deaf),
    Fault("everything dead", _everything),
)


def mend(heal: Heal, home: Home) -> None:
    """Heals, and waits until the pages answer again."""
    with contextlib.suppress(psycopg.Error):
        heal()
    wait_for(home.answers, 90, lambda: "The pages did not come back after a fault was healed.")
