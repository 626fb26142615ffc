"""An instance's own PostgreSQL: it starts, is shared, survives what befalls it, and stops with the last to leave."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kith.config import binaries, postgres
from kith.config.postgres import Server
from kith.kit.cli import Stop

AS_ROOT = os.geteuid() == 0
HOLD = """
import sys
from pathlib import Path
from kith.config.postgres import Server
server = Server(Path(sys.argv[1]), throw_away=True)
server.attach()
print("attached", flush=True)
sys.stdin.readline()
server.detach()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A KITH_HOME inside a folder only we may enter."""
    folder = Path(tempfile.mkdtemp(prefix="kt-"))
    yield folder / "home"
    with contextlib.suppress(OSError):
        Server(folder / "home").stop(patience=5)
    shutil.rmtree(folder, ignore_errors=True)


def durable(home: Path) -> Server:
    """A server as it is in life, with every commit on the disk."""
    return Server(home, patience=60)


def other_process(home: Path) -> subprocess.Popen[str]:
    """Another Kith on the same KITH_HOME; it leaves when it is sent a line."""
    words = [sys.executable, "-c", HOLD, str(home)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "attached\n"
    return process


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=30)


def put(server: Server, number: int) -> None:
    with server.connect(database="kith") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS seen (number int)")
        connection.execute("INSERT INTO seen VALUES (%s)", [number])


def seen(server: Server) -> list[int]:
    with server.connect(database="kith") as connection:
        return [row[0] for row in connection.execute("SELECT number FROM seen ORDER BY number").fetchall()]


def wait_until(true: object, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if callable(true) and true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about")


def test_it_starts_in_a_folder_only_we_may_enter_and_stops_when_we_leave(home: Path) -> None:
    server = Server(home, throw_away=True)
    server.attach()
    assert server.is_running()
    with server.connect("kith_app", "kith") as connection:
        assert connection.execute("SELECT count(*) FROM pg_extension WHERE extname = 'vector'").fetchone() == (1,)
    server.detach()
    assert not server.is_running()
    assert home.stat().st_mode & 0o777 == 0o700
    assert home.parent.stat().st_mode & 0o777 == 0o700


def test_a_second_process_shares_it_and_the_last_to_leave_stops_it(home: Path) -> None:
    first = Server(home, throw_away=True)
    first.attach()
    pid = first._postmaster()
    second = other_process(home)
    first.detach()
    assert first._postmaster() == pid
    leave(second)
    assert not first.is_running()


def test_it_outlives_a_killed_parent_and_the_next_process_takes_it_over(home: Path) -> None:
    parent = other_process(home)
    server = Server(home, throw_away=True)
    pid = server._postmaster()
    parent.kill()
    parent.communicate()
    assert server.answers()
    server.attach()
    assert server._postmaster() == pid
    server.detach()
    assert not server.is_running()


def test_a_killed_server_comes_back_with_every_saved_row(home: Path) -> None:
    server = durable(home)
    server.attach()
    for number in range(20):
        put(server, number)
    pid = server._postmaster()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    again = durable(home)
    again.attach()
    assert seen(again) == list(range(20))
    again.detach()
    server.detach()


def test_a_stale_note_that_names_some_other_program_is_cleared(home: Path) -> None:
    server = Server(home, throw_away=True)
    server.attach()
    server.detach()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        note = server.data / "postmaster.pid"
        note.write_text(f"{stranger.pid}\n{server.data}\n1700000000\n5432\n{server.data}\n\n\n")
        server.attach()
        assert server.answers()
        assert stranger.poll() is None
        server.detach()
    finally:
        stranger.kill()
        stranger.wait()


def test_a_start_that_was_cut_short_leaves_nothing_in_the_way(home: Path) -> None:
    half_made = home / "pg.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    server = Server(home, throw_away=True)
    server.attach()
    assert server.answers()
    server.detach()
    assert not half_made.exists()


def test_a_home_with_a_long_name_gets_a_socket_with_a_short_one(home: Path) -> None:
    server = Server(home / ("long" * 30), throw_away=True)
    server.attach()
    assert server.answers()
    assert not (server.data / ".s.PGSQL.5432").exists()
    server.detach()


def test_restart_brings_a_dead_server_back_while_we_stay_attached(home: Path) -> None:
    server = durable(home)
    server.attach()
    put(server, 1)
    pid = server._postmaster()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not server.is_running())
    server.restart()
    assert seen(server) == [1]
    server.detach()


def test_too_little_room_stops_before_anything_is_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "LEAST_FREE", 1 << 60)
    with pytest.raises(Stop, match=r"no room left on the disk.*Free some space"):
        Server(home).attach()
    assert not (home / "pg").exists()


@pytest.mark.skipif(not AS_ROOT, reason="only root may mount the small disk this fills")
def test_a_full_disk_stops_clearly_and_spoils_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.mkdir(mode=0o700)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "kith-test", home], check=False).returncode:
        pytest.skip("this container may not mount the small disk this fills")
    monkeypatch.setattr(postgres, "LEAST_FREE", 8 << 20)
    server = durable(home)
    try:
        server.attach()
        put(server, 1)
        filling = home / "filling"
        with contextlib.suppress(OSError), filling.open("wb") as file:
            while shutil.disk_usage(home).free > 6 << 20:
                file.write(bytes(1 << 20))
        with pytest.raises(psycopg.Error), server.connect(database="kith") as connection:
            connection.execute("CREATE TABLE big AS SELECT repeat(md5(n::text), 50) FROM generate_series(1, 50000) n")
        pid = server._postmaster()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(Stop, match="no room left on the disk"):
            durable(home).attach()
        filling.unlink()
        again = durable(home)
        again.attach()
        assert seen(again) == [1]
        again.detach()
        server.detach()
    finally:
        server.stop(patience=5)
        subprocess.run(["umount", "--lazy", home], check=False)


def test_a_folder_of_somebody_elses_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(home)
    server.data.mkdir(parents=True)
    if AS_ROOT:
        monkeypatch.setattr(os, "geteuid", lambda: 4242)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(Stop, match="belongs to another account"):
        server.attach()


@pytest.mark.skipif(not AS_ROOT, reason="only root runs PostgreSQL under another account")
def test_as_root_the_account_must_exist_and_not_be_root(home: Path) -> None:
    with pytest.raises(Stop, match="there is none called no-such-account"):
        Server(home, user="no-such-account").attach()
    with pytest.raises(Stop, match="names root"):
        Server(home, user="root").attach()


@pytest.mark.skipif(not AS_ROOT, reason="only root can become somebody else")
@pytest.mark.parametrize("who", [1, 54321], ids=["with a name", "only a number"])
def test_an_ordinary_user_runs_it_as_themselves(home: Path, monkeypatch: pytest.MonkeyPatch, who: int) -> None:
    if who == 54321 and subprocess.run(["unshare", "--user", "true"], check=False, user=who).returncode:
        pytest.skip("this container does not let a bare number be somebody")
    copy = binaries._copied(Path("/var/tmp"))
    monkeypatch.setattr(binaries, "wheel", lambda: copy)
    home.mkdir(mode=0o700)
    os.chown(home, who, who)
    os.chmod(home.parent, 0o755)  # noqa: S103 - made by this test, so that the other user gets there
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(who)
            os.setuid(who)
            server = Server(home, throw_away=True)
            server.attach()
            with server.connect("kith_app", "kith") as connection:
                code = 0 if connection.execute("SELECT 1").fetchone() == (1,) else 2
            server.detach()
        except BaseException:  # noqa: BLE001 - a forked child must never come back into pytest
            traceback.print_exc()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (home / "pg").stat().st_uid == who
