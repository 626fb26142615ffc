"""Other directories we show: how often each is read, what became of it, and what waits for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kith.directory import lifecycle
from kith.directory.actions.finding import refind
from kith.directory.keeping_words import PUT_BACK
from kith.directory.models import Edit, Service, Source
from kith.kit.actor import Actor
from kith.kit.text import clean
from kith.kit.whole import whole
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb


class AlreadySo(ValueError):
    """Nothing would change; the text says so."""


def change_source(
    *, source: Source, name: str, place: Place | None, every: int, review: bool, by: Actor, now: datetime
) -> Source:
    """Change what a directory is called, where it belongs, how often it is read (hours; 0 by hand), and if one looks.

    Where it belongs elsewhere, its entries are placed anew when it is read next. Records it. Refuses (``AlreadySo``)
    where nothing is different.
    """
    with whole():
        to = {"name": clean(name, 200), "place": place, "every": every, "review": review}
        row = _change(source, Verb.SOURCE_CHANGED, by, now, **to)
        if source.place_id != row.place_id:
            Service.objects.filter(source=row).update(digest="")
    return row


def pause_source(*, source: Source, by: Actor, now: datetime) -> Source:
    """Read it no more until it is resumed; what we have of it stays.

    Records it. Refuses (``AlreadySo``) one that rests.
    """
    if source.paused_at is not None:
        raise AlreadySo(_("It is paused already."))
    return _change(source, Verb.SOURCE_PAUSED, by, now, paused_at=now, wanted_at=None)


def resume_source(*, source: Source, by: Actor, now: datetime) -> Source:
    """Read it again as before. Records it. Refuses (``AlreadySo``) one that is not paused."""
    return _change(source, Verb.SOURCE_RESUMED, by, now, paused_at=None)


def want_source(*, source: Source, fewer: bool = False, by: Actor, now: datetime) -> Source:
    """Ask that it is read within a minute. Records it. ``fewer``: it is right that most of what it had is gone.

    Refuses (``AlreadySo``) a file, which is read where it lies, and one that is asked for already.
    """
    if not source.address.startswith(("http://", "https://")):
        raise AlreadySo(_("It is a file: take it in again with ./kith directory import."))
    if source.wanted_at is not None:
        raise AlreadySo(_("It is asked for already, and read within a minute."))
    counts = {**source.counts, "fewer": fewer}
    return _change(source, Verb.SOURCE_WANTED, by, now, wanted_at=now, counts=counts)


def begin_reading(*, source: Source, by: Actor, now: datetime) -> bool:
    """Note that it is being read, so that nobody else begins as well; False where somebody has.

    Nothing is recorded by itself: what comes of it is. Refuses nothing.
    """
    with whole():
        row = Source.objects.select_for_update(skip_locked=True).filter(pk=source.pk, tried_at=source.tried_at).first()
        if row is None:
            return False
        row.tried_at = source.tried_at = now
        row.save(update_fields=["tried_at"])
    return True


def note_failure(*, source: Source, problem: str, by: Actor, now: datetime) -> Source:
    """Note why it could not be read; what we have of it stays. Recorded when it begins to fail. Refuses nothing."""
    with whole():
        row = Source.objects.select_for_update().get(pk=source.pk)
        begins = not row.problem
        row.problem, row.tried_at, row.wanted_at = problem[:600], now, None
        row.save(update_fields=["problem", "tried_at", "wanted_at"])
        if begins:
            _record(row, Verb.SOURCE_FAILED, by, now, {"problem": row.problem})
    return row


def let_out(*, source: Source, by: Actor, now: datetime) -> int:
    """Show everything of it that waits only because new entries of it are looked at first; answers how many.

    What may be somewhere that must not be found, or would give it away, stays, to be looked at one by one. Recorded
    as one line.
    """
    with whole():
        waiting = Service.objects.filter(source=source, held=True, confidential=False, gone_at=None)
        ids = list(waiting.exclude(id__in=_turned_down()).values_list("id", flat=True))
        Service.objects.filter(id__in=ids).update(held=False, held_why="", modified_at=now)
        refind(service_ids=ids, by=by, now=now)
        shown = Service.objects.filter(id__in=ids, held=False).count()
        if ids:
            _record(source, Verb.SOURCE_LET_OUT, by, now, {"count": shown})
    return shown


def look_at(*, service: Service, show: bool, confidential: bool, words: str = "", by: Actor, now: datetime) -> Service:
    """Decide about an entry that was held back: shown, shown with its phone and area only, or not shown.

    The decision stays when its source sends it again. Recorded, with the words. Refuses (``AlreadySo``) one that
    waits no more.
    """
    with whole():
        row = Service.objects.select_for_update().get(pk=service.pk)
        if not row.held:
            raise AlreadySo(_("Somebody has looked at this one already."))
        before = {"held": row.held, "confidential": row.confidential}
        row.held, row.confidential = not show, confidential
        row.held_why = "" if show else _("Not to be shown: %(words)s") % {"words": clean(words, 200) or by.label}
        row.version, row.modified_at = row.version + 1, now
        row.save(update_fields=["held", "confidential", "held_why", "version", "modified_at"])
        after = {"held": row.held, "confidential": row.confidential}
        Edit.objects.create(
            service=row, version=row.version, before=before, after=after, lane="colleague", at=now,
            by_label=by.label[:200], why_looked=clean(words, 300),
        )  # fmt: skip
        refind(service_ids=[row.id], by=by, now=now)
        subject, detail = ("directory.Service", row.id, row.name[:200]), {**after, "words": clean(words, 300)}
        trail.record(verb=Verb.DIRECTORY_SEEN, by=by, now=now, subject=subject, detail=detail)
    return row


def _turned_down() -> Any:
    """Those that somebody looked at and did not show."""
    return Edit.objects.filter(state=lifecycle.LIVE, after__held=True).exclude(lane=PUT_BACK).values("service_id")


def _change(source: Source, verb: Verb, by: Actor, now: datetime, **to: Any) -> Source:
    with whole():
        row = Source.objects.select_for_update().get(pk=source.pk)
        if all(getattr(row, name) == value for name, value in to.items()):
            raise AlreadySo(_("It is so already."))
        for name, value in to.items():
            setattr(row, name, value)
        row.save(update_fields=list(to))
        said = {name: str(value) for name, value in to.items() if name not in ("counts", "wanted_at", "paused_at")}
        _record(row, verb, by, now, said)
    return row


def _record(source: Source, verb: Verb, by: Actor, now: datetime, detail: dict[str, Any]) -> None:
    trail.record(verb=verb, by=by, now=now, subject=("directory.Source", source.id, source.name), detail=detail)
