"""Roughly how old somebody says they are, where that helps: whose yes counts follows from it, and nothing else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.dispatch.forms.permitting import RoughlyHowOld
from kith.dispatch.views.about_person import the_person
from kith.governance import actions as governance
from kith.kit.pages import page


def how_old(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """Write it down as it was said, in whichever way; nobody is asked for it."""
    person = the_person(request, person_id, Permission.KEY_ANSWERS)
    form = RoughlyHowOld(request.POST or None, now=request.now)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        said_at = given.pop("said")
        governance.say_age(person=person, said_at=said_at, by=request.actor, now=request.now, **given)
        messages.success(request, _("Written down. It stands on no list and on no other page."))
        return redirect("permission", person_id)
    return page(request, "dispatch/how_old.html", {"person": person, "form": form})
