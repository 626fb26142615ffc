"""Keeping an entry true: somebody says it is right, changes it, looks at a change that could harm, or puts it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import Team
from kith.directory import keeping_words, lifecycle
from kith.directory.actions.doubt import SAYS, hidden_by, judged
from kith.directory.actions.finding import refind
from kith.directory.actions.hours import _put_hours
from kith.directory.actions.published import refuse_private
from kith.directory.actions.wheres import _put_where
from kith.directory.models import Assurance, Edit, Found, How, Service
from kith.directory.queries.assured import is_second_word
from kith.directory.queries.published import kept_back, with_published
from kith.directory.queries.shown import must_not_be_found
from kith.directory.queries.values import runs_it, value_of
from kith.directory.queries.wheres import ats_of, settled
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.whole import insert, put, whole
from kith.trail import actions as trail
from kith.trail.verbs import Verb

# Whoever says it knows the group: what they say of it is shown. One visitor's word only raises a question.
_KNOWS = (How.GROUP, How.PHONE, How.COLLEAGUE)
_HOW_BY_LANE = {"link": How.GROUP, "text": How.GROUP, "paper": How.GROUP, "phone": How.PHONE}
_ASSURES = (Found.RIGHT, Found.CHANGED)


class NothingToChange(ValueError):
    """A change that changes nothing, or names a field that cannot be changed by hand. Its text may be shown."""


class SomethingNewer(ValueError):
    """What would be put back has been changed again since. Its text may be shown."""


class OwnEdit(ValueError):
    """Somebody else has to look at a change that could harm. Its text may be shown."""


@dataclass
class SomebodyChangedIt(Exception):
    """Since this editor began, somebody else changed the entry: their changes, newest first. Nothing is lost."""

    edits: list[Edit]

    def __str__(self) -> str:
        return str(_("Somebody changed this entry while you were writing. Look at both, then send it again."))


def assure(
    *,
    service: Service,
    how: str,
    found: str,
    words: str = "",
    until: date | None = None,
    lane: str = "",
    by: Actor,
    now: datetime,
) -> Assurance:
    """Write down that somebody said an entry is right, or is not, and how we know. Never changed afterwards.

    Records it. What is right, or was put right, is assured today; what the group itself or a colleague says of it
    (full, having a rest, not there any more) is shown from now on as an edit that can be undone, ``until`` when where
    that is known. A visitor's word that it is not so changes nothing shown: it puts the entry on the phone round. One
    visitor who found it right assures nothing alone; two of them do.
    """
    with whole():
        service = locked(service.pk)
        made = Assurance(
            service=service,
            at=now,
            how=How(how).value,
            found=Found(found).value,
            words=words.strip()[:300],
            by_label=by.label[:200],
        )
        insert(made)
        knows = made.how in _KNOWS
        if knows and made.found in _SHOWN:
            says = {**_SHOWN[made.found], **({"until": until} if made.found in _PAUSES else {})}
            _show(service, says, lane or made.how, by, now)
        if knows and made.found == Found.RIGHT and _is_past(service, now):
            # Still so after the day they gave: it goes on, until they say.
            _show(service, {"until": None}, lane or made.how, by, now)
        alone = made.how == How.OUTCOME and not is_second_word(service, made)
        if (made.found in _ASSURES and not alone) or (knows and made.found != Found.DOUBT):
            _assured_today(service, now)
        noted(service, Verb.DIRECTORY_ASSURED, by, now, {"how": made.how, "found": made.found})
        refind(service_ids=[service.pk], by=by, now=now)
    return made


def _is_past(service: Service, now: datetime) -> bool:
    full = service.state not in lifecycle.TAKES_NEW
    return full and service.until is not None and service.until <= local(now).date()


_PAUSES = (Found.FULL, Found.PAUSED)
_SHOWN: dict[str, dict[str, Any]] = {
    Found.FULL: {"state": lifecycle.FULL},
    Found.PAUSED: {"state": lifecycle.PAUSED},
    Found.MOVED: {"status": lifecycle.INACTIVE},
}


def change(
    *,
    service: Service,
    to: Mapping[str, Any],
    lane: str,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Edit:
    """Change an entry, and keep what it said before, so that it can be put back. Records it.

    ``version`` is the one the editor began with, by default that of ``service``: where somebody else changed it since,
    ``SomebodyChangedIt`` carries their changes and nothing is written. What could harm (how to reach somebody, who it
    is for, showing what was confidential) waits for a colleague; from a colleague it counts at once, but for showing
    what was confidential. The rest is shown at once and assures the entry. Answers the edit that is shown, else the
    one that waits. Refuses ``NothingToChange``, and a person's own number without their yes (``NeedsTheirYes``).
    """
    with whole():
        began = service.version if version is None else version
        service = locked(service.pk)
        _alone(service, began)
        before, after = _differences(service, to)
        refuse_private(service, after)
        wait = {name for name in after if _waits(name, before[name], after[name], by)}
        proposed = _edit(service, before, after, wait, lane, by, now) if wait else None
        live = _edit(service, before, after, set(after) - wait, lane, by, now) if set(after) - wait else None
        if live is not None:
            _apply(service, keeping_words.read(live.after), by, now)
            _said_right_by_changing(service, lane, by, now)
            noted(service, Verb.DIRECTORY_CHANGED, by, now, {"fields": sorted(live.after), "lane": lane})
        if proposed is not None:
            noted(service, Verb.DIRECTORY_PROPOSED, by, now, {"fields": sorted(proposed.after), "lane": lane})
        refind(service_ids=[service.pk], by=by, now=now)
    edit = live or proposed
    assert edit is not None
    return edit


def decide(*, edit: Edit, yes: bool, by: Actor, now: datetime) -> Edit:
    """A colleague looks at a change that could harm: it is shown, or not taken over. Records it.

    Refuses one's own change (``OwnEdit``) and one that was decided before (``WrongMove``).
    """
    with whole():
        service = locked(edit.service_id)
        edit = Edit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
        to = lifecycle.LIVE if yes else lifecycle.REFUSED
        lifecycle.EDIT.check(edit.state, to)
        if edit.by_label == by.label:
            raise OwnEdit(_("This change is your own: ask a colleague to look at it."))
        if yes:
            before, after = _differences(service, keeping_words.read(edit.after), strictly=False)
            refuse_private(service, after)
            edit.before, edit.after = keeping_words.written(before), keeping_words.written(after)
            _apply(service, after, by, now)
            edit.version = service.version
        edit.state, edit.decided_at, edit.decided_by = to, now, by.label[:200]
        put(edit, "state", "decided_at", "decided_by", "before", "after", "version")
        verb = Verb.DIRECTORY_TAKEN_OVER if yes else Verb.DIRECTORY_NOT_TAKEN_OVER
        noted(service, verb, by, now, {"fields": sorted(edit.after), "from": edit.by_label})
        refind(service_ids=[service.pk], by=by, now=now)
    return edit


def undo(*, edit: Edit, by: Actor, now: datetime) -> Edit:
    """Put an entry back as it was before this change, as a change of its own that whoever edits meanwhile sees.

    Records it; that somebody said it is right stays said.

    Refuses where the same was changed again since (``SomethingNewer``), and what is not shown (``WrongMove``).
    """
    with whole():
        service = locked(edit.service_id)
        edit = Edit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
        lifecycle.EDIT.check(edit.state, lifecycle.UNDONE)
        if set(keeping_words.TOLD) & set(edit.after):
            raise SomethingNewer(_("Its source says where it is and who runs it. Ask there to put it right."))
        now_so = keeping_words.written({name: _value(service, name) for name in edit.after})
        if now_so != edit.after:
            raise SomethingNewer(_("This has been changed again since. Undo the newer change first."))
        if any(_waits(name, edit.after[name], edit.before[name], by) for name in edit.after):
            raise OwnEdit(_("Somebody has to look before this is put back: send it as a change."))
        before = keeping_words.read(edit.before)
        refuse_private(service, before)
        after = keeping_words.read(edit.after)
        _edit(service, after, before, set(after), keeping_words.PUT_BACK, by, now)
        _apply(service, before, by, now)
        edit.state, edit.decided_at, edit.decided_by = lifecycle.UNDONE, now, by.label[:200]
        put(edit, "state", "decided_at", "decided_by")
        noted(service, Verb.DIRECTORY_UNDONE, by, now, {"fields": sorted(edit.after)})
        refind(service_ids=[service.pk], by=by, now=now)
    return edit


def locked(service_id: UUID) -> Service:
    """The entry, for this act alone."""
    return Service.objects.select_for_update(of=("self",)).select_related("place", "organization").get(pk=service_id)


def noted(service: Service, verb: Verb, by: Actor, now: datetime, detail: Mapping[str, Any] | None = None) -> None:
    """Write on the trail what was done to an entry."""
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("directory.Service", service.pk, service.name),
        place=(service.place_id, "") if service.place_id else None,
        detail=detail,
    )


def _alone(service: Service, began: int) -> None:
    """Nobody changed it meanwhile. Putting a change back is a change, and so is what was put back since."""
    since = service.edits.filter(version__gt=began, state__in=(lifecycle.LIVE, lifecycle.UNDONE)).order_by("-version")
    if service.version > began and (edits := list(since)):
        raise SomebodyChangedIt(edits)


def _value(service: Service, name: str) -> Any:
    return value_of(service, name)


def _differences(
    service: Service, to: Mapping[str, Any], *, strictly: bool = True
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What really changes: as it is, and as it is to be."""
    strange = set(to) - set(keeping_words.FIELDS)
    if strange:
        raise NothingToChange(_("This cannot be changed by hand: %(names)s.") % {"names": ", ".join(sorted(strange))})
    if keeping_words.FOUND_AT in to:
        _may_be_moved(service, to)
    before = {name: _value(service, name) for name in to}
    after = {name: kept_back(service, name, value) for name, value in to.items()}
    if keeping_words.FOUND_AT in to:
        after[keeping_words.FOUND_AT] = settled(service, to[keeping_words.FOUND_AT])
    changed = [name for name in to if before[name] != after[name]]
    if strictly and not changed:
        raise NothingToChange(_("Nothing is different from what stands there now."))
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def _may_be_moved(service: Service, to: Mapping[str, Any]) -> None:
    """What must not be found leaves no address in a history, and what is in several places is more than one line."""
    if to.get("confidential") or must_not_be_found(service):
        raise NothingToChange(_("Where it is must not be known, so it is not written down here. Ring us about it."))
    if len(ats_of(service)) > 1:
        raise NothingToChange(_("It is in several places. Tell us, and we write them down."))


def _waits(name: str, before: Any, after: Any, by: Actor) -> bool:
    if not keeping_words.harmful(name, before, after):
        return False
    return by.kind != "user" or name == "confidential"


def _edit(
    service: Service,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: set[str],
    lane: str,
    by: Actor,
    now: datetime,
) -> Edit:
    """The row of one change: shown at once, or waiting because of what it touches."""
    waits = any(_waits(name, before[name], after[name], by) for name in names)
    edit = Edit(
        service=service,
        version=service.version + (0 if waits else 1),
        before=keeping_words.written({name: before[name] for name in sorted(names)}),
        after=keeping_words.written({name: after[name] for name in sorted(names)}),
        state=lifecycle.PROPOSED if waits else lifecycle.LIVE,
        why_looked=_why(names) if waits else "",
        lane=lane[:10],
        at=now,
        by_label=by.label[:200],
    )
    insert(edit)
    return edit


def _why(names: set[str]) -> str:
    """Why somebody looks first, in a sentence."""
    if "confidential" in names:
        return str(_("It would show where something is that must not be found."))
    if names & set(keeping_words.REACH):
        return str(_("It changes how a person is reached."))
    return str(_("It changes who it is for."))


def _apply(service: Service, values: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Write the values into the entry; published numbers stay as their owners said.

    Where its words begin to speak of what must not be found it is hidden, on doubt from everybody, until one looks.
    """
    before = judged(service) if SAYS & set(values) else None
    for name, value in values.items():
        if name == keeping_words.HOURS:
            _put_hours(service, value, now)
        elif name == keeping_words.FOUND_AT:
            _put_where(service, value, now)
        elif name == keeping_words.SIZE:
            _put_size(service, value, now)
        else:
            setattr(service, name, with_published(service, name, value))
    service.version, service.modified_at = service.version + 1, now
    columns = [name for name in values if name not in keeping_words.IN_ROWS]
    columns += ["place"] if keeping_words.FOUND_AT in values else []
    columns += hidden_by(service, before, now) if before is not None else []
    put(service, *columns, "version", "modified_at")
    if "held" in columns:
        noted(service, Verb.DIRECTORY_HELD, by, now)


def _put_size(service: Service, size: str, now: datetime) -> None:
    """How large whoever runs it is: that stands with them, for all they run."""
    whose = runs_it(service)
    if whose is not None:
        whose.size, whose.modified_at = size, now
        put(whose, "size", "modified_at")


def _show(service: Service, values: Mapping[str, Any], lane: str, by: Actor, now: datetime) -> None:
    """What was said of it, as a change that can be undone. Nothing where it stands there already."""
    before = {name: getattr(service, name) for name in values}
    changed = {name for name in values if before[name] != values[name]}
    if changed:
        _edit(service, before, values, changed, lane, by, now)
        _apply(service, {name: values[name] for name in changed}, by, now)


def _said_right_by_changing(service: Service, lane: str, by: Actor, now: datetime) -> None:
    """Whoever puts an entry right has read it."""
    how = _HOW_BY_LANE.get(lane, How.COLLEAGUE)
    words, label = str(_("Changed.")), by.label[:200]
    insert(Assurance(service=service, at=now, how=how, found=Found.CHANGED, words=words, by_label=label))
    _assured_today(service, now)


def _assured_today(service: Service, now: datetime) -> None:
    """The standard's two fields. The assurer is the team that looks after the place, never a person."""
    service.assured_date = local(now).date()
    service.assurer_email = _assurer(service) or service.assurer_email
    service.modified_at = now
    put(service, "assured_date", "assurer_email", "modified_at")


def _assurer(service: Service) -> str:
    if service.place is None:
        return ""
    teams = Team.objects.filter(place_id__in=service.place.path, ended_at__isnull=True, partner_kind="")
    found = {team.place_id: team.email for team in teams.exclude(email="").order_by("-name")}
    return next((found[place_id] for place_id in reversed(service.place.path) if place_id in found), "")
