"""What a browser's session remembers of a sign-in and of codes given. It decides nothing: ``gate`` does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from kith.access.models import Grant
from kith.kit import clock

# A sign-in is good for everything for this long, whatever is done meanwhile.
FRESH = timedelta(hours=12)
# On somebody's own phone the page of their own street stays open for this long.
OWN_PHONE = timedelta(days=30)

_FRESH_UNTIL = "fresh_until"
_OWN_PHONE = "own_phone"
_GRANTS = "grants"
# More than anybody follows at once; older ones are forgotten and the code is asked again.
_GRANTS_KEPT = 20


def begin(session: SessionBase, now: datetime, *, own_phone: bool = False) -> None:
    """Remember that somebody has just signed in, and whether on their own phone."""
    session[_FRESH_UNTIL] = (now + FRESH).timestamp()
    session[_OWN_PHONE] = own_phone
    session.set_expiry(int((OWN_PHONE if own_phone else FRESH).total_seconds()))


def signed_in(sender: object, request: HttpRequest, **_more: object) -> None:
    """Called by Django at each sign-in. ``own_phone`` is the box they may have ticked beside the code."""
    begin(request.session, clock.now(), own_phone=request.POST.get("own_phone") == "yes")


def is_fresh(session: SessionBase, now: datetime) -> bool:
    """Whether the sign-in is recent enough for everything."""
    return now.timestamp() < float(session.get(_FRESH_UNTIL, 0))


def is_own_phone(session: SessionBase) -> bool:
    """Whether they said that this is their own phone."""
    return bool(session.get(_OWN_PHONE))


def signed_in_at(session: SessionBase) -> datetime:
    """When the code was given that this sign-in began with; long ago where nobody knows."""
    return fresh_until(session) - FRESH


def fresh_until(session: SessionBase) -> datetime:
    """When the next code will be asked for."""
    return datetime.fromtimestamp(float(session.get(_FRESH_UNTIL, 0)), UTC)


def remember(session: SessionBase, grant: Grant) -> None:
    """Keep a grant with this browser, so that it need not give the code again for a while."""
    session[_GRANTS] = [*session.get(_GRANTS, []), str(grant.id)][-_GRANTS_KEPT:]


def forget(session: SessionBase) -> None:
    """Forget every grant of this browser, as "Leave this page" does."""
    session.pop(_GRANTS, None)


def grant_for(session: SessionBase, purpose: str, address: str, now: datetime) -> Grant | None:
    """The newest live grant of this browser for that purpose and address."""
    ids = [UUID(text) for text in session.get(_GRANTS, [])]
    if not ids:
        return None
    live = Grant.objects.filter(id__in=ids, purpose=purpose, address=address, ended_at__isnull=True)
    return live.filter(expires_at__gt=now).order_by("-given_at").first()
