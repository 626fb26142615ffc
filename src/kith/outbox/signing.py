"""What a webhook is signed with, and its signature. The key of one webhook is derived from ours and kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

SIGNED = "Kith-Signature"
SENT_AT = "Kith-Timestamp"
EVENT_ID = "Kith-Event"


def key_of(hook_id: UUID) -> str:
    """The key a team is shown, and signs with to compare."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"webhook {hook_id}".encode(), hashlib.sha256)
    return f"whsec_{made.hexdigest()}"


def signature(key: str, timestamp: str, body: str) -> str:
    """``v1=`` and the HMAC-SHA256, by the key, of the timestamp, a full stop and the body as it was sent."""
    made = hmac.new(key.encode(), f"{timestamp}.{body}".encode(), hashlib.sha256)
    return f"v1={made.hexdigest()}"
