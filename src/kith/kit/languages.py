"""The languages of the interface, each in its own script, and the choice of one by a link.

A language is a file under ``kith/locale``: add its code here and translate the file. What people type is never
translated; it keeps its own direction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import get_language_from_request, get_language_info

LANGUAGES: list[tuple[str, str]] = [("en-gb", "English"), ("cy", "Cymraeg"), ("ar", "العربية")]
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS: list[Path] = [Path(__file__).resolve().parent.parent / "locale"]


class ChosenLanguage:
    """Middleware: ``?lang=cy`` chooses a language until the browser closes; without it cookie or browser decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.get("lang", "")
        chosen = asked if asked in dict(LANGUAGES) else ""
        language = chosen or get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if chosen:
            # No lifetime: on a shared computer the choice goes when the browser is closed.
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, chosen, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
        return response


def current() -> str:
    """The code for the ``lang`` attribute."""
    return translation.get_language() or LANGUAGE_CODE


def direction(code: str = "") -> str:
    """``rtl`` or ``ltr``, of the language given or the present one."""
    return "rtl" if get_language_info(code or current())["bidi"] else "ltr"


def choices(request: HttpRequest | None) -> list[dict[str, str]]:
    """The other languages as links to this same page: code, name in its own script, address."""
    path = request.path if request is not None else ""
    kept = [] if request is None else [(k, v) for k in request.GET if k != "lang" for v in request.GET.getlist(k)]
    return [
        {"code": code, "name": name, "dir": direction(code), "url": f"{path}?{urlencode([*kept, ('lang', code)])}"}
        for code, name in LANGUAGES
        if code != current()
    ]


@contextmanager
def for_our_records() -> Iterator[None]:
    """Write down what happens in the one language our records are kept in, whatever the page was read in."""
    with translation.override(LANGUAGE_CODE):
        yield
