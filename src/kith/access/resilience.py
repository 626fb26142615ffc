"""What people see when the database does not answer: never a bare error, and never a lost word."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from kith.kit.errors import unavailable

log = logging.getLogger("kith.access")


class KeepWhatWasTyped:
    """Middleware: turns a lost database into a page that says *not sent* and holds what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for an error of the database's; None lets any other error take its way."""
        if not isinstance(error, (OperationalError, InterfaceError)):
            return None
        log.error("The database did not answer: %s", type(error.__cause__ or error).__name__)
        return unavailable(request)
