"""Where GOV.UK Notify tells us what became of a message, and brings the texts people send."""

from __future__ import annotations

import hmac
import json
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kith.access.requests import GatedRequest
from kith.dispatch import actions
from kith.kit.actor import Actor
from kith.kit.languages import for_our_records

NOTIFY = Actor.system("GOV.UK Notify")
_MOST = 64 * 1024


def delivered(request: GatedRequest) -> HttpResponse:
    """What became of a message. One that is not ours, or not ours any more, is nothing to try again for."""
    refused = _refused(request)
    if refused is not None:
        return refused
    said = _said(request, "id", "reference", "status")
    if said is None:
        return _unreadable()
    with for_our_records():
        actions.hear_of_delivery(
            reference=said["reference"],
            provider_id=said["id"],
            state=said["status"],
            at=_moment(said.get("completed_at") or said.get("sent_at", "")),
            by=NOTIFY,
            now=request.now,
        )
    return HttpResponse(status=204)


def inbound(request: GatedRequest) -> HttpResponse:
    """A text somebody sent us: read and answered as any other. The same one twice is one."""
    refused = _refused(request)
    if refused is not None:
        return refused
    said = _said(request, "id", "source_number", "message")
    if said is None:
        return _unreadable()
    with for_our_records():
        actions.receive(
            address=said["source_number"],
            body=said["message"],
            provider_key=f"notify:{said['id']}"[:120],
            by=NOTIFY,
            now=request.now,
        )
    return HttpResponse(status=204)


def _refused(request: GatedRequest) -> HttpResponse | None:
    """The answer to whoever is not Notify. Without a token set there is nothing here."""
    if not settings.NOTIFY_TOKEN:
        raise Http404
    if request.method != "POST":
        return HttpResponse("Send this with POST.", status=405, content_type="text/plain", headers={"Allow": "POST"})
    given = request.headers.get("Authorization", "").encode()
    if hmac.compare_digest(given, f"Bearer {settings.NOTIFY_TOKEN}".encode()):
        return None
    return HttpResponse("This is not the token we know.", status=403, content_type="text/plain")


def _said(request: GatedRequest, *needed: str) -> dict[str, str] | None:
    """The texts of what was sent; None where it is none of ours, or where something needed is missing."""
    try:
        given = json.loads(request.body[:_MOST].decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict):
        return None
    said = {name: value.replace("\x00", "") for name, value in given.items() if isinstance(value, str)}
    # An empty text is still a text.
    return said if all(name in said and (said[name] or name == "message") for name in needed) else None


def _unreadable() -> HttpResponse:
    return HttpResponse("This is not in the shape that Notify sends.", status=400, content_type="text/plain")


def _moment(given: str) -> datetime | None:
    try:
        moment = parse_datetime(given)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None
