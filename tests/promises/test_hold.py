"""An open promise always has a holder who is there, also when they leave at that very moment."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kith.accounts import actions as accounts
from kith.accounts.models import Membership, User
from kith.promises import actions as promises
from kith.promises import queries
from kith.promises.models import Kind, Promise
from tests.thread import BUILDER, NOW, Town, build_town


def on_the_team_but_not_on_its_list(town: Town) -> Membership:
    user = accounts.add_user(name="Ann Ley", email="ann@example.org", by=BUILDER, now=NOW)
    return accounts.join_team(user=user, team=town.jan.team, role="street_coordinator", by=BUILDER, now=NOW)


def promise_of(holder: Membership, town: Town) -> Promise:
    four = promises.Four("We are on it.", holder, NOW + timedelta(hours=2), "You can ring us.")
    return promises.make(kind=Kind.DECISION, four=four, place=town.street, label="the list", by=BUILDER, now=NOW)


def end_without_asking(membership: Membership) -> None:
    with transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(ended_at=NOW)
        connection.check_constraints()


@pytest.mark.parametrize("leaves", ["the team", "altogether"])
@pytest.mark.django_db(transaction=True)
def test_a_promise_and_its_holders_leaving_never_both_happen(transactional_db: None, leaves: str) -> None:
    town = build_town()
    ann = on_the_team_but_not_on_its_list(town)
    both_written, both_looked = threading.Barrier(2), threading.Barrier(2)
    outcomes: dict[str, str] = {}

    def run(what: str) -> None:
        try:
            with transaction.atomic():
                if what == "promise":
                    promise_of(ann, town)
                elif leaves == "the team":
                    Membership.objects.filter(pk=ann.pk).update(ended_at=NOW)
                else:
                    User.objects.filter(pk=ann.user_id).update(is_active=False)
                both_written.wait(5)
                connection.check_constraints()
                # Whoever has to wait for the other never gets here in time, which is what we hope for.
                with contextlib.suppress(threading.BrokenBarrierError):
                    both_looked.wait(0.2)
            outcomes[what] = "done"
        except IntegrityError as refused:
            outcomes[what] = "refused" if "Give it to a colleague first" in str(refused) else str(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[what]) for what in ("promise", "leaving")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(outcomes.values()) == ["done", "refused"]
    assert not queries.holder_not_live().exists()


@pytest.mark.django_db
def test_leaving_by_the_door_takes_no_promise_along() -> None:
    town = build_town()
    ann = on_the_team_but_not_on_its_list(town)
    promise = promise_of(ann, town)
    with pytest.raises(IntegrityError, match="Give it to a colleague first"):
        end_without_asking(ann)
    assert promises.leave_team(membership=ann, by=BUILDER, now=NOW) == 1
    promise.refresh_from_db()
    assert promise.holder == town.jan
    assert promise.moves.get().what == "left"
