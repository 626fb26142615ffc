"""The page that says *not sent* and gives back every word that was typed. It needs no database."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.utils.translation import gettext as _

from kith.kit import clock
from kith.kit.pages import ENGINE, unkept

# Never shown again and never sent again: what proves who somebody is, and the form's own proof.
KEPT_BACK = frozenset({"csrfmiddlewaretoken", "code", "token", "password", "word", "next"})
# Sent again unseen: it lets the second try count as the first.
UNSEEN = frozenset({"client_key", "version"})
LONG = 80


def not_sent(request: HttpRequest, *, reason: str = "", status: int = 503, again: str = "") -> HttpResponse:
    """What was typed, whole, with a button to try again."""
    typed, hidden = _typed(request)
    context = {
        "reason": reason,
        "again": again or request.get_full_path(),
        "typed": typed,
        "hidden": hidden,
    }
    return _plain(request, "kit/not_sent.html", context, status)


def not_reachable(request: HttpRequest) -> HttpResponse:
    """A page could not be read because the database did not answer."""
    context = {
        "heading": _("This page is not there just now"),
        "sentences": [
            _("Something on our side is not ready. Please try again in a minute."),
            _("Nothing you sent before is lost."),
        ],
    }
    return _plain(request, "kit/errors/plain.html", context, 503)


def _typed(request: HttpRequest) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The fields somebody filled in, and the ones only the form knows of."""
    typed: list[dict[str, Any]] = []
    hidden: list[tuple[str, str]] = []
    for name, values in request.POST.lists():
        if name in KEPT_BACK or name.startswith("_"):
            continue
        for value in values:
            if not value.strip():
                continue
            if name in UNSEEN:
                hidden.append((name, value))
                continue
            label = name.replace("-", " ").replace("_", " ").capitalize()
            rows = 1 if len(value) < LONG and "\n" not in value else 6
            typed.append({"label": label, "name": name, "value": value, "rows": rows})
    return typed, hidden


def _plain(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """Rendered past the context processors, because those may ask the database."""
    given = {
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
        "now": clock.now(),
        **context,
    }
    body = engines[ENGINE].get_template(template).template.render(given)
    response = HttpResponse(body, status=status)
    response.headers["Retry-After"] = "60"
    return unkept(response)
