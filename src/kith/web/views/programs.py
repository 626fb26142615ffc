"""Letting a team's own program send asks, saying where it hears of them, and ending both."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import actions as access
from kith.access.models import Scope, TeamToken
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.kit import said
from kith.kit.pages import page
from kith.outbox import actions as outbox
from kith.outbox import signing
from kith.outbox.models import Hook, HookEvent
from kith.outbox.webhook_address import NotThere
from kith.web.forms import LetIn, TellThere
from kith.web.queries.programs import programs_for, teams_for


def programs(request: GatedRequest) -> HttpResponse:
    """Which programs there are. What lets one in is shown once, on the page that made it."""
    teams = teams_for(request.actor)
    sent = request.POST if request.method == "POST" else None
    let_in = LetIn(sent if sent and "let_in" in sent else None, teams=teams, prefix="in")
    tell = TellThere(sent if sent and "tell" in sent else None, teams=teams, prefix="told")
    made: dict[str, str] = {}
    if let_in.is_bound and let_in.is_valid():
        made = _let_in(request, let_in)
        let_in = LetIn(teams=teams, prefix="in")
    elif tell.is_bound and tell.is_valid():
        made = _tell(request, tell)
        tell = tell if tell.errors else TellThere(teams=teams, prefix="told")
    found = [(one, [(token, _said(token, request.now)) for token in one.tokens]) for one in programs_for(request.actor)]
    context = {"let_in": let_in, "tell": tell, "made": made, "found": found, "teams": teams}
    return page(request, "web/programs.html", context)


def _said(token: TeamToken, now: datetime) -> list[tuple[str, str]]:
    may = dict(Scope.choices)
    return [
        (_("May"), ", ".join(str(may[scope]) for scope in token.scopes)),
        (_("Made by"), token.made_by_label),
        (_("Good until"), said.day(token.expires_at, now)),
        (_("Last came"), said.ago(token.last_used_at, now) if token.last_used_at else _("not yet")),
    ]


def _let_in(request: GatedRequest, form: LetIn) -> dict[str, str]:
    given: dict[str, Any] = form.cleaned_data
    token, secret = access.make_token(
        team=form.team, name=given["name"], scopes=given["scopes"], by=request.actor, now=request.now
    )
    return {"what": "token", "name": str(token), "secret": secret}


def _tell(request: GatedRequest, form: TellThere) -> dict[str, str]:
    try:
        hook = outbox.make_hook(
            team=form.team, url=form.cleaned_data["url"], events=HookEvent.values, by=request.actor, now=request.now
        )
    except NotThere as why:
        form.add_error("url", str(why))
        return {}
    return {"what": "hook", "name": hook.url, "secret": signing.key_of(hook.id)}


def end_token(request: GatedRequest, token_id: UUID) -> HttpResponse:
    """Nothing more comes in with this token."""
    mine = TeamToken.objects.visible_to(request.actor, Permission.MANAGE_PROGRAMS).select_related("team")
    token = mine.filter(pk=token_id).first()
    if token is None or request.method != "POST":
        raise Http404
    access.end_token(token=token, by=request.actor, now=request.now)
    messages.success(request, _("%(name)s may not send asks any more.") % {"name": token.name})
    return redirect("programs")


def end_hook(request: GatedRequest, hook_id: UUID) -> HttpResponse:
    """Nobody is told there any more."""
    mine = Hook.objects.visible_to(request.actor, Permission.MANAGE_PROGRAMS).select_related("team")
    hook = mine.filter(pk=hook_id).first()
    if hook is None or request.method != "POST":
        raise Http404
    outbox.end_hook(hook=hook, by=request.actor, now=request.now)
    messages.success(request, _("Nobody is told there any more."))
    return redirect("programs")
