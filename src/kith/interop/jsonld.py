"""An entry in the words of schema.org, for search engines and assistants: data in a page, never a script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from kith.directory.models import Location
from kith.directory.queries.shown import Shown, ShownOrganization
from kith.directory.when import Run

Object = dict[str, Any]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# What would end the element the data stands in, as JSON writes it otherwise.
_SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def service_ld(shown: Shown, address: str = "") -> Markup:
    """What stands between ``<script type="application/ld+json">`` and its end."""
    return Markup(json.dumps(service(shown, address), ensure_ascii=False).translate(_SAFE))  # noqa: S704 - made safe here


def service(shown: Shown, address: str = "") -> Object:
    """The entry as a Service: who provides it, where and when it is, for whom, and whether it is free."""
    channel = [_channel(shown, one) for one in shown.locations or (None,)]
    return {"@context": "https://schema.org"} | _said(
        {
            "@type": "Service",
            "@id": address or f"urn:uuid:{shown.id}",
            "name": shown.name,
            "alternateName": shown.alternate_name,
            "description": shown.description,
            "url": address or shown.url,
            "provider": _provider(shown.organization),
            "areaServed": _said({"@type": "Place", "name": shown.area}) if shown.area else None,
            "audience": {"@type": "Audience", "audienceType": shown.for_whom} if shown.for_whom else None,
            "isAccessibleForFree": shown.free,
            "availableLanguage": [str(one.get("name")) for one in shown.languages if one.get("name")],
            "hoursAvailable": [_hours(run, day) for run in shown.runs if run.every_week for day in run.weekdays],
            "availableChannel": [one for one in channel if len(one) > 1],
        }
    )


def _hours(run: Run, day: int) -> Object:
    """One day of what is on each week; schema.org has no word for the first Tuesday of a month."""
    return _said(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{_DAYS[day]}",
            "opens": f"{run.opens:%H:%M}",
            "closes": f"{run.closes:%H:%M}",
            "validFrom": run.first.isoformat() if run.first else None,
            "validThrough": run.last.isoformat() if run.last else None,
        }
    )


def _provider(shown: ShownOrganization | None) -> Object | None:
    if shown is None:
        return None
    said = {"name": shown.name, "description": shown.description, "url": shown.website, "email": shown.email}
    ids = [
        {"@type": "PropertyValue", "propertyID": str(one.get("identifier_scheme") or ""), "value": one["identifier"]}
        for one in shown.organization_identifiers
        if one.get("identifier")
    ]
    return _said({"@type": "Organization", **said, "identifier": ids})


def _channel(shown: Shown, where: Location | None) -> Object:
    phone = {"@type": "ContactPoint", "telephone": shown.phone} if shown.phone else None
    said = {"servicePhone": phone, "serviceUrl": shown.url, "serviceLocation": _place(shown, where)}
    return _said({"@type": "ServiceChannel", **said})


def _place(shown: Shown, where: Location | None) -> Object | None:
    if where is None or where.location_type != "physical":
        return None
    spot = None
    if where.latitude is not None and where.longitude is not None:
        spot = {"@type": "GeoCoordinates", "latitude": where.latitude, "longitude": where.longitude}
    return _said(
        {
            "@type": "Place",
            "name": where.name,
            "address": _address(where.addresses[0]) if where.addresses else None,
            "geo": spot,
            "isAccessibleForFree": shown.free,
        }
    )


def _address(one: Mapping[str, Any]) -> Object:
    street = ", ".join(str(one[part]) for part in ("address_1", "address_2") if one.get(part))
    return _said(
        {
            "@type": "PostalAddress",
            "streetAddress": street,
            "addressLocality": one.get("city"),
            "addressRegion": one.get("state_province"),
            "postalCode": one.get("postal_code"),
            "addressCountry": one.get("country"),
        }
    )


def _said(item: Object) -> Object:
    return {name: one for name, one in item.items() if one not in (None, "", [], {})}
