"""The small town these tests are set in."""

from __future__ import annotations

import pytest


@pytest.fixture
def town(db):
    import town as made_up

    return made_up.build()
