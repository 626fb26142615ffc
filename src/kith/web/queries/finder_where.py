"""Where somebody looks from: the place of the page, what they wrote as a place, or the place that their words name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kith.kit import postcodes
from kith.places.models import Place
from kith.places.queries import NoPlacesYet, called, locate, nearly_called

Point = tuple[float, float]
# "Knitting in Ilfracombe", "a choir near Combe Martin": the words after the last of these may be a place.
_NAMED = re.compile(r"^(?P<what>.*)\b(?:in|near|at|around|by)\s+(?P<where>[^,.;]{3,60})$", re.IGNORECASE | re.DOTALL)
_MOST_WORDS = 6


@dataclass(frozen=True)
class From:
    """Where one looks from. ``words`` are what is looked for, without the place where they named one.

    ``took`` is what was written as a place and what we read it as; ``problem`` a sentence where we know no such place.
    """

    words: str
    place: Place | None = None
    point: Point | None = None
    problem: str = ""
    took: tuple[str, str] | None = None


def looked_from(slug: str, near: str, words: str) -> From:
    """The page's place goes first where nothing else was written; then what was written as a place; then the words."""
    of_page = Place.objects.filter(slug=slug).first() if slug else None
    plain = From(words, of_page)
    try:
        if near.strip():
            return _written(plain, near.strip())
        return plain if slug else _in_words(plain)
    except NoPlacesYet:
        return plain


def _written(plain: From, near: str) -> From:
    if postcodes.normalise(near) is not None:
        found = locate(postcode=near)
        point = (found.lat, found.lon) if found.lat is not None and found.lon is not None else None
        return replace(plain, place=found.place, point=None if found.problem else point, problem=found.problem)
    named = _place_called(near, plain)
    if named is not None:
        return named
    said = _(
        "We do not know “%(place)s”. Here is what there is everywhere; a postcode or the nearest village would help."
    )
    return replace(plain, problem=said % {"place": near[:60]})


def _in_words(plain: From) -> From:
    """A place that the words end in is a place: nobody looks for a group called "in Ilfracombe"."""
    words = plain.words.strip().rstrip(".?!")
    found = _NAMED.match(words)
    if found is None or len(found["where"].split()) > _MOST_WORDS:
        return _wide(called(words), replace(plain, words="")) or plain if words else plain
    what = found["what"].strip(" ,")
    if postcodes.normalise(found["where"]) is not None:
        return _written(replace(plain, words=what), found["where"])
    return _place_called(found["where"].strip(), replace(plain, words=what)) or plain


def _place_called(name: str, plain: From) -> From | None:
    known = _wide(called(name), plain)
    if known is not None:
        return known
    nearly = nearly_called(name)
    return None if nearly is None else replace(plain, place=nearly, took=(name[:60], nearly.name))


def _wide(found: list[Place], plain: From) -> From | None:
    """Nobody looks for a group on one street alone."""
    if not found:
        return None
    place = found[0]
    above = place.ancestor(Place.Kind.COMMUNITY)
    alone = place.kind == Place.Kind.STREET and not place.typed_settings.village
    return replace(plain, place=above if above is not None and alone else place)
