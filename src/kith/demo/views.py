"""Signing in by a printed link, in a demo alone. Anywhere else these links do not exist."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.access.gate import is_a_browser_going_there
from kith.access.requests import GatedRequest
from kith.accounts import actions, queries
from kith.kit.actor import Actor
from kith.kit.pages import page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def come_in(request: GatedRequest, token: str) -> HttpResponse:
    """Sign in a person's browser; anything that only looks, such as a preview, gets a page with a button."""
    user = queries.live_user(request.actor.id) if settings.DEMO_INSTANCE and request.actor.kind == "user" else None
    if user is None:
        raise Http404
    if request.method != "POST" and not is_a_browser_going_there(request):
        return page(request, "demo/come_in.html", {"name": user.name})
    login(request, user, backend=BACKEND)
    actions.note_sign_in(user=user, how="demo link", by=Actor.user(user), now=request.now)
    return redirect("/")
