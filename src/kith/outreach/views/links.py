"""The link of a group's own page, when it is needed: sent by a colleague, or asked for where an old one is over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import tries
from kith.access.actions import note_try
from kith.access.requests import GatedRequest
from kith.directory.models import Leader
from kith.directory.queries import kept
from kith.kit.pages import page
from kith.outreach import actions
from kith.outreach.queries.due import address_of

# To one who runs a group, and from one address: so many links in a day.
MOST, MOST_FROM_ONE, A_DAY = 3, 10, timedelta(days=1)


def few_enough(request: GatedRequest, leader: Leader) -> bool:
    """Whether one more link may go, to them and from here; if so, counts it."""
    theirs, here = _to(leader), tries.fingerprint("group link from", tries.address_of(request))
    many = tries.lately(theirs, A_DAY, request.now) >= MOST
    if many or tries.lately(here, A_DAY, request.now) >= MOST_FROM_ONE:
        return False
    note_try(keys=[theirs, here], what="group link", by=request.actor, now=request.now)
    return True


def group_link(request: GatedRequest, leader_id: UUID) -> HttpResponse:
    """Send whoever runs a group their link, by text or e-mail as they gave it to us; how many went is said."""
    leader = kept.leader_for(leader_id, request.actor)
    if leader is None or leader.ended_at is not None or not kept.may_keep(leader.service, request.actor):
        raise Http404
    went = tries.lately(_to(leader), A_DAY, request.now)
    if request.method == "POST":
        return _sent(request, leader, went)
    way = address_of(leader)
    context = {"leader": leader, "service": leader.service, "went": went, "most": MOST, "way": way}
    return page(request, "outreach/send_link.html", context | {"mail": "@" in way})


def _sent(request: GatedRequest, leader: Leader, went: int) -> HttpResponse:
    if went >= MOST:
        messages.warning(request, _("Enough links went to them today. Ring them."))
        return redirect("group_link", leader_id=leader.pk)
    note_try(keys=[_to(leader)], what="group link", by=request.actor, now=request.now)
    if actions.send_link(leader=leader, by=request.actor, now=request.now):
        messages.success(request, _("Their link is on its way; it reaches them at an hour they are in."))
    else:
        messages.warning(request, _("No message may go to them. Ring them, and key what they say."))
    return redirect("leader", leader_id=leader.pk)


def _to(leader: Leader) -> str:
    return tries.fingerprint("group link", str(leader.pk))
