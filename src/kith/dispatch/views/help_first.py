"""Help first, forms later: whether a place asks nothing at the door but what and where."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.kit.pages import page
from kith.places import actions as places
from kith.places.models import Place


def help_first(request: GatedRequest, slug: str) -> HttpResponse:
    """What it means, whether it is so here, and one button."""
    place = Place.objects.visible_to(request.actor).defer("boundary").filter(slug=slug).first()
    if place is None or not policy.may_at(request.actor, Permission.MANAGE_PLACE, place):
        raise Http404
    if request.method == "POST":
        on = request.POST.get("on") == "yes"
        places.put_help_first(place=place, on=on, by=request.actor, now=request.now)
        is_so = _("From now on nothing is asked at the door but what and where.")
        messages.success(request, is_so if on else _("From now on the questions are asked again."))
        return redirect("help_first", slug)
    return page(request, "dispatch/help_first.html", {"place": place, "on": place.typed_settings.help_first})
