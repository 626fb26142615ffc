"""Where something is, in the few words an editor changes: a hall, or that it comes to people, or is by phone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# People come there; it comes to people; it is on the phone. Empty: nobody said.
HERE, COMES, PHONE = "here", "comes", "phone"
KINDS = [
    (HERE, gettext_lazy("In a hall, or another place people go to")),
    (COMES, gettext_lazy("They come to you")),
    (PHONE, gettext_lazy("By phone")),
]
# What a place that is nowhere is called in the directory: its kind is read from that.
NAMES = {COMES: "They come to you", PHONE: "By phone"}
TYPED = ("kind", "name", "address", "postcode")
NOWHERE = dict.fromkeys(TYPED, "")


def kind_of(location_type: str, name: str) -> str:
    """Which of these a location is."""
    if location_type != "virtual":
        return HERE
    return COMES if name == NAMES[COMES] else PHONE


def typed(value: Mapping[str, Any]) -> dict[str, str]:
    """What an editor typed of it; something that is nowhere has no address."""
    kind = str(value.get("kind") or "")
    if kind != HERE:
        return {**NOWHERE, "kind": kind if kind in NAMES else ""}
    return {"kind": kind, **{name: str(value.get(name) or "").strip() for name in TYPED[1:]}}


def said(value: Any) -> str:
    """In a line, as people say it."""
    if not isinstance(value, Mapping) or not value.get("kind"):
        return str(_("nothing"))
    if value["kind"] != HERE:
        return str(dict(KINDS).get(value["kind"], ""))
    return ", ".join(part for part in (value.get("name"), value.get("address"), value.get("postcode")) if part)


def one_place(lines: Mapping[str, Any]) -> str:
    """The address of a location of the standard in one line, without its postcode."""
    return ", ".join(str(lines[part]) for part in ("address_1", "address_2", "city") if lines.get(part))
