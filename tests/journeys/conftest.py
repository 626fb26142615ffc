"""A small district with the cast of the stories, served for real, and browsers for the people in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from kith.access.actions import issue_link
from kith.accounts.models import User
from kith.demo.build import BY, build
from kith.demo.district import district
from kith.dispatch import jobs as dispatch_jobs
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox import jobs as outbox_jobs
from kith.places.models import Place
from kith.promises import jobs as promise_jobs
from tests.journeys.walker import Walker

Meet = Callable[..., Walker]


@pytest.fixture(autouse=True)
def _marked(request: pytest.FixtureRequest) -> None:
    request.node.add_marker(pytest.mark.journey)


class Day:
    """A day that begins at ten in the morning, at whatever hour the story is told; time passes when it says so."""

    def __init__(self) -> None:
        real = datetime.now(UTC)
        self.ahead = clock.local(real).replace(hour=10, minute=0, second=0, microsecond=0) - real

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def passes(self, **time: float) -> None:
        """``day.passes(minutes=31)``."""
        self.ahead += timedelta(**time)


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Day:
    the_day = Day()
    monkeypatch.setattr(clock, "now", the_day.now)
    return the_day


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def js(request: pytest.FixtureRequest) -> bool:
    """Every story is told twice: with JavaScript and without."""
    return bool(request.param)


@pytest.fixture
def places(transactional_db: None, settings: Settings, day: Day, kept: Callable[..., Any]) -> dict[str, Place]:
    """The seven communities with 60 neighbours, made by our own actions an hour ago; of the same day all are copies."""
    settings.DEMO_INSTANCE = True
    now = clock.now()
    made: dict[str, Place] = kept(
        f"journeys_{clock.local(now):%d}", lambda: build(district(now, volunteers=60), now - timedelta(hours=1))
    )
    return made


@pytest.fixture
def meet(browser: Browser, live_server: LiveServer, settings: Settings) -> Iterator[Meet]:
    """Somebody with a browser of their own: ``meet()``, ``meet("Jan")`` signed in, ``meet(js=False)`` no script."""
    settings.BASE_URL = live_server.url
    people: list[Walker] = []

    def someone(name: str = "", js: bool = True, **more: object) -> Walker:
        context = browser.new_context(**{"java_script_enabled": js, "locale": "en-GB", **more})  # type: ignore[arg-type]
        walker = Walker(context, live_server.url, js)
        people.append(walker)
        if name:
            sign_in(walker, name)
        return walker

    yield someone
    for walker in people:
        walker.close()


def sign_in(walker: Walker, name: str) -> None:
    """Come in by the demo's printed link, as a member of staff."""
    user, now = User.objects.get(name=name), clock.now()
    token = issue_link(
        purpose="demo-sign-in",
        subject_label="accounts.User",
        subject_id=user.id,
        actor=Actor.user(user),
        expires_at=now + timedelta(hours=1),
        by=BY,
        now=now,
    )
    walker.page.goto(f"{walker.base}/demo/in/{token}/")
    walker.page.wait_for_load_state()
    walker.taps = 0


def sweep(later: timedelta = timedelta(0)) -> None:
    """What the worker does: searches step, messages leave."""
    now = clock.now() + later
    dispatch_jobs.sweep(now)
    promise_jobs.ring(now)
    outbox_jobs.sweep(now)
