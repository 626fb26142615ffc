"""Reads the token a team's own program comes with. Making and ending one are actions; the gate decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.http import HttpRequest

from kith.access.models import TeamToken

# Said first, so that a token left in a text or a file is known for what it is.
BEGINS = "kith_"
# 192 bits.
TOKEN_BYTES = 24
LASTS = timedelta(days=365)
# How often it is noted that a token was used.
NOTED_EVERY = timedelta(hours=1)


def fingerprint(secret: str) -> str:
    """What is kept of a token: enough to know it again, not enough to make it."""
    return sha256(f"team token {secret}".encode()).hexdigest()


def given(request: HttpRequest) -> str:
    """The token this request came with; empty where there is none."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def find(secret: str) -> TeamToken | None:
    """The token with these words, over or not."""
    if not secret.startswith(BEGINS) or len(secret) > 100:
        return None
    found = TeamToken.objects.select_related("team__place").defer("team__place__boundary")
    return found.filter(fingerprint=fingerprint(secret)).first()


def is_live(token: TeamToken, now: datetime) -> bool:
    """Whether it still opens anything. A team that has ended has no program any more."""
    return token.ended_at is None and token.expires_at > now and token.team.ended_at is None


def to_be_noted(token: TeamToken, now: datetime) -> bool:
    """Whether it is time to note again that this token is used."""
    return token.last_used_at is None or token.last_used_at < now - NOTED_EVERY
