"""Rows that say what followed from a no. ``kith.dispatch.models`` shows them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.access.managers import VisibleQuerySet
from kith.accounts.models import Organisation
from kith.governance.models import Permission as PermissionSaid
from kith.kit.ids import uuid7
from kith.people.models import Person
from kith.promises.models import Promise


class Withdrawal(models.Model):
    """A no that took effect, or a yes whose time had passed: when everything that follows from it was done, and what.

    One line for each say. The sweep looks for says that have none, so nothing that was said is ever left undone.
    """

    class Why(models.TextChoices):
        """What came of it."""

        SAID = "said", _("they took it back")
        RAN_OUT = "ran-out", _("its time had passed")
        OVERTAKEN = "overtaken", _("something newer had been said by then")

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="withdrawals")
    say = models.OneToOneField(PermissionSaid, on_delete=models.PROTECT, related_name="withdrawal")
    why = models.CharField(max_length=10, choices=Why.choices)
    promise = models.ForeignKey(Promise, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended = models.PositiveSmallIntegerField(default=0)
    to_decide = models.PositiveSmallIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(VisibleQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.why}"
