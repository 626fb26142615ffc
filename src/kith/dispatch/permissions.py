"""May this volunteer have this ask? The same two questions for a link, a text and a colleague's keyboard."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import Team
from kith.asks import kinds
from kith.asks.models import Ask, PartnersMay
from kith.governance.queries import TO_DO, may_be_told, named_no, passing
from kith.matching.eligible import Obstacle, is_named, lacks_check
from kith.matching.facts import Candidate
from kith.matching.facts import Wanted as MatchWanted
from kith.outbox.permissions import keeps_from
from kith.people.queries import blocked_for
from kith.volunteers.models import Volunteer


class CannotTake(Exception):
    """This volunteer cannot have this ask. Its text may be shown to whoever tried, and gives nothing away."""


def check_can_take(ask: Ask, volunteer: Volunteer, now: datetime) -> None:
    """Refuse (``CannotTake``) somebody the person must not meet, and somebody without the check this needs.

    Refuses everybody while the person wants nobody else told, or no help, and one of us has not decided otherwise.
    """
    if _waits_for_the_person(ask, volunteer.person_id, now) or _must_not_meet(ask, volunteer):
        # Said like any other mismatch: the true reason would tell them who asked.
        raise CannotTake(_("This one is not for %(name)s. Thank you for offering.") % {"name": volunteer.first_name})
    needed = kinds.checks_needed(ask.kind, ask.details)
    lacks = lacks_check(needed, volunteer.check_level, volunteer.check_on, volunteer.check_again_on, now)
    if lacks is Obstacle.CHECKS:
        raise CannotTake(_("This needs a check that %(name)s does not have yet.") % {"name": volunteer.first_name})
    if lacks is not None:
        raise CannotTake(
            _("%(name)s's check is to be looked at again. Do it together first.") % {"name": volunteer.first_name}
        )


def check_may_cross(ask: Ask, volunteer: Volunteer, now: datetime) -> None:
    """Refuse (``CannotTake``) a neighbour of another organisation where no agreement lets them have it now."""
    if not passing(now).may(ask.controller_id, volunteer.controller_id, ask.place, TO_DO):
        raise CannotTake(
            _("No agreement lets the group of %(name)s have this. Thank you for offering.")
            % {"name": volunteer.first_name}
        )


def check_partner_may(ask: Ask, team: Team, now: datetime) -> None:
    """Refuse (``CannotTake``) a partner the person did not allow, or must not have to do with."""
    if not team.partner_kind or team.ended_at is not None:
        raise CannotTake(_("%(name)s is not asked any more.") % {"name": team.name})
    waits = _waits_for_the_person(ask, team.id, now)
    if waits or ask.partners_may != PartnersMay.YES or keeps_from(ask.person, team):
        # Said alike, so that nobody learns from it who must not know.
        raise CannotTake(_("This one is not for %(name)s. Thank you for offering.") % {"name": team.name})


def waits(ask: Ask, now: datetime) -> bool:
    """Whether nobody new is asked, because its person took something back, or what they said has run out."""
    return bool(ask.paused_for) or (ask.withheld_from is not None and ask.withheld_from <= now)


def _waits_for_the_person(ask: Ask, to: UUID, now: datetime) -> bool:
    withheld = ask.withheld_from is not None and ask.withheld_from <= now
    if not withheld:
        return bool(ask.paused_for) or to in named_no(ask.person_id, now)
    return not may_be_told(ask.person_id, [to], now)


def must_not_have(ask: Ask) -> bool:
    """Whether whoever has it, or had it, is somebody its person must not meet."""
    if ask.taken_by is not None:
        return _must_not_meet(ask, ask.taken_by)
    return ask.taken_by_team is not None and keeps_from(ask.person, ask.taken_by_team)


def _must_not_meet(ask: Ask, volunteer: Volunteer) -> bool:
    ids, names, phones = blocked_for(ask.person)
    if volunteer.person_id in ids or volunteer.person_id == ask.person_id:
        return True
    numbers = [route.value for route in volunteer.person.routes.all() if "@" not in route.value]
    wanted = MatchWanted(
        kind=ask.kind, need_by=ask.created_at + timedelta(days=1), blocked_names=names, blocked_phones=phones
    )
    return any(
        is_named(wanted, Candidate(volunteer.id, name=volunteer.person.name, phone=number))
        for number in numbers or [""]
    )
