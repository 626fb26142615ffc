"""Where an instance's own PostgreSQL is reached: a private folder whose name is short enough for a socket."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

PORT = "5432"
SOCKET = f".s.PGSQL.{PORT}"
# The smallest limit among the systems we run on is 104 bytes, the closing one included.
LONGEST = 103


def data_folder(home: Path) -> Path:
    """The folder of the database's files."""
    return home / "pg"


def socket_folder(home: Path) -> Path:
    """The data folder itself; where its name is too long for a socket, a folder of ours with a short one."""
    data = data_folder(home)
    if len(os.fsencode(data / SOCKET)) <= LONGEST:
        return data
    digest = hashlib.sha256(os.fsencode(home.absolute())).hexdigest()[:12]
    return Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"kith-{os.geteuid()}-{digest}"
