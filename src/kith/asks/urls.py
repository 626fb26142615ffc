"""The addresses of asking for help. Anybody may open them, and nobody is asked who they are."""

from __future__ import annotations

from django.urls import path

from kith.access.gate import by_code, by_token, public
from kith.access.models import Scope
from kith.asks.api import page as api_page
from kith.asks.api.operations import VIEWS
from kith.asks.views import ask_for_help, sent

_ANYBODY = "anybody may ask for help, without an account"

_READ_IT = "whoever writes a program may read how to talk with us"

urlpatterns = [
    path("api/v1/asks", by_token(VIEWS["api_asks"], {"POST": Scope.SEND}), name="api_asks"),
    path("api/v1/asks/<str:reference>", by_token(VIEWS["api_ask"], {"GET": Scope.READ}), name="api_ask"),
    path("api/v1/", public(api_page.described, _READ_IT), name="api"),
    path("api/v1/openapi.json", public(api_page.openapi, _READ_IT), name="api_openapi"),
    path("ask/", public(ask_for_help.ask_for_help, _ANYBODY), name="ask_for_help"),
    path("at/<slug:place>/", public(ask_for_help.ask_for_help, _ANYBODY), name="ask_at"),
    path("ask/check/", public(ask_for_help.check, _ANYBODY), name="ask_check"),
    path("ask/<slug:step>/", public(ask_for_help.step, _ANYBODY), name="ask_step"),
    # After the hour for which it stays open, the reference and the code are asked for.
    path("ask/sent/<slug:reference>/", by_code(sent.sent, "status", ask_again="status_enter"), name="ask_sent"),
]
