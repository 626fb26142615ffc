"""Jan wakes up ill: one page and her day is with somebody, a colleague has it with one tap, the phone is answered."""

from __future__ import annotations

import re

import pytest

from kith.accounts.models import Membership
from kith.kit import clock
from kith.outbox.models import Message
from kith.places.models import Place
from kith.promises import jobs as promise_jobs
from kith.promises.models import DutyRing, HandOver, Promise
from tests.journeys.conftest import Meet, sweep
from tests.journeys.steps import QUAY_STREET, timed, wrote_down


@pytest.fixture
def her_day(places: dict[str, Place]) -> Membership:
    """Three asks of Quay Street, which are Jan's."""
    street = places[QUAY_STREET]
    medicine = {"details": {"pharmacy": "Boots", "ready": "yes", "careful": "no"}}
    wrote_down("my tablets, ready at Boots", "prescription", street, "Mr Ansah", "07700 900912", hours=4, **medicine)
    wrote_down("milk, bread and something for tea", "shopping", street, "Mrs Tregear", "07700 900910", hours=6)
    wrote_down("somebody to talk to", "call", street, "Vera Lake", "07700 900911", hours=8)
    jan = Membership.objects.get(user__name="Jan", team__place=street)
    assert Promise.objects.filter(holder=jan, state="open").exists()
    return jan


def test_jan_is_not_well(her_day: Membership, meet: Meet, js: bool) -> None:
    jan = meet("Jan", js=js)
    with timed(jan, "hand over a day", most=60):
        jan.open("/my-day/hand-over/", looked_at="hand-over")
        jan.sees("Hand over my day", "yours until tonight", "On duty instead")
        jan.choose("Not well today")
        jan.choose("Nobody in particular")
        jan.tap("Hand it over", looked_at="hand-over-done")
    jan.sees("is noted as away", "Nothing of yours is due today")
    assert not Promise.objects.filter(holder=her_day, state="open", next_contact_by__lt=clock.now()).exists()
    promise_jobs.ring(clock.now())
    ring = DutyRing.objects.latest("at")
    heir = meet(ring.membership.user.name, js=js)
    heir.open("/duty/", looked_at="duty")
    heir.sees("The duty phone", "is away")
    heir.tap("I have seen the list", looked_at="duty-seen")
    heir.sees("No phone rings about this list any more")


def test_a_colleague_says_yes_on_her_phone(her_day: Membership, meet: Meet, js: bool) -> None:
    jan = meet("Jan", js=js)
    jan.open("/my-day/hand-over/")
    jan.choose("I cannot do all this today")
    # The first says "Nobody in particular".
    asked = jan.page.locator("input[name=colleague]").nth(1)
    jan.page.locator(f"label[for={asked.get_attribute('id')}]").click()
    jan.tap("Hand it over", looked_at="hand-over-asked")
    jan.sees("was asked", "stays yours until they say yes")
    sweep()
    link = re.search(r"/h/\S+", Message.objects.get(kind="hand-over").body)
    assert link is not None
    colleague = meet(js=js)
    colleague.open(link.group(), looked_at="asked-to-have")
    colleague.sees("Could you have this for Jan?")
    colleague.tap("Yes, I have it", looked_at="asked-to-have-yes")
    colleague.sees("You have this now")
    offer = HandOver.objects.get()
    assert not offer.parts.exclude(promise__holder=offer.asked).exists()


def test_the_team_reads_what_it_said_and_did(her_day: Membership, meet: Meet, js: bool) -> None:
    jan = meet("Jan", js=js)
    jan.open(f"/promises/{her_day.team.place.slug}/", looked_at="promises")
    jan.sees("What we said, and what we did", "Each promise")
    # What a street has kept is what its one co-ordinator has kept, so it is not counted.
    jan.sees_not("By what it was about")
