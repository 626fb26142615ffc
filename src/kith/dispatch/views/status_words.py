"""What the person presses about the word and about regular help, on their own page."""

from __future__ import annotations

from django.contrib import messages
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.asks.said_again import again
from kith.asks.visit_words import NotAWord, is_said
from kith.dispatch import actions as dispatch
from kith.dispatch.forms.visits import OwnWord
from kith.dispatch.queries.visits import regular_of
from kith.kit.languages import for_our_records


def change_word(request: GatedRequest, ask: Ask) -> OwnWord | None:
    """Another word: theirs, or others of ours. The form again where it cannot be used."""
    form = OwnWord(request.POST)
    if not form.is_valid():
        return form
    try:
        with for_our_records():
            new = asks.choose_word(ask=ask, word=form.cleaned_data["word"], by=request.actor, now=request.now)
    except NotAWord as why:
        form.add_error("word", again(str(why)))
        return form
    messages.success(request, _("Whoever comes will say %(word)s.") % {"word": is_said(new)})
    return None


def end_regular(request: GatedRequest, ask: Ask) -> None:
    """They would rather that nobody comes regularly any more."""
    regular = regular_of(ask, request.actor)
    if regular is not None:
        with for_our_records():
            dispatch.end_regular(regular=regular, by=request.actor, now=request.now)
    messages.success(request, _("They do not come any more. Nobody needs a reason. Ask again whenever you like."))
