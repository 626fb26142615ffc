"""Where something is, as fields of the form of five minutes. What must not be found has none of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kith.directory import wheres
from kith.directory.models import Service
from kith.directory.queries.wheres import ats_of, may_be_said
from kith.kit import postcodes
from kith.kit.forms import KithForm, Postcode, Radios, Text

FIELDS = ("where", "hall", "address", "postcode")


def why_not(service: Service) -> str:
    """Why its place is not changed here, in a sentence; empty where it is."""
    if not may_be_said(service):
        return str(_("Where it is must not be known, so it stands in no form. Ring us about it."))
    if len(ats_of(service)) > 1:
        return str(_("It is in several places. Tell us, and we write them down."))
    return ""


def add_to(form: KithForm) -> None:
    """Put the fields into a form."""
    said: dict[str, Any] = {"required": False, "size": "s"}
    made = (
        Radios(_("Where is it?"), wheres.KINDS, **said),
        Text(_("The name of the hall or the place"), limit=200, **said),
        Text(_("Its address"), hint=_("Street and village or town. Not somebody's home"), limit=600, **said),
        Postcode(_("Its postcode"), **said),
    )
    form.fields.update(zip(FIELDS, made, strict=True))


def begin(value: Mapping[str, Any]) -> dict[str, str]:
    """What stands there now, as the form shows it."""
    return {field: str(value.get(name, "")) for field, name in zip(FIELDS, wheres.TYPED, strict=True)}


def check(form: KithForm, given: Mapping[str, Any], was: Mapping[str, Any]) -> None:
    """A place people go to has a name or an address, and a postcode that can be read. What stood there stays."""
    line = given_in(given)
    if line["kind"] != wheres.HERE or line == wheres.typed(was):
        return
    if not any(given.get(name) for name in FIELDS[1:]):
        form.add_error("hall", _("Write the name of the hall, or its address"))
    if given.get("postcode") and not postcodes.normalise(given["postcode"]):
        form.add_error("postcode", _("Write a whole postcode, like ZZ34 0AB, or leave it empty"))


def given_in(given: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, as an edit keeps it. A hall that is named is one, whatever was not chosen above it."""
    line = {name: given.get(field) or "" for field, name in zip(FIELDS, wheres.TYPED, strict=True)}
    if not line["kind"] and (line["name"] or line["address"] or line["postcode"]):
        line["kind"] = wheres.HERE
    return wheres.typed(line)
