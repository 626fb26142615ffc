"""Who may keep an organisation's page, and who may sign for it. Being named there is what signing needs."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from kith.access import policy
from kith.accounts.models import Organisation, Team
from kith.accounts.roles import ROLES, Permission
from kith.governance.models import Agreement, Party, Stewardship
from kith.kit.actor import Actor


def may_keep(actor: Actor, organisation: Organisation) -> bool:
    """A guardian or administrator of the organisation, of a place one of its teams works for, or its named guardian."""
    return organisation.id in kept_by(actor, [organisation])


def kept_by(actor: Actor, organisations: Iterable[Organisation]) -> set[UUID]:
    """Those of these organisations whose page somebody may keep. A few queries, however many there are."""
    mine = [part for part in policy.standing(actor) if Permission.MANAGE_AGREEMENTS in ROLES[part.role].permissions]
    if not mine:
        return set()
    wanted = {one.id for one in organisations}
    places = [part.place for part in mine]
    in_place = Team.objects.filter(organisation_id__in=wanted, place__path__overlap=places, ended_at__isnull=True)
    own = {part.organisation for part in mine} & wanted
    return own | set(in_place.values_list("organisation_id", flat=True))


def may_sign(actor: Actor, organisation: Organisation) -> str:
    """In which part somebody may sign for this organisation: its guardian, or who answers. Empty when in none."""
    if actor.kind != "user" or actor.id is None:
        return ""
    there = Stewardship.objects.filter(controller=organisation).first()
    if there is not None and there.answers_user_id == actor.id:
        return Party.SignedAs.ANSWERS
    guards = any(part.role == "guardian" and part.organisation == organisation.id for part in policy.standing(actor))
    if guards or (there is not None and there.guardian_user_id == actor.id):
        return Party.SignedAs.GUARDIAN
    return ""


def may_change(actor: Actor, agreement: Agreement) -> bool:
    """Who may write in a draft, or say that its time has come: whoever keeps the page of one of its parties."""
    return bool(kept_by(actor, [party.controller for party in agreement.parties.select_related("controller")]))
