"""Whatever happens to colleagues, an open concern has a live holder who may read it, and a date."""

from __future__ import annotations

import os
import random
from datetime import timedelta

import pytest

from kith.accounts import actions as accounts
from kith.accounts.models import Membership
from kith.accounts.queries import NobodyAnswers
from kith.kit.actor import Actor
from kith.promises import actions as promises
from kith.promises.jobs import ring
from kith.promises.jobs import sweep as promises_sweep
from kith.promises.queries import holder_not_live, without_holder, without_next_contact
from kith.safeguarding import actions, queries
from kith.safeguarding.jobs import sweep
from kith.safeguarding.models import Concern
from kith.safeguarding.said import Said

HISTORIES = 60 if os.environ.get("KITH_TEST_FULL") else 4
STEPS = 14
NAMES = ("Gwen", "Mel", "Ruth", "Gareth", "a stranger")


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_concern_is_never_without_somebody_who_may_read_it(two_leads, seed):
    chance, town, now = random.Random(f"concerns:{seed}"), two_leads, two_leads.now
    acts = [_raise, _raise, _leave, _away, _back, _join, _read, _end, _wait]
    for _step in range(STEPS):
        now += timedelta(minutes=chance.choice((3, 40, 200)))
        chance.choice(acts)(town, chance, now)
        assert not without_holder().exists() and not without_next_contact().exists()
        assert not holder_not_live().exists() and not queries.unheld(now).exists()
        promises_sweep(now), sweep(now), ring(now)
        assert not list(queries.not_with_a_reader())
        for concern in queries.not_ended():
            assert not any(queries.names_them(concern, one.user) for one in concern.readers.all() if one.user)
            assert concern.promise.holder.user_id in queries.reader_ids(concern)
            assert (concern.holder_label, concern.look_by) == (
                concern.promise.holder.user.name,
                concern.promise.next_contact_by,
            )


def _raise(town, chance, now):
    said = Said(words="I am worried", about_words=chance.choice(NAMES), danger=chance.choice(("yes", "no", "unsure")))
    actions.raise_concern(said=said, place=town.combe, by=Actor.public(), now=now)


def _somebody(town, chance):
    found = list(Membership.objects.live().filter(team=town.gareth_team).order_by("id").select_related("user", "team"))
    return chance.choice(found)


def _leave(town, chance, now):
    who = _somebody(town, chance)
    try:
        promises.leave_team(membership=who, by=town.by, now=now)
    except (NobodyAnswers, accounts.NotPossible):
        pass


def _away(town, chance, now):
    promises.off_sick(
        user=_somebody(town, chance).user, until=now + timedelta(hours=9), asked=None, by=town.by, now=now
    )


def _back(town, chance, now):
    promises.back(user=_somebody(town, chance).user, by=town.by, now=now)


def _join(town, chance, now):
    number = Membership.objects.count()
    user = accounts.add_user(name=f"Newcomer {number:03}x", email=f"n{number}@example.org", by=town.by, now=now)
    role = chance.choice(("safeguarding_lead", "district_lead"))
    accounts.join_team(user=user, team=town.gareth_team, role=role, by=town.by, now=now)


def _open_one(chance):
    found = list(queries.not_ended().order_by("id"))
    return chance.choice(found) if found else None


def _reader_of(concern, chance):
    readers = [one.user for one in concern.readers.filter(user__isnull=False).select_related("user").order_by("id")]
    return Actor.user(chance.choice(readers))


def _read(town, chance, now):
    concern = _open_one(chance)
    if concern is not None:
        by = _reader_of(concern, chance)
        actions.have_read(concern=concern, look_by=now + timedelta(hours=20), by=by, now=now)


def _end(town, chance, now):
    concern = _open_one(chance)
    if concern is not None and Concern.objects.count() > 1:
        actions.end(concern=concern, outcome="safe", words="Safe.", by=_reader_of(concern, chance), now=now)


def _wait(town, chance, now):
    """Nothing happens, and time passes."""
