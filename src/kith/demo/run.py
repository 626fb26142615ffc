"""The steps of the demo: refuse what is no demo, make the district, tell its morning from the sheet it is kept in."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from kith.accounts.models import Organisation
from kith.accounts.queries import duty_team
from kith.asks import csv_rows
from kith.asks.actions import note_sheet, take_in_row
from kith.asks.csv_rows import RowAsk
from kith.demo import morning
from kith.demo.build import BY, build
from kith.demo.district import SEED, District, district
from kith.demo.tell import MINUTE, Act, Story, tell
from kith.dispatch.pool import Pool
from kith.kit import clock
from kith.kit.cli import Stop
from kith.kit.progress import bar
from kith.people.models import Safe
from kith.places.queries import fallback

LENGTH = timedelta(hours=3)


def refuse_what_is_not_a_demo() -> None:
    """Stop where this instance holds anything that is not a demo: a demo begins by throwing everything away."""
    if not settings.DEMO_MARK.is_file() and Organisation.objects.exists():
        raise Stop(
            f"The instance in {settings.KITH_HOME} is in use, and a demo would throw it away. "
            "Give the demo a home of its own: KITH_HOME=~/kith-demo ./kith demo"
        )


def mark_as_demo() -> None:
    """Say on the instance itself that everything in it is invented."""
    settings.DEMO_MARK.write_text("Everybody in this instance is invented. ./kith demo makes it anew.\n")
    settings.DEMO_INSTANCE = True


def make_district(end: datetime) -> District:
    """The places, teams and volunteers, as they were when the morning began."""
    here = district(end)
    build(here, end - LENGTH)
    return here


def tell_morning(here: District, home: Path, end: datetime, *, quiet: bool) -> None:
    """Write the morning's sheet, read it back as any sheet, and let the morning happen. Ends at the real now."""
    start = end - LENGTH
    calls = morning.calls(here.seed, start, end)
    path = _sheet(home, [call.cells for call in calls])
    opened = csv_rows.open_sheet(path)
    understood = csv_rows.understand(opened, end)
    rows = list(csv_rows.rows(opened, understood, end))
    moments = {row.line: call.at for row, call in zip(rows, calls, strict=True)}
    story = Story(SEED, Pool(start))
    with bar(int(LENGTH / MINUTE), "A morning's asks", quiet=quiet) as tick:
        tell(story, [(moments[row.line], _take_in(row)) for row in rows], start, end, tick)
    note_sheet(name=path.name, counts={"rows": len(rows)}, place=fallback(), by=BY, now=clock.now())


def _sheet(home: Path, rows: list[dict[str, str]]) -> Path:
    path = home / "demo" / "morning.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(morning.COLUMNS))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _take_in(row: RowAsk) -> Act:
    def act(now: datetime) -> None:
        place = fallback()
        controller = duty_team(place).organisation
        take_in_row(row=row, safe=Safe.YES, near=place, controller=controller, by=BY, now=now)

    return act
