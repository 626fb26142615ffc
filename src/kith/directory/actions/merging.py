"""Two entries that may be one: proposed by rule, decided by a person, and the decision can be explained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from kith.directory import lifecycle
from kith.directory.actions.finding import refind
from kith.directory.models import MergeProposal, Organization, Service
from kith.directory.reading import same
from kith.kit.actor import Actor
from kith.kit.text import clean
from kith.kit.whole import whole
from kith.trail import actions as trail
from kith.trail.verbs import Verb

MOST_AT_ONCE = 500


class NotDecided(ValueError):
    """This cannot be decided so; the text says why."""


def propose_merges(*, organizations: Iterable[UUID], by: Actor, now: datetime) -> int:
    """Propose each pair that may be one and of which one is among ``organizations``; answers how many are new.

    What was decided once is not proposed again. Recorded as one line where there are any. Refuses nothing.
    """
    new = {str(one) for one in organizations}
    if not new:
        return 0
    with whole():
        pairs = [(UUID(one.one), UUID(one.other), one.why) for one in same.find(_named(), new)]
        known = set(MergeProposal.objects.values_list("first_id", "second_id"))
        rows = [
            MergeProposal(first_id=first, second_id=second, why=why[:300], made_at=now)
            for first, second, why in pairs
            if (first, second) not in known
        ][:MOST_AT_ONCE]
        MergeProposal.objects.bulk_create(rows)
        if rows:
            subject = ("directory.MergeProposal", None, f"{len(rows)}")
            trail.record(verb=Verb.DIRECTORY_MERGE_PROPOSED, by=by, now=now, subject=subject)
    return len(rows)


def decide_merge(*, proposal: MergeProposal, one: bool, words: str = "", by: Actor, now: datetime) -> MergeProposal:
    """Decide that two are one, or are two. Where they are one, everything of the second is shown under the first.

    Recorded, with the words. Both entries stay, so that it can be explained, and taken apart again by deciding anew.
    Refuses (``NotDecided``) what was just decided the same way, and a ring of entries that are each other.
    """
    with whole():
        row = (
            MergeProposal.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=proposal.pk)
        )
        state = lifecycle.ONE if one else lifecycle.TWO
        if row.state == state:
            raise NotDecided(_("Somebody has decided this already, the same way."))
        lifecycle.MERGE.check(row.state, state)
        row.state = state
        if one:
            _make_one(row.first, row.second, now)
        row.decided_at, row.decided_by, row.words = now, by.label[:200], clean(words, 600)
        row.save()
        together = {row.first_id, row.second_id} if one else _take_apart(row, now)
        services = Service.objects.filter(organization_id__in=together, gone_at=None)
        refind(service_ids=list(services.values_list("id", flat=True)), by=by, now=now)
        label = f"{row.first} / {row.second}"
        subject = ("directory.MergeProposal", row.id, label[:200])
        trail.record(
            verb=Verb.DIRECTORY_MERGE_DECIDED, by=by, now=now, subject=subject, detail={"one": one, "words": row.words}
        )
    return row


def _make_one(first: Organization, second: Organization, now: datetime) -> None:
    above, steps = first, 0
    while above.same_as is not None and steps < 20:
        above, steps = above.same_as, steps + 1
    if above.pk == second.pk:
        raise NotDecided(_("These two are one already, the other way round."))
    Organization.objects.filter(models.Q(pk=second.pk) | models.Q(same_as=second)).update(
        same_as=above, modified_at=now
    )


def _take_apart(row: MergeProposal, now: datetime) -> set[UUID]:
    """Undo one decision among those that made several one: what the others say still holds. Answers whom it touched."""
    together, found = {row.first_id, row.second_id}, True
    still = list(MergeProposal.objects.filter(state=lifecycle.ONE).exclude(pk=row.pk).order_by("decided_at", "id"))
    while found:
        touching = [one for one in still if {one.first_id, one.second_id} & together]
        more = {key for one in touching for key in (one.first_id, one.second_id)} - together
        together, found = together | more, bool(more)
    before = dict(Organization.objects.filter(pk__in=together).values_list("pk", "same_as_id"))
    Organization.objects.filter(pk__in=together).update(same_as=None)
    for one in still:
        if one.first_id in together:
            first, second = (
                Organization.objects.select_related("same_as").get(pk=key) for key in (one.first_id, one.second_id)
            )
            _make_one(first, second, now)
    after = dict(Organization.objects.filter(pk__in=together).values_list("pk", "same_as_id"))
    Organization.objects.filter(pk__in=[key for key in together if before[key] != after[key]]).update(modified_at=now)
    return together


def _named() -> list[same.Named]:
    rows = Organization.objects.filter(gone_at=None, same_as=None)
    return [
        same.Named(str(key), name, website, frozenset(_numbers(identifiers)))
        for key, name, website, identifiers in rows.values_list("id", "name", "website", "organization_identifiers")
    ]


def _numbers(identifiers: list[dict[str, str]]) -> Iterable[str]:
    for one in identifiers:
        number = str(one.get("identifier") or "").strip().lstrip("0")
        if number:
            yield f"{one.get('identifier_scheme') or one.get('identifier_type') or ''} {number}".strip()
