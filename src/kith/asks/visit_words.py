"""The word by which a volunteer shows the person who sent them: chosen by the person, or worked out and told to them.

It is bound to one ask, or to regular visits, and is over when they are. It opens no page and is never asked for.
"""

from __future__ import annotations

import hmac
import re
import unicodedata

from django.conf import settings
from django.utils.translation import gettext as _

from kith.asks import lifecycle
from kith.asks.models import Ask
from kith.kit import refs

SHORTEST, LONGEST = 4, 40


class NotAWord(ValueError):
    """What was chosen cannot be used. Its text may be shown."""


def word_of(ask: Ask) -> str:
    """The word of this ask; empty once the ask is over."""
    if ask.state in lifecycle.ENDED:
        return ""
    return ask.own_word or refs.spoken_words(settings.SECRET_KEY, ask.word_of or ask.id, ask.word_version)


def is_said(word: str) -> str:
    """How it is put: one word, or several."""
    return _("the words %(words)s") % {"words": word} if " " in word else _("the word %(word)s") % {"word": word}


def chosen(text: str, ask: Ask) -> str:
    """A word somebody chose, as it is kept. Refuses (``NotAWord``) figures, what is short, what others know."""
    word = " ".join(text.split())
    if any(sign.isdigit() for sign in word):
        raise NotAWord(_("Choose a word and no number: nobody should ever say a PIN or a code at a door."))
    if not SHORTEST <= len(word) <= LONGEST:
        raise NotAWord(_("Choose a word of 4 to 40 letters, like the name of a dog you once had."))
    known = f"{ask.reference} {ask.person.name} {ask.address} {ask.home.name}"
    if set(_plain(word).split()) & set(_plain(known).split()):
        raise NotAWord(_("That is written on our messages or on your door. Choose another word."))
    return word


def same(said: str, right: str) -> bool:
    """Whether somebody said the right word, however they wrote it; takes as long for a wrong one."""
    return bool(right) and hmac.compare_digest(_plain(said[:200]).encode(), _plain(right).encode())


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(sign for sign in folded if not unicodedata.combining(sign))))
