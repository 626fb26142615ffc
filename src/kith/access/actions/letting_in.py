"""Makes and ends links, grants and tokens, and writes down what was looked at."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from kith.access import tokens
from kith.access.acting import Reading
from kith.access.links import fingerprint
from kith.access.models import Grant, Link, Scope, TeamToken, Try
from kith.accounts.models import Team
from kith.kit.actor import Actor
from kith.kit.whole import insert, whole, written
from kith.trail import actions as trail
from kith.trail.verbs import Verb

# 128 bits: nobody guesses it, and it still fits into a text.
TOKEN_BYTES = 16


def issue_link(
    *,
    purpose: str,
    subject_label: str,
    subject_id: UUID | None,
    actor: Actor,
    expires_at: datetime,
    by: Actor,
    now: datetime,
) -> str:
    """Make a link that lets ``actor`` open one page, and return its token, which is kept nowhere.

    Recorded as a link made for the actor. Refused by the database when it would be over before it begins.
    """
    with whole():
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = Link(
            purpose=purpose,
            subject_label=subject_label,
            subject_id=subject_id,
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_label=actor.label[:200],
            given_at=now,
            expires_at=expires_at,
            fingerprint=fingerprint(token),
        )
        insert(link)
        trail.record(
            verb=Verb.LINK_MADE,
            by=by,
            now=now,
            subject=("access.Link", link.id, actor.label),
            detail={"purpose": purpose, "about": subject_label, "about_id": str(subject_id or "")},
        )
    return token


def end_links(*, subject_id: UUID, purpose: str, by: Actor, now: datetime) -> int:
    """End every live link of this purpose to one row; returns how many. Recorded once, when there were any."""
    with whole():
        written(Link)
        ended = Link.objects.filter(subject_id=subject_id, purpose=purpose, ended_at__isnull=True).update(ended_at=now)
        if ended:
            trail.record(
                verb=Verb.LINK_ENDED,
                by=by,
                now=now,
                subject=("access.Link", subject_id, purpose),
                detail={"links": ended},
            )
    return ended


def open_for(
    *,
    purpose: str,
    address: str,
    subject_label: str,
    subject_id: UUID,
    actor: Actor,
    classes: str,
    expires_at: datetime,
    by: Actor,
    now: datetime,
    place_id: UUID | None = None,
    person_id: UUID | None = None,
) -> Grant:
    """Let ``actor`` open one row's page until ``expires_at``, after they gave its reference and code.

    Recorded as a link made. The caller keeps the grant's id in the session (see ``gate.remember``).
    """
    with whole():
        grant = Grant.objects.create(
            purpose=purpose,
            address=address,
            subject_label=subject_label,
            subject_id=subject_id,
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_label=actor.label[:200],
            classes=classes,
            given_at=now,
            expires_at=expires_at,
            place_id=place_id,
            person_id=person_id,
        )
        trail.record(
            verb=Verb.LINK_MADE,
            by=by,
            now=now,
            subject=("access.Grant", grant.id, actor.label),
            detail={"purpose": purpose, "about": subject_label, "about_id": str(subject_id)},
        )
    return grant


def end_grants(*, subject_id: UUID, purpose: str, by: Actor, now: datetime) -> int:
    """End every live grant of this purpose to one row, such as when its code changes. Recorded when there were any."""
    with whole():
        ended = Grant.objects.filter(subject_id=subject_id, purpose=purpose, ended_at__isnull=True).update(ended_at=now)
        if ended:
            trail.record(
                verb=Verb.LINK_ENDED,
                by=by,
                now=now,
                subject=("access.Grant", subject_id, purpose),
                detail={"grants": ended},
            )
    return ended


def note_read(*, readings: Iterable[Reading], by: Actor, now: datetime) -> None:
    """Write one trail entry for each thing that was looked at. Changes nothing else."""
    with whole():
        for reading in readings:
            trail.record(
                verb=reading.verb,
                by=by,
                now=now,
                subject=reading.subject,
                place=reading.place,
                controller=reading.controller,
            )


# Nothing looks further back than this.
# As long as the longest link: what was guessed about an offer counts while it is open.
TRIES_KEPT = timedelta(days=15)


def note_try(*, keys: Iterable[str], what: str, by: Actor, now: datetime) -> None:
    """Count one try at something that is limited, once for each fingerprint, and forget the old ones. Recorded."""
    with whole():
        Try.objects.bulk_create([Try(key=key, at=now) for key in keys])
        Try.objects.filter(at__lt=now - TRIES_KEPT).delete()
        trail.record(verb=Verb.TRY_COUNTED, by=by, now=now, subject=("access.Try", None, what))


def make_token(
    *,
    team: Team,
    name: str,
    scopes: Iterable[str],
    by: Actor,
    now: datetime,
    lasts: timedelta = tokens.LASTS,
    most_a_minute: int | None = None,
) -> tuple[TeamToken, str]:
    """Let a team's own program come in: makes a token, and answers it with its words, which are kept nowhere.

    Records that it was made. The database refuses one that is good for nothing, or over before it begins.
    """
    with whole():
        secret = tokens.BEGINS + secrets.token_urlsafe(tokens.TOKEN_BYTES)
        token = TeamToken(
            controller_id=team.organisation_id,
            team=team,
            name=name.strip()[:80],
            scopes=sorted({Scope(scope).value for scope in scopes}),
            fingerprint=tokens.fingerprint(secret),
            made_by_label=by.label[:200],
            made_at=now,
            expires_at=now + lasts,
        )
        if most_a_minute is not None:
            token.most_a_minute = most_a_minute
        insert(token)
        _noted_token(token, Verb.TOKEN_MADE, by, now)
    return token, secret


def end_token(*, token: TeamToken, by: Actor, now: datetime) -> None:
    """End a token, so that nothing more comes in with it. Records it. Twice is once."""
    with whole():
        if TeamToken.objects.filter(pk=token.pk, ended_at__isnull=True).update(ended_at=now):
            _noted_token(token, Verb.TOKEN_ENDED, by, now)


def note_token_used(*, token: TeamToken, by: Actor, now: datetime) -> None:
    """Note that a program came with this token; the caller asks once an hour. Records it."""
    with whole():
        mine = TeamToken.objects.filter(pk=token.pk, last_used_at=token.last_used_at)
        if mine.update(last_used_at=now):
            _noted_token(token, Verb.TOKEN_USED, by, now)


def _noted_token(token: TeamToken, verb: Verb, by: Actor, now: datetime) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("access.TeamToken", token.id, str(token)),
        place=(token.team.place_id, ""),
        controller=token.controller_id,
        detail={"scopes": token.scopes},
    )
