"""A small town with a shed in it, at a moment that stands still."""

from __future__ import annotations

import pytest

from kith.directory.models import Service
from kith.kit import clock
from tests.directory.entries import a_service
from tests.thread import NOW, Town, build_town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def shed(town: Town) -> Service:
    return a_service(town, "The men's shed")
