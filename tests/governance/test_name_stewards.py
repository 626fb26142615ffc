"""Each organisation says who looks after its data, on what basis, and for how long; what is missing is a sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.access.rules import PURPOSES
from kith.governance import actions as governance
from kith.governance import keeping
from kith.governance.actions import NotPossible, Who
from kith.governance.models import Basis
from kith.governance.queries import basis_of, kept_days, missing_of, stewardship_of
from tests.support.town import BUILDER, NOW, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return build().council


def test_an_organisation_that_has_said_nothing_is_missing_everything(council):
    missing = missing_of(council)
    assert len(missing) == 6 + len(PURPOSES)
    assert any("There is no guardian" in one for one in missing)


def test_what_is_written_down_is_missing_no_more(council):
    who = Who(
        answers_name="Gareth Down",
        data_contact="Ring 01632 960001",
        guardian_name="Ruth Gale",
        safeguarding_lead="Olwen Pugh",
        rights_contact="Write to us",
        breach_contact="Ring 01632 960001",
    )
    governance.name_stewards(organisation=council, who=who, by=BUILDER, now=NOW)
    assert len(missing_of(council)) == len(PURPOSES)
    governance.choose_basis(
        organisation=council, purpose="help", article_6="6-1-f", article_9="9-2-a", by=BUILDER, now=NOW
    )
    assert len(missing_of(council)) == len(PURPOSES) - 1


def test_whoever_answers_is_not_also_the_guardian(council):
    with pytest.raises(NotPossible, match="somebody else as guardian"):
        governance.name_stewards(
            organisation=council, who=Who(answers_name="Ruth Gale", guardian_name="ruth gale"), by=BUILDER, now=NOW
        )


def test_the_newest_basis_holds_and_the_one_before_stays_written(council):
    for days, article in ((0, "6-1-e"), (1, "6-1-f")):
        governance.choose_basis(
            organisation=council,
            purpose="help",
            article_6=article,
            article_9="9-2-h",
            by=BUILDER,
            now=NOW + timedelta(days=days),
        )
    assert basis_of(council.id, "help").article_6 == "6-1-f"
    assert Basis.objects.filter(controller=council).count() == 2


def test_a_basis_comes_from_the_list_and_helping_needs_a_condition_on_health(council):
    for article_6, article_9 in (("because", "9-2-h"), ("6-1-e", "none")):
        with pytest.raises(NotPossible):
            governance.choose_basis(
                organisation=council, purpose="help", article_6=article_6, article_9=article_9, by=BUILDER, now=NOW
            )


def test_a_village_keeps_things_for_less_long_unless_it_chooses(council):
    assert kept_days(council)["contact"] == keeping.KINDS["contact"].usual
    council.kind = "village_scheme"
    assert kept_days(council)["contact"] == 90
    governance.keep_for(organisation=council, kind="contact", days=30, by=BUILDER, now=NOW)
    assert kept_days(council)["contact"] == 30
    with pytest.raises(NotPossible):
        governance.keep_for(organisation=council, kind="contact", days=0, by=BUILDER, now=NOW)


def test_who_looks_after_it_is_written_anew_in_one_row(council):
    for name in ("Gareth Down", "Olwen Pugh"):
        governance.name_stewards(organisation=council, who=Who(answers_name=name), by=BUILDER, now=NOW)
    assert stewardship_of(council).answers_name == "Olwen Pugh"
