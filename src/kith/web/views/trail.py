"""The trail, for whoever guards the data of an organisation. Reading it is written down as everything else is."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.access.acting import saw
from kith.access.policy import standing
from kith.access.requests import GatedRequest
from kith.kit.pages import page
from kith.trail.queries import last_seal
from kith.trail.verbs import Verb
from kith.web.queries import trail as queries
from kith.web.queries.unusual import report


def trail(request: GatedRequest) -> HttpResponse:
    """Who saw or did what, by day, colleague and person."""
    asked = queries.asked_for(request.GET.dict())
    lines, more = queries.lines(queries.rows(request.actor, asked, request.now), asked)
    _noted(request, Verb.TRAIL_SEEN, queries.what_was_asked(asked, lines))
    context = {
        "asked": asked,
        "lines": lines,
        "more": more,
        "sealed_at": last_seal(),
        "outside": queries.left_outside(),
    }
    return page(request, "web/trail.html", context)


def unusual(request: GatedRequest) -> HttpResponse:
    """Whose looks stand out this week, each with the reason: questions to ask, not findings."""
    _noted(request, Verb.TRAIL_WATCHED, ("trail", None, _("the last seven days")))
    return page(request, "web/trail_unusual.html", {"lines": report(request.actor, request.now)})


def _noted(request: GatedRequest, verb: Verb, subject: tuple[str, object, str]) -> None:
    """In the chain of each organisation the guardian reads."""
    for organisation in dict.fromkeys(part.organisation for part in standing(request.actor)):
        saw(verb, subject, controller=organisation)  # type: ignore[arg-type]
