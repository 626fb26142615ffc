"""A major incident: proposing it, deciding on it, ringing the people of its list, ending it and writing its report."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.access import sessions
from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.asks import actions as asks
from kith.asks.forms.incidents import Minded, NameOne, Propose, Report, SaidOnCall, WhyNot
from kith.asks.said_again import again
from kith.governance import actions as governance
from kith.governance import urgent
from kith.governance.actions import SayWhy, SignInAgain
from kith.governance.models import Incident
from kith.governance.permissions import is_guardian, named_as
from kith.kit.clock import local
from kith.kit.forms import KithForm
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.trail.verbs import Verb
from kith.web.queries import incidents as queries

SAID = {
    urgent.SPOKEN: gettext_lazy("Spoken with. Thank you."),
    urgent.NO_ANSWER: gettext_lazy("Nobody answered. They stay on the list."),
    urgent.STOPPED: gettext_lazy("They are not rung again about this."),
    urgent.IN_PERSON: gettext_lazy("A colleague is asked to reach them in person."),
}


def incidents(request: GatedRequest) -> HttpResponse:
    """Every incident that is theirs to read, who may decide, and proposing one."""
    named, guards = named_as(request.actor) is not None, is_guardian(request.actor)
    found = queries.incidents_of(request.actor)
    if not (named or guards or found):
        raise Http404
    do = request.POST.get("do", "")
    forms = _forms(request, do)
    if request.method == "POST":
        answer = _named(request, forms["name_one"]) if do == "name" else _proposed(request, forms["propose"], do)
        if answer is not None:
            return answer
    deciders = queries.deciders(request.actor)
    context = {"incidents": found, "deciders": deciders, "named": named, "guards": guards, **forms}
    return page(request, "web/incidents.html", context)


def _forms(request: GatedRequest, do: str) -> dict[str, KithForm]:
    others = [one.user for one in queries.deciders(request.actor) if one.user_id != request.actor.id]
    return {
        "propose": Propose(
            request.POST if do == "propose" else None,
            now=request.now,
            places=queries.places_for(request.actor),
            deciders={one.id: one for one in others}.values(),
            colleagues=queries.may_ring(request.actor, request.now),
        ),
        "name_one": NameOne(
            request.POST if do == "name" else None, colleagues=queries.may_be_named(request.actor, request.now)
        ),
    }


def _named(request: GatedRequest, form: KithForm) -> HttpResponse | None:
    assert isinstance(form, NameOne)
    if not form.is_valid():
        return None
    governance.name_decider(user=form.by_id[form.cleaned_data["user"]], by=request.actor, now=request.now)
    return redirect("incidents")


def _proposed(request: GatedRequest, form: KithForm, do: str) -> HttpResponse | None:
    assert isinstance(form, Propose)
    if do == "unname":
        wanted = [one for one in queries.deciders(request.actor) if str(one.id) == request.POST.get("who")]
        for one in wanted:
            governance.end_decider(decider=one, by=request.actor, now=request.now)
        return redirect("incidents")
    if not form.is_valid():
        return None
    try:
        made = asks.propose_incident(proposal=form.proposal(), by=request.actor, now=request.now)
    except SayWhy as problem:
        form.add_error(None, again(str(problem)))
        return None
    messages.success(request, _("%(name)s is asked now. Ring them as well.") % {"name": made.asked.name})
    return redirect("incident", made.id)


def incident(request: GatedRequest, incident_id: UUID) -> HttpResponse:
    """One incident: deciding, the list to ring, the counts. Whoever's line is shown, that is written down."""
    found = queries.incident_page(incident_id, request.actor, request.now)
    if found is None:
        raise Http404
    do = request.POST.get("do", "")
    given = {name: request.POST if do == name else None for name in ("no", "minded", "report")}
    forms = {"why_not": WhyNot(given["no"]), "minded": Minded(given["minded"]), "report": Report(given["report"])}
    if request.method == "POST" and do in _DOES:
        try:
            answer = _DOES[do](request, found.incident, forms)
        except (SayWhy, SignInAgain, WrongMove) as problem:
            messages.info(request, again(str(problem)))
            answer = redirect("incident", incident_id)
        if answer is not None:
            return answer
    _seen(found)
    context = {"found": found, "incident": found.incident, "states": urgent.CALL.states}
    return page(request, "web/incident.html", {**context, **forms})


def _seen(found: queries.Page) -> None:
    one = found.incident
    saw(Verb.EMERGENCY_LIST_READ, ("incident", one.id, one.name), controller=one.controller_id)
    for line in found.lines:
        person = line.line.person
        saw(Verb.EMERGENCY_LIST_READ, ("person", person.id, line.name), controller=person.controller_id)


def _yes(request: GatedRequest, incident: Incident, forms: dict[str, KithForm]) -> HttpResponse | None:
    signed_in_at = sessions.fresh_until(request.session) - sessions.FRESH
    lines = asks.start_incident(incident=incident, signed_in_at=signed_in_at, by=request.actor, now=request.now)
    messages.success(request, _("The list is made: %(n)s people. Whoever rings can begin.") % {"n": len(lines)})
    return redirect("incident", incident.id)


def _no(request: GatedRequest, incident: Incident, forms: dict[str, KithForm]) -> HttpResponse | None:
    if not forms["why_not"].is_valid():
        return None
    why = forms["why_not"].cleaned_data["why"]
    asks.turn_down_incident(incident=incident, why=why, by=request.actor, now=request.now)
    return redirect("incident", incident.id)


def _minded(request: GatedRequest, incident: Incident, forms: dict[str, KithForm]) -> HttpResponse | None:
    if not forms["minded"].is_valid():
        return None
    words = forms["minded"].cleaned_data["words"]
    asks.minded(incident=incident, words=words, by=request.actor, now=request.now)
    messages.success(request, _("Written down. Thank you for telling us."))
    return redirect("incident", incident.id)


def _end(request: GatedRequest, incident: Incident, forms: dict[str, KithForm]) -> HttpResponse | None:
    asks.end_incident(incident=incident, by=request.actor, now=request.now)
    return redirect("incident", incident.id)


def _report(request: GatedRequest, incident: Incident, forms: dict[str, KithForm]) -> HttpResponse | None:
    if not forms["report"].is_valid():
        return None
    report = forms["report"].cleaned_data["report"]
    asks.report_incident(incident=incident, report=report, by=request.actor, now=request.now)
    return redirect("incident", incident.id)


_DOES: dict[str, Callable[[GatedRequest, Incident, dict[str, KithForm]], HttpResponse | None]] = {
    "yes": _yes,
    "no": _no,
    "minded": _minded,
    "end": _end,
    "report": _report,
}


def rang(request: GatedRequest, incident_id: UUID, line_id: UUID) -> HttpResponse:
    """What came of ringing one person of the list."""
    line = queries.line_for(line_id, incident_id, request.actor)
    form = SaidOnCall(request.POST or None)
    state = request.POST.get("as", "")
    if line is None or request.method != "POST" or state not in SAID:
        raise Http404
    if form.is_valid():
        try:
            asks.rang(line=line, state=state, note=form.cleaned_data["note"], by=request.actor, now=request.now)
            messages.success(request, SAID[state])
        except WrongMove:
            messages.info(request, _("A colleague was quicker: this one is done."))
    return redirect("incident", incident_id)


def reach(request: GatedRequest, line_id: UUID) -> HttpResponse:
    """Somebody who may not be rung: the ways there are, for the colleague who has promised to reach them."""
    found = queries.one_to_reach(line_id, request.actor, request.now)
    if found is None:
        raise Http404
    form, state = SaidOnCall(request.POST or None), request.POST.get("as", "")
    if request.method == "POST" and form.is_valid() and state in (urgent.SPOKEN, urgent.STOPPED):
        asks.rang(line=found.line, state=state, note=form.cleaned_data["note"], by=request.actor, now=request.now)
        messages.success(request, _("Thank you. They know."))
        return redirect("home")
    person = found.line.person
    saw(Verb.EMERGENCY_LIST_READ, ("person", person.id, found.name), controller=person.controller_id)
    return page(request, "web/incident_reach.html", {"found": found, "incident": found.line.incident, "form": form})


def notice(request: GatedRequest, incident_id: UUID) -> HttpResponse:
    """What the public is told, to be printed and put up. It names nobody who is rung."""
    found = queries.incident_page(incident_id, request.actor, request.now)
    if found is None or found.incident.decided_at is None:
        raise Http404
    # Days with their dates: on paper there is no today.
    days = [date_format(local(moment), "l j F") for moment in (found.incident.decided_at, found.incident.until)]
    context = {"incident": found.incident, "neutral_title": found.incident.name, "paper": "large"}
    context |= {"begins": days[0], "ends": days[1]}
    return page(request, "web/incident_notice.html", context)
