"""What no action does, in a throw-away database only: rows as life leaves them after hours, or after a mistake."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from kith.kit.whole import whole


def set_by_hand(model: type[models.Model], pk: UUID, **values: Any) -> None:
    """Change one row as no action would."""
    with whole():
        model._base_manager.filter(pk=pk).update(**values)


def put_by_hand(row: models.Model) -> None:
    """Write one row as no action would."""
    with whole():
        row.save(force_insert=True)
