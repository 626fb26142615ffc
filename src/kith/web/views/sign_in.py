"""Signing in by a code and signing out. Whether somebody may come in is for ``access.gate``."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from kith.access import sessions
from kith.access.requests import GatedRequest
from kith.accounts import actions
from kith.kit.actor import Actor
from kith.kit.pages import page, unkept

_WAS_OWN_PHONE = "was_own_phone"


class AskForCode(RequestLoginCodeView):
    """Asks where the code shall go. The next page is the same whether or not the account is there."""

    request: GatedRequest

    def dispatch(self, request: GatedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever signed in lately goes on; whoever did so long ago begins anew, once they press the button."""
        if request.user.is_authenticated:
            # "again": what they want to do needs a fresh code, whenever they signed in.
            if sessions.is_fresh(request.session, request.now) and "again" not in request.GET:
                return HttpResponseRedirect(self.get_next_url() or "/")
            if request.method == "POST":
                own_phone = sessions.is_own_phone(request.session)
                logout(request)
                request.session[_WAS_OWN_PHONE] = own_phone
        return unkept(super().dispatch(request, *args, **kwargs))

    def get_success_url(self) -> str:
        """Always the page that takes the code."""
        return self.passthrough_next_url(reverse("account_confirm_login_code"))


class GiveCode(ConfirmLoginCodeView):
    """Takes the code."""

    def get_initial(self) -> dict[str, Any]:
        """Somebody who said before that this is their own phone need not say it again."""
        return {"own_phone": bool(self.request.session.get(_WAS_OWN_PHONE))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the code went, as they typed it."""
        state = self._process.state
        return {**super().get_context_data(**kwargs), "sent_to": state.get("email") or state.get("phone")}


ask_for_code = AskForCode.as_view()
give_code = GiveCode.as_view()


def sign_out(request: GatedRequest) -> HttpResponse:
    """A page with a button; only the button signs out."""
    user = request.user
    if request.method != "POST":
        return page(request, "web/sign_out.html", {"name": user.name if user.is_authenticated else ""})
    if user.is_authenticated:
        actions.note_sign_out(user=user, by=Actor.user(user), now=request.now)
        logout(request)
    return redirect("account_login")
