"""Who looks after what an organisation keeps, on what basis, for how long, and what nobody has written down yet."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.access.rules import PURPOSES
from kith.accounts.models import Membership, Organisation, Team, User
from kith.accounts.roles import Permission, roles_with
from kith.governance import keeping
from kith.governance.models import Agreement, Basis, Retention, Stewardship


def stewardship_of(organisation: Organisation) -> Stewardship | None:
    """Who looks after this organisation's data, where somebody has written it down."""
    rows = Stewardship.objects.select_related("answers_user", "guardian_user", "guardian_of", "controller")
    return rows.filter(controller=organisation).first()


def bases_of(organisation_id: UUID) -> dict[str, Basis]:
    """The basis that holds for each purpose, where one was chosen."""
    found: dict[str, Basis] = {}
    for row in Basis.objects.filter(controller_id=organisation_id).order_by("-at", "-id"):
        found.setdefault(row.purpose, row)
    return found


def basis_of(organisation_id: UUID, purpose: str) -> Basis | None:
    """The basis that holds for one purpose, where one was chosen."""
    return Basis.objects.filter(controller_id=organisation_id, purpose=purpose).order_by("-at", "-id").first()


def kept_days(organisation: Organisation) -> dict[str, int]:
    """How many days this organisation keeps each kind of record: as it chose, else as is usual."""
    days = {kind: keeping.usual(kind, organisation.kind) for kind in keeping.KINDS}
    for row in Retention.objects.filter(controller=organisation).order_by("at", "id"):
        days[row.kind] = row.days
    return days


def missing_of(organisation: Organisation) -> list[str]:
    """A sentence for each thing nobody has written down yet. Empty when all of it is there."""
    there = stewardship_of(organisation) or Stewardship()
    asked = (
        (there.answers_name, _("Nobody is named who answers for what is kept. Name a trustee, a partner or a SIRO.")),
        (there.guardian_name, _("There is no guardian of the data. Name one, or borrow another organisation's.")),
        (there.data_contact, _("It does not say whom to ask about data. Write a name and how to reach them.")),
        (there.safeguarding_lead, _("There is no safeguarding lead. Concerns go to the place above until there is.")),
        (there.rights_contact, _("It does not say whom a person asks to see what is kept about them.")),
        (there.breach_contact, _("It does not say whom to ring when something has gone to the wrong place.")),
    )
    chosen = bases_of(organisation.id)
    without = [str(words) for purpose, words in PURPOSES.items() if purpose not in chosen]
    found = [sentence for value, sentence in asked if not value]
    return [*found, *(_("No basis has been chosen for this purpose: %(what)s.") % {"what": what} for what in without)]


def could_look(organisation: Organisation, now: datetime) -> list[User]:
    """Who may look whether an emergency use of this organisation was right: its own, whom it borrows, those around."""
    there = stewardship_of(organisation) or Stewardship()
    teams = Team.objects.filter(organisation=organisation, partner_kind="", ended_at__isnull=True)
    around = {place for path in teams.values_list("place__path", flat=True) for place in path}
    parts = Membership.objects.live(now).filter(role__in=roles_with(Permission.REVIEW_EMERGENCY_USE))
    own = Q(team__organisation__in=[one for one in (organisation.id, there.guardian_of_id) if one])
    parts = parts.filter(own | Q(team__place__in=around)).select_related("user")
    return sorted({one.user for one in parts}, key=lambda user: user.name)


def too_few_to_look(organisation: Organisation, now: datetime) -> list[str]:
    """A sentence where an emergency use could find nobody who may look at it: nobody reviews their own."""
    found = could_look(organisation, now)
    if not found:
        return [_("Nobody could look whether an emergency use was right. Give somebody the part of guardian.")]
    if len(found) > 1:
        return []
    name = {"name": found[0].name}
    return [
        _("Only %(name)s could look whether an emergency use was right. Name a second, for when they are away.") % name
    ]


def missing_to_sign(organisation: Organisation, agreement: Agreement) -> list[str]:
    """What an organisation has still to say before anybody signs for it: who answers, a guardian, a basis."""
    there = stewardship_of(organisation) or Stewardship()
    chosen, name = bases_of(organisation.id), {"name": organisation.name}
    found = []
    if not there.answers_name:
        found.append(_("%(name)s has not named who answers for what it keeps.") % name)
    if not there.guardian_name:
        found.append(_("%(name)s has not named a guardian of the data.") % name)
    found += [
        _("%(name)s has chosen no basis for this purpose: %(what)s.") % {**name, "what": PURPOSES[purpose]}
        for purpose in agreement.purposes
        if purpose not in chosen
    ]
    return found


def own_organisations() -> list[Organisation]:
    """Every organisation that works here with a team of its own, by name. Partners answer for themselves elsewhere."""
    teams = Team.objects.filter(partner_kind="", ended_at__isnull=True).values("organisation")
    return list(Organisation.objects.filter(id__in=teams).order_by("name"))


def could_be_named(organisation: Organisation) -> list[User]:
    """Those who may be named with their account: its own people, and the guardians of others, by name."""
    live = Membership.objects.live()
    own, guardians = live.filter(team__organisation=organisation), live.filter(role="guardian")
    users = {*own.values_list("user", flat=True), *guardians.values_list("user", flat=True)}
    return list(User.objects.filter(id__in=users).order_by("name", "id"))
