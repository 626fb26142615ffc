"""Reads the token a team's own program comes with. Making and ending one are actions; the gate decides."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from hashlib import sha256

from django.http import HttpRequest

from kith.access.models import TeamToken
from kith.kit.whole import known_lately

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
    """The token with these words, over or not; none of a team that has ended.

    Whose it is may be a moment old; whether it is over never is.
    """
    if not secret.startswith(BEGINS) or len(secret) > 100:
        return None
    mark = fingerprint(secret)
    rows = TeamToken.objects.filter(fingerprint=mark).order_by()
    now_so = rows.values_list("id", "ended_at", "expires_at", "last_used_at", "team__ended_at").first()
    if now_so is None:
        return None
    token = known_lately(
        ("token", now_so[0]), lambda: rows.select_related("team__place").defer("team__place__boundary").get()
    )
    token = copy(token)
    _id, token.ended_at, token.expires_at, token.last_used_at, team_ended = now_so
    return token if team_ended is None else None


def is_live(token: TeamToken, now: datetime) -> bool:
    """Whether it still opens anything."""
    return token.ended_at is None and token.expires_at > now


def to_be_noted(token: TeamToken, now: datetime) -> bool:
    """Whether it is time to note again that this token is used."""
    return token.last_used_at is None or token.last_used_at < now - NOTED_EVERY
