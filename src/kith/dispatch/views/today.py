"""Today in one place: what comes first, every group, who is owed a word, what was decided, and the same on paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks.said_again import again
from kith.dispatch import actions
from kith.dispatch.forms.today import GROUPS, Decide, Narrow
from kith.dispatch.queries import beside
from kith.dispatch.queries import today as found
from kith.kit.pages import page
from kith.outbox.paper import who_may_be_named
from kith.people.models import Person
from kith.places.models import Place
from kith.promises import actions as promises
from kith.promises.actions import NeedsReason
from kith.promises.models import Promise, Telling
from kith.trail.verbs import Verb

# As many lines as the page on which the ticked sheet is keyed in.
ON_PAPER, OWED = 20, 12


def today(request: GatedRequest, slug: str) -> HttpResponse:
    """The page of one place."""
    place = _place(request, slug)
    narrow = Narrow(request.GET, places=beside.below(place))
    shown = found.today(place, request.actor, request.now, only := narrow.narrowed())
    to_read, decided = beside.to_do(place, request.actor)
    context = {
        "place": place,
        "narrow": narrow,
        "only": only,
        "today": shown,
        "names": dict(GROUPS),
        "owed_shown": OWED,
        "last": None if shown.groups else found.last_done(place, request.actor),
        "owed": beside.owed_a_word(place, request.actor)[: OWED + 1],
        "to_read": to_read[: OWED + 1],
        "decisions": decided[:20],
        "duty": beside.on_duty(place, request.now),
        "may": _may(request),
    }
    return page(request, "dispatch/today.html", context)


def today_print(request: GatedRequest, slug: str) -> HttpResponse:
    """One side of A4 for the morning meeting, with boxes to tick."""
    place = _place(request, slug)
    whose = beside.answers_for(request.actor, place)
    saw(Verb.LIST_PRINTED, ("place", place.id, place.name), place=(place.id, place.name), controller=whose)
    shown = found.today(place, request.actor, request.now, shown=ON_PAPER)
    every = [row for group in shown.groups if group.key != "done" for row in group.rows][:ON_PAPER]
    owed, (to_read, decided) = list(beside.owed_a_word(place, request.actor)[:8]), beside.to_do(place, request.actor)
    named = _may_be_named([row.ask.person for row in every], owed, [*to_read, *decided])
    rows = [row for row in every if row.ask.person_id in named]
    context = {
        "place": place,
        "rows": rows,
        "not_named": len(every) - len(rows),
        "left_out": shown.open - len(every),
        "owed": [one for one in owed if one.person_id in named],
        "to_read": [one for one in to_read if one.about_person_id in (None, *named)][:8],
        "decisions": [one for one in decided if one.about_person_id in (None, *named)][:5],
        "duty": beside.on_duty(place, request.now),
    }
    return page(request, "dispatch/today_print.html", context)


def _may_be_named(people: list[Person], owed: list[Telling], to_do: list[Promise]) -> set[UUID]:
    """Whose names may lie on the table of a meeting."""
    about = [one.about_person for one in to_do if one.about_person is not None]
    return who_may_be_named([*people, *(one.person for one in owed), *about])


def decide(request: GatedRequest, slug: str) -> HttpResponse:
    """Write down a decision, who has it and by when."""
    place = _place(request, slug)
    form = Decide(request.POST or None, members=beside.colleagues(place), now=request.now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide(
                place=place,
                words=given["words"],
                holder=form.members[given["holder"]],
                due=given["due"],
                by=request.actor,
                now=request.now,
            )
            return redirect("today", slug)
        except NeedsReason as why:
            form.add_error("words", again(str(why)))
    return page(request, "dispatch/decide.html", {"place": place, "form": form})


def decision_done(request: GatedRequest, slug: str, promise_id: str) -> HttpResponse:
    """What was decided has been done."""
    place = _place(request, slug)
    mine = Promise.objects.visible_to(request.actor, Permission.DECIDE).filter(kind="decision", pk=promise_id)
    promise = mine.filter(place__path__contains=[place.id]).first()
    if promise is None or request.method != "POST":
        raise Http404
    if promise.state == "open":
        promises.keep(promise=promise, by=request.actor, now=request.now)
        messages.success(request, _("Done: %(what)s") % {"what": promise.label})
    return redirect("today", slug)


def _place(request: GatedRequest, slug: str) -> Place:
    place = beside.place_for(slug, request.actor)
    if place is None:
        raise Http404
    return place


def _may(request: GatedRequest) -> dict[str, bool]:
    """What this reader may press, so that no button leads nowhere."""
    wanted = (
        Permission.KEY_ANSWERS,
        Permission.HOLD_ASKS,
        Permission.STEP_UP,
        Permission.DECIDE,
        Permission.TELL,
        Permission.SEE_LADDERS,
        Permission.SEE_PARTNERS,
        Permission.MANAGE_PLACE,
    )
    return {permission.value: policy.holds(request.actor, permission) for permission in wanted}
