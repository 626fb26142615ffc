"""For colleagues who keep the directory: other directories, and how they are doing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.directory import actions
from kith.directory.actions import AlreadySo
from kith.directory.forms.sources import NewSourceForm, SourceForm
from kith.directory.models import Source, SourceKind
from kith.directory.queries import harvests
from kith.kit.pages import page


def sources(request: GatedRequest) -> HttpResponse:
    """Every other directory we show: when it was last read, what changed, and what is wrong."""
    every = harvests.every_source(request.actor, request.now)
    waiting = harvests.held_back(request.actor).count() + harvests.maybe_one(request.actor).count()
    return page(request, "directory/sources.html", {"every": every, "waiting": waiting})


def source_new(request: GatedRequest) -> HttpResponse:
    """Add one by its address; it is read within a minute."""
    places = harvests.places_for(request.actor)
    initial = {"every": "24", "place": str(places[0].pk) if places else ""}
    form = NewSourceForm(request.POST or None, initial=initial, places=places)
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {"kind": SourceKind.ORUK3, "address": form.cleaned_data["address"]}
        made = actions.add_source(**words, **form.words(), by=request.actor, now=request.now)
        if made.good_at is None and made.wanted_at is None:
            actions.want_source(source=made, by=request.actor, now=request.now)
        messages.success(request, _("It is read within a minute. Look at this page again then."))
        return redirect("directory_source", source_id=made.pk)
    return page(request, "directory/source_form.html", {"form": form, "source": None})


def source(request: GatedRequest, source_id: UUID) -> HttpResponse:
    """One of them, and what can be done with it."""
    one = _the_one(request, source_id)
    if request.method == "POST":
        _do(request, one)
        return redirect(request.path)
    health = next(each for each in harvests.every_source(request.actor, request.now) if each.source.pk == one.pk)
    return page(request, "directory/source.html", {"health": health, "counts": harvests.counts_said(one)})


def source_change(request: GatedRequest, source_id: UUID) -> HttpResponse:
    """Change its name, where it belongs, its rhythm, and whether somebody looks first."""
    one = _the_one(request, source_id)
    places = harvests.places_for(request.actor)
    places += [one.place] if one.place is not None and one.place not in places else []
    initial = {"name": one.name, "every": str(one.every), "review": one.review, "place": str(one.place_id or "")}
    form = SourceForm(request.POST or None, initial=initial, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_source(source=one, **form.words(), by=request.actor, now=request.now)
        except AlreadySo:
            pass
        messages.success(request, _("Kept."))
        return redirect("directory_source", source_id=one.pk)
    return page(request, "directory/source_form.html", {"form": form, "source": one})


def _the_one(request: GatedRequest, source_id: UUID) -> Source:
    found = Source.objects.visible_to(request.actor).filter(pk=source_id).first()
    if found is None:
        raise Http404
    return found


def _do(request: GatedRequest, one: Source) -> None:
    words: dict[str, Any] = {"source": one, "by": request.actor, "now": request.now}
    what = request.POST.get("do", "")
    try:
        if what == "pause":
            actions.pause_source(**words)
            said = _("Paused. What we have of it stays.")
        elif what == "resume":
            actions.resume_source(**words)
            said = _("It is read again as before.")
        elif what in ("try", "fewer"):
            actions.want_source(**words, fewer=what == "fewer")
            said = _("It is read within a minute. Look at this page again then.")
        elif what == "let-out":
            said = _("Shown from now on: %(count)s.") % {"count": actions.let_out(**words)}
        else:
            raise Http404
    except AlreadySo as why:
        messages.info(request, str(why))
    else:
        messages.success(request, said)
