"""Days and classes of field as an agreement or a record says them: whole, so that they can be read years later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from kith.access.rules import CLASSES
from kith.kit.clock import local


def dated(moment: datetime) -> str:
    """A day with its month and year: "3 March 2027"."""
    there = local(moment)
    return _("%(day)s %(month)s %(year)s") % {"day": there.day, "month": MONTHS[there.month], "year": there.year}


def last_day(moment: datetime) -> str:
    """The day that ends at this moment, as people say until when something holds: its last day is still in it."""
    return dated(moment - timedelta(seconds=1))


def classes(letters: Iterable[str]) -> str:
    """Kinds of field with their letters: "A (the task: ...), B (how to reach them: ...)"."""
    return "; ".join(f"{letter} ({CLASSES[letter]})" for letter in sorted(letters) if letter in CLASSES)


def listed(words: Iterable[object]) -> str:
    """One, two and three: "Combe Martin, Ilfracombe and Bideford"."""
    every = [str(word) for word in words]
    if len(every) < 2:
        return "".join(every)
    return _("%(some)s and %(last)s") % {"some": ", ".join(every[:-1]), "last": every[-1]}
