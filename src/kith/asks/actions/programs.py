"""Taking in an ask that a team's own program sent: once for each key, and answered the same each time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access.models import TeamToken
from kith.accounts.queries import know_duty_teams
from kith.asks import codes, four_answers, in_time, lifecycle, redflags
from kith.asks.actions.intake import open_ask
from kith.asks.actions.tell_programs import tell_program
from kith.asks.models import Ask, SentIn
from kith.asks.saying import address_of
from kith.asks.wanted import Wanted
from kith.kit.actor import Actor
from kith.kit.languages import for_our_records
from kith.kit.whole import insert, remember, whole
from kith.outbox.models import HookEvent
from kith.places.models import Place

# Where a street is, who is on duty there, who is away and who wants to hear of it: an ask may be a moment behind in
# these. What leaves is judged once more as it leaves, and the database refuses a holder who has gone meanwhile.
_STAYS_SO = frozenset(
    (
        "names",
        "called",
        "places",
        "area",
        "areas",
        "postcode",
        "duty teams",
        "duty team",
        "duty holder",
        "hooks",
        "away",
        "references",
    )
)


class OutOfTheirWay(Exception):
    """The ask is for a place this team does not send asks for. Its text may be shown."""


def take_in_sent(*, wanted: Wanted, token: TeamToken, key: str, fingerprint: str, by: Actor, now: datetime) -> SentIn:
    """Take in an ask a program sent, and keep with its key what the program is answered. Records what an ask records.

    The caller has looked that nothing came under this key before; where
    somebody else was quicker the database refuses (``IntegrityError``), and the whole act is undone. Refuses
    (``OutOfTheirWay``) an ask from outside the district of the token's team.
    """
    with whole(many=True, alone=False, lately=_STAYS_SO):
        # Nothing came under this key: the caller looked, and the database is the judge.
        remember(("client key", wanted.client_key), None)
        know_duty_teams()
        with for_our_records():
            ask = open_ask(wanted=wanted, by=by, now=now)
        if not _theirs(ask.home, token.team.place):
            words = {"place": ask.home.name, "team": token.team.name}
            raise OutOfTheirWay(_("This is in %(place)s, which %(team)s does not send asks for.") % words)
        sent = SentIn(
            controller_id=token.controller_id,
            team_id=token.team_id,
            token=token,
            key=key,
            fingerprint=fingerprint,
            ask=ask,
            answer=_answer(ask, wanted, now),
            at=now,
        )
        insert(sent)
        tell_program(ask=ask, event=HookEvent.RECEIVED, by=by, now=now, team_id=token.team_id)
    return sent


def _theirs(home: Place, team_place: Place) -> bool:
    if team_place.id in home.path:
        return True
    district = team_place.ancestor(Place.Kind.DISTRICT)
    return district is not None and district.id in home.path


def _answer(ask: Ask, wanted: Wanted, now: datetime) -> dict[str, Any]:
    """What the program is answered: who has it, by when the person hears, what to do. No word of the person."""
    first = four_answers.for_asker if ask.state == lifecycle.SPEAK_FIRST else four_answers.for_person
    four, sure = first(ask, now), _in_time(ask, now)
    # Whoever asks is told what helps now, also where the person is to be spoken with before anything else.
    late = ask.state == lifecycle.SPEAK_FIRST and sure is False
    hear_by = ask.promise.next_contact_by
    dangers = redflags.find(f"{wanted.words}\n{wanted.notes}") if ask.red_flags else []
    return {
        "reference": ask.reference,
        "your_reference": str(wanted.as_given.get("your_reference", "")),
        "status_url": address_of(reverse("api_ask", args=[codes.slug_of(ask.reference)])),
        "explanation": four.what,
        "who": four.who,
        "hear_by": four.hear_by,
        "hear_by_at": hear_by.isoformat() if hear_by is not None else None,
        "meanwhile": f"{in_time.instead(ask.kind)} {four.meanwhile}" if late else four.meanwhile,
        "phone": four.phone,
        "urgent": bool(ask.urgency),
        "ring_now": list(dict.fromkeys(one.ring for one in dangers)),
        "in_time": sure,
    }


def _in_time(ask: Ask, now: datetime) -> bool | None:
    """Whether we can be sure to be there by then; None where nobody said when."""
    return (
        None if ask.need_by is None else not in_time.is_too_late(ask.kind, ask.need_by, now, ask.place.typed_settings)
    )
