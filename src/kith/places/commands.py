"""The commands about places: load published facts, add a place, list them, type in streets."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, time
from pathlib import Path
from typing import Any

from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.kit.progress import bar
from kith.places import actions, files, queries
from kith.places.actions import CannotPlace, Loaded
from kith.places.models import Place, Postcode
from kith.places.settings import PlaceSettings

AT_THE_KEYBOARD = Actor.system("somebody at the command line")
Load = Callable[..., Loaded]
Read = Callable[[Path, Callable[[files.Rejected], None]], Iterable[Any]]


def _load_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--postcodes", nargs="+", type=Path, default=[], metavar="FILE", help="Code-Point or ONSPD CSV")
    parser.add_argument("--boundaries", nargs="+", type=Path, default=[], metavar="FILE", help="GeoJSON, EPSG:4326")
    parser.add_argument("--deprivation", nargs="+", type=Path, default=[], metavar="FILE", help="IMD as CSV")
    parser.add_argument("--under", metavar="PLACE", default="", help="give postcodes only to places within this one")
    json_argument(parser)


def _load(args: argparse.Namespace) -> int:
    if not (args.postcodes or args.boundaries or args.deprivation):
        raise Stop("Name at least one file: --postcodes FILE, --boundaries FILE or --deprivation FILE.", 2)
    under = _place(args.under) if args.under else None
    now = clock.now()
    # Boundaries first: they help to decide whose a postcode is.
    work: list[tuple[str, list[Path], Read, Load, str, dict[str, Any]]] = [
        ("boundaries", args.boundaries, files.read_boundaries, actions.load_boundaries, "areas", {"under": under}),
        ("postcodes", args.postcodes, files.read_postcodes, actions.load_postcodes, "rows", {"under": under}),
        ("deprivation", args.deprivation, files.read_deprivation, actions.load_deprivation, "rows", {}),
    ]
    report: dict[str, Any] = {}
    for what, paths, read, load, name, more in work:
        report |= {what: [_load_one(path, read, load, name, now, args.json, more) for path in paths]} if paths else {}
    _say_how_many_are_ours()
    if args.json:
        print_json(report)
    return 0


def _load_one(
    path: Path, read: Read, load: Load, name: str, now: datetime, quiet: bool, more: dict[str, Any]
) -> dict[str, Any]:
    """Load one file and say what it did; what could not be used goes beside it."""
    if not path.is_file():
        raise Stop(f"There is no file {path}.", 2)
    rejected: list[files.Rejected] = []
    try:
        with bar(_steps(path), path.name, quiet=quiet) as advance:
            rows = read(path, rejected.append)
            done = load(**{name: rows}, source=path.name, by=AT_THE_KEYBOARD, now=now, tick=advance, **more)
        beside = files.write_rejected(path, _first_line(path), rejected)
    except (files.CannotRead, OSError) as problem:
        raise Stop(str(problem)) from problem
    counts = ", ".join(f"{count} {word}" for word, count in asdict(done).items() if count or word == "rows")
    say(f"{path.name}: {counts}." + (f" {len(rejected)} could not be used: see {beside}." if beside else ""))
    rows_read = done.rows + len(rejected)
    return asdict(done) | {
        "file": path.name,
        "rows": rows_read,
        "rejected": len(rejected),
        "rejected_file": str(beside or ""),
    }


def _steps(path: Path) -> int | None:
    return None if path.suffix.lower() in (".geojson", ".json") else files.count_lines(path)


def _first_line(path: Path) -> list[str]:
    return ["properties"] if path.suffix.lower() in (".geojson", ".json") else files.header(path)


def _say_how_many_are_ours() -> None:
    known, ours = Postcode.objects.count(), Postcode.objects.filter(place__isnull=False).count()
    say(f"{ours} of {known} postcodes lie in a place of ours.")
    if known and not ours:
        say("Add a place, and load the postcodes again: ./kith places add district NAME --code E07000043")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=Place.Kind.values, help="how large it is")
    parser.add_argument("name", help="its name, as people there say it")
    parser.add_argument("--under", metavar="PLACE", default="", help="the place it lies in, by name or address")
    parser.add_argument("--opens", type=_time, help="when somebody looks from, such as 08:00")
    parser.add_argument("--closes", type=_time, help="when somebody looks until; the same as --opens is day and night")
    parser.add_argument("--phone", default="", help="the number people ring")
    parser.add_argument("--code", action="append", default=[], help="an official area code it covers; may be repeated")
    parser.add_argument("--at", type=_point, metavar="LAT,LON", help="its middle, such as 51.20,-4.03")
    parser.add_argument("--also-called", action="append", default=[], help="another name it goes by; may be repeated")
    parser.add_argument("--help-first", action="store_true", help="ask only what and where; what they permit, later")
    json_argument(parser)


def _add(args: argparse.Namespace) -> int:
    lat, lon = args.at or (None, None)
    try:
        place = actions.add_place(
            kind=args.kind,
            name=args.name,
            parent=_place(args.under) if args.under else None,
            opens=args.opens,
            closes=args.closes,
            aliases=args.also_called,
            phone=args.phone,
            codes=args.code,
            lat=lat,
            lon=lon,
            settings=PlaceSettings(help_first=True).stored() if args.help_first else {},
            by=AT_THE_KEYBOARD,
            now=clock.now(),
        )
    except CannotPlace as problem:
        raise Stop(str(problem)) from problem
    say(f"{place.name} is there now. Its short name in addresses is {place.slug}.")
    if args.json:
        print_json(_told(place))
    return 0


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--under", metavar="PLACE", default="", help="only this place and what lies in it")
    json_argument(parser)


def _list(args: argparse.Namespace) -> int:
    shown = Place.objects.under([_place(args.under).id]) if args.under else Place.objects.all()
    places = list(shown)
    names = {place.id: place.name for place in Place.objects.all()}
    for place in sorted(places, key=lambda each: [names[step] for step in each.path]):
        print(f"{'  ' * place.depth}{place.name} ({place.get_kind_display()})")
    if not places:
        say("There is no place here yet. Add one: ./kith places add community NAME")
    if args.json:
        print_json({"places": [_told(place) for place in places]})
    return 0


def _streets_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="one street or village to a line: “Quay Street, ZZ34 0AB, 42 homes”")
    parser.add_argument("--under", metavar="COMMUNITY", required=True, help="the community they lie in")
    json_argument(parser)


def _streets(args: argparse.Namespace) -> int:
    if not args.file.is_file():
        raise Stop(f"There is no file {args.file}.", 2)
    lines = files.read_streets(args.file.read_text(encoding="utf-8-sig", errors="replace"))
    try:
        added = actions.load_streets(community=_place(args.under), lines=lines, by=AT_THE_KEYBOARD, now=clock.now())
    except CannotPlace as problem:
        raise Stop(str(problem)) from problem
    say(f"{len(added)} of {len(lines)} streets were new.")
    if args.json:
        print_json({"streets": len(lines), "added": len(added)})
    return 0


def _place(written: str) -> Place:
    """The place meant by a name or an address on the web."""
    found = list(Place.objects.filter(slug=written)) or queries.called(written)
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(sorted(place.slug for place in found))
        raise Stop(f"There is more than one “{written}”. Use one of: {choices}.", 2)
    raise Stop(f"There is no place called “{written}”. See them all: ./kith places list", 2)


def _told(place: Place) -> dict[str, Any]:
    return {"name": place.name, "kind": place.kind, "slug": place.slug, "id": str(place.id)}


def _time(written: str) -> time:
    return datetime.strptime(written, "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone


def _point(written: str) -> tuple[float, float]:
    lat, lon = written.split(",")
    return float(lat), float(lon)


COMMANDS = [
    Command(
        name="places load",
        help="Load postcodes, boundaries and deprivation; run again, it changes nothing twice",
        group="Look after it",
        add_arguments=_load_arguments,
        run=_load,
    ),
    Command(
        name="places add",
        help="Add a place: a community, a district, a street",
        group="Look after it",
        add_arguments=_add_arguments,
        run=_add,
    ),
    Command(
        name="places list", help="Show the places", group="Look after it", add_arguments=_list_arguments, run=_list
    ),
    Command(
        name="places streets",
        help="Add the streets of a typed list to a community",
        group="Look after it",
        add_arguments=_streets_arguments,
        run=_streets,
    ),
]
