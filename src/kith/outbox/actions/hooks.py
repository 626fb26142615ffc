"""Where a team's own program hears of its asks: agreeing on it, ending it, and writing what it is told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import Team
from kith.accounts.queries import NobodyAnswers, duty_holder, duty_team
from kith.kit.actor import Actor
from kith.kit.whole import insert, put, whole
from kith.outbox import lifecycle
from kith.outbox.actions.writing import Letter, _judge, _noted, _row, _there_already, write_to_staff
from kith.outbox.channels.webhook import near_allowed
from kith.outbox.models import Audience, Channel, Hook, HookEvent, Message
from kith.outbox.webhook_address import check_words
from kith.people.models import Person
from kith.trail import actions as trail
from kith.trail.verbs import Verb

# How far back the sweep looks for a webhook that has stopped answering.
_LATELY = timedelta(days=1)


def make_hook(*, team: Team, url: str, events: Iterable[str], by: Actor, now: datetime) -> Hook:
    """Agree on an address at which a team's program hears of its asks. Records it.

    The same address a second time is the same one, with the events named now. Refuses (``NotThere``) an address we
    would never send to.
    """
    check_words(url, near_allowed=near_allowed())
    with whole():
        hook = Hook.objects.filter(team=team, url=url, ended_at__isnull=True).select_for_update().first()
        named = sorted({HookEvent(event).value for event in events})
        if hook is None:
            hook = Hook(
                controller_id=team.organisation_id,
                team=team,
                url=url,
                events=named,
                made_by_label=by.label[:200],
                made_at=now,
            )
            insert(hook)
        else:
            hook.events = named
            put(hook, "events")
        _noted_hook(hook, Verb.HOOK_MADE, by, now)
    return hook


def end_hook(*, hook: Hook, by: Actor, now: datetime) -> None:
    """Tell nobody at this address any more; what still waits to leave is refused by the gate. Records it."""
    with whole():
        if Hook.objects.filter(pk=hook.pk, ended_at__isnull=True).update(ended_at=now):
            hook.ended_at = now
            _noted_hook(hook, Verb.HOOK_ENDED, by, now)


def write_to_program(
    *,
    hook: Hook,
    event: str,
    about: tuple[UUID, str],
    said: dict[str, Any],
    key: str,
    by: Actor,
    now: datetime,
    person: Person | None = None,
    first: bool = False,
) -> Message:
    """Put what happened to an ask into the outbox for a program. Records it. ``said`` holds no word of any person.

    ``about`` is the id of the ask and its reference, and ``person`` whom it is for: the gate asks whether they must
    not know. The same ``key`` twice is one message; with ``first`` it cannot
    be there yet, and nobody looks.
    """
    body = {"event": event, "reference": about[1], "at": now.isoformat(), **said}
    letter = Letter(
        kind=event,
        body=json.dumps(body),
        key=key,
        about_id=about[0],
        about_label=about[1],
        about_person=person,
        first=first,
    )
    with whole():
        existing = _there_already(letter)
        if existing is not None:
            return existing
        place = hook.team.place
        message = _row(letter, hook.controller_id, place, Audience.PROGRAM, Channel.WEBHOOK, hook.url, now)
        message.hook = hook
        _judge(message, now)
        insert(message)
        _noted(message, Verb.MESSAGE_QUEUED, by, now)
    return message


def tell_of_silent_hooks(*, by: Actor, now: datetime) -> int:
    """Tell the team on duty, once a day, of each webhook that could not be reached. Records it.

    A program's own messages are about no promise to anybody, so no promise is made of them.
    """
    dead = Message.objects.filter(state=lifecycle.DEAD, audience=Audience.PROGRAM, created_at__gte=now - _LATELY)
    hooks = Hook.objects.filter(id__in=dead.values("hook_id"), ended_at__isnull=True)
    keys = {f"silent-hook:{hook.id}:{now:%Y-%m-%d}": hook for hook in hooks.select_related("team__place")}
    if not keys:
        return 0
    told = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    with whole():
        for key, hook in keys.items():
            if key not in told:
                _tell_of(hook, key, by, now)
    return len(keys) - len(told)


def _tell_of(hook: Hook, key: str, by: Actor, now: datetime) -> None:
    try:
        team = duty_team(hook.team.place)
        user = duty_holder(team, now).user
    except NobodyAnswers:
        return
    words = {"team": hook.team.name, "host": check_words(hook.url, near_allowed=True).hostname}
    body = _(
        "The program of %(team)s does not answer at %(host)s, so it does not hear of its asks. "
        "The asks themselves go on. Ask whoever looks after it to look, or end it on the page Programs."
    )
    letter = Letter(kind="silent-program", body=str(body % words), key=key, subject=str(_("A program does not answer")))
    write_to_staff(letter=letter, user=user, place=team.place, controller=team.organisation, by=by, now=now)


def _noted_hook(hook: Hook, verb: Verb, by: Actor, now: datetime) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("outbox.Hook", hook.id, str(hook)[:200]),
        place=(hook.team.place_id, ""),
        controller=hook.controller_id,
        detail={"events": hook.events},
    )
