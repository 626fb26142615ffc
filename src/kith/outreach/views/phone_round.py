"""For colleagues: ten calls in half an hour, one group after the other; slips that came back are keyed here as well."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.directory.queries import kept
from kith.directory.queries.freshness import last_words
from kith.kit.pages import page
from kith.outreach import actions, hearing
from kith.outreach.forms.call import CallForm
from kith.outreach.queries import calls, entry
from kith.places.models import Place

_SAID = (hearing.RIGHT, hearing.REST, hearing.FULL)


def phone_round(request: GatedRequest, slug: str) -> HttpResponse:
    """Who is rung today, the first of them large, and on which days the others are in."""
    place = place_kept(request, slug)
    found = calls.calls(place, request.actor, request.now)
    today = [one for one in found if one.today and one.number]
    if today and request.GET.get("go") == "next":
        return redirect("phone_call", slug=slug, service_id=today[0].service.pk)
    context = {
        "place": place,
        "today": today[: calls.TEN],
        "more": max(0, len(today) - calls.TEN),
        "later": [one for one in found if one.number and not one.today],
        "no_number": [one for one in found if not one.number],
    }
    return page(request, "outreach/phone_round.html", context)


def phone_call(request: GatedRequest, slug: str, service_id: UUID) -> HttpResponse:
    """One call: the number, what we have, four buttons and a note. After it comes the next."""
    place, service = place_kept(request, slug), kept.entry_for(service_id, request.actor)
    if service is None:
        raise Http404
    call = calls.call_to(service, request.actor, request.now)
    form = CallForm(request.POST or None, now=request.now)
    doing = request.POST.get("do", "")
    if request.method == "POST" and form.is_valid() and _done(request, call, doing, form):
        if doing == hearing.CHANGE:
            return redirect(f"{reverse('entry_edit', args=[service.pk])}?lane={form.cleaned_data['lane']}")
        return redirect(f"{reverse('phone_round', args=[slug])}?go=next")
    context = {
        "place": place,
        "call": call,
        "form": form,
        "rows": entry.rows_of(service, request.now),
        "word": last_words([service.pk]).get(service.pk),
    }
    return page(request, "outreach/phone_call.html", context)


def _done(request: GatedRequest, call: calls.Call, doing: str, form: CallForm) -> bool:
    """Write down what was said; False where no button of ours was pressed."""
    given, service, leader = form.cleaned_data, call.service, call.leader
    if doing == hearing.CHANGE:
        return True
    if doing == "nobody":
        actions.nobody_answered(service=service, leader=leader, by=request.actor, now=request.now)
        messages.info(request, _("%(name)s comes back to the round in two days.") % {"name": service.name})
        return True
    if doing not in _SAID:
        return False
    actions.said_on_the_phone(
        service=service,
        leader=leader,
        what=doing,
        lane=given["lane"],
        until=given["until"],
        note=given["note"],
        by=request.actor,
        now=form.at(),
    )
    messages.success(request, _("Written down: %(name)s.") % {"name": service.name})
    return True


def place_kept(request: GatedRequest, slug: str) -> Place:
    """A place whose entries this colleague keeps."""
    place = Place.objects.visible_to(request.actor).defer("boundary").filter(slug=slug).first()
    if place is None or not policy.may_at(request.actor, Permission.KEEP_DIRECTORY, place):
        raise Http404
    return place
