"""Fetching and permission in one step, for the managers of every package above this one."""

from __future__ import annotations

from typing import Self

from django.db import models

from kith.access import policy
from kith.kit.actor import Actor


class VisibleQuerySet(models.QuerySet):
    """A set of rows that can be narrowed to what one actor may see or do something to."""

    def visible_to(self, actor: Actor, action: str = "view") -> Self:
        """Only the rows on which ``actor`` may do ``action``. Not yours looks the same as not there."""
        return self.filter(policy.scope(actor, action, self.model))
