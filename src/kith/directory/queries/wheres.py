"""Where an entry is, as an editor changes it, and whose place that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kith.directory import wheres
from kith.directory.models import Service, ServiceAtLocation
from kith.directory.queries.shown import must_not_be_found, public_services
from kith.kit import postcodes
from kith.kit.text import one_line
from kith.places.models import Place
from kith.places.queries import Located, NoPlacesYet, locate


def ats_of(service: Service) -> list[ServiceAtLocation]:
    """Where it is now; more than one are not changed by a form of five minutes."""
    rows = ServiceAtLocation.objects.filter(service=service, gone_at=None, location__gone_at=None)
    return list(rows.select_related("location").order_by("made_at", "id"))


def may_be_said(service: Service) -> bool:
    """Whether where it is may stand in a form or a history: of what is shown, and not of what must not be found."""
    if service._state.adding:
        return True
    return public_services().filter(pk=service.pk).exists() and not must_not_be_found(service)


def where_of(service: Service) -> dict[str, str]:
    """Where it is: its kind, hall, address and postcode, and the place it is found in."""
    ats = ats_of(service)
    return {**(line_of(ats[0]) if ats else wheres.NOWHERE), "place": service.place.slug if service.place else ""}


def line_of(at: ServiceAtLocation) -> dict[str, str]:
    """One location as an editor reads it."""
    location = at.location
    address = next((one for one in location.addresses if isinstance(one, dict)), {})
    kind = wheres.kind_of(location.location_type, location.name)
    name, street = one_line(location.name, 200), one_line(wheres.one_place(address), 600)
    # A hall without an address of its own stands in the standard's address by its name.
    found = {"kind": kind, "name": name, "address": "" if street == name else street}
    postcode = str(address.get("postal_code") or "")
    return wheres.typed({**found, "postcode": postcodes.normalise(postcode) or postcode})


def settled(service: Service, value: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, with the place it makes it found in: another one only where its postcode is elsewhere."""
    line = wheres.typed(value)
    if "place" in value:
        return {**line, "place": str(value["place"])}
    place = place_of(service.place, line)
    return {**line, "place": place.slug if place else ""}


def place_of(place: Place | None, line: Mapping[str, str]) -> Place | None:
    """The place of an entry that is there; never as small as a street."""
    found = located(line, place)
    if place is None or found is None or place.pk in found.place.path or found.place.pk in place.path:
        return place
    return found.place.ancestors[0] if found.place.kind == Place.Kind.STREET else found.place


def located(line: Mapping[str, str], near: Place | None) -> Located | None:
    """Where its postcode is; None where that is not known for sure."""
    if not line.get("postcode"):
        return None
    try:
        found = locate(postcode=line["postcode"], near=near)
    except NoPlacesYet:
        return None
    return found if found.postcode and not found.problem else None
