"""What the pages about one ask share: finding it, a page with one form, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks.actions import CannotBePosted, TooLate
from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.asks.said_again import again
from kith.asks.worries import heard
from kith.dispatch.actions import SomebodyHasIt
from kith.dispatch.permissions import CannotTake
from kith.dispatch.queries import asks as queries
from kith.kit.forms import KithForm
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.people.models import Person
from kith.promises.actions import NeedsReason, NotMovable
from kith.safeguarding.carried import ASK, PERSON, sealed
from kith.trail.verbs import Verb

# What an action may answer instead of doing it. Each says in words how to go on.
REFUSED = (CannotBePosted, WrongMove, NeedsReason, NotMovable, TooLate, CannotTake, SomebodyHasIt, ValidationError)


def the_ask(request: GatedRequest, slug: str, permission: Permission) -> Ask:
    """The ask of this address, if the reader may do this to it; otherwise there is nothing there.

    That it was looked at is on the trail: every page about it shows some of it.
    """
    ask = queries.by_slug(slug, request.actor, permission)
    if ask is None:
        raise Http404
    looked_at(ask)
    return ask


def looked_at(ask: Ask, verb: Verb = Verb.ASK_SEEN) -> None:
    """Remember that somebody reads of this ask, or has a paper about it."""
    saw(verb, ("ask", ask.id, ask.reference), place=(ask.place_id, ask.place.name), controller=ask.controller_id)


def only_pressed(request: GatedRequest) -> None:
    """Some addresses are only for a button: opening them shows nothing and changes nothing."""
    if request.method != "POST":
        raise Http404


def not_on_paper(request: GatedRequest, ask: Ask, why: str, decide: bool = False) -> HttpResponse:
    """Instead of a print: why there is none, and what to do. ``decide``: it waits for a decision with its person."""
    context = {"ask": ask, "slug": slug_of(ask.reference), "why": why, "decide": decide}
    return page(request, "dispatch/not_on_paper.html", context)


def asks_whether(ask: Ask | None, person: Person | None, *notes: str) -> dict[str, Any]:
    """Words of these notes that may be a worry, and where one is written down, with whom it is about sealed."""
    carried = sealed(ASK, ask.id) if ask is not None else sealed(PERSON, person.id) if person is not None else ""
    where = reverse("worried")
    return {"worry": heard(*notes), "worry_url": f"{where}?{urlencode({'of': carried})}" if carried else where}


def back(request: GatedRequest, slug: str) -> HttpResponse:
    """To where the button was, which is the ask itself unless the page said otherwise."""
    to = request.POST.get("back", "")
    if to and url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}):
        return redirect(to)
    return redirect("ask", slug)


def pressed(request: GatedRequest, slug: str, act: Callable[[], object], said: str) -> HttpResponse:
    """A button without a form: done and said, or not done and why."""
    try:
        act()
    except REFUSED as why:
        messages.warning(request, again(str(why)))
    else:
        messages.success(request, said)
    return back(request, slug)


def one_form(
    request: GatedRequest,
    ask: Ask,
    form: KithForm,
    act: Callable[[Mapping[str, Any]], str],
    words: Mapping[str, str],
    template: str = "dispatch/ask_form.html",
    **more: Any,
) -> HttpResponse:
    """A page with one form about one ask. ``act`` does it and says what was done; what is refused keeps the words."""
    slug = slug_of(ask.reference)
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except REFUSED as why:
            form.add_error(None, again(str(why)))
        else:
            messages.success(request, said)
            return redirect("ask", slug)
    context = {"ask": ask, "slug": slug, "form": form, "kind_words": _("About %(ref)s") % {"ref": ask.reference}}
    return page(request, template, {**context, **words, **more})
