"""Adds and ends organisations, accounts, teams, memberships and duty turns. Who holds a promise is in ``promises``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kith.accounts.models import DutyTurn, Membership, Organisation, Team, User
from kith.accounts.roles import ROLES
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.whole import forget, whole
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

FIRST_ROLE = {
    "street": "street_coordinator",
    "community": "community_builder",
    "neighbourhood": "community_builder",
    "district": "district_lead",
    "system": "district_lead",
}


class NotPossible(ValueError):
    """This cannot be done as asked. The message is a sentence that says what to do instead."""


@whole()
def create_organisation(*, name: str, kind: str = "other", contact: str = "", by: Actor, now: datetime) -> Organisation:
    """Add a body that answers for personal data. Recorded. Refuses a name that is already taken (NotPossible)."""
    name = " ".join(name.split())
    if not name:
        raise NotPossible(_("Give the organisation a name."))
    if Organisation.objects.filter(name=name).exists():
        raise NotPossible(_("There is already an organisation called %(name)s.") % {"name": name})
    organisation = Organisation.objects.create(name=name, kind=kind, contact=contact)
    trail.record(
        verb=Verb.ORGANISATION_MADE,
        by=by,
        now=now,
        subject=("accounts.Organisation", organisation.id, name),
        controller=organisation.id,
    )
    return organisation


@whole()
def add_user(*, name: str, email: str = "", phone: str = "", by: Actor, now: datetime) -> User:
    """Make an account for a member of staff, who then signs in by code. Recorded.

    Refuses (NotPossible) somebody who could get no code, a phone nobody could ring, and details already in use.
    """
    name = " ".join(name.split())
    address, number = _reachable(email, phone)
    if not name:
        raise NotPossible(_("Give a name, so that others know who has something."))
    if address and User.objects.filter(email=address).exists():
        raise NotPossible(_("Somebody already signs in with that e-mail. Use another one."))
    if number and User.objects.filter(phone=number).exists():
        raise NotPossible(_("Somebody already signs in with that phone. Use another one."))
    user = User(name=name, email=address, phone=number)
    user.set_unusable_password()
    user.save(force_insert=True)
    trail.record(verb=Verb.ACCOUNT_MADE, by=by, now=now, subject=("accounts.User", user.id, user.name))
    return user


@whole()
def add_place_team(
    *,
    place: Place,
    organisation: Organisation,
    name: str,
    duty: User,
    role: str = "",
    phone: str = "",
    by: Actor,
    now: datetime,
) -> Team:
    """Add the team that answers for a place, with its first member on the duty list. Recorded: team, member, duty list.

    ``role`` is the usual one for that kind of place when not given. Refuses a second such team (NotPossible).
    """
    if Team.objects.filter(place=place, is_duty=True).exists():
        raise NotPossible(_("A team already answers for %(place)s. Add people to it instead.") % {"place": place.name})
    team = _make_team(place, organisation, name, phone, True, by, now)
    first = join_team(user=duty, team=team, role=role or FIRST_ROLE[place.kind], by=by, now=now)
    set_duty_rota(team=team, memberships=[first], by=by, now=now)
    return team


@whole()
def add_team(*, place: Place, organisation: Organisation, name: str, phone: str = "", by: Actor, now: datetime) -> Team:
    """Add a team beside the one that answers for the place, such as a surgery's link workers. Recorded."""
    return _make_team(place, organisation, name, phone, False, by, now)


@whole()
def join_team(*, user: User, team: Team, role: str, by: Actor, now: datetime) -> Membership:
    """Give somebody a part in a team. Recorded.

    Refuses (NotPossible) a role that is not given in that kind of place, an ended account and a second same part.
    """
    part = ROLES.get(role)
    if part is None:
        raise NotPossible(_("There is no role called %(role)s.") % {"role": role})
    if team.place.kind not in part.where:
        raise NotPossible(
            _("%(role)s is not a role for a %(kind)s. Choose another role, or another team.")
            % {"role": part.name, "kind": team.place.get_kind_display()}
        )
    if not user.is_active:
        raise NotPossible(_("%(name)s has no account any more. Make a new one first.") % {"name": user.name})
    if Membership.objects.filter(user=user, team=team, role=role, ended_at__isnull=True).exists():
        raise NotPossible(_("%(name)s is already in %(team)s.") % {"name": user.name, "team": team.name})
    membership = Membership.objects.create(user=user, team=team, role=role, started_at=now)
    _record(Verb.MEMBERSHIP_MADE, membership, by, now, {"role": role, "team": team.name})
    return membership


@whole()
def end_membership(*, membership: Membership, by: Actor, now: datetime) -> Membership:
    """End somebody's part in a team and take it off the duty list. Recorded.

    ``promises.actions.leave_team`` gives their promises to somebody else first; the database refuses an end while
    any is open. Refuses the last one on the duty list of a team that answers for its place (NotPossible).
    """
    membership = Membership.objects.select_for_update(of=("self",)).select_related("team", "user").get(pk=membership.pk)
    if membership.ended_at is not None:
        raise NotPossible(_("%(name)s has already left %(team)s.") % _names(membership))
    _lock(membership.team_id)
    if membership.team.is_duty and not _others_on_duty(membership):
        raise NotPossible(
            _("%(name)s is the only one on the duty list of %(team)s. Put somebody else on it first.")
            % _names(membership)
        )
    DutyTurn.objects.filter(membership=membership).delete()
    # A clock that was set back must not keep somebody from leaving.
    membership.ended_at = max(now, membership.started_at)
    membership.save(update_fields=["ended_at"])
    forget(*_WHO_ANSWERS)
    _record(Verb.MEMBERSHIP_ENDED, membership, by, now, {"team": membership.team.name})
    return membership


@whole()
def disable_user(*, user: User, by: Actor, now: datetime) -> User:
    """End somebody's account and every part they have; they are signed out at once. Recorded.

    Their promises must have found somebody else first, as in ``end_membership``; refuses the same things.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise NotPossible(_("The account of %(name)s has already ended.") % {"name": user.name})
    for membership in Membership.objects.filter(user=user, ended_at__isnull=True):
        end_membership(membership=membership, by=by, now=now)
    user.is_active = False
    user.save(update_fields=["is_active"])
    forget(*_WHO_ANSWERS)
    trail.record(verb=Verb.ACCOUNT_ENDED, by=by, now=now, subject=("accounts.User", user.id, user.name))
    return user


@whole()
def set_duty_rota(*, team: Team, memberships: Sequence[Membership], by: Actor, now: datetime) -> None:
    """Put these members on the duty list, in this order; the first who is not away is rung first. Recorded.

    Refuses (NotPossible) an empty list for a team that answers for its place, and anybody not in the team now.
    """
    _lock(team.id)
    wanted = list(dict.fromkeys(membership.id for membership in memberships))
    live = set(Membership.objects.live().filter(team=team, id__in=wanted).values_list("id", flat=True))
    if team.is_duty and not wanted:
        raise NotPossible(_("Somebody must be on the duty list of %(team)s.") % {"team": team.name})
    if len(live) != len(wanted):
        raise NotPossible(_("Only people who are in %(team)s now can be on its duty list.") % {"team": team.name})
    DutyTurn.objects.filter(team=team).delete()
    DutyTurn.objects.bulk_create(
        DutyTurn(team=team, membership_id=membership_id, position=position)
        for position, membership_id in enumerate(wanted, start=1)
    )
    _record_team(Verb.DUTY_CHANGED, team, by, now, {"members": [str(membership_id) for membership_id in wanted]})


@whole()
def go_away(
    *, membership: Membership, until: datetime, by: Actor, now: datetime, since: datetime | None = None
) -> Membership:
    """Note that a member is away until then, from now or from ``since``: the next on the duty list is rung. Recorded.

    Refuses a time that has passed, and an end before its beginning (NotPossible). Never leaves a place without an
    answer: when everybody is away, the first on the list still answers. What they had promised finds somebody else
    in ``promises.actions.away``, which calls this.
    """
    if until <= now:
        raise NotPossible(_("Say a time that is still to come."))
    if since is not None and since >= until:
        raise NotPossible(_("Say a day to be back that comes after the day you go."))
    return _away(membership, since if since is not None and since > now else None, until, by, now)


@whole()
def come_back(*, membership: Membership, by: Actor, now: datetime) -> Membership:
    """Note that a member is back, or does not go after all. Recorded."""
    return _away(membership, None, None, by, now)


@whole()
def end_on(*, membership: Membership, ends_at: datetime | None, by: Actor, now: datetime) -> Membership:
    """Note until when a part in a team was given, or (None) that it has no end. Recorded.

    At that moment a sweep ends it as if they had left, and what they held finds somebody else. Refuses a time that
    has passed (NotPossible): then they leave now.
    """
    if ends_at is not None and ends_at <= now:
        raise NotPossible(_("Say a day that is still to come. If they have left already, end their part now."))
    membership.ends_at = ends_at
    membership.save(update_fields=["ends_at"])
    forget(*_WHO_ANSWERS)
    detail = {"team": membership.team.name, "ends_at": ends_at.isoformat() if ends_at else ""}
    _record(Verb.MEMBERSHIP_ENDS, membership, by, now, detail)
    return membership


@whole()
def change_user(*, user: User, name: str, email: str = "", phone: str = "", by: Actor, now: datetime) -> User:
    """Change the name, e-mail or phone of an account. Recorded. Refuses the same as ``add_user``."""
    address, number = _reachable(email, phone)
    others = User.objects.exclude(pk=user.pk)
    if address and others.filter(email=address).exists():
        raise NotPossible(_("Somebody already signs in with that e-mail. Use another one."))
    if number and others.filter(phone=number).exists():
        raise NotPossible(_("Somebody already signs in with that phone. Use another one."))
    user.name, user.email, user.phone = " ".join(name.split()) or user.name, address, number
    user.save(update_fields=["name", "email", "phone"])
    forget(*_WHO_ANSWERS)
    trail.record(verb=Verb.ACCOUNT_CHANGED, by=by, now=now, subject=("accounts.User", user.id, user.name))
    return user


@whole()
def note_sign_in(*, user: User, how: str, by: Actor, now: datetime) -> None:
    """Write down that somebody signed in, and how. Changes nothing else."""
    trail.record(
        verb=Verb.ACCOUNT_SIGNED_IN, by=by, now=now, subject=("accounts.User", user.id, user.name), detail={"how": how}
    )


@whole()
def note_sign_out(*, user: User, by: Actor, now: datetime) -> None:
    """Write down that somebody signed out. Changes nothing else."""
    trail.record(verb=Verb.ACCOUNT_SIGNED_OUT, by=by, now=now, subject=("accounts.User", user.id, user.name))


def _reachable(email: str, phone: str) -> tuple[str | None, str | None]:
    """The e-mail and phone as they are kept; refuses having neither."""
    address = email.strip().lower() or None
    number = phones.normalise(phone) if phone.strip() else None
    if phone.strip() and number is None:
        raise NotPossible(_("We could not read that phone number. Write it like 07700 900999."))
    if address is None and number is None:
        raise NotPossible(_("Give an e-mail or a mobile: the sign-in code goes there."))
    return address, number


def _make_team(
    place: Place, organisation: Organisation, name: str, phone: str, is_duty: bool, by: Actor, now: datetime
) -> Team:
    name = " ".join(name.split())
    number = phones.normalise(phone) if phone.strip() else ""
    if not name:
        raise NotPossible(_("Give the team a name people know it by."))
    if number is None:
        raise NotPossible(_("We could not read that phone number. Write it like 01632 960001."))
    if Team.objects.filter(organisation=organisation, place=place, name=name).exists():
        raise NotPossible(_("There is already a team called %(name)s there.") % {"name": name})
    team = Team.objects.create(organisation=organisation, place=place, name=name, phone=number, is_duty=is_duty)
    _record_team(Verb.TEAM_MADE, team, by, now, {"answers_for_place": is_duty})
    return team


def _away(
    membership: Membership, since: datetime | None, until: datetime | None, by: Actor, now: datetime
) -> Membership:
    membership.away_from, membership.away_until = since, until
    membership.save(update_fields=["away_from", "away_until"])
    detail = {
        "away_from": since.isoformat() if since else "",
        "away_until": until.isoformat() if until else "",
        "member": membership.user.name,
    }
    _record_team(Verb.DUTY_CHANGED, membership.team, by, now, detail)
    return membership


def _others_on_duty(membership: Membership) -> bool:
    """Whether the duty list would still hold somebody without this member."""
    live = Membership.objects.live().filter(duty_turns__team=membership.team_id)
    return live.exclude(pk=membership.pk).exists()


# What acts know of who answers, which changes with every membership, account and turn.
_WHO_ANSWERS = ("duty team", "duty holder")


def _lock(team_id: UUID) -> None:
    """Take turns with anybody else who changes the same duty list."""
    Team.objects.select_for_update(no_key=True).get(pk=team_id)


def _names(membership: Membership) -> dict[str, str]:
    return {"name": membership.user.name, "team": membership.team.name}


def _record(verb: Verb, membership: Membership, by: Actor, now: datetime, detail: dict[str, str]) -> None:
    forget(*_WHO_ANSWERS)
    team = membership.team
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("accounts.Membership", membership.id, membership.user.name),
        place=(team.place_id, team.place.name),
        controller=team.organisation_id,
        detail=detail,
    )


def _record_team(verb: Verb, team: Team, by: Actor, now: datetime, detail: Mapping[str, object]) -> None:
    forget(*_WHO_ANSWERS)
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("accounts.Team", team.id, team.name),
        place=(team.place_id, team.place.name),
        controller=team.organisation_id,
        detail=detail,
    )
