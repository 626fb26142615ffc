"""For colleagues: what waits for somebody to look, and the way from a promise to where it is kept."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.directory import actions as directory
from kith.directory.actions import AlreadySo, NeedsTheirYes, NotDecided, OwnEdit
from kith.directory.models import MergeProposal, Service
from kith.directory.queries import harvests, kept
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.outreach import actions as outreach
from kith.outreach.queries import owed as promised
from kith.outreach.views.phone_round import place_kept
from kith.promises.models import Kind, Promise


def owed(request: GatedRequest, promise_id: UUID) -> HttpResponse:
    """From what we said we would do to the page where it is done."""
    promise = Promise.objects.visible_to(request.actor).filter(kind=Kind.ENTRY, pk=promise_id).first()
    if promise is None or promise.about_id is None:
        raise Http404
    about = promised.abouts([promise])[promise.about_id]
    if about.leader is not None:
        return redirect("phone_call", slug=promise.place.slug, service_id=about.leader.service_id)
    if about.edit is not None:
        return redirect("directory_edits", slug=promise.place.slug)
    if about.waits is not None:
        return redirect("ring_them", promise_id=promise.pk)
    return redirect("directory_to_look_at")


def edits(request: GatedRequest, slug: str) -> HttpResponse:
    """Changes that wait because they could harm: each with what it was, what it is to be, and why somebody looks."""
    place = place_kept(request, slug)
    if request.method == "POST":
        _decided(request, UUID(request.POST.get("edit", "") or str(UUID(int=0))))
        return redirect(request.path)
    return page(request, "outreach/edits.html", {"place": place, "changes": kept.to_look_at(place, request.actor)})


def _decided(request: GatedRequest, edit_id: UUID) -> None:
    edit = kept.edit_for(edit_id, request.actor)
    if edit is None:
        raise Http404
    yes = request.POST.get("do") == "yes"
    try:
        outreach.decide_on_edit(edit=edit, yes=yes, by=request.actor, now=request.now)
    except (OwnEdit, NeedsTheirYes) as why:
        messages.warning(request, str(why))
    except WrongMove:
        messages.info(request, _("Somebody has looked at this one already."))
    else:
        said = _("Shown from now on: %(name)s.") if yes else _("Not taken over. %(name)s stays as it was.")
        messages.success(request, said % {"name": edit.service.name})


def to_look_at(request: GatedRequest) -> HttpResponse:
    """Entries that were held back, and pairs that may be one: a person decides about each."""
    if request.method == "POST":
        _decide(request)
        return redirect(request.path)
    held, pairs = harvests.held_back(request.actor), harvests.maybe_one(request.actor)
    first = list(pairs[: harvests.SHOWN])
    context = {
        "held": list(held[: harvests.SHOWN]),
        "held_count": held.count(),
        "pairs": first,
        "pairs_count": pairs.count(),
        "runs": harvests.services_of(first),
        "decided": list(harvests.decided(request.actor)[:10]),
    }
    return page(request, "outreach/to_look_at.html", context)


def _decide(request: GatedRequest) -> None:
    key, what, words = _key(request), request.POST.get("do", ""), request.POST.get("words", "")
    try:
        if what in ("show", "phone-only", "keep-back"):
            _look_at(request, key, what, words)
        elif what in ("one", "two"):
            proposal = MergeProposal.objects.visible_to(request.actor).filter(pk=key).first()
            if proposal is None:
                raise Http404
            directory.decide_merge(proposal=proposal, one=what == "one", words=words, by=request.actor, now=request.now)
            messages.success(request, _("Written down, with your words."))
        else:
            raise Http404
    except (AlreadySo, NotDecided) as why:
        messages.info(request, str(why))


def _look_at(request: GatedRequest, key: UUID, what: str, words: str) -> None:
    service = Service.objects.visible_to(request.actor).select_related("place").filter(pk=key).first()
    if service is None or not harvests.may_look(request.actor, service):
        raise Http404
    outreach.decide_on_held(
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
