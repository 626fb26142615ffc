"""Reads the token a team's own program comes with. Making and ending one are actions; the gate decides."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest

from kith.access.models import TeamToken
from kith.kit import known
from kith.kit.whole import known_lately

# Said first, so that a token left in a text or a file is known for what it is.
BEGINS = "kith_"
# 192 bits.
TOKEN_BYTES = 24
LASTS = timedelta(days=365)
# How often it is noted that a token was used.
NOTED_EVERY = timedelta(hours=1)
_NOW_SO = (
    "SELECT token.id, token.ended_at, token.expires_at, token.scopes, token.most_a_minute, token.last_used_at,"
    " team.ended_at FROM access_teamtoken AS token JOIN accounts_team AS team ON team.id = token.team_id"
    " WHERE token.fingerprint = %s"
)


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
    now_so = known.ask(_NOW_SO, mark)
    if not now_so:
        return None
    token_id, ended_at, expires_at, scopes, most_a_minute, last_used_at, team_ended = now_so[0]
    token = copy(known_lately(("token", token_id), lambda: _with_its_team(token_id)))
    token.ended_at, token.expires_at, token.last_used_at = ended_at, expires_at, last_used_at
    token.scopes, token.most_a_minute = scopes, most_a_minute
    return token if team_ended is None else None


def _with_its_team(token_id: UUID) -> TeamToken:
    return TeamToken.objects.select_related("team__place").defer("team__place__boundary").get(id=token_id)


def is_live(token: TeamToken, now: datetime) -> bool:
    """Whether it still opens anything."""
    return token.ended_at is None and token.expires_at > now


def to_be_noted(token: TeamToken, now: datetime) -> bool:
    """Whether it is time to note again that this token is used."""
    return token.last_used_at is None or token.last_used_at < now - NOTED_EVERY
