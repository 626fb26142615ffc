"""For colleagues: who runs what, who of us knows them, and what of them may be shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.directory import actions
from kith.directory.actions import NotTheirs
from kith.directory.forms import leader as forms
from kith.directory.models import Leader
from kith.directory.queries import kept, published
from kith.directory.views.keeping import entry_kept, place_kept
from kith.kit.pages import page

MOST_UNKNOWN = 20


def leaders(request: GatedRequest, slug: str) -> HttpResponse:
    """Who runs what here, who of us knows them and when we last spoke; and groups of which we know nobody."""
    place = place_kept(request, slug)
    nobody = kept.led_by_nobody(place)
    context = {
        "place": place,
        "leaders": list(kept.leaders_in(place, request.actor)),
        "unknown": list(nobody[:MOST_UNKNOWN]),
        "unknown_count": nobody.count(),
    }
    return page(request, "directory/leaders.html", context)


def leader_new(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """Somebody runs this group now; whoever did before ends with it."""
    service = entry_kept(request, service_id)
    form = forms.LeaderForm(request.POST or None, initial=forms.begin(None))
    if request.method == "POST" and form.is_valid():
        made = actions.set_leader(
            service=service,
            runs=form.runs(),
            controller=kept.organisation_of(request.actor, service),
            place=kept.place_of(request.actor, service),
            by=request.actor,
            now=request.now,
        )
        messages.success(request, _("Written down: %(name)s runs it.") % {"name": made.name})
        return redirect("leader", leader_id=made.pk)
    before = kept.leaders_of(service, request.actor).filter(ended_at=None).first()
    return page(request, "directory/leader_edit.html", {"service": service, "form": form, "before": before})


def leader(request: GatedRequest, leader_id: UUID) -> HttpResponse:
    """Whoever runs a group: how they are reached, what may be shown, and the end of it."""
    found = kept.leader_for(leader_id, request.actor)
    if found is None or found.ended_at is not None or not kept.may_keep(found.service, request.actor):
        raise Http404
    doing = request.POST.get("do", "")
    publish = forms.PublishForm(request.POST if doing == "publish" else None, prefix="publish")
    form = forms.LeaderForm(request.POST if doing == "change" else None, initial=forms.begin(found))
    if request.method == "POST" and _done(request, found, doing, form, publish):
        return redirect(
            "entry_history" if doing == "end" else "leader", found.service_id if doing == "end" else found.pk
        )
    stands = published.stands_already(found)
    context = {"service": found.service, "leader": found, "form": form, "publish": publish, "stands": stands}
    return page(request, "directory/leader_edit.html", context)


def _done(request: GatedRequest, found: Leader, doing: str, form: forms.LeaderForm, publish: forms.PublishForm) -> bool:
    """Do what was pressed; False where something has to be mended first."""
    who: dict[str, Any] = {"leader": found, "by": request.actor, "now": request.now}
    if doing == "change" and form.is_valid():
        actions.change_leader(runs=form.runs(), **who)
    elif doing == "publish" and publish.is_valid():
        return _published(request, found, publish)
    elif doing == "take-back":
        actions.take_number_back(**who)
    elif doing == "spoke":
        actions.spoke_with_leader(**who)
    elif doing == "end":
        actions.end_leader(**who)
    else:
        return False
    messages.success(request, _("Written down."))
    return True


def _published(request: GatedRequest, found: Leader, form: forms.PublishForm) -> bool:
    given = form.cleaned_data
    at = forms.said_at(given["said_on"], request.now)
    try:
        actions.publish_number(leader=found, how=given["how"], said_at=at, by=request.actor, now=request.now)
    except NotTheirs as why:
        form.add_error(None, str(why))
        return False
    messages.success(request, _("Their number is shown from now on, because they said so."))
    return True
