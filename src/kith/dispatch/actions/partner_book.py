"""The partners of a place: businesses, groups and services that may be asked. Added, changed and ended by hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kith.accounts.actions import NotPossible
from kith.accounts.models import Organisation, PartnerKind, Team
from kith.asks import kinds
from kith.asks import lifecycle as ask_states
from kith.dispatch import lifecycle
from kith.dispatch.models import PartnerCard
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

_SORT = {PartnerKind.COUNCIL: "council", PartnerKind.MUTUAL_AID: "charity"}


@dataclass(frozen=True)
class Partner:
    """What is known of a partner. No kinds means any that needs no check, no days every day, no hours any hour."""

    name: str
    partner_kind: str
    phone: str = ""
    email: str = ""
    contact_name: str = ""
    takes_kinds: tuple[str, ...] = ()
    most_a_day: int | None = None
    open_days: tuple[int, ...] = ()
    opens: time | None = None
    closes: time | None = None


def add_partner(*, place: Place, partner: Partner, by: Actor, now: datetime) -> Team:
    """Add a business, group or service that may be asked here and in the places within. Records it.

    It is its own organisation, because it answers itself for what it is told after a yes. Refuses (``NotPossible``)
    a name that is there already, and one nobody could reach.
    """
    facts = _checked(partner)
    with whole():
        if Team.objects.filter(place=place, name=facts["name"], ended_at__isnull=True).exists():
            raise NotPossible(_("There is already a team called %(name)s there.") % {"name": facts["name"]})
        kind = _SORT.get(PartnerKind(partner.partner_kind), "other")
        organisation, _new = Organisation.objects.get_or_create(name=facts["name"], defaults={"kind": kind})
        team, _made = Team.objects.update_or_create(
            organisation=organisation, place=place, name=facts["name"], defaults={**facts, "ended_at": None}
        )
        _noted(team, Verb.TEAM_MADE, by, now)
    return team


def change_partner(*, team: Team, partner: Partner, by: Actor, now: datetime) -> Team:
    """Change what is known of a partner. Records it. What it has or was asked stays. Refuses as ``add_partner``."""
    facts = _checked(partner)
    with whole():
        others = Team.objects.filter(place=team.place_id, name=facts["name"], ended_at__isnull=True)
        if others.exclude(pk=team.pk).exists():
            raise NotPossible(_("There is already a team called %(name)s there.") % {"name": facts["name"]})
        for name, value in facts.items():
            setattr(team, name, value)
        team.save(update_fields=list(facts))
        _noted(team, Verb.TEAM_CHANGED, by, now)
    return team


def end_partner(*, team: Team, by: Actor, now: datetime) -> Team:
    """A partner is not asked any more. Records it; it stays in the history of what it did.

    Refuses (``NotPossible``) while it has an ask: that is handed back or done first.
    """
    with whole():
        has = PartnerCard.objects.filter(team=team, state__in=lifecycle.PARTNER_HAS_IT, ask__state=ask_states.TAKEN)
        if has.exists():
            raise NotPossible(
                _("%(name)s has an ask now. Ring them, and write down what happens with it first.")
                % {"name": team.name}
            )
        team.ended_at = now
        put(team, "ended_at")
        _noted(team, Verb.TEAM_ENDED, by, now)
    return team


def _checked(partner: Partner) -> dict[str, object]:
    """The facts as they are kept; a sentence for the first that cannot be."""
    facts = asdict(partner)
    facts["name"] = " ".join(partner.name.split())
    if not facts["name"]:
        raise NotPossible(_("Give the partner the name people know it by."))
    if partner.partner_kind not in PartnerKind.values:
        raise NotPossible(_("Choose what sort of partner it is: %(kinds)s.") % {"kinds": ", ".join(PartnerKind.values)})
    facts["phone"] = phones.normalise(partner.phone) if partner.phone.strip() else ""
    if facts["phone"] is None:
        raise NotPossible(_("We could not read that phone number. Write it like 01632 960001."))
    facts["email"] = partner.email.strip().lower()
    if facts["email"]:
        try:
            validate_email(facts["email"])
        except ValidationError:
            raise NotPossible(_("We could not read that e-mail. Write it like shop@example.org.")) from None
    if not facts["phone"] and not facts["email"]:
        raise NotPossible(_("Give a phone number or an e-mail, so that they can be asked."))
    unknown = [kind for kind in partner.takes_kinds if kind not in kinds.KINDS]
    if unknown:
        words = {"kind": unknown[0], "kinds": ", ".join(kinds.KINDS)}
        raise NotPossible(_("There is no kind of ask called %(kind)s. There are: %(kinds)s.") % words)
    if (partner.opens is None) != (partner.closes is None):
        raise NotPossible(_("Give both hours, from and until, or neither."))
    facts["takes_kinds"], facts["open_days"] = list(partner.takes_kinds), sorted(set(partner.open_days))
    return facts


def _noted(team: Team, verb: Verb, by: Actor, now: datetime) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("accounts.Team", team.id, team.name),
        place=(team.place_id, team.place.name),
        controller=team.organisation_id,
        detail={"partner": team.partner_kind},
    )
