"""What somebody permits, for colleagues: how it stands, a no or a yes keyed in, a decision with them, and paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import queries as fronts
from kith.dispatch import actions
from kith.dispatch.forms import permitting as forms
from kith.dispatch.queries.peace import look_alike
from kith.dispatch.queries.permitting import Permits, could_be_told, permits_of
from kith.dispatch.views.about_person import the_person
from kith.governance import actions as governance
from kith.governance import wording
from kith.governance.actions import CannotSay, Said, Speaker, To
from kith.governance.models import Purpose, SpeaksFor, ToWhom
from kith.kit import said
from kith.kit.pages import page
from kith.outbox.paper import Paper, may_be_printed
from kith.people.models import Person

KEY = Permission.KEY_ANSWERS


def permission(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """How it stands with the three, what was said and when, and who may speak for them."""
    person = the_person(request, person_id, KEY)
    return page(request, "dispatch/permission.html", _about(request, person))


def say(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """Key what somebody said, in under a minute; it counts from when it was said."""
    person = the_person(request, person_id, KEY)
    permits = permits_of(person, request.actor, request.now)
    alike = look_alike(person, request.actor, KEY)
    form = _what_was_said(request, person, permits, alike)
    if request.method == "POST" and form.is_valid():
        also = [one for one, _sure in alike if str(one.id) in form.cleaned_data.get("also", ())]
        try:
            messages.success(request, _say(request, person, form, also, permits))
            return redirect("permission", person_id)
        except CannotSay as why:
            form.add_error(None, str(why))
    return page(request, "dispatch/permission_say.html", {"person": person, "form": form, "permits": permits})


def _what_was_said(
    request: GatedRequest, person: Person, permits: Permits, alike: list[tuple[Person, bool]]
) -> forms.Say:
    first: dict[str, Any] = {name: request.GET.get(name, "") for name in ("what", "one")}
    return forms.Say(
        request.POST or None,
        now=request.now,
        same=[(str(one.id), str(one), one.place.name) for one, _sure in alike],
        speakers=permits.speakers,
        could_be_told=could_be_told(person, request.actor),
        initial={**first, "also": [str(one.id) for one, sure in alike if sure], "said_by": ""},
    )


def _say(request: GatedRequest, person: Person, form: forms.Say, also: list[Person], permits: Permits) -> str:
    """Write it down and do what follows; answers with what is so from now on."""
    given = form.cleaned_data
    answer, _dash, purpose = given["what"].partition("-")
    speaker = next((one for one in permits.speakers if str(one.id) == given.get("said_by")), None)
    how = Said(
        way=given["way"],
        words=given["words"],
        at=given["said"],
        said_by=speaker,
        capacity_by=given["capacity_by"],
        capacity_note=given["capacity_note"],
    )
    who: dict[str, Any] = {"person": person, "also": also, "said": how, "by": request.actor, "now": request.now}
    if form.named is not None and answer == forms.NO:
        actions.withdraw(purpose=Purpose.SHARING, to=form.named, **who)
        return _("%(name)s is told nothing more, from now on.") % {"name": form.named.label}
    if answer == forms.NO:
        actions.withdraw(purpose=Purpose(purpose), **who)
        return str(wording.LATEST.taking_back[purpose].after)
    written = purpose == Purpose.SHARING and given["to"].strip()
    actions.yes_again(
        purpose=Purpose(purpose),
        to=form.named or (To(ToWhom.SOMEBODY, None, given["to"].strip()) if written else None),
        classes="".join(sorted(given["classes"])),
        what_for=given["what_for"],
        until=given["until"],
        **who,
    )
    return _("Written down. It counts from when they said it.")


def decide(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """One of us spoke with them: what goes on, and how they still hear."""
    person = the_person(request, person_id, KEY)
    permits = permits_of(person, request.actor, request.now)
    if permits.promise is None:
        return redirect("permission", person_id)
    form = forms.Decide(request.POST or None, now=request.now, waiting=permits.waiting)
    if request.method == "POST" and form.is_valid():
        words, again = form.cleaned_data["words"], form.cleaned_data["again"]
        actions.decide_with_them(
            promise=permits.promise, words=words, choices=form.choices(), again=again, by=request.actor, now=request.now
        )
        messages.success(request, _("Written down. Thank you for doing this."))
        return redirect("permission", person_id)
    return page(request, "dispatch/permission_decide.html", {"person": person, "form": form, "permits": permits})


def on_paper(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """The wording and three boxes to tick, in large type, to be left with them and keyed when it comes back."""
    person = the_person(request, person_id, KEY)
    verdict = may_be_printed(person, Paper.CARD)
    if not verdict.may:
        messages.error(request, verdict.why)
        return redirect("permission", person_id)
    context = {**_about(request, person), "paper": "large", "back_url": f"/person/{person.id}/permission/"}
    given = "given" in request.GET
    return page(request, "dispatch/permission_wording.html" if given else "dispatch/permission_paper.html", context)


def speaks_for(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """Write down somebody who may speak for them, or that somebody does so no more."""
    person = the_person(request, person_id, KEY)
    if request.method == "POST" and "end" in request.POST:
        _speaks_no_more(request, person)
        return redirect("permission", person_id)
    form = forms.SpeaksForThem(request.POST or None, now=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            speaker = Speaker(**form.cleaned_data)
            governance.may_speak_for(person=person, speaker=speaker, by=request.actor, now=request.now)
            messages.success(request, _("Written down. The person sees it on their own page."))
            return redirect("permission", person_id)
        except CannotSay as why:
            form.add_error(None, str(why))
    return page(request, "dispatch/speaks_for.html", {"person": person, "form": form})


def _speaks_no_more(request: GatedRequest, person: Person) -> None:
    rows = SpeaksFor.objects.visible_to(request.actor, KEY).filter(person=person, ends=None)
    speaker = next((one for one in rows if str(one.id) == request.POST["end"]), None)
    if speaker is not None:
        why = _("ended by %(who)s") % {"who": request.actor.label}
        governance.speaks_no_more(speaker=speaker, why=why, by=request.actor, now=request.now)
        messages.success(request, _("Written down: they speak for them no more."))


def _about(request: GatedRequest, person: Person) -> dict[str, Any]:
    front = fronts.front_of(person.place, request.now)
    return {
        "person": person,
        "permits": permits_of(person, request.actor, request.now),
        "wording": wording.LATEST,
        "place_name": front.place.name,
        "place_phone": front.phone,
        "today": said.on(request.now, request.now),
    }
