"""The register, one agreement, an organisation and its records: read, written and signed as in a browser."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kith.access import rules, sessions
from kith.accounts import actions as accounts
from kith.governance import actions as governance
from kith.governance import lifecycle
from kith.governance.actions import Who
from kith.governance.commands import COMMANDS
from kith.governance.models import Agreement, Basis
from kith.governance.queries import records
from kith.governance.queries.records import article_30, assessment
from kith.governance.records import as_text
from kith.kit import clock
from kith.kit.actor import Actor
from tests.support.town import BUILDER, NOW, user
from tests.support.two_schemes import stewards, terms, two_schemes, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    made = two_schemes()
    made.ruth = user("Ruth Gale")
    team = accounts.add_team(place=made.district, organisation=made.council, name="Office", by=BUILDER, now=NOW)
    accounts.join_team(user=made.ruth, team=team, role="guardian", by=BUILDER, now=NOW)
    return made


def browser(one, signed_in=timedelta(0)) -> Client:
    client = Client()
    client.force_login(one)
    session = client.session
    sessions.begin(session, clock.now() - signed_in)
    session.save()
    return client


def drafted(town) -> Agreement:
    now = clock.now()
    days = {"starts_at": now, "review_by": now + timedelta(days=100), "expires_at": now + timedelta(days=200)}
    return governance.draft(by_organisation=town.council, written=written(town, **days), by=BUILDER, now=now)


def sign(client, agreement, organisation, ticks=("read", "may")):
    address = reverse("agreement_sign", args=[agreement.id, organisation.id])
    return client.post(address, {"read": list(ticks)}, follow=True)


def test_the_register_says_in_a_sentence_that_nothing_crosses(town):
    page = browser(town.ruth).get(reverse("agreements")).content.decode()
    assert "nothing crosses from one organisation to another" in page


def test_an_agreement_is_written_signed_by_both_and_read_in_the_register(town):
    guardian = browser(town.ruth)
    typed = {
        "name": "Over the hill",
        "about": "So that the nearest can help.",
        "organisations": [str(town.council.id), str(town.other.id)],
        "purposes": ["help"],
        "places": [str(town.district.id)],
        "starts": "1 December 2026",
        "review": "1 June 2027",
        "expires": "30 November 2027",
    }
    guardian.post(reverse("agreement_new"), typed)
    agreement = Agreement.objects.get()
    for party in agreement.parties.all():
        gives = {"gives": ["A", "B"], "gets": ["A", "B"], "article_6": "6-1-e", "article_9": "9-2-h", "keeps_days": 90}
        guardian.post(reverse("agreement_party", args=[agreement.id, party.id]), gives)
    assert "Waiting for your signature" in guardian.get(reverse("agreements")).content.decode()
    sign(guardian, agreement, town.council)
    sign(browser(town.bryony), agreement, town.other)
    agreement.refresh_from_db()
    assert agreement.state in (lifecycle.SIGNED, lifecycle.LIVE)
    page = guardian.get(reverse("agreement", args=[agreement.id])).content.decode()
    assert "may read the task and how to reach them of people for whom" in page
    assert "Ruth Gale, guardian of the data" in page
    assert "30 November 2027" in guardian.get(reverse("agreements_print")).content.decode()


def test_a_draft_with_wrong_dates_keeps_what_was_typed(town):
    typed = {"name": "Over the hill", "about": "A", "starts": "soonish", "expires": "30 November 2027"}
    page = browser(town.ruth).post(reverse("agreement_new"), typed).content.decode()
    assert "Write a day with its month and year" in page
    assert "soonish" in page
    assert not Agreement.objects.exists()


def test_somebody_who_signed_in_a_while_ago_gets_a_fresh_code_first(town):
    agreement = drafted(town)
    client = browser(town.ruth, signed_in=timedelta(minutes=20))
    page = client.get(reverse("agreement_sign", args=[agreement.id, town.council.id])).content.decode()
    assert "Sign in again first" in page
    assert "Sign in again with a new code" in sign(client, agreement, town.council).content.decode()
    assert not agreement.parties.filter(signed_at__isnull=False).exists()
    again = client.get(reverse("account_login") + "?again=1")
    assert "Send me a code" in again.content.decode(), "and is not simply sent on"


def test_only_whoever_may_sign_sees_the_page_to_sign(town):
    agreement = drafted(town)
    for one, organisation in ((town.jan, town.council), (town.ruth, town.other)):
        address = reverse("agreement_sign", args=[agreement.id, organisation.id])
        assert browser(one).get(address).status_code == 404
    assert "Tick both sentences" in sign(browser(town.ruth), agreement, town.council, ["read"]).content.decode()


def test_a_draft_is_changed_by_nobody_who_does_not_look_after_the_data(town):
    agreement = drafted(town)
    for name in ("agreement_change", "agreement_end", "agreement_follow"):
        assert browser(town.jan).get(reverse(name, args=[agreement.id])).status_code == 404
    assert browser(town.ruth).get(reverse("agreement_change", args=[agreement.id])).status_code == 200


def test_it_is_ended_with_a_reason_and_the_next_one_is_written_from_it(town):
    agreement, guardian = drafted(town), browser(town.ruth)
    sign(guardian, agreement, town.council)
    sign(browser(town.bryony), agreement, town.other)
    address = reverse("agreement_end", args=[agreement.id])
    assert "Write in a sentence why" in guardian.post(address, {"organisation": town.council.id}).content.decode()
    guardian.post(address, {"organisation": str(town.council.id), "why": "The road is open again."})
    agreement.refresh_from_db()
    assert agreement.state == lifecycle.RUN_OFF
    page = guardian.get(reverse("agreement", args=[agreement.id])).content.decode()
    assert "The road is open again." in page
    assert "What is open runs off until" in page
    guardian.post(reverse("agreement_follow", args=[agreement.id]))
    assert Agreement.objects.get(follows=agreement).state == lifecycle.DRAFT


def test_an_organisation_says_what_it_has_not_said_yet(town):
    governance.name_stewards(organisation=town.other, who=Who(answers_name="Bryony Webb"), by=BUILDER, now=NOW)
    guardian, address = browser(town.ruth), reverse("organisation", args=[town.other.id])
    assert "There is no guardian of the data." in guardian.get(address).content.decode()
    typed = {"answers_name": "Bryony Webb", "guardian_name": "Ruth Gale", "guardian_of": str(town.council.id)}
    guardian.post(reverse("organisation_who", args=[town.other.id]), typed)
    page = guardian.get(address).content.decode()
    assert "There is no guardian of the data." not in page
    assert "Ruth Gale, Northern Devon Neighbours" in page


def test_bases_and_times_are_chosen_on_its_page(town):
    guardian = browser(town.ruth)
    half = guardian.post(reverse("organisation_basis", args=[town.council.id]), {"help_6": "6-1-f"}).content.decode()
    assert "Choose both lines for this purpose" in half
    guardian.post(reverse("organisation_basis", args=[town.council.id]), {"help_6": "6-1-f", "help_9": "9-2-a"})
    assert Basis.objects.filter(controller=town.council, purpose="help", article_6="6-1-f").exists()
    assert browser(town.jan).get(reverse("organisation_basis", args=[town.council.id])).status_code == 404


def test_the_record_changes_with_what_is_configured(town):
    before = as_text(article_30(town.council, NOW), "Still missing:")
    assert "nothing is passed on to any other organisation" in before
    governance.keep_for(organisation=town.council, kind="messages", days=17, by=BUILDER, now=NOW)
    agreement = governance.draft(by_organisation=town.council, written=written(town), by=BUILDER, now=NOW)
    for organisation, one in ((town.council, town.gareth), (town.other, town.bryony)):
        governance.sign(agreement=agreement, organisation=organisation, signed_in_at=NOW, by=Actor.user(one), now=NOW)
    after = as_text(article_30(town.council, NOW), "Still missing:")
    assert "17 days" in after
    assert "| Helping over the hill |" in after
    assert "| Helping over the hill |" in as_text(assessment(town.other, NOW), "Still missing:")
    governance.withdraw(agreement=agreement, organisation=town.other, why="Over.", by=BUILDER, now=NOW)
    assert "over for anything new" in as_text(article_30(town.council, NOW), "Still missing:")


def test_a_new_role_or_rule_shows_in_the_assessment(town, monkeypatch):
    before = as_text(assessment(town.council, NOW), "")
    more = rules.Rule(("administrator",), ("people.Person",), rules.When.ALWAYS, "B")
    monkeypatch.setattr(records, "RULES", (*rules.RULES, more))
    after = as_text(assessment(town.council, NOW), "")
    assert before != after
    always = [
        [line for line in text.splitlines() if line.startswith("| Administrator | always |")]
        for text in (before, after)
    ]
    assert always[0] != always[1] and any("B" in line for line in always[1])


def test_the_record_is_a_page_and_a_text(town):
    guardian = browser(town.ruth)
    page = guardian.get(reverse("record", args=[town.council.id])).content.decode()
    assert "Record of processing: Northern Devon Neighbours" in page
    text = guardian.get(reverse("record_text", args=[town.council.id]))
    assert text["Content-Type"].startswith("text/markdown")
    assert text.content.decode().startswith("# Record of processing")
    assert guardian.get(reverse("assessment", args=[town.council.id])).status_code == 200
    assert guardian.get(reverse("assessment_text", args=[town.council.id])).status_code == 200


def test_an_agreement_of_many_is_said_in_few_sentences(town):
    third = accounts.create_organisation(name="A Practice", kind="practice", by=BUILDER, now=NOW)
    stewards(third, town.jan)
    each = [terms(town.council, "ABC", "ABC"), terms(town.other, "ABC", "AB"), terms(third, "ABC", "ABC")]
    agreement = governance.draft(by_organisation=town.council, written=written(town, terms=each), by=BUILDER, now=NOW)
    page = browser(town.ruth).get(reverse("agreement", args=[agreement.id])).content.decode()
    assert page.count("may read") == 2
    assert "A Practice and Northern Devon Neighbours may read the task, how to reach them and needs and health" in page


def test_the_command_writes_a_record_of_each(town, tmp_path, capsys):
    parser = argparse.ArgumentParser()
    COMMANDS[0].add_arguments(parser)
    assert COMMANDS[0].run(parser.parse_args(["--out", str(tmp_path / "out"), "--json"])) == 0
    said = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert said["organisations"] == 2
    assert len(list((tmp_path / "out").glob("*.md"))) == 4
