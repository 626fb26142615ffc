"""Writing down who looks after what an organisation keeps, on what basis it does, and for how long."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kith.access.rules import PURPOSES
from kith.accounts.models import Organisation
from kith.governance import keeping
from kith.governance.bases import ARTICLE_6, ARTICLE_9
from kith.governance.models import Basis, Retention, Stewardship
from kith.governance.queries import basis_of, kept_days
from kith.kit.actor import Actor
from kith.kit.whole import insert, put, whole
from kith.trail import actions as trail
from kith.trail.verbs import Verb


class NotPossible(ValueError):
    """This cannot be written down as it was given. Its text may be shown."""


@dataclass(frozen=True)
class Who:
    """Who looks after the data of one organisation. Whatever is not known yet is left empty."""

    answers_name: str = ""
    answers_as: str = ""
    answers_user_id: UUID | None = None
    data_contact: str = ""
    guardian_name: str = ""
    guardian_user_id: UUID | None = None
    guardian_of_id: UUID | None = None
    safeguarding_lead: str = ""
    rights_contact: str = ""
    breach_contact: str = ""


def name_stewards(*, organisation: Organisation, who: Who, by: Actor, now: datetime) -> Stewardship:
    """Write down who looks after an organisation's data, in place of what stood there. Records it.

    Refuses (``NotPossible``) a guardian who is also the one who answers: whoever decides must not be who checks.
    """
    same = who.guardian_user_id is not None and who.guardian_user_id == who.answers_user_id
    if same or (who.guardian_name and who.guardian_name.strip().lower() == who.answers_name.strip().lower()):
        raise NotPossible(_("Choose somebody else as guardian: whoever answers cannot check on themselves."))
    fields = {key: value.strip() if isinstance(value, str) else value for key, value in asdict(who).items()}
    with whole():
        row = Stewardship.objects.select_for_update().filter(controller=organisation).first()
        if row is None:
            row = Stewardship(controller=organisation, changed_at=now, changed_by_label=by.label[:200], **fields)
            insert(row)
        else:
            for key, value in fields.items():
                setattr(row, key, value)
            row.changed_at, row.changed_by_label = now, by.label[:200]
            put(row, *fields, "changed_at", "changed_by_label")
        _noted(organisation, Verb.STEWARDSHIP_CHANGED, by, now, {"named": sorted(k for k, v in fields.items() if v)})
    return row


def choose_basis(
    *, organisation: Organisation, purpose: str, article_6: str, article_9: str, by: Actor, now: datetime
) -> Basis | None:
    """Write down on what basis an organisation keeps things for one purpose, in place of the one before. Records it.

    Answers None, and changes nothing, where that is the basis already. Refuses words that are not in the list, and
    for helping one without a word on health (``NotPossible``).
    """
    if purpose not in PURPOSES or article_6 not in ARTICLE_6 or article_9 not in ARTICLE_9:
        raise NotPossible(_("Choose a basis from the list."))
    if purpose == "help" and article_9 == "none":
        raise NotPossible(_("Helping somebody says something about their health. Choose a condition of Article 9 too."))
    with whole():
        before = basis_of(organisation.id, purpose)
        if before is not None and (before.article_6, before.article_9) == (article_6, article_9):
            return None
        row = Basis(
            controller=organisation,
            purpose=purpose,
            article_6=article_6,
            article_9=article_9,
            by_label=by.label[:200],
            at=now,
        )
        insert(row)
        detail: dict[str, object] = {"purpose": purpose, "article_6": article_6, "article_9": article_9}
        _noted(organisation, Verb.BASIS_CHOSEN, by, now, detail)
    return row


def keep_for(*, organisation: Organisation, kind: str, days: int, by: Actor, now: datetime) -> Retention | None:
    """Write down how long an organisation keeps one kind of record. Records it. Nothing is erased by it.

    Answers None, and changes nothing, where that is how long it is kept already. Refuses (``NotPossible``) a kind
    that is not known, and a time nobody can mean.
    """
    if kind not in keeping.KINDS:
        raise NotPossible(_("Choose a kind of record from the list."))
    if not keeping.LEAST <= days <= keeping.MOST:
        raise NotPossible(_("Give a time between a day and a hundred years."))
    with whole():
        if kept_days(organisation)[kind] == days:
            return None
        row = Retention(controller=organisation, kind=kind, days=days, by_label=by.label[:200], at=now)
        insert(row)
        _noted(organisation, Verb.RETENTION_CHOSEN, by, now, {"kind": kind, "days": days})
    return row


def _noted(organisation: Organisation, verb: Verb, by: Actor, now: datetime, detail: dict[str, object]) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("accounts.Organisation", organisation.id, organisation.name),
        controller=organisation.id,
        detail=detail,
    )
