"""Marta, whose neighbourhood it is not, needs one record at once: three clicks and twenty seconds at the most."""

from __future__ import annotations

import time
from datetime import timedelta

from kith.access.models import Opening
from kith.asks import actions as asks
from kith.asks.wanted import Wanted, Where
from kith.governance.models import EmergencyUse
from kith.kit.actor import Actor
from kith.people.actions import About, Reach

MOST_TAPS, MOST_SECONDS = 3, 20


def test_one_record_opens_in_three_clicks_and_twenty_seconds(places, meet, day):
    now = day.now()
    asks.open_ask(
        wanted=Wanted(
            words="Could somebody ring me, for a chat",
            kind="call",
            where=Where(street="Quay Street", community="Combe Martin", address="4 Quay Street, Combe Martin"),
            about=About(name="Ivy Lerwill", reaches=(Reach("+447700900986", safe="yes"),)),
            need_by=now + timedelta(hours=30),
        ),
        by=Actor.public(),
        now=now,
    )
    marta = meet("Marta")
    marta.taps, began = 0, time.monotonic()
    marta.tap("Emergency", "link", exact=True)
    marta.page.get_by_label("Whom is it about?").fill("Ivy Lerwill")
    marta.page.get_by_label("Whom is it about?").press("Enter")
    marta.page.get_by_label("What has happened?").fill("Her sister says that she has fallen and cannot get up")
    marta.tap("Somebody could die")
    took = time.monotonic() - began
    marta.page.get_by_text("Open to you in an emergency until").wait_for()
    assert marta.taps <= MOST_TAPS
    assert took <= MOST_SECONDS
    use = EmergencyUse.objects.get()
    assert use.until - use.at == timedelta(hours=4)
    assert Opening.objects.filter(source_id=use.id, person_id=use.person_id).count() == 1
