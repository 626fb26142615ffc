"""The record of processing and the draft of the impact assessment: pages that print, and the same as text."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.governance.queries import records as made
from kith.governance.records import Record, as_text
from kith.governance.views.organisations import the_one
from kith.kit.pages import page, unkept


def record(request: GatedRequest, organisation_id: UUID) -> HttpResponse:
    """The record of processing of one organisation."""
    found = made.article_30(the_one(organisation_id), request.now)
    return _page(request, found, organisation_id, "record_text")


def record_text(request: GatedRequest, organisation_id: UUID) -> HttpResponse:
    """The same as text."""
    return _text(made.article_30(the_one(organisation_id), request.now))


def assessment(request: GatedRequest, organisation_id: UUID) -> HttpResponse:
    """The draft of its impact assessment."""
    found = made.assessment(the_one(organisation_id), request.now)
    return _page(request, found, organisation_id, "assessment_text")


def assessment_text(request: GatedRequest, organisation_id: UUID) -> HttpResponse:
    """The same as text."""
    return _text(made.assessment(the_one(organisation_id), request.now))


def _page(request: GatedRequest, found: Record, organisation_id: UUID, text: str) -> HttpResponse:
    context = {
        "record": found,
        "back_url": reverse("organisation", args=[organisation_id]),
        "text_url": reverse(text, args=[organisation_id]),
    }
    return page(request, "governance/record.html", context)


def _text(found: Record) -> HttpResponse:
    words = as_text(found, _("Still missing:"))
    response = HttpResponse(words, content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(found.title)}.md"'
    return unkept(response)
