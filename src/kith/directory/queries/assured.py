"""When and how an entry was last said to be right, in words; and what one visitor's word is worth by itself."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.directory.models import Assurance, Found, How, Service
from kith.directory.queries.freshness import ASK_AFTER, DOUBTS
from kith.directory.queries.shown import Shown
from kith.kit.clock import local

# What somebody says who knows how it stands, whatever it is.
_SAID = (Found.RIGHT, Found.CHANGED, Found.FULL, Found.PAUSED)
_LONG = 60


def assured_how_words(entry: Shown, now: datetime) -> str:
    """How we know what stands there, and how long ago; empty where nobody said so.

    A visitor's word counts here by itself: it says whose word it is.
    """
    assured, last = (
        entry.assured_date,
        Assurance.objects.filter(service=entry.id, found__in=_SAID).exclude(how=How.OUTCOME, found=Found.FULL),
    )
    word = last.order_by("-at", "-id").first()
    day = local(word.at).date() if word is not None else None
    if assured is not None and (day is None or day < assured):
        # Nobody told us: it is what the directory says from which it came.
        how, day = How.SOURCE.value, assured
    elif word is not None:
        how = word.how
    else:
        return ""
    assert day is not None
    return _WORDS[how]() % {"when": _ago(day, local(now).date())}


_WORDS = {
    How.GROUP.value: lambda: _("The group said so %(when)s."),
    How.OUTCOME.value: lambda: _("Somebody who went there said so %(when)s."),
    How.PHONE.value: lambda: _("One of us rang them %(when)s."),
    How.COLLEAGUE.value: lambda: _("One of us said so %(when)s."),
    How.SOURCE.value: lambda: _("The directory it comes from said so %(when)s."),
}


def _ago(day: date, today: date) -> str:
    days = max((today - day).days, 0)
    if days == 0:
        return _("today")
    if days < _LONG:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    months = round(days / 30.4)
    return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}


def is_second_word(service: Service, made: Assurance) -> bool:
    """Whether another visitor said the same in the quarter, after the last doubt: by itself one is not enough."""
    visitors = Assurance.objects.filter(service=service, how=How.OUTCOME).exclude(pk=made.pk)
    right = visitors.filter(found=Found.RIGHT, at__gt=made.at - ASK_AFTER).order_by("-at", "-id").first()
    if right is None:
        return False
    doubt = visitors.filter(found__in=DOUBTS).order_by("-at", "-id").first()
    return doubt is None or (doubt.at, doubt.pk) < (right.at, right.pk)
