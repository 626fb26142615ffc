"""For colleagues: something new is written down, looked at once with what looks like it, and kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.directory import actions
from kith.directory.actions import CannotEnter
from kith.directory.forms.new import NewEntryForm
from kith.directory.queries import alike
from kith.directory.views.keeping import place_kept
from kith.kit.pages import page
from kith.places.models import Place


def entry_new(request: GatedRequest, slug: str) -> HttpResponse:
    """Five minutes: filled in, looked at beside what may be the same, and kept. Nothing typed is lost."""
    place, doing = place_kept(request, slug), request.POST.get("do", "")
    form = NewEntryForm(request.POST or None, here=place, actor=request.actor, now=request.now)
    if request.method == "POST" and doing != "back" and form.is_valid():
        if doing != "keep":
            return _look(request, place, form)
        try:
            made = actions.enter(entry=form.entry(), by=request.actor, now=request.now)
        except CannotEnter as why:
            form.add_error("name", str(why))
        else:
            messages.success(request, _held(made.held))
            return redirect("entry_history", service_id=made.pk)
    return page(request, "directory/entry_new.html", {"place": place, "form": form})


def _held(held: bool) -> str:
    if held:
        return _("Kept. It may be a place of safety, so a colleague looks before it is shown.")
    return _("Kept, and found from now on. Do you know who runs it? Write them down below.")


def _look(request: GatedRequest, place: Place, form: NewEntryForm) -> HttpResponse:
    """How it will read, what may be the same, and everything that was filled in carried along."""
    carried = [(name, value) for name, values in _lists(form.data) for value in values]
    same = alike.alike(form.cleaned_data["name"], form.chosen(), request.actor)
    context = {"place": place, "lines": form.read_back(), "carried": carried, "alike": same}
    return page(request, "directory/entry_new_look.html", context)


def _lists(data: Any) -> Iterable[tuple[str, list[str]]]:
    return [(name, values) for name, values in data.lists() if name not in ("csrfmiddlewaretoken", "do")]
