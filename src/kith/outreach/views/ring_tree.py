"""For whoever runs a group: a sheet by which its people ring each other. Kith asks for no name, and keeps none."""

from __future__ import annotations

from django.http import HttpResponse

from kith.access.requests import GatedRequest
from kith.directory.models import Leader
from kith.kit.pages import page
from kith.outreach.forms.group import HowMany
from kith.outreach.queries import group
from kith.outreach.ring_tree import tree
from kith.outreach.views.group import while_they_run_it


@while_they_run_it
def ring_each_other(request: GatedRequest, token: str, leader: Leader) -> HttpResponse:
    """How many you are; then the sheet, on paper, with a line for each name."""
    form = HowMany(request.GET or None)
    ring = group.whom_to_ring(request.link.subject_id, request.now)
    context = {
        "form": form,
        "service": leader.service,
        "leader": leader.name.split()[0],
        "token": token,
        "place_name": ring.place,
        "place_phone": ring.phone,
    }
    if not request.GET or not form.is_valid():
        return page(request, "outreach/ring_tree_form.html", context)
    calls = tree(form.cleaned_data["people"])
    context |= {"calls": calls, "paper": "large", "back_url": f"/g/{token}/"}
    return page(request, "outreach/ring_tree.html", context)
