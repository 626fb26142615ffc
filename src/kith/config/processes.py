"""What we ask the system about PostgreSQL's processes and folders: who lives, who may come in, what is left behind."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from kith.config.binaries import Account
from kith.kit.cli import Stop


def alive(pid: int) -> bool:
    """Whether it runs; one that has ended and only waits to be noticed does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def is_postgres(pid: int) -> bool:
    """Whether that number is a running PostgreSQL."""
    try:
        process = psutil.Process(pid)
        return bool(process.status() != psutil.STATUS_ZOMBIE and process.name() == "postgres")
    except psutil.NoSuchProcess:
        return False


def wait_for_old_children(memory: int | None, patience: float = 30) -> None:
    """Until nobody is attached any more to the shared memory a killed server left behind."""
    table = Path("/proc/sysvipc/shm")
    end = time.monotonic() + patience
    while memory is not None and table.exists() and time.monotonic() < end:
        rows = [line.split() for line in table.read_text().splitlines()[1:]]
        if not any(row[1] == str(memory) and row[6] != "0" for row in rows):
            return
        time.sleep(0.05)


@contextlib.contextmanager
def reachable(folder: Path, runner: Account) -> Iterator[tuple[str, dict[str, Any]]]:
    """The folder's name for a program under another account, which may be unable to walk there by its path."""
    words = runner.run_as()
    if runner.ids is None:
        yield str(folder), words
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}", words | {"pass_fds": (descriptor,)}
    finally:
        os.close(descriptor)


def own_folder(folder: Path, runner: Account) -> None:
    """A private folder of the runner's; somebody else's under that name is refused."""
    wanted = runner.ids[0] if runner.ids else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        if runner.ids:
            os.chown(folder, *runner.ids)
    except FileExistsError:
        found = folder.lstat()
        if found.st_uid != wanted or found.st_mode & 0o077 or folder.is_symlink():
            raise Stop(
                f"{folder}, where PostgreSQL's socket should be, belongs to somebody else. "
                "Name a KITH_HOME with a shorter path."
            ) from None
