"""The feed of the directory as Open Referral UK 3.0. Anybody may read it from anywhere, without a key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _

from kith.interop import openapi
from kith.interop.asked import PARAMETERS, Asked, read
from kith.interop.queries import pages
from kith.kit.problem import Refused, answer

View = Callable[..., HttpResponse]
VERSION = "HSDS-UK-3.0"
PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"
METHODS = "GET, HEAD, OPTIONS"
# An entry that must no longer be found is out of the copies others keep after so many seconds.
KEPT_SECONDS = 300


def spoken(view: View) -> View:
    """For every answer of the feed: read from any page of the web, only ever read, problems said in a sentence."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            response = _answered(view, request, args, kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
        return response

    speaking.csrf_exempt = True  # type: ignore[attr-defined]
    return speaking


def _answered(view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> HttpResponse:
    if request.method == "OPTIONS":
        allowed = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Allow-Headers": "*"}
        return HttpResponse(status=204, headers=allowed | {"Access-Control-Max-Age": "86400"})
    try:
        if request.method not in ("GET", "HEAD"):
            raise Refused(405, "method", _("This directory is only read: ask with GET."))
        return view(request, *args, **kwargs)
    except Refused as problem:
        response = answer(problem)
        if problem.status == 405:
            response["Allow"] = METHODS
        return response


@spoken
def root(request: HttpRequest) -> HttpResponse:
    """Which version of the standard this is."""
    described = request.build_absolute_uri("/oruk/v3/openapi.json")
    return _said(request, {"version": VERSION, "profile": PROFILE, "openapi_url": described})


@spoken
def described(request: HttpRequest) -> HttpResponse:
    """The description of the feed as OpenAPI."""
    return _said(request, openapi.document(request.build_absolute_uri("/oruk/v3")))


@spoken
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """A page of a list, or the whole of it line by line."""
    asked = read(request.GET, PARAMETERS[name])
    if asked.ndjson:
        lines = b"".join(_bytes(one) + b"\n" for one in pages.everything(name, asked))
        return _cached(request, HttpResponse(lines, content_type="application/x-ndjson"))
    found = pages.page(name, asked)
    return _said(request, found.envelope(), found.changed_at)


@spoken
def one(request: HttpRequest, name: str, row_id: UUID) -> HttpResponse:
    """One object with all that is nested in it."""
    found = pages.one(name, row_id, _asked_of_one(request, name))
    if found is None:
        raise _not_here()
    return _said(request, *found)


@spoken
def not_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other path under the feed."""
    raise _not_here()


def _asked_of_one(request: HttpRequest, name: str) -> Asked:
    return read(request.GET, ("full_service",) if name == "organizations" else ())


def _not_here() -> Refused:
    said = _("There is nothing here. The lists are /services, /service_at_locations, /organizations, /taxonomies and")
    return Refused(404, "not-there", said + " /taxonomy_terms.")


def _bytes(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _said(request: HttpRequest, body: Mapping[str, Any], changed_at: datetime | None = None) -> HttpResponse:
    response = HttpResponse(_bytes(body), content_type="application/json")
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    return _cached(request, response)


def _cached(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """May be kept for a little while, and asked for again by its mark.

    Not by its date: a list from which something was taken out is another list of the same date.
    """
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    response["ETag"] = etag
    known = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(known, HttpResponse)
    return known
