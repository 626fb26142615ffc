"""Every address names its permission, or is listed public with a reason."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver

from .reading import listed, settle

# Pages that are not ours. Prefix of the route: why it needs no gate of ours.
THIRD_PARTY: dict[str, str] = {}


def every(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def test_every_address_names_its_permission_or_says_why_it_is_public():
    problems, third = [], {}
    for route, view in every(get_resolver().url_patterns):
        gate, home = getattr(view, "kith_gate", None), getattr(view, "__module__", "").split(".")[0]
        if gate is None and home != "kith":
            third[home] = f"{route} has no gate"
        elif gate is None:
            problems.append(f"/{route} has no gate")
        elif gate.kind == "staff" and not gate.permission:
            problems.append(f"/{route} is for staff and names no permission")
        elif gate.kind == "public" and len(str(gate.reason).split()) < 3:
            problems.append(f"/{route} is public and does not say why")
    assert not problems, listed(
        problems, "wrap the view in urls.py: staff(view, Permission.X), public(view, reason), by_link."
    )
    settle(third, THIRD_PARTY, "wrap it with access.gate, or list the package with the reason.")


def test_every_address_has_a_name():
    nameless = [f"/{route}" for route, pattern in named(get_resolver().url_patterns) if not pattern.name]
    assert not nameless, listed(nameless, 'name it, path("…", …, name="…"), so that links follow when it moves.')


def named(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, route)
        elif getattr(pattern.callback, "__module__", "").startswith("kith."):
            yield route, pattern
