"""What a request carries once it has passed the gate. Only for reading: the gate sets it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from kith.access.models import Grant, Link, TeamToken
from kith.kit.actor import Actor


class GatedRequest(HttpRequest):
    """A request behind the gate: who acts, the moment it is about, and the link, code or token that opened the page."""

    actor: Actor
    now: datetime
    link: Link
    grant: Grant
    token: TeamToken
