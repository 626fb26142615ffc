"""Whether a request can be read at all, and the sentence that mends it where not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from kith.kit.problem import Refused, answer

MOST_BYTES = 256 * 1024


def readable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Looks, before anything reads it, whether a body is JSON of a size we take."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            _check_body(request)
        return view(request, *args, **kwargs)

    return checked


def _check_body(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Refused(
            413, "too-long", _("This is more than 256 kB. Send each ask by itself, and say the rest by phone.")
        )
    if request.content_type != "application/json":
        raise Refused(415, "not-json", _("Send JSON, and say so: Content-Type: application/json."))
    try:
        body = json.loads(request.body.decode())
    except (ValueError, RecursionError):
        raise Refused(400, "unreadable", _("This is no JSON we can read. Look for a missing quote or comma.")) from None
    if not isinstance(body, dict):
        raise Refused(400, "unreadable", _("Send one ask at a time, as one JSON object."))


def key_of(given: str | None) -> str:
    key = (given or "").strip()
    if len(key) >= 2 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not key:
        raise Refused(
            400, "key-missing", _("Send an Idempotency-Key with each ask: a name of yours for it, such as a UUID.")
        )
    if len(key) > 255 or not key.isascii() or not key.isprintable():
        raise Refused(400, "key-missing", _("Keep the Idempotency-Key to 255 plain letters, figures and signs."))
    return key


def fingerprint(request: HttpRequest) -> str:
    """Of what was sent, however it was spaced."""
    plain = json.dumps(json.loads(request.body.decode()), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    # The gate answers it, after everything that was begun has been undone.
    raise problem


def not_there(request: HttpRequest, problem: Http404) -> HttpResponse:
    raise problem


def unreadable(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return answer(Refused(problem.status_code, "unreadable", HTTPStatus(problem.status_code).phrase))


def not_valid(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    errors = [{"field": _field(one["loc"]), "detail": _mend(one)} for one in problem.errors]
    first = errors[0]
    said = f"{first['field']}: {first['detail']}" if first["field"] else first["detail"]
    return answer(Refused(422, "field", said, errors=errors))


def _field(at: Sequence[Any]) -> str:
    return ".".join(str(part) for part in at if part not in ("body", "ask", "header"))


def _mend(error: dict[str, Any]) -> str:
    """A sentence for one mistake, in place of what the reader of JSON says."""
    kind, more = error.get("type", ""), error.get("ctx") or {}
    if kind == "extra_forbidden":
        return _("We do not know this field. Look at its name; what may be sent is at /api/v1/.")
    if kind == "missing":
        return _("This is missing. Send it with the ask.")
    if kind == "literal_error":
        return _("This must be one of: %(expected)s.") % {"expected": more.get("expected", "")}
    if kind in ("string_too_long", "too_long"):
        return _("This is too long: keep it to %(most)s.") % {"most": more.get("max_length", "")}
    if kind == "value_error":
        return str(more.get("error") or error.get("msg", "")).removeprefix("Value error, ")
    return _("We cannot read this: %(why)s.") % {"why": str(error.get("msg", "")).rstrip(".")}
