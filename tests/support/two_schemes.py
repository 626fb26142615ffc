"""Two organisations side by side, each with somebody who answers and a guardian, and an agreement between them."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from kith.access.rules import PURPOSES
from kith.accounts import actions as accounts
from kith.governance import actions as governance
from kith.governance.actions import Draft, Terms, Who
from kith.governance.models import Agreement
from kith.kit.actor import Actor

from .town import BUILDER, NOW, build, user


def two_schemes() -> SimpleNamespace:
    """The town, in which Braunton has a team of an organisation of its own, and both have said who looks after data."""
    town = build()
    town.other = accounts.create_organisation(name="Braunton Scheme", kind="village_scheme", by=BUILDER, now=NOW)
    town.bryony = user("Bryony Webb")
    town.bryony_team = accounts.add_place_team(
        place=town.braunton, organisation=town.other, name="Braunton team", duty=town.bryony, by=BUILDER, now=NOW
    )
    for organisation, answers in ((town.council, town.gareth), (town.other, town.bryony)):
        stewards(organisation, answers)
    return town


def stewards(organisation, answers) -> None:
    """Name who answers and a guardian, and choose a basis for every purpose."""
    who = Who(answers_name=answers.name, answers_user_id=answers.id, guardian_name="Ruth Gale", data_contact="Ask us")
    governance.name_stewards(organisation=organisation, who=who, by=BUILDER, now=NOW)
    for purpose in PURPOSES:
        governance.choose_basis(
            organisation=organisation, purpose=purpose, article_6="6-1-e", article_9="9-2-h", by=BUILDER, now=NOW
        )


def written(town: SimpleNamespace, **other) -> Draft:
    """A draft between the two: the council gives and gets AB."""
    values = {
        "name": "Helping over the hill",
        "about": "So that a neighbour from the next village can help.",
        "purposes": ["help"],
        "places": [town.district],
        "starts_at": NOW,
        "review_by": NOW + timedelta(days=180),
        "expires_at": NOW + timedelta(days=360),
        "terms": [terms(town.council), terms(town.other)],
    }
    return Draft(**{**values, **other})


def terms(organisation, gives: str = "AB", gets: str = "AB") -> Terms:
    return Terms(organisation, gives=gives, gets=gets, article_6="6-1-e", article_9="9-2-h", keeps_days=90)


def agreed(town: SimpleNamespace, now=NOW, **other) -> Agreement:
    """The same, signed by both."""
    agreement = governance.draft(by_organisation=town.council, written=written(town, **other), by=BUILDER, now=now)
    for organisation, one in ((town.council, town.gareth), (town.other, town.bryony)):
        governance.sign(agreement=agreement, organisation=organisation, signed_in_at=now, by=Actor.user(one), now=now)
    agreement.refresh_from_db()
    return agreement
