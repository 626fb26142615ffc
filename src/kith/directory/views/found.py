"""For anybody: "I went there". One tap says how it was; nothing is kept of who says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.access import tries
from kith.access.actions import note_try
from kith.access.requests import GatedRequest
from kith.directory import actions
from kith.directory.forms.found import FoundForm
from kith.directory.queries.found_by import public_entry
from kith.kit.languages import for_our_records
from kith.kit.pages import page

# From one address: so many words about one entry in a day, and about all of them.
ONE_ENTRY, ALL_ENTRIES, A_DAY = 1, 10, timedelta(days=1)


def found(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """How it was there: right, full, moved, nobody there. It renews the entry, or has somebody ring the group."""
    entry = public_entry(service_id)
    if entry is None:
        raise Http404
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _may(request, service_id):
            with for_our_records():
                what, words = form.cleaned_data["found"], form.cleaned_data["words"]
                actions.assure(
                    service=entry.row, how="outcome", found=what, words=words, by=request.actor, now=request.now
                )
        return redirect(f"{request.path}?told=yes")
    context = {"entry": entry, "form": form, "told": request.GET.get("told", ""), "place_name": entry.place_name}
    return page(request, "directory/found.html", {**context, "place_phone": entry.place_phone})


def _may(request: GatedRequest, service_id: UUID) -> bool:
    """Whether this word counts. One too many is thanked for like every other, and changes nothing."""
    address = tries.address_of(request)
    one = tries.fingerprint(f"found {service_id}", address)
    every = tries.fingerprint("found", address)
    if tries.lately(one, A_DAY, request.now) >= ONE_ENTRY or tries.lately(every, A_DAY, request.now) >= ALL_ENTRIES:
        return False
    note_try(keys=[one, every], what="found", by=request.actor, now=request.now)
    return True
