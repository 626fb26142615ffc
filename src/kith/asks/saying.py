"""Which words go with which news of an ask, for the person, the asker and the duty phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from kith.asks.models import Ask

ALWAYS_TO_ASKER = frozenset({"we-have-it", "ask-them-first", "they-said-yes", "they-were-asked"})


@dataclass(frozen=True)
class Said:
    subject: str
    body: str
    sms: str


def address_of(path: str) -> str:
    """The whole address of a page of this instance."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def to_person(ask: Ask, news: str, now: datetime, link: str = "") -> Said:
    words = f"{news}: {ask.promise.explanation} {link}"
    return Said(news, words, words)


def to_asker(ask: Ask, news: str, now: datetime, link: str = "") -> Said:
    return to_person(ask, news, now, link)


def please_ring(ask: Ask, now: datetime) -> Said:
    words = _("Hello, please ring when you can. Pat.")
    return Said("", words, words)


def duty_words(ask: Ask, why: str, now: datetime) -> str:
    return f"{ask.reference}: {why}"


def seen_words(ask: Ask) -> str:
    return str(_("They have seen it."))


def told_words(ask: Ask, how: str) -> str:
    return str(_("Told %(how)s.")) % {"how": how}
