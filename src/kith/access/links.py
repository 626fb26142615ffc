"""Reads links. A link is never used up by being opened; making one is ``actions.issue_link``."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from kith.access.models import Link


def fingerprint(token: str) -> str:
    """What is kept of a link: enough to know it again, not enough to make it."""
    return sha256(token.encode()).hexdigest()


def find(token: str, purpose: str) -> Link | None:
    """The link with this token and purpose, over or not."""
    return Link.objects.filter(fingerprint=fingerprint(token), purpose=purpose).first()


def is_live(link: Link, now: datetime) -> bool:
    """Whether this link still opens its page."""
    return link.ended_at is None and link.expires_at > now


def resolve(token: str, purpose: str, now: datetime) -> Link | None:
    """The link, if it still opens its page."""
    link = find(token, purpose)
    return link if link is not None and is_live(link, now) else None
