"""How sending can go wrong: for now, or for good."""

from __future__ import annotations


class TryAgain(Exception):
    """The provider could not say yes; the same message with the same key is sent again later."""


class CannotBeSent(Exception):
    """The provider says that it will never arrive, such as an address that does not exist."""
