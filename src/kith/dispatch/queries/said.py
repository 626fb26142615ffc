"""What we said to one person about one ask, and what we did: each promise, each moved date, each second line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.access.acting import serving
from kith.asks.models import Ask
from kith.asks.said_again import again
from kith.kit import said
from kith.promises import lifecycle
from kith.promises.models import Kind, Move, Promise, Telling

# What each piece of news was about, as it follows "We said we would tell you".
NEWS = {
    "we-have-it": gettext_lazy("that we have your ask"),
    "somebody-is-coming": gettext_lazy("who is coming"),
    "moved": gettext_lazy("that the time has moved"),
    "late": gettext_lazy("that we are late"),
    "cannot-be-in-time": gettext_lazy("that we may not be in time"),
    "done": gettext_lazy("that it is done"),
    "not-done": gettext_lazy("that it could not be done"),
    "did-not-come": gettext_lazy("what we do now that it did not come"),
}
STANDS = {
    lifecycle.OPEN: gettext_lazy("still open"),
    lifecycle.KEPT: gettext_lazy("kept"),
    lifecycle.LATE: gettext_lazy("kept, late"),
    lifecycle.BROKEN: gettext_lazy("not kept"),
    lifecycle.LET_GO: gettext_lazy("no longer wanted"),
}
# The moves after which another of us has it.
SOMEBODY_ELSE = (Move.What.HOLDER, Move.What.LEFT, Move.What.AWAY)


@dataclass(frozen=True)
class SaidAndDone:
    """One thing we said: the words, what moved, how it stands (as written first), and the lines beneath it."""

    words: str
    moved: tuple[str, ...]
    stands: str
    state: str
    how: str
    put_right: tuple[str, ...]


def said_and_done(ask: Ask, now: datetime) -> tuple[SaidAndDone, ...]:
    """Everything we said to the person about this ask, the oldest first. The ask is one they may see."""
    rows = Promise.objects.filter(about_id=ask.id, kind__in=(Kind.ASK, Kind.TELL))
    rows = rows.select_related("telling").prefetch_related("moves", "corrections").order_by("opened_at", "id")
    # A promise to tell them is somebody's work, and no row of theirs; what it says is.
    with serving("what we said to somebody about their own ask"):
        return tuple(_line(one, now) for one in rows if not _went_on(one))


def _telling(promise: Promise) -> Telling | None:
    return getattr(promise, "telling", None)


def _went_on(promise: Promise) -> bool:
    """News that newer news took the place of: what we said goes on there."""
    telling = _telling(promise)
    return telling is not None and telling.replaced_at is not None and promise.state == lifecycle.LET_GO


def _line(promise: Promise, now: datetime) -> SaidAndDone:
    moves = list(promise.moves.all())
    dates = [one for one in moves if one.what == Move.What.DATE]
    first = dates[0].from_due if dates else promise.next_contact_by
    late = promise.state == lifecycle.OPEN and promise.next_contact_by is not None and promise.next_contact_by < now
    return SaidAndDone(
        words=_words(promise, first, now),
        moved=tuple(words for one in moves if (words := _moved(one, now))),
        stands=str(_("late, and still open") if late else STANDS[promise.state]),
        state=lifecycle.LATE if late else promise.state,
        how=_how(promise, now),
        put_right=tuple(
            _("Put right %(at)s: %(stands)s. %(why)s")
            % {"at": said.at(one.at, now), "stands": STANDS[one.says], "why": again(one.reason)}
            for one in promise.corrections.all()
        ),
    )


def _words(promise: Promise, first: datetime | None, now: datetime) -> str:
    by_when = said.by(first, now) if first is not None else ""
    telling = _telling(promise)
    if telling is None:
        return _("We said you would hear from us %(by)s.") % {"by": by_when}
    news = NEWS.get(telling.news, gettext_lazy("what is new"))
    return _("We said we would tell you %(news)s, %(by)s.") % {"news": news, "by": by_when}


def _moved(move: Move, now: datetime) -> str:
    """A date that moved, or who took it over: by first name, and never why, which is not this reader's to know."""
    if move.what == Move.What.DATE and move.to_due is not None:
        return _("We moved it to %(to)s: %(why)s") % {"to": said.point(move.to_due, now), "why": again(move.reason)}
    if move.what in SOMEBODY_ELSE and move.to_label.strip():
        words = {"name": move.to_label.split()[0], "at": said.at(move.at, now)}
        return _("Somebody else took this over %(at)s: %(name)s.") % words
    return ""


def _how(promise: Promise, now: datetime) -> str:
    telling = _telling(promise)
    if telling is not None and telling.told_at is not None:
        how = Telling.How(telling.told_how).label if telling.told_how in Telling.How.values else ""
        return _("You were told %(at)s, %(how)s.") % {"at": said.at(telling.told_at, now), "how": how}
    if promise.state == lifecycle.OPEN or promise.ended_at is None:
        return ""
    return again(promise.why_ended)
