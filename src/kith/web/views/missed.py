"""Nobody missed: whoever has nobody, no date or no word, by name for those who may go to them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from kith.access.requests import GatedRequest
from kith.kit import said
from kith.kit.pages import page
from kith.web.queries.checks import checks
from kith.web.queries.missed import FEWEST_SHOWN, overview

QUESTIONS = {
    "nobody": (_("Nobody holds it"), _("Each has somebody who answers for it.")),
    "no_date": (
        _("No date, or the date has passed"),
        _("Each has a date that is still to come, or somebody was told."),
    ),
    "not_told": (_("Not told yet"), _("Everybody knows what was to be said by now.")),
    "unsent": (
        _("A message has been waiting for more than 15 minutes"),
        _("Every message that should have left has left."),
    ),
    "moved_silently": (_("The date moved and nobody told them"), _("Whoever was given another time was told.")),
    "moved": (_("Date moved more than once"), _("No date was moved twice.")),
    "review": (
        _("Emergency use that nobody may look at: name a guardian"),
        _("Each emergency use is with somebody who may look whether it was right."),
    ),
}


def nobody_missed(request: GatedRequest) -> HttpResponse:
    """One true sentence first, then the names, then what we cannot know."""
    found = overview(request.actor, request.now)
    context = {
        "found": found,
        "words": QUESTIONS,
        "checks": checks(request.now),
        "fewest": FEWEST_SHOWN,
        "at": said.at(request.now, request.now),
    }
    return page(request, "web/nobody_missed.html", context)
