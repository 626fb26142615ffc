"""How sending can go wrong: for now, or for good."""

from __future__ import annotations

from datetime import timedelta


class TryAgain(Exception):
    """The provider could not say yes; the same message with the same key is sent again later, not before ``after``."""

    def __init__(self, why: str, after: timedelta = timedelta(0)) -> None:
        super().__init__(why)
        self.after = after


class CannotBeSent(Exception):
    """The provider says that it will never arrive, such as an address that does not exist."""
