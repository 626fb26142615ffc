"""An ask that is still being written: kept in the browser's session, and signed in every page besides.

The page's own copy is there for a session that ended, a second tab and a page left open. Nothing here is a row.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest

_HELD = "ask_draft"
_SALT = "kith.asks.drafts"
# On a shared computer the next person finds nothing.
FORGOTTEN_AFTER = 30 * 60


@dataclass
class Draft:
    """What was answered so far. ``key`` makes the same answers sent twice one ask."""

    key: str
    place: str = ""
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def kept(self) -> str:
        """The answers as one signed word for a hidden field."""
        signed = signing.dumps([self.key, self.place, self.answers], salt=_SALT, compress=True)
        return base64.urlsafe_b64encode(signed.encode()).decode().rstrip("=")


def draft_of(request: HttpRequest, now: datetime) -> Draft:
    """The draft of this browser; where the page that was sent carries another, or ours is gone, the page's."""
    carried = _read(request.POST.get("kept", ""))
    held = _held(request, now)
    if carried is not None and (held is None or held.key != carried.key):
        return carried
    return held or Draft(key=secrets.token_urlsafe(16))


def keep(request: HttpRequest, draft: Draft, now: datetime) -> None:
    """Remember the draft with this browser, until it closes or half an hour has gone by."""
    request.session[_HELD] = [draft.key, draft.place, draft.answers, now.timestamp()]
    if not request.user.is_authenticated:
        request.session.set_expiry(0)


def forget(request: HttpRequest) -> None:
    """The ask was sent, or its words are no longer wanted here."""
    request.session.pop(_HELD, None)


def _held(request: HttpRequest, now: datetime) -> Draft | None:
    held = request.session.get(_HELD)
    if not held or now.timestamp() - float(held[3]) > FORGOTTEN_AFTER:
        return None
    return Draft(held[0], held[1], held[2])


def _read(kept: str) -> Draft | None:
    if not kept:
        return None
    try:
        signed = base64.urlsafe_b64decode(kept + "=" * (-len(kept) % 4)).decode()
        key, place, answers = signing.loads(signed, salt=_SALT)
    except (signing.BadSignature, binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return Draft(str(key), str(place), answers)
