"""A group's own page, by the link of a message: no account, no password. Opening changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.asks.said_again import again
from kith.directory import actions as directory
from kith.directory.actions import NeedsTheirYes, NothingToChange, OwnEdit, SomebodyChangedIt, SomethingNewer
from kith.directory.forms.entry import EntryForm
from kith.directory.models import Leader
from kith.directory.queries import kept
from kith.directory.queries.hour_words import DAYS
from kith.kit.actor import Actor
from kith.kit.languages import for_our_records
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.outreach import actions, hearing
from kith.outreach.forms.group import RingForm, UntilForm
from kith.outreach.queries import entry, group, waiting
from kith.outreach.views.links import few_enough

_TAPS = (hearing.RIGHT, hearing.REST, hearing.FULL)


def group_over(request: GatedRequest, token: str) -> HttpResponse:
    """A link that was real once, or of somebody who runs the group no more: kindly, and whom to ring.

    A new one goes to the number or address we hold for whoever runs it, and to no other; the page says never which.
    """
    ring = group.whom_to_ring(request.link.subject_id, request.now)
    asked = request.method == "POST" and request.POST.get("do") == "link" and not ring.ended
    if asked and ring.leader is not None and few_enough(request, ring.leader):
        actions.send_link(leader=ring.leader, asked=True, by=Actor.public(), now=request.now)
    context = {"place_name": ring.place, "place_phone": ring.phone, "ended": ring.ended, "asked": asked}
    context |= {"token": request.path.split("/")[2]}
    return page(request, "outreach/group_over.html", context)


def while_they_run_it(view: Callable[[GatedRequest, str, Leader], HttpResponse]) -> Callable[..., HttpResponse]:
    """The page of whoever runs the group now; whoever ran it before is told kindly that it is over."""

    @wraps(view)
    def running(request: GatedRequest, token: str) -> HttpResponse:
        leader = group.leader_of(request.link.subject_id, request.actor)
        if leader is not None:
            return view(request, token, leader)
        response = group_over(request, token)
        response.status_code = 410
        return response

    return running


@while_they_run_it
def group_page(request: GatedRequest, token: str, leader: Leader) -> HttpResponse:
    """What we tell people about a group, one tap to answer, and what it changed before with a way back."""
    until, ring = (
        UntilForm(_of(request, "until"), now=request.now),
        RingForm(_of(request, "ring"), initial=_days(leader)),
    )
    problem = ""
    if request.method == "POST":
        with for_our_records():
            problem = _answered(request, leader, until, ring)
        if not problem:
            return redirect(f"{request.path}?told={request.POST.get('do', '')}")
    context = _frame(request, leader, until=until, ring=ring, problem=again(problem.strip()))
    return page(request, "outreach/group.html", context)


@while_they_run_it
def group_change(request: GatedRequest, token: str, leader: Leader) -> HttpResponse:
    """The form of five minutes: first filled in, then looked at as it will read, then sent."""
    service, doing = leader.service, request.POST.get("do", "")
    form = EntryForm(request.POST or None, service=service, now=request.now)
    theirs: list[kept.Change] = []
    if request.method == "POST" and doing != "back" and form.is_valid():
        if doing == "look" and form.changes():
            return _look(request, leader, form)
        try:
            waits = _sent(request, leader, form)
        except SomebodyChangedIt as since:
            theirs, form = [kept.change_of(one) for one in since.edits], form.again_from(since.edits)
        except (NothingToChange, NeedsTheirYes) as why:
            form.add_error(None, str(why))
        else:
            return redirect(f"/g/{token}/?told={'waits' if waits else 'changed'}")
    return page(request, "outreach/group_change.html", _frame(request, leader, form=form, theirs=theirs))


def _of(request: GatedRequest, name: str) -> QueryDict | None:
    """What was sent, for the one form it was sent with."""
    return request.POST if request.method == "POST" and request.POST.get("form") == name else None


def _days(leader: Leader) -> dict[str, Any]:
    return {"in_on": [str(day) for day in leader.in_on]}


def _answered(request: GatedRequest, leader: Leader, until: UntilForm, ring: RingForm) -> str:
    """Do what was tapped; a sentence where something has to be mended first."""
    doing, by, now = request.POST.get("do", ""), request.actor, request.now
    said: dict[str, Any] = {"service": leader.service, "how": "group", "lane": "link", "by": by, "now": now}
    if doing == hearing.RIGHT:
        actions.answered(what=doing, **said)
    elif doing in _TAPS or doing == hearing.PLACES:
        if not until.is_valid():
            return " "
        given = until.cleaned_data
        if doing == hearing.PLACES and given["places"] is None:
            until.add_error("places", _("Write a number, like 3"))
            return " "
        actions.answered(what=doing, until=given["until"], places=given["places"], **said)
    elif doing == hearing.RING:
        if not ring.is_valid():
            return " "
        days = tuple(int(day) for day in ring.cleaned_data["in_on"])
        actions.ring_me(leader=leader, in_on=days, by=by, now=now)
    elif doing == "undo":
        return _undone(request, leader)
    else:
        raise Http404
    return ""


def _undone(request: GatedRequest, leader: Leader) -> str:
    edit = group.own_edit(leader, request.POST.get("edit", ""))
    if edit is None:
        raise Http404
    try:
        directory.undo(edit=edit, by=request.actor, now=request.now)
    except (SomethingNewer, OwnEdit, NeedsTheirYes, WrongMove) as why:
        return str(why)
    return ""


def _sent(request: GatedRequest, leader: Leader, form: EntryForm) -> bool:
    """Send it; whether any of it waits to be looked at."""
    with for_our_records():
        directory.change(
            service=leader.service,
            to=form.changes(),
            lane="link",
            version=form.began(),
            by=request.actor,
            now=request.now,
        )
    return group.waits(leader.service, request.now)


def _look(request: GatedRequest, leader: Leader, form: EntryForm) -> HttpResponse:
    """How it will read, with everything that was filled in carried along."""
    to = form.changes()
    before = {name: group.as_it_is(leader.service, name) for name in to}
    carried = [(name, value) for name, values in _lists(form.data) for value in values]
    lines, waits = kept.lines_of(before, to), group.would_wait(leader.service, to)
    return page(request, "outreach/group_look.html", _frame(request, leader, lines=lines, carried=carried, waits=waits))


def _lists(data: Any) -> Iterable[tuple[str, list[str]]]:
    return [(name, values) for name, values in data.lists() if name not in ("csrfmiddlewaretoken", "do")]


def _frame(request: GatedRequest, leader: Leader, **more: Any) -> dict[str, Any]:
    sender = group.sender(leader, request.now)
    return {
        "leader": leader,
        "service": leader.service,
        "place_name": sender.place,
        "place_phone": sender.phone,
        "rows": entry.rows_of(leader.service, request.now),
        "checked": entry.checked_words(leader.service, request.now),
        "changes": group.own_changes(leader),
        "told": request.GET.get("told", ""),
        "waits": waiting.count_of(leader.service_id),
        "call": group.call_words(leader, request.now),
        "days": [str(name) for number, name in DAYS if int(number) in leader.in_on],
        "token": request.path.split("/")[2],
        **more,
    }
