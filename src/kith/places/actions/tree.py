"""Adds, names, moves and changes places. Facts loaded from files are in ``loading``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from kith.kit import phones, text
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.languages import for_our_records
from kith.kit.whole import whole
from kith.places import names
from kith.places.files import StreetLine
from kith.places.kinds import may_hang_under
from kith.places.models import Place, Postcode, StreetName
from kith.places.settings import PlaceSettings
from kith.trail import actions as trail
from kith.trail.verbs import Verb

CHANGEABLE = ("phone", "colour", "codes", "homes", "lat", "lon", "boundary", "settings")


class CannotPlace(ValueError):
    """A change to the tree that makes no sense; its text says how to mend it."""


@whole()
def add_place(
    *,
    kind: str,
    name: str,
    by: Actor,
    now: datetime,
    parent: Place | None = None,
    opens: time | None = None,
    closes: time | None = None,
    aliases: Iterable[str] = (),
    **facts: Any,
) -> Place:
    """Add one place, and the names it goes by. Hours and colour not given are those of the place it lies in.

    ``facts`` may be any of phone, colour, codes, homes, lat, lon, boundary, settings. Recorded as "added the place".
    Refuses, with CannotPlace: an empty name, a kind that cannot lie there, a name already taken there.
    """
    name = text.one_line(name, 120)
    _check_place(kind, name, parent)
    inherited: dict[str, Any] = {"colour": parent.colour if parent else ""}
    place = Place(id=uuid7(), kind=kind, name=name, slug=_free_slug(name, parent), parent=parent)
    place.path = [*(parent.path if parent else []), place.id]
    place.opens = opens or (parent.opens if parent else time(8))
    place.closes = closes or (parent.closes if parent else time(20))
    _take_facts(place, {**inherited, **facts})
    if parent is not None and parent.typed_settings.help_first:
        place.settings = {**place.settings, "help_first": True}
    place.save(force_insert=True)
    _write_names(place, [name, *aliases])
    trail.record(verb=Verb.PLACE_MADE, by=by, now=now, subject=("place", place.id, name), place=(place.id, name))
    return place


@whole()
def rename(*, place: Place, name: str, by: Actor, now: datetime) -> Place:
    """Give a place another name; the old one still finds it, and its address on the web stays.

    Recorded as "renamed the place" with both names. Refuses, with CannotPlace: an empty name, one already taken there.
    """
    name = text.one_line(name, 120)
    before = place.name
    if name == before:
        return place
    _check_place(place.kind, name, place.parent, besides=place)
    place.name = name
    place.save(update_fields=["name"])
    _write_names(place, [name, before])
    _record(Verb.PLACE_RENAMED, place, by, now, before=before, after=name)
    return place


@whole()
def set_hours(*, place: Place, opens: time, closes: time, by: Actor, now: datetime, and_below: bool = False) -> Place:
    """Set when somebody looks; equal times mean day and night, closing before opening means over midnight.

    With ``and_below`` every place beneath has the same hours. Recorded as "changed the hours of". Refuses nothing.
    """
    changed = Place.objects.under([place.id]) if and_below else Place.objects.filter(pk=place.pk)
    changed.update(opens=opens, closes=closes)
    place.opens, place.closes = opens, closes
    _record(Verb.PLACE_HOURS, place, by, now, opens=str(opens), closes=str(closes), and_below=and_below)
    return place


@whole()
def put_help_first(*, place: Place, on: bool, by: Actor, now: datetime) -> Place:
    """Say whether nothing is asked at the door but what and where, here and in every place beneath.

    A place added beneath later does as this one. Recorded as "changed the place". Refuses nothing.
    """
    for one in Place.objects.under([place.id]).select_for_update().only("settings").order_by("id"):
        if one.typed_settings.help_first != on:
            one.settings = {**one.settings, "help_first": on}
            one.save(update_fields=["settings"])
    place.settings = {**place.settings, "help_first": on}
    _record(Verb.PLACE_CHANGED, place, by, now, changed=["help_first"], on=on)
    return place


@whole()
def change_place(*, place: Place, by: Actor, now: datetime, **facts: Any) -> Place:
    """Change any of phone, colour, codes, homes, lat, lon, boundary, settings. The rest has its own verb.

    Recorded as "changed the place" with the names of what changed. Refuses, with CannotPlace, any other fact.
    """
    changed = sorted(key for key, value in facts.items() if getattr(place, key, None) != value)
    _take_facts(place, facts)
    place.save(update_fields=list(facts))
    _record(Verb.PLACE_CHANGED, place, by, now, changed=changed)
    return place


@whole()
def move_place(*, place: Place, parent: Place | None, by: Actor, now: datetime) -> Place:
    """Hang a place, with everything beneath it, under another: a community that began alone joins its district.

    Recorded as "changed the place" with both parents. Refuses, with CannotPlace: a kind that cannot lie there, a
    name already taken there, its own tree.
    """
    if parent is not None and place.id in parent.path:
        raise CannotPlace(_("%(place)s cannot lie in a place that lies in it.") % {"place": place.name})
    _check_place(place.kind, place.name, parent, besides=place)
    before = place.parent.name if place.parent else ""
    old_depth = len(place.path) - 1
    place.parent = parent
    place.path = [*(parent.path if parent else []), place.id]
    place.save(update_fields=["parent", "path"])
    # From the top down: the trigger compares each path with its parent's.
    for child in sorted(Place.objects.under([place.id]).exclude(pk=place.pk), key=lambda child: len(child.path)):
        child.path = [*place.path, *child.path[old_depth + 1 :]]
        child.save(update_fields=["path"])
    place.__dict__.pop("ancestors", None)
    _record(Verb.PLACE_CHANGED, place, by, now, changed=["parent"], before=before, after=parent.name if parent else "")
    return place


@whole()
def add_name(*, place: Place, name: str, by: Actor, now: datetime) -> None:
    """Remember another name people use for a place. Recorded as "changed the place". Refuses nothing.

    A name known already is no change and is not recorded.
    """
    if _write_names(place, [name]):
        _record(Verb.PLACE_CHANGED, place, by, now, changed=["names"], name=name)


@whole()
def load_streets(*, community: Place, lines: Sequence[StreetLine], by: Actor, now: datetime) -> list[Place]:
    """Add the streets and villages of a typed list that are not there yet, and give each its postcodes.

    A street without coordinates takes those of its first known postcode. Run twice it adds nothing twice. Recorded
    once, as "loaded facts about places from" with the names added. Refuses, with CannotPlace, anything but a community.
    """
    if community.kind != Place.Kind.COMMUNITY:
        raise CannotPlace(_("Streets lie in a community, and %(place)s is not one.") % {"place": community.name})
    there = {names.key(street.name): street for street in community.children.of_kind(Place.Kind.STREET)}
    added = []
    for line in lines:
        if names.key(line.name) in there:
            continue
        known = Postcode.objects.filter(postcode__in=line.postcodes)
        first = known.first()
        settings = PlaceSettings(village=True).stored() if line.village else {}
        lat, lon = (line.lat, line.lon) if line.lat is not None else (first.lat, first.lon) if first else (None, None)
        facts: dict[str, Any] = {"homes": line.homes, "lat": lat, "lon": lon, "settings": settings}
        street = add_place(kind=Place.Kind.STREET, name=line.name, parent=community, by=by, now=now, **facts)
        known.update(place=street)
        there[names.key(line.name)] = street
        added.append(street)
    detail = {"streets": len(lines), "added": [street.name for street in added]}
    with for_our_records():
        about = ("place", community.id, _("a list of streets in %(place)s") % {"place": community.name})
    trail.record(
        verb=Verb.PLACES_LOADED, by=by, now=now, subject=about, place=(community.id, community.name), detail=detail
    )
    return added


def _check_place(kind: str, name: str, parent: Place | None, besides: Place | None = None) -> None:
    if not name:
        raise CannotPlace(_("A place needs a name, as people there say it."))
    if kind not in Place.Kind.values:
        kinds = ", ".join(Place.Kind.values)
        raise CannotPlace(
            _("“%(kind)s” is not a kind of place. Choose one of: %(kinds)s.") % {"kind": kind, "kinds": kinds}
        )
    if not may_hang_under(kind, parent.kind if parent else None):
        said = (
            _("A %(kind)s cannot lie in a %(parent)s.") if parent else _("A %(kind)s needs the community it lies in.")
        )
        words = {"kind": Place.Kind(kind).label, "parent": Place.Kind(parent.kind).label if parent else ""}
        raise CannotPlace(said % words)
    same = Place.objects.filter(parent=parent, kind=kind, name=name)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise CannotPlace(_("%(place)s is there already.") % {"place": name})


def _take_facts(place: Place, facts: dict[str, Any]) -> None:
    strange = sorted(set(facts) - set(CHANGEABLE))
    if strange:
        raise CannotPlace(_("This cannot be changed here: %(facts)s.") % {"facts": ", ".join(strange)})
    for fact, value in facts.items():
        if fact == "codes":
            value = list(value)
        elif fact == "phone":
            value = phones.normalise(value) or value
        setattr(place, fact, value)


def _write_names(place: Place, written: Iterable[str]) -> int:
    """Keep the names not known yet; how many there were."""
    keyed = {names.key(name): text.one_line(name, 120) for name in reversed(list(written))}
    known = set(place.names.values_list("key", flat=True))
    new = [StreetName(place=place, name=name, key=key) for key, name in keyed.items() if key and key not in known]
    return len(StreetName.objects.bulk_create(new))


def _free_slug(name: str, parent: Place | None) -> str:
    """The name for the address bar; with its parent's, then with a number, where another place has it."""
    first = text.slug(name) or "place"
    choices = [first, *([f"{first}-{parent.slug}"[:130]] if parent else [])]
    taken = set(Place.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    free = (slug for slug in [*choices, *(f"{choices[-1]}-{number}" for number in range(2, 1000))] if slug not in taken)
    return next(free)


def _record(verb: Verb, place: Place, by: Actor, now: datetime, **detail: Any) -> None:
    about = ("place", place.id, place.name)
    trail.record(verb=verb, by=by, now=now, subject=about, place=(place.id, place.name), detail=detail)
