"""A place keeps a ladder of its own, or goes back to the one it inherits. Searches that run keep theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kith.accounts.models import Organisation
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch.actions.answering import still_wanted
from kith.dispatch.actions.searching import begin
from kith.dispatch.ladder import plan
from kith.dispatch.models import Ladder, Search
from kith.dispatch.plans import facts_of, quiet_of
from kith.dispatch.queries.ladders import ladder_for
from kith.dispatch.rungs import Rung, as_data, mistakes
from kith.kit.actor import Actor
from kith.kit.sentence import Sentence
from kith.kit.whole import put, whole
from kith.matching import Level
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb


class CannotKeep(ValueError):
    """These rungs make no ladder. ``mistakes`` says why, a sentence each, with what to do."""

    def __init__(self, said: Sequence[Sentence]) -> None:
        """Keep the sentences, to be said in the reader's language."""
        self.mistakes = list(said)
        super().__init__(" ".join(said))


def keep_ladder(
    *, place: Place, kind: str, rungs: Sequence[Rung], organisation: Organisation, by: Actor, now: datetime
) -> Ladder:
    """From now on, searches that begin here for this kind (empty: every kind) go by these rungs.

    Records what it was and what it is. Refuses (``CannotKeep``) rungs that could leave somebody without a person.
    """
    said = mistakes(rungs, kind)
    if said:
        raise CannotKeep(said)
    with whole():
        before = Ladder.objects.select_for_update().filter(place=place, kind=kind).first()
        ladder, _new = Ladder.objects.update_or_create(
            place=place,
            kind=kind,
            defaults={
                "controller": organisation,
                "rungs": as_data(rungs),
                "changed_at": now,
                "changed_by_label": by.label,
            },
        )
        _noted(ladder, before.rungs if before is not None else None, ladder.rungs, by, now)
    return ladder


def inherit_ladder(*, place: Place, kind: str, by: Actor, now: datetime) -> None:
    """Go back to the ladder of the place around, or the built-in one. Records it; nothing where there was none."""
    with whole():
        ladder = Ladder.objects.select_for_update().filter(place=place, kind=kind).first()
        if ladder is not None:
            _noted(ladder, ladder.rungs, None, by, now)
            ladder.delete()


def ask_nearer(*, ask: Ask, by: Actor, now: datetime) -> Search:
    """Go back to the street: the time that is left is divided anew, and whoever was not asked yet is. Records it.

    Refuses (``TooLate``) when there is only time for a person on the phone, and (``WrongMove``) what somebody has by
    now, or has ended.
    """
    with whole():
        still_wanted(ask)
        search = Search.objects.select_for_update().select_related("ask__place").filter(ask=ask).first()
        if search is not None:
            search.ask = ask
            search.from_level, search.started_at = Level.STREET.value, now
            search.ladder = as_data(ladder_for(ask.place, ask.kind))
            anew = plan(facts_of(search), now, quiet_of(search, now))
            if len(anew.rungs) == 1:
                raise asks.TooLate(_("There is no time left to ask neighbours first: a person has to ring round."))
        search = begin(ask=ask, by=by, now=now)
        search.from_level = Level.STREET.value
        put(search, "from_level")
        said = str(_("%(who)s asks nearby again: whoever has not been asked yet.")) % {"who": by.label}
        asks.happened(ask=ask, verb=Verb.ASK_CAME_BACK, staff=said, by=by, now=now)
    return search


def _noted(ladder: Ladder, was: object, becomes: object, by: Actor, now: datetime) -> None:
    trail.record(
        verb=Verb.LADDER_CHANGED,
        by=by,
        now=now,
        subject=("place", ladder.place_id, ladder.place.name),
        place=(ladder.place_id, ladder.place.name),
        controller=ladder.controller_id,
        detail={"kind": ladder.kind, "was": was, "is": becomes},
    )
