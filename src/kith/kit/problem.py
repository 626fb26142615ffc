"""What a program reads when something did not work: a sentence that says how to mend it, as RFC 9457 has it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
# The page that says more of each kind of problem has an anchor for it.
EXPLAINED_AT = "/api/v1/#"


class Refused(Exception):
    """A request that cannot be met. ``kind`` names the problem, and its text says how to mend it."""

    def __init__(self, status: int, kind: str, detail: str, *, retry_after: int = 0, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.retry_after, self.more = status, kind, detail, retry_after, more


def answer(problem: Refused) -> HttpResponse:
    """The response that says it."""
    body = {
        "type": f"{EXPLAINED_AT}{problem.kind}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.more,
    }
    return as_json(body, problem.status, MEDIA_TYPE, _headers(problem))


def as_json(
    body: Mapping[str, Any], status: int, media_type: str = "application/json", headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The body as it leaves. Never kept by anything in between: it may speak of somebody."""
    words = json.dumps(body, ensure_ascii=False, default=str)
    return HttpResponse(
        words, status=status, content_type=media_type, headers={"Cache-Control": "no-store", **(headers or {})}
    )


def _headers(problem: Refused) -> dict[str, str]:
    headers = {}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="kith"'
    if problem.retry_after:
        headers["Retry-After"] = str(problem.retry_after)
    return headers
