"""The word a volunteer says at the door or on the phone: the person chooses it, or asks for other words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.asks import visit_words
from kith.asks.actions.history import happened
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.trail.verbs import Verb


def choose_word(*, ask: Ask, word: str, by: Actor, now: datetime) -> str:
    """Keep the word the person chose; an empty one means other words of ours, and the old ones are over. The word.

    Records that it changed, and not the word. Refuses (``NotAWord``) figures, what is short and what anybody may know.
    Whoever has the ask sees it on their page at once.
    """
    own = visit_words.chosen(word, ask) if word.strip() else ""
    with whole():
        ask.own_word = own
        ask.word_version += 1
        ask.version += 1
        put(ask, "own_word", "word_version", "version")
        said = str(_("The word a volunteer says was changed."))
        happened(ask=ask, verb=Verb.WORD_CHANGED, staff=said, person=said, by=by, now=now)
    return visit_words.word_of(ask)


def bind_word(*, ask: Ask, like: Ask, by: Actor, now: datetime) -> None:
    """The same word as at an earlier time of the same regular help. Recorded with the ask that was opened."""
    with whole():
        ask.own_word, ask.word_version, ask.word_of = like.own_word, like.word_version, like.word_of or like.id
        put(ask, "own_word", "word_version", "word_of")
        said = str(_("The volunteer says the same word as before."))
        happened(ask=ask, verb=Verb.WORD_CHANGED, staff=said, by=by, now=now)
