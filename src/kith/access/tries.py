"""How often has this been tried lately? Counts only; what follows from too many tries is for whoever asks."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest

from kith.access.models import Try


def fingerprint(what: str, value: str) -> str:
    """What is kept of an address or a reference: enough to count it again, not enough to read it."""
    return hmac.new(settings.SECRET_KEY.encode(), f"try {what} {value}".encode(), sha256).hexdigest()


def lately(key: str, within: timedelta, now: datetime) -> int:
    """How many tries with this fingerprint there were."""
    return Try.objects.filter(key=key, at__gt=now - within).count()


def address_of(request: HttpRequest) -> str:
    """Where a request came from. Behind our own proxy that is the last address the proxy wrote down."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
