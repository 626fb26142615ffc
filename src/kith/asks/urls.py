"""The addresses of asking for help. Anybody may open them, and nobody is asked who they are."""

from __future__ import annotations

from django.urls import path

from kith.access.gate import by_code, public
from kith.asks.views import ask_for_help, sent

_ANYBODY = "anybody may ask for help, without an account"

urlpatterns = [
    path("ask/", public(ask_for_help.ask_for_help, _ANYBODY), name="ask_for_help"),
    path("at/<slug:place>/", public(ask_for_help.ask_for_help, _ANYBODY), name="ask_at"),
    path("ask/check/", public(ask_for_help.check, _ANYBODY), name="ask_check"),
    path("ask/<slug:step>/", public(ask_for_help.step, _ANYBODY), name="ask_step"),
    # After the hour for which it stays open, the reference and the code are asked for.
    path("ask/sent/<slug:reference>/", by_code(sent.sent, "status", ask_again="status_enter"), name="ask_sent"),
]
