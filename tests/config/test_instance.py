"""Copies, throw-away databases and a fresh start of an instance."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kith.config.database import NAME
from kith.config.env import Env
from kith.config.instance import Here, is_current
from kith.kit.cli import Stop


@pytest.fixture
def instance(monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    """A whole instance of its own, migrated."""
    monkeypatch.delenv("KITH_DATABASE_NAME", raising=False)
    folder = Path(tempfile.mkdtemp(prefix="ki-"))
    monkeypatch.setenv("KITH_HOME", str(folder))
    here = Here(Env({"KITH_HOME": str(folder)}))
    assert here.server is not None
    here.server.throw_away = True
    here.open()
    yield here
    here.close()
    shutil.rmtree(folder, ignore_errors=True)


def put(here: Here, key: str) -> None:
    assert here.server is not None
    with here.server.connect("kith_app", NAME) as app:
        app.execute("INSERT INTO django_session VALUES (%s, '', now())", [key])


def kept(here: Here) -> list[str]:
    assert here.server is not None
    with here.server.connect("kith_app", NAME) as app:
        return [row[0] for row in app.execute("SELECT session_key FROM django_session").fetchall()]


@pytest.mark.slow
def test_an_instance_is_migrated_copied_brought_back_emptied_and_scratched(instance: Here) -> None:
    assert instance.server is not None
    with instance.server.connect("kith_app", NAME) as app:
        assert is_current(app)
    put(instance, "one")
    instance.keep_copy("district")
    put(instance, "two")
    assert instance.bring_back("district")
    assert kept(instance) == ["one"]
    assert not instance.bring_back("another")
    with instance.scratch() as environ:
        script = "import django; django.setup(); from django.db import connection as c; print(c.settings_dict['NAME'])"
        words = [sys.executable, "-c", script]
        environ = {**environ, "DJANGO_SETTINGS_MODULE": "kith.config.settings"}
        name = subprocess.run(words, env=environ, capture_output=True, text=True, check=True).stdout.strip()
        assert name.startswith("kith_scratch_")
    with instance.server.connect() as admin:
        assert admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None
    for _ in ("made", "brought back"):
        instance.empty()
        assert kept(instance) == []
        put(instance, "three")


def test_a_server_of_ones_own_has_no_throw_away_databases() -> None:
    here = Here(Env({"KITH_HOME": "/nowhere", "DATABASE_URL": "postgresql://kith_app@/kith"}))
    with pytest.raises(Stop, match="leave DATABASE_URL out"), here.scratch():
        pass
    assert not here.bring_back("district")
