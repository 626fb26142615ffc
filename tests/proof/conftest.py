"""An instance of its own for the drills that stop or kill it: a real server that keeps what it has saved."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from kith.config import migrate
from kith.config.database import NAME_VARIABLE
from kith.config.postgres import Server


@dataclass
class Instance:
    """Its server, and the environment in which a process belongs to it."""

    server: Server
    environ: dict[str, str]


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    """Made once for a file of drills, and taken away after it."""
    folder = Path(tempfile.mkdtemp(prefix="kd-"))
    server = Server(folder / "home", patience=60)
    server.attach()
    environ = {name: value for name, value in os.environ.items() if name != NAME_VARIABLE}
    # Its second wall believes what this very process signs.
    environ |= {"KITH_HOME": str(folder / "home"), "KITH_SECRET_KEY": settings.SECRET_KEY}
    migrate.in_own_process(environ=environ)
    yield Instance(server, environ)
    server.detach()
    server.stop(patience=10)
    shutil.rmtree(folder, ignore_errors=True)
