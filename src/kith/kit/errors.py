"""The pages for when something did not work. Each says what to do next, and what was typed is never lost.

They open no transaction and survive a stopped database: where the place's name cannot be read, they do without it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kith.kit import clock
from kith.kit.jinja_env import the_environment
from kith.kit.pages import page, unkept

log = logging.getLogger(__name__)

# Never shown again and never sent again: what proves who somebody is, and the form's own proof.
_KEPT_BACK = frozenset({"csrfmiddlewaretoken", "code", "token", "password", "word", "next"})
_MADE_BY_THE_PAGE = re.compile(r"[a-z][a-z_-]{0,30}|\d{1,4}|[\w-]{20,}", re.ASCII)
_LONGEST_LINE = 60


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something we cannot read."""
    return _plain(
        request,
        400,
        _("We could not read that"),
        [_("Go back, look at what you entered and send it again.")],
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, and the same for what is not yours to see, so that it tells a stranger nothing."""
    return _plain(
        request,
        404,
        _("There is nothing to show here"),
        [
            _("The address may be old or have a letter missing."),
            _("If somebody sent you a link, open it once more from their message."),
        ],
    )


def not_yours(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 is never said: what you may not see looks like what is not there."""
    return not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours. What was being sent is shown again."""
    if request.method not in ("GET", "HEAD"):
        return not_sent(request, status=500)
    return _plain(
        request,
        500,
        _("This page is not working just now"),
        [_("It is our fault, not yours. Try again in a minute.")],
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: we cannot reach our own records. What was being sent is shown again."""
    if request.method not in ("GET", "HEAD"):
        return not_sent(request)
    return _plain(
        request,
        503,
        _("This page is not there just now"),
        [_("Something on our side is not ready. Try again in a minute."), _("Nothing you sent before is lost.")],
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For ``CSRF_FAILURE_VIEW``: mostly a page left open too long. Sending once more works."""
    log.info("A form was not accepted: %s", reason)
    return not_sent(
        request, reason=_("This page was open for a long time. Nothing is lost: send it once more."), status=403
    )


def not_sent(
    request: HttpRequest,
    *,
    reason: str = "",
    labels: Mapping[str, str] | None = None,
    status: int = 503,
    again: str = "",
) -> HttpResponse:
    """The page that keeps what was typed, and sends the same again to ``again`` or where it was going.

    ``labels`` names the fields as the form does; a form's is ``{name: field.label for name, field in ...}``.
    """
    hidden, typed = _sorted(request, labels or {})
    context = {"reason": reason, "hidden": hidden, "typed": typed, "again": again or request.get_full_path()}
    response = _shown(request, "kit/not_sent.html", context, status)
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response


def _sorted(request: HttpRequest, labels: Mapping[str, str]) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    """Short technical values stay hidden; whatever looks written by a person can be read and copied."""
    hidden: list[tuple[str, str]] = []
    typed: list[dict[str, Any]] = []
    for name, values in request.POST.lists():
        for value in map(str, values):
            if name in _KEPT_BACK or name.startswith("_") or not value.strip():
                continue
            if name in labels or _written(value):
                rows = max(1, min(12, value.count("\n") + 1 + len(value) // _LONGEST_LINE))
                label = labels.get(name) or name.replace("_", " ").replace("-", " ").capitalize()
                typed.append({"name": name, "label": label, "value": value, "rows": rows})
            else:
                hidden.append((name, value))
    return hidden, typed


def _written(value: str) -> bool:
    """A choice such as "yes" or a key was made by the page; a name, a number to ring or a sentence was written."""
    return not _MADE_BY_THE_PAGE.fullmatch(value.strip())


def _plain(request: HttpRequest, status: int, heading: str, sentences: list[str]) -> HttpResponse:
    return _shown(request, "kit/errors/plain.html", {"heading": heading, "sentences": sentences}, status)


def _shown(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    try:
        return page(request, template, context, status)
    except Exception:
        # The context processors read the place from the database, which may be what has stopped.
        log.exception("An error page was drawn without the name of its place")
        token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
        bare = {"now": clock.now(), "csrf_input": token, "request": request, **context}
        drawn = the_environment().get_template(template).render(bare)
        return unkept(HttpResponse(drawn, status=status))
