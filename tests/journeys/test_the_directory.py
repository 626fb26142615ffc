"""A group is found, is full, and tells so itself by its link; somebody waits for it; a colleague rings the next one."""

from __future__ import annotations

from datetime import timedelta

from kith.accounts.models import Membership
from kith.demo.build import BY
from kith.directory import actions as directory
from kith.directory.actions import Runs
from kith.directory.models import Service
from kith.kit import clock
from kith.outbox import jobs as outbox_jobs
from kith.outbox.models import Message
from kith.outreach import actions as outreach
from kith.outreach import jobs as outreach_jobs
from kith.outreach.models import TellWhen
from kith.places.models import Place
from tests.journeys.conftest import Day, Meet


def the_link(place: Place) -> str:
    """The shed of the story, led by Derek, and the link of the text he got."""
    shed = Service.objects.create(
        name="The boat shed", place=place, description="Mending and tea", made_at=clock.now(), modified_at=clock.now()
    )
    with_phone = Runs("Derek Hole", "07700 900471", in_on=tuple(range(7)))
    controller = Membership.objects.select_related("team__organisation").filter(team__place=place)[0].team.organisation
    leader = directory.set_leader(
        service=shed, runs=with_phone, controller=controller, place=place, by=BY, now=clock.now()
    )
    return outreach.link_for(leader=leader, by=BY, now=clock.now())


def test_a_full_group_says_so_somebody_waits_and_hears_once(
    places: dict[str, Place], meet: Meet, day: Day, js: bool
) -> None:
    place = places["combe-martin"]
    link = the_link(place)

    derek = meet(js=js).open(f"{link}/")
    derek.sees("Is this still right about The boat shed?", "Nobody has checked it yet")
    derek.tap("Change it", "link").choose("Full").write("What does it cost?", "A pound for tea")
    derek.tap("See how it will read").sees("Is this how it should read?", "A pound for tea")
    derek.tap("Send it").sees("It is shown from now on")

    ann = meet(js=js).open(f"/find/in/{place.slug}/")
    ann.tap("The boat shed", "link").sees("Full at the moment", "A pound for tea")
    ann.tap("Tell me when it takes people again", "link").write("Where do we tell you?", "07700 900123")
    ann.choose("Yes").tap("Tell me when").sees("We tell you once")

    derek.open(f"{link}/").sees("One person waits until you take people again")
    derek.tap("Still right").unfold("Ring me instead").tap("Ring me", exact=True)
    derek.sees("From now on we ring, and do not write", "rings you by 5")

    jan = meet("Jan", js=js).open(f"/directory/{place.slug}/ring-round/")
    jan.sees("They asked to be rung").tap("Begin", "link")
    jan.sees("07700 900471").tap("Something changed").choose("Open: new people are welcome").tap("Keep")
    day.passes(minutes=1)
    for sweep in (outreach_jobs.owed, outbox_jobs.sweep, outreach_jobs.owed):
        sweep(clock.now() + timedelta(seconds=1))
    assert "takes people again" in Message.objects.get(kind="looked-up").body
    assert not TellWhen.objects.exists()


def test_a_colleague_writes_something_down_and_a_neighbour_finds_it_in_her_own_words(
    places: dict[str, Place], meet: Meet, js: bool
) -> None:
    place = places["combe-martin"]
    jan = meet("Jan", js=js).open(f"/directory/{place.slug}/how-true/")
    jan.sees("Entries somebody checked").tap("Write down something new", "link")
    jan.write("What is it called?", "The wool gathering").choose("a few neighbours")
    jan.choose("Tuesday").pick("How often?", "Once a month: the first one").pick("From", "10:00").pick("Until", "12:00")
    jan.write("What happens there?", "We knit and talk.").write("A number people may ring", "01632 960 077")
    jan.choose("They said so on the phone").tap("See how it will read")
    jan.sees("Is this how it should read?", "The wool gathering").tap("Keep it").sees("The wool gathering")

    ann = meet(js=js).open("/find/").write("What would help?", "knitting in Combe Marten").tap("Find")
    ann.sees("“Combe Martin” where you wrote “Combe Marten”").tap("The wool gathering", "link")
    ann.sees("the first Tuesday of the month 10 to 12", "01632 960077")
    ann.tap("Send me this by text", "link").write("Which mobile number?", "07700 900123")
    ann.choose("Yes").tap("Send").sees("It is on its way")
    message = Message.objects.get(address="+447700900123")
    assert "wool" not in message.body and "/" in message.body
