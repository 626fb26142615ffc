"""An instance's own PostgreSQL: started when needed, shared by every Kith process, stopped by the last to leave.

It makes the cluster and keeps it running; what is inside belongs to roles.py and to the migrations.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg
from psycopg import sql

from kith.config import roles
from kith.config.binaries import Account, account, as_somebody_named, programs
from kith.config.database import NAME
from kith.config.processes import alive, is_postgres, own_folder, reachable, wait_for_old_children
from kith.config.sockets import PORT, data_folder, socket_folder
from kith.kit.cli import Stop, say

SUPERUSER = "kith_super"
PREPARED = "kith 2"
LEAST_FREE = 100 * 1024 * 1024
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Parallel plans need shared memory that small machines and containers do not have.
    "max_parallel_workers_per_gather": "0",
}
# What is searched is read at once where it fits in memory; nothing is taken before there is something to keep in it.
MOST_BUFFERS = 512


def _buffers() -> str:
    """A quarter of the machine's memory, up to what a whole country's directory needs."""
    return f"{max(32, min(MOST_BUFFERS, psutil.virtual_memory().total // 4_194_304))}MB"


THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass
class Server:
    """The server of one KITH_HOME. ``throw_away`` trades safety for speed, for tests alone."""

    home: Path
    user: str = "nobody"
    throw_away: bool = False
    patience: float = 600
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _held: IO[str] | None = field(default=None, repr=False)

    @property
    def data(self) -> Path:
        return data_folder(self.home)

    @property
    def log(self) -> Path:
        return self.home / "log" / "postgres.log"

    def dsn(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """Where to connect, in libpq's words."""
        folder = str(socket_folder(self.home)).replace("\\", "\\\\").replace("'", "\\'")
        return f"host='{folder}' port={PORT} user={user} dbname={database} connect_timeout=5"

    def connect(self, user: str = SUPERUSER, database: str = "postgres") -> psycopg.Connection[Any]:
        """A connection outside Django, committing each statement."""
        return psycopg.connect(self.dsn(user, database), autocommit=True)

    def attach(self) -> None:
        """Uses the running server, or starts it; it stays until the last process has left."""
        self._make_room()
        with self._alone():
            if self._held is None:
                self._held = (self.home / "run" / "attached").open("a")
                fcntl.flock(self._held, fcntl.LOCK_SH)
            try:
                if not self.answers():
                    self._start()
                self._prepare()
            except BaseException:
                self._let_go()
                raise

    def detach(self) -> None:
        """Leaves; the last one to leave stops the server."""
        if self._held is None:
            return
        with self._alone():
            if self._let_go():
                self.stop()
            elif self._child is not None:
                self._child.returncode = 0  # it outlives us, and is no longer ours to wait for
                self._child = None

    def restart(self) -> None:
        """Brings a dead server back, for a process that is attached already."""
        with self._alone():
            if not self.answers():
                self._start()

    def answers(self) -> bool:
        """Whether the server takes connections."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def is_running(self) -> bool:
        """Whether its process is there; cheaper to ask than whether it answers."""
        return self._postmaster() is not None

    def stop(self, patience: float = 60) -> None:
        """A fast, clean stop; an abrupt one, from which PostgreSQL recovers, when it does not come to an end."""
        pid = self._postmaster()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        if not self._gone(pid, patience):
            os.kill(pid, signal.SIGQUIT)
            self._gone(pid, 20)
        self._child = None
        if (short := socket_folder(self.home)) != self.data:
            with contextlib.suppress(OSError):
                short.rmdir()

    def _make_room(self) -> None:
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.home / "run").mkdir(mode=0o700, exist_ok=True)
        except OSError as problem:
            if problem.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Stop(disk_full(self.home)) from None
            raise Stop(
                f"KITH_HOME ({self.home}) cannot be written to: {problem.strerror}. "
                "Name another folder, for example KITH_HOME=/srv/kith"
            ) from None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts, prepares or stops the server."""
        with (self.home / "run" / "starting").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _let_go(self) -> bool:
        """Gives the attachment back. True when nobody else holds one."""
        held, self._held = self._held, None
        if held is None:
            return False
        with held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def _gone(self, pid: int, patience: float) -> bool:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            ended = not alive(pid)  # asked before it is reaped: what ends in between is reaped the next time
            if self._child is not None:
                self._child.poll()  # reaps it, if it is ours
            if ended:
                return True
            time.sleep(0.02)
        return False

    def _postmaster(self) -> int | None:
        """The process id of this folder's running server, by its own note; a stale note answers None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if is_postgres(pid) else None

    def _start(self) -> None:
        if shutil.disk_usage(self.home).free < LEAST_FREE:
            raise Stop(disk_full(self.home))
        runner = self._runner()
        folder = programs(runner)
        if not self.data.exists():
            self._make(folder, runner)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        end = time.monotonic() + self.patience
        while True:
            self._clear_stale_notes()
            if self._postmaster() is None:
                self._launch(folder, runner)
            if self._wait(end):
                return
            problem = self._last_words()
            # Right after a kill -9 the old server's children still hold its memory for a moment.
            if "still in use" not in problem and "another server might be running" not in problem:
                raise Stop(self._explained(problem))
            time.sleep(0.2)

    def _runner(self) -> Account:
        runner = account(self.user)
        try:
            owner = self.data.stat()
        except FileNotFoundError:
            return runner
        if owner.st_uid == (runner.ids[0] if runner.ids else os.geteuid()):
            return runner
        if runner.ids is None or owner.st_uid == 0:
            raise Stop(
                f"The database in {self.data} belongs to another account (number {owner.st_uid}). "
                "Run Kith as that account, or name another folder in KITH_HOME."
            )
        return Account(f"number {owner.st_uid}", (owner.st_uid, owner.st_gid))

    def _make(self, folder: Path, runner: Account) -> None:
        """A new cluster, made beside its place and moved there whole: an interrupted start leaves nothing half-made."""
        fresh = self.home / "pg.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if runner.ids:
            os.chown(fresh, *runner.ids)
        with reachable(fresh, runner) as (name, words):
            command = [
                *as_somebody_named(runner),
                str(folder / "initdb"),
                "-D",
                name,
                "-U",
                SUPERUSER,
                "-A",
                "trust",
                "-E",
                "UTF8",
            ]
            command += ["--locale-provider=builtin", "--locale=C.UTF-8"]
            if self.throw_away:
                command.append("--no-sync")
            done = subprocess.run(command, capture_output=True, text=True, check=False, **words)
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise Stop(self._explained(done.stdout + done.stderr))
        if runner.ids:
            say(f"PostgreSQL runs under the account {runner.name}, as Kith runs as root: for a demo or a trial only.")
        fresh.rename(self.data)

    def _launch(self, folder: Path, runner: Account) -> None:
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        socket = socket_folder(self.home)
        if socket != self.data:
            own_folder(socket, runner)
        more = THROW_AWAY if self.throw_away else {"shared_buffers": _buffers()}
        options = [f"{name}={value}" for name, value in (SETTINGS | more).items()]
        with reachable(self.data, runner) as (name, words), self.log.open("ab") as log:
            at = name if socket == self.data else str(socket)
            command = [str(folder / "postgres"), "-D", name, "-k", at]
            for option in options:
                command += ["-c", option]
            self._log_from = log.tell()
            self._child = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **words)

    def _wait(self, end: float) -> bool:
        """True when it answers, False when it has died."""
        told = time.monotonic() + 5
        pid = self._child.pid if self._child else self._postmaster()
        while not self.answers():
            ended = pid is None or not alive(pid)
            if self._child is not None:
                self._child.poll()
            if ended:
                return False
            if time.monotonic() > end:
                raise Stop(f"PostgreSQL did not answer in {self.patience:.0f} s. Its log is {self.log}.")
            if time.monotonic() > told:
                say(
                    "The database is putting itself in order after a hard stop. Nothing is lost; this may take minutes."
                )
                told = end
            time.sleep(0.02)
        return True

    def _clear_stale_notes(self) -> None:
        """Removes the notes of a server that is gone, when their number now means something else.

        PostgreSQL does so itself where nobody has that number; it cannot tell a stranger, or a dead process whose
        parent has not noticed yet, from a server.
        """
        if self._child is not None:
            self._child.poll()
        if self._postmaster() is not None:
            return
        note = self.data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            lines = note.read_text().split("\n")
            if psutil.pid_exists(int(lines[0])):
                wait_for_old_children(int(lines[6].split()[1]) if lines[6].strip() else None)
                note.unlink()
        lock = socket_folder(self.home) / f".s.PGSQL.{PORT}.lock"
        with contextlib.suppress(FileNotFoundError, ValueError):
            if psutil.pid_exists(int(lock.read_text().split("\n", 1)[0])):
                lock.unlink()

    def _prepare(self) -> None:
        with self.connect() as admin:
            noted = admin.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [NAME]
            ).fetchone()
            if noted == (PREPARED,):
                return
            roles.prepare(admin, NAME)
            with self.connect(database=NAME) as inside:
                for statement in roles.database_statements(NAME):
                    inside.execute(statement)
            self.note_prepared(admin, NAME)

    def note_prepared(self, admin: psycopg.Connection[Any], name: str) -> None:
        """Notes on the database itself that nothing is missing from it."""
        admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(PREPARED)))

    def _last_words(self) -> str:
        try:
            with self.log.open("rb") as log:
                log.seek(getattr(self, "_log_from", 0))
                return log.read(20_000).decode(errors="replace")
        except OSError:
            return ""

    def _explained(self, output: str) -> str:
        if os.strerror(errno.ENOSPC) in output or os.strerror(errno.EDQUOT) in output:
            return disk_full(self.home)
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error" in line.lower()]
        last = ["it said nothing", *lines, *telling][-1]
        return f"PostgreSQL did not start: {last}. Its log is {self.log}."


def disk_full(home: Path) -> str:
    """The sentence for a disk without room."""
    return (
        f"There is no room left on the disk that holds {home}, so Kith stops before anything is half-written. "
        "What was saved is safe. Free some space, then run it again."
    )
