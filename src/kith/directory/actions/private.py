"""Numbers and addresses of people who run groups and have not said yes: left out of what another directory sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kith.directory.models import Leader
from kith.kit import phones

_RUN = re.compile(r"[+(]?\d[\d\s().\-]{7,}\d")
_MAIL = re.compile(r"[^\s<>()\"',;:]+@[^\s<>()\"',;:]+")


class Private:
    """Whose number nobody but us may have. A number that its owner lets us show anywhere is not among them."""

    def __init__(self) -> None:
        rows = list(Leader.objects.values_list("phone", "email", "publish", "ended_at"))
        shown = {phone for phone, _mail, publish, ended in rows if publish and ended is None}
        self._numbers = {phone for phone, *_more in rows if phone} - shown
        self._mails = {mail.casefold() for _phone, mail, *_more in rows if mail}

    def cut(self, value: Any) -> Any:
        """A value without them, in the same shape: of a list of phones the line, of a sentence the number alone."""
        if not self._numbers and not self._mails:
            return value
        return self._cut(value)

    def _cut(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._words(value)
        if isinstance(value, Mapping):
            return {name: self._cut(one) for name, one in value.items()}
        if isinstance(value, list):
            kept = [(one, self._cut(one)) for one in value]
            return [after for before, after in kept if not _was_that(before, after)]
        return value

    def _words(self, words: str) -> str:
        found = _RUN.sub(lambda run: "" if self._numbers & set(phones.find(run[0])) else run[0], words)
        if self._mails and "@" in found:
            found = _MAIL.sub(lambda one: "" if one[0].strip(".").casefold() in self._mails else one[0], found)
        # Written so that no run of digits is one: on doubt none of it is shown.
        if self._numbers & set(phones.find(found)):
            return ""
        return found if found == words else " ".join(found.split())


def _was_that(before: Any, after: Any) -> bool:
    """Whether a line of a list was that number and nothing else."""
    if before == after:
        return False
    if isinstance(before, Mapping):
        return bool(before.get("number")) and not after.get("number")
    return after in ("", {}, [])
