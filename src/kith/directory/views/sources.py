"""For colleagues who keep the directory: other directories and how they are doing, and what waits to be looked at."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.directory import actions
from kith.directory.actions import AlreadySo, NotDecided
from kith.directory.forms.sources import NewSourceForm, SourceForm
from kith.directory.models import MergeProposal, Service, Source, SourceKind
from kith.directory.queries import harvests
from kith.kit.pages import page


def sources(request: GatedRequest) -> HttpResponse:
    """Every other directory we show: when it was last read, what changed, and what is wrong."""
    every = harvests.every_source(request.actor, request.now)
    waiting = harvests.held_back(request.actor).count() + harvests.maybe_one(request.actor).count()
    return page(request, "directory/sources.html", {"every": every, "waiting": waiting})


def source_new(request: GatedRequest) -> HttpResponse:
    """Add one by its address; it is read within a minute."""
    form = NewSourceForm(request.POST or None, initial={"every": "24"})
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {"kind": SourceKind.ORUK3, "address": form.cleaned_data["address"], "place": None}
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
    """Change its name, its rhythm, and whether somebody looks first."""
    one = _the_one(request, source_id)
    initial = {"name": one.name, "every": str(one.every), "review": one.review}
    form = SourceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_source(source=one, **form.words(), by=request.actor, now=request.now)
        except AlreadySo:
            pass
        messages.success(request, _("Kept."))
        return redirect("directory_source", source_id=one.pk)
    return page(request, "directory/source_form.html", {"form": form, "source": one})


def to_look_at(request: GatedRequest) -> HttpResponse:
    """Entries that were held back, and pairs that may be one: a person decides about each."""
    if request.method == "POST":
        _decide(request)
        return redirect(request.path)
    held, pairs = harvests.held_back(request.actor), harvests.maybe_one(request.actor)
    first = list(pairs[: harvests.SHOWN])
    context = {
        "held": [one for one in held[: harvests.SHOWN] if harvests.may_look(request.actor, one)],
        "held_count": held.count(),
        "pairs": first,
        "pairs_count": pairs.count(),
        "runs": harvests.services_of(first),
        "decided": list(harvests.decided(request.actor)[:10]),
    }
    return page(request, "directory/to_look_at.html", context)


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


def _decide(request: GatedRequest) -> None:
    key, what, words = _key(request), request.POST.get("do", ""), request.POST.get("words", "")
    try:
        if what in ("show", "phone-only", "keep-back"):
            _look_at(request, key, what, words)
        elif what in ("one", "two"):
            proposal = MergeProposal.objects.visible_to(request.actor).filter(pk=key).first()
            if proposal is None:
                raise Http404
            actions.decide_merge(proposal=proposal, one=what == "one", words=words, by=request.actor, now=request.now)
            messages.success(request, _("Written down, with your words."))
        else:
            raise Http404
    except (AlreadySo, NotDecided) as why:
        messages.info(request, str(why))


def _look_at(request: GatedRequest, key: UUID, what: str, words: str) -> None:
    service = Service.objects.visible_to(request.actor).select_related("place").filter(pk=key).first()
    if service is None or not harvests.may_look(request.actor, service):
        raise Http404
    actions.look_at(
        service=service,
        show=what != "keep-back",
        confidential=what != "show",
        words=words,
        by=request.actor,
        now=request.now,
    )
    said = {
        "show": _("Shown from now on: %(name)s."),
        "phone-only": _("Shown with its phone and area only: %(name)s."),
        "keep-back": _("Not shown: %(name)s."),
    }
    messages.success(request, said[what] % {"name": service.name})


def _key(request: GatedRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        raise Http404 from None
