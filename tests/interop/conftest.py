"""A directory that was taken in, and the feed it is given out by."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kith.directory import actions
from kith.directory.reading import documents
from kith.kit.actor import Actor

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Actor.system("a test")


def take(page, address="https://directory.example.org/v3"):
    """Take in what another directory sent."""
    given = {"name": "Moorshire", "kind": "oruk-3", "address": address, "place": None, "review": False, "every": 0}
    source = actions.add_source(**given, by=BY, now=NOW)
    return actions.take_in(source=source, taken=documents.read_whole(page, "a test"), by=BY, now=NOW)


@pytest.fixture
def official() -> Path:
    """The official schema files and samples, where they are."""
    folder = Path(os.environ.get("KITH_DATA", "../shared/data")) / "oruk-3.0-schemas"
    if not folder.is_dir():
        pytest.skip(f"needs the official schema files: set KITH_DATA (looked in {folder})")
    return folder
