"""One way to answer with a page: rendered at once, inside the caller's transaction, and kept by nobody.

It decides no permission and reads no rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kith.kit import clock

ENGINE = "jinja2"


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The template as an answer. ``now`` is in every page's context, so that all its times are said from one moment."""
    given = {"now": clock.now(), **(context or {})}
    response = HttpResponse(render_to_string(template, given, request, using=ENGINE), status=status)
    return unkept(response)


def unkept(response: HttpResponse) -> HttpResponse:
    """Tell browsers and proxies to keep no copy, and to tell other sites nothing of where the reader was.

    ``same-origin`` rather than ``no-referrer``: with the latter browsers send ``Origin: null`` with our own forms,
    and the check against forged forms would turn every answer away. Other sites learn nothing either way.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
