"""For colleagues: what was looked for here and how often nothing was found, on a page and as a table to keep."""

from __future__ import annotations

import csv
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.directory.tallied import EVERY, NOTHING_FOUND, OPENED, SIGNPOST, WAITED
from kith.kit import said as words
from kith.kit.pages import page
from kith.outreach.queries import counted as found
from kith.outreach.views.phone_round import place_kept

Row = list[str]


def counted(request: GatedRequest, slug: str) -> HttpResponse:
    """By week, by place within, and of which entries; in fives, and never by whom."""
    place = place_kept(request, slug)
    what = found.counted(place, request.actor, request.now)
    context = {
        "place": place,
        "weeks": [
            (words.day(week, request.now) if number else _("this week"), _shown(counts))
            for number, (week, counts) in enumerate(what.weeks)
        ],
        "places": [(name, _shown(counts)[:2]) for name, counts in what.places],
        "entries": [(one, [_said(counts[OPENED]), _said(counts[SIGNPOST])]) for one, counts in what.entries],
        "waiting": _said(what.waiting),
        "nothing": all(not any(counts.values()) for _week, counts in what.weeks),
    }
    return page(request, "outreach/counted.html", context)


def counted_csv(request: GatedRequest, slug: str) -> HttpResponse:
    """The same weeks as a table for a spreadsheet: the numbers that the page says."""
    place = place_kept(request, slug)
    written = StringIO()
    table = csv.writer(written)
    table.writerow(["week", "searches", "nothing-found", *[one for one in EVERY if one in (OPENED, SIGNPOST, WAITED)]])
    for week, counts in found.counted(place, request.actor, request.now).weeks:
        table.writerow([week.isoformat(), *_shown(counts)])
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="counted-{place.slug}.csv"'
    return response


def _shown(counts: found.Counts) -> Row:
    return [_said(one) for one in (found.searches(counts), *(counts[name] for name in _REST))]


def _said(number: int) -> str:
    shown = found.said(number)
    return _("fewer than 5") if shown < 0 else str(shown)


_REST = (NOTHING_FOUND, OPENED, SIGNPOST, WAITED)
