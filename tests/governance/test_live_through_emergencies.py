"""The figure of emergency use: each is heard of, ends to the second behind either wall, is told and is reviewed.

A clock stands still between the moments that count, and everything is done by the acts that do it in life. What puts
a use away when its time is over does not run before the last one has ended: nothing may hang on it.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import pytest
import rows
from django.core.exceptions import PermissionDenied
from django.db import connection
from emergencies import A_SECOND, FOUR_HOURS, WORDS, actor, build

from kith.access import policy
from kith.access.acting import acting, serving
from kith.asks import actions as asks
from kith.asks import jobs
from kith.asks.models import Ask
from kith.governance.models import EmergencyUse
from kith.governance.permissions import MayNot, check_may_review
from kith.outbox.actions import send_due
from kith.outbox.models import Message
from kith.people.models import ContactRoute, Person
from kith.promises import jobs as promise_jobs
from kith.promises.models import Promise

pytestmark = pytest.mark.django_db
MANY = 200 if os.environ.get("KITH_TEST_FULL") else 20
# The worker sends every two seconds.
NEXT_BEAT = timedelta(seconds=2)
A_MINUTE, APART = timedelta(seconds=60), timedelta(minutes=7)
A_DAY, THREE_DAYS = timedelta(hours=24), timedelta(hours=72)
REVIEWS = ("guardian", "safeguarding_lead")
TABLES = {"people_person": "id", "people_contactroute": "person_id", "asks_ask": "person_id"}


@pytest.fixture
def lived(db):
    """The town after all of them were opened, every seven minutes, by those who may in turn; and what was counted."""
    town = build()
    # The references of the others are counted on from one, past this.
    Ask.objects.filter(pk=town.shopping.pk).update(reference="OTTER 42")
    town.count = Counter()
    town.made = []
    for number in range(MANY):
        now = town.now + number * APART
        person = rows.person(town, f"Person {number}", town.quay)
        rows.ask(town, person, town.quay, town.jan_in)
        user = (town.nisha, town.grace)[number % 2]
        seen_before = seen(user, person, now)
        use = asks.use_in_emergency(person=person, reason="life", words=WORDS, by=actor(user), now=now)
        send_due(now=now + NEXT_BEAT, by=town.by)
        town.made.append(use)
        town.count["closed before"] += not any(seen_before)
        town.count["heard within a minute"] += heard_in_time(use)
    return town


def heard_in_time(use):
    """Whether the outbox shows that somebody who may look at it and the organisation were sent word within a minute."""
    sent = Message.objects.filter(about_id=use.id, state="sent", sent_at__lte=use.at + A_MINUTE)
    users = {one.user for one in sent if one.user is not None}
    may = any(user.memberships.filter(role__in=REVIEWS).exists() for user in users - {use.user})
    return may and sent.filter(user=None).exists()


def seen(user, person, now):
    """What is there of this person for this colleague: by the table of who may alone, and by the database alone."""
    with acting(actor(user), now=now):
        with serving("the first wall by itself"):
            by_table = [bool(policy.decide(actor(user), "view", person, "emergency"))]
            by_table += [
                model.objects.visible_to(actor(user)).filter(**{path: person.pk}).exists()
                for model, path in ((Person, "pk"), (ContactRoute, "person"), (Ask, "person"))
            ]
        return by_table + by_database(person)


def by_database(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("kith_app",)
        found = []
        for table, column in TABLES.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [person.pk])  # noqa: S608
            found.append(cursor.fetchone()[0] > 0)
    return found


def test_each_is_heard_of_within_a_minute(lived):
    assert lived.count == {"closed before": MANY, "heard within a minute": MANY}


def test_each_is_open_for_four_hours_and_not_a_second_longer_though_nothing_put_it_away(lived):
    for use in lived.made:
        end = use.at + FOUR_HOURS
        assert all(seen(use.user, use.person, end - A_SECOND)), use
        assert not any(seen(use.user, use.person, end)), use
        assert not any(seen(use.user, use.person, end + A_SECOND)), use
    assert not EmergencyUse.objects.exclude(state="open").exists()
    jobs.emergencies(lived.made[-1].until)
    assert not EmergencyUse.objects.exclude(state="over").exists()


def test_each_is_told_and_reviewed_by_somebody_else_in_time_or_climbs(lived):
    late = lived.made[::5]
    for use in lived.made:
        lived.count["not by whoever opened it"] += not_by_themselves(use)
        if use not in late:
            lived.count["told"] += is_told(use)
            lived.count["reviewed"] += is_reviewed(use, use.at + A_DAY)
    for use in late:
        lived.count["told upwards"] += climbs(use, use.tell_id, A_DAY)
    for use in late:
        lived.count["review told upwards"] += climbs(use, use.review_id, THREE_DAYS)
        lived.count["reviewed late"] += is_reviewed(use, use.at + THREE_DAYS + A_DAY)
    del lived.count["closed before"], lived.count["heard within a minute"]
    in_time, after = MANY - len(late), len(late)
    assert lived.count == {
        "not by whoever opened it": MANY, "told": in_time, "reviewed": in_time, "told upwards": after,
        "review told upwards": after, "reviewed late": after,
    }  # fmt: skip
    assert not EmergencyUse.objects.filter(review="waiting").exists()
    assert not Promise.objects.filter(pk__in=[use.review_id for use in lived.made], state="open").exists()


def not_by_themselves(use):
    """Whoever has the review may do it, and whoever opened the record may not."""
    holder = Promise.objects.get(pk=use.review_id).holder.user
    with pytest.raises(PermissionDenied):
        asks.review_use(use=use, outcome="justified", words="It was me", by=actor(use.user), now=use.at)
    try:
        return holder != use.user and check_may_review(use, actor(holder)) == holder
    except MayNot:
        return False


def is_told(use):
    """By default: nobody has to ask for it, and it is due within a day of whoever opened the record."""
    telling = Promise.objects.get(pk=use.tell_id)
    by_default = (telling.state, telling.holder.user, telling.next_contact_by) == ("open", use.user, use.at + A_DAY)
    asks.told_of_use(use=use, how="Rang her at her sister's", by=actor(use.user), now=use.at + FOUR_HOURS)
    telling.refresh_from_db()
    use.refresh_from_db()
    return by_default and (telling.state, use.telling) == ("kept", "told")


def is_reviewed(use, now):
    review = Promise.objects.get(pk=use.review_id)
    asks.review_use(use=use, outcome="justified", words="The flood", by=actor(review.holder.user), now=now)
    review.refresh_from_db()
    use.refresh_from_db()
    in_time = now <= use.at + THREE_DAYS
    return review.next_contact_by == use.at + THREE_DAYS and review.state == ("kept" if in_time else "late")


def climbs(use, promise_id, within):
    """Nothing happens while there is time; the second after it the next place is told."""
    ups = Promise.objects.get(pk=promise_id).moves.filter(what="step-up")
    promise_jobs.sweep(use.at + within)
    before = ups.count()
    promise_jobs.sweep(use.at + within + A_SECOND)
    return (before, ups.count()) == (0, 1)
