"""Writing a sharing agreement, signing it, looking at it again and ending it. What crosses follows it in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from uuid import UUID

from django.utils.translation import gettext as _

from kith.access import actions as access
from kith.access.rules import CLASSES, PURPOSES
from kith.accounts.models import Organisation
from kith.governance import lifecycle
from kith.governance.actions.controllers import NotPossible
from kith.governance.bases import ARTICLE_6, ARTICLE_9
from kith.governance.models import LONGEST, Agreement, AgreementEvent, Party
from kith.governance.permissions import may_sign
from kith.governance.queries import missing_to_sign
from kith.governance.saying import listed
from kith.kit.actor import Actor
from kith.kit.whole import forget, insert, put, whole
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

RUNS_OFF_FOR = timedelta(days=14)
# How lately somebody must have signed in with a fresh code to sign for an organisation.
SIGNED_IN_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Terms:
    """What one organisation gives and gets in an agreement, why it may keep it, and for how long."""

    organisation: Organisation
    gives: str = ""
    gets: str = ""
    article_6: str = ""
    article_9: str = ""
    keeps_days: int = 365
    contact: str = ""


@dataclass(frozen=True)
class Draft:
    """An agreement as it is written down, before anybody has signed."""

    name: str
    about: str
    purposes: Sequence[str]
    places: Sequence[Place]
    starts_at: datetime
    review_by: datetime
    expires_at: datetime
    terms: Sequence[Terms]


def draft(
    *, by_organisation: Organisation, written: Draft, by: Actor, now: datetime, follows: Agreement | None = None
) -> Agreement:
    """Write the draft of an agreement. Nothing crosses by it. Records it.

    Refuses (``NotPossible``) one with fewer than two organisations, without a purpose or a place, in which nothing
    crosses, whose dates do not follow each other, or which would last longer than 24 months.
    """
    _check(written)
    with whole():
        agreement = Agreement(controller=by_organisation, follows=follows, **_fields(written))
        insert(agreement)
        _put_parties(agreement, written)
        _happened(agreement, Verb.AGREEMENT_DRAFTED, str(_("The draft was begun.")), by, now)
    return agreement


def change_draft(*, agreement: Agreement, written: Draft, by: Actor, now: datetime) -> None:
    """Write a draft anew. Whoever had signed it has to sign again. Records it.

    Refuses what ``draft`` refuses, and anything that is no draft any more (``NotPossible``).
    """
    _check(written)
    with whole():
        agreement = _locked(agreement, lifecycle.DRAFT)
        fields = _fields(written)
        for key, value in fields.items():
            setattr(agreement, key, value)
        put(agreement, *fields)
        signed = agreement.parties.filter(signed_at__isnull=False).exists()
        agreement.parties.exclude(controller__in=[one.organisation for one in written.terms]).delete()
        _put_parties(agreement, written)
        said = _("The draft was changed, so whoever had signed signs again.") if signed else _("The draft was changed.")
        _happened(agreement, Verb.AGREEMENT_CHANGED, str(said), by, now)


def drop(*, agreement: Agreement, why: str, by: Actor, now: datetime) -> None:
    """Let go of a draft, or of an agreement that was signed and has not begun. Records it.

    Refuses one that is in force (``WrongMove``): that one is ended.
    """
    with whole():
        agreement = _locked(agreement)
        lifecycle.AGREEMENT.check(agreement.state, lifecycle.DROPPED)
        agreement.state, agreement.over_at, agreement.over_because = lifecycle.DROPPED, now, why.strip()[:300]
        put(agreement, "state", "over_at", "over_because")
        access.end_crossings(source_id=agreement.id, by=by, now=now, run_off=False)
        forget("crosses")
        said = _("It was dropped: %(why)s") % {"why": why.strip()} if why.strip() else _("It was dropped.")
        _happened(agreement, Verb.AGREEMENT_DROPPED, str(said), by, now)


def sign(*, agreement: Agreement, organisation: Organisation, signed_in_at: datetime, by: Actor, now: datetime) -> bool:
    """Sign a draft for one organisation. With the last signature it is in force from its first day. Records both.

    Answers whether everybody has signed. Refuses (``NotPossible``) anybody but a guardian of the organisation or
    whoever answers for it, somebody who signed in too long ago, a second signature by the same human being, an
    organisation that has not said what signing needs, and an agreement whose last day has passed.
    """
    part = may_sign(by, organisation)
    if not part or by.id is None:
        raise NotPossible(_("Only the guardian of %(name)s, or whoever answers for it, signs.") % _named(organisation))
    if now - signed_in_at > SIGNED_IN_WITHIN:
        raise NotPossible(_("You signed in a while ago. Sign in again with a new code, then sign."))
    with whole():
        agreement = _locked(agreement, lifecycle.DRAFT)
        parties = {one.controller_id: one for one in agreement.parties.select_related("controller")}
        party = parties.get(organisation.id)
        if party is None:
            raise NotPossible(_("%(name)s is not in this agreement.") % _named(organisation))
        if party.signed_at is not None:
            return False
        _may_be_signed(agreement, organisation, list(parties.values()), by.id, now)
        party.signed_at, party.signed_by_id, party.signed_by_label, party.signed_as = now, by.id, by.label[:200], part
        put(party, "signed_at", "signed_by", "signed_by_label", "signed_as")
        words = {"who": by.label, "name": organisation.name, "part": party.get_signed_as_display()}
        said = _("%(who)s signed for %(name)s (%(part)s).") % words
        _happened(agreement, Verb.AGREEMENT_SIGNED, str(said), by, now, controller=organisation.id)
        everybody = all(one.signed_at is not None for one in parties.values())
        if everybody:
            _come_about(agreement, list(parties.values()), by, now)
    return everybody


def begin(*, agreement: Agreement, by: Actor, now: datetime) -> None:
    """The first day of a signed agreement has come: it is in force. Records it."""
    with whole():
        agreement = _locked(agreement)
        if agreement.state == lifecycle.SIGNED and agreement.starts_at <= now:
            _in_force(agreement, by, now)


def look_again(*, agreement: Agreement, found: str, next_by: datetime, by: Actor, now: datetime) -> None:
    """Write down what looking again at an agreement found, and when it is looked at next. Records it.

    Refuses (``NotPossible``) without a word of what was found, a next day that has passed, and one after its last.
    """
    if not found.strip():
        raise NotPossible(_("Write in a sentence what you found."))
    with whole():
        agreement = _locked(agreement, lifecycle.LIVE)
        if not now < next_by <= agreement.expires_at:
            raise NotPossible(_("Choose a day from tomorrow on, and no later than the agreement's last day."))
        agreement.review_by = next_by
        put(agreement, "review_by")
        said = _("It was looked at again: %(found)s") % {"found": found.strip()}
        _happened(agreement, Verb.AGREEMENT_REVIEWED, str(said), by, now)


def withdraw(*, agreement: Agreement, organisation: Organisation, why: str, by: Actor, now: datetime) -> None:
    """One organisation ends an agreement: at once for anything new; what is open runs off for 14 days. Records it.

    Refuses (``NotPossible``) without a reason, for an organisation that is not in it, and one that is not in force.
    """
    if not why.strip():
        raise NotPossible(_("Write in a sentence why it ends. The others read it."))
    with whole():
        agreement = _locked(agreement, lifecycle.LIVE)
        if not agreement.parties.filter(controller=organisation).exists():
            raise NotPossible(_("%(name)s is not in this agreement.") % _named(organisation))
        agreement.withdrawn, agreement.over_because = True, why.strip()[:300]
        said = _("%(name)s ended it: %(why)s") % {"name": organisation.name, "why": why.strip()}
        _over_for_new(agreement, now, str(said), by, now)


def expire(*, agreement: Agreement, by: Actor, now: datetime) -> None:
    """The last day of an agreement has passed: over for anything new; what is open runs off. Records it. Once."""
    with whole():
        agreement = _locked(agreement)
        if agreement.state == lifecycle.LIVE and agreement.expires_at <= now:
            _over_for_new(agreement, agreement.expires_at, str(_("Its last day has passed.")), by, now)


def close(*, agreement: Agreement, by: Actor, now: datetime) -> None:
    """The run-off is over, and whatever was still open has a holder at home. Records it. Once.

    Whoever calls this has found those holders first, in the same act.
    """
    with whole():
        agreement = _locked(agreement)
        if agreement.state != lifecycle.RUN_OFF or (agreement.runs_off_until or now) > now:
            return
        agreement.state = lifecycle.ENDED if agreement.withdrawn else lifecycle.EXPIRED
        put(agreement, "state")
        _happened(agreement, Verb.AGREEMENT_OVER, str(_("The run-off is over: nothing crosses any more.")), by, now)


def _over_for_new(agreement: Agreement, over_at: datetime, said: str, by: Actor, now: datetime) -> None:
    agreement.state, agreement.over_at = lifecycle.RUN_OFF, over_at
    agreement.runs_off_until = over_at + RUNS_OFF_FOR
    put(agreement, "state", "over_at", "over_because", "runs_off_until", "withdrawn")
    access.end_crossings(source_id=agreement.id, by=by, now=now)
    forget("crosses")
    _happened(agreement, Verb.AGREEMENT_ENDED, said, by, now)


def _come_about(agreement: Agreement, parties: list[Party], by: Actor, now: datetime) -> None:
    """Everybody has signed: what was agreed crosses from the first day on."""
    starts = max(agreement.starts_at, now)
    places = list(Place.objects.filter(id__in=agreement.places).order_by("id"))
    for giver, taker in permutations(parties, 2):
        classes = "".join(sorted(set(giver.gives) & set(taker.gets)))
        for purpose in agreement.purposes if classes else ():
            for place in places:
                access.open_crossing(
                    giver=giver.controller,
                    taker=taker.controller,
                    purpose=purpose,
                    classes=classes,
                    place=place,
                    starts_at=starts,
                    expires_at=agreement.expires_at,
                    source_id=agreement.id,
                    by=by,
                    now=now,
                )
    forget("crosses")
    if starts <= now:
        _in_force(agreement, by, now)
    else:
        agreement.state = lifecycle.SIGNED
        put(agreement, "state")


def _in_force(agreement: Agreement, by: Actor, now: datetime) -> None:
    lifecycle.AGREEMENT.check(agreement.state, lifecycle.LIVE)
    agreement.state, agreement.live_since = lifecycle.LIVE, now
    put(agreement, "state", "live_since")
    _happened(agreement, Verb.AGREEMENT_LIVE, str(_("It is in force.")), by, now)


def _may_be_signed(
    agreement: Agreement, organisation: Organisation, parties: Sequence[Party], user_id: UUID, now: datetime
) -> None:
    if agreement.expires_at <= now:
        raise NotPossible(_("Its last day has passed. Write a new one that begins today."))
    if any(one.signed_by_id == user_id for one in parties):
        raise NotPossible(_("You have signed for another organisation in this. Somebody else signs for this one."))
    without = [one.controller.name for one in parties if one.gets and not (one.article_6 and one.article_9)]
    if without:
        words = {"names": listed(without)}
        raise NotPossible(
            _("Choose first, in the draft, on what basis these may have what they get: %(names)s.") % words
        )
    missing = missing_to_sign(organisation, agreement)
    if missing:
        raise NotPossible(" ".join(missing))


def _check(written: Draft) -> None:
    """Refuse, in a sentence, what is no whole agreement."""
    if not written.name.strip() or not written.about.strip():
        raise NotPossible(_("Give it a name, and say in a sentence what it is for."))
    if len({one.organisation.id for one in written.terms}) < 2 or len(written.terms) < 2:
        raise NotPossible(_("Choose at least two different organisations."))
    if not written.purposes or not set(written.purposes) <= set(PURPOSES):
        raise NotPossible(_("Choose what it is for."))
    if not written.places:
        raise NotPossible(_("Choose at least one place."))
    if not written.starts_at < written.expires_at or not written.starts_at < written.review_by <= written.expires_at:
        raise NotPossible(_("It begins before it is looked at again, and is looked at again before it ends."))
    if written.expires_at > written.starts_at + LONGEST:
        raise NotPossible(_("An agreement lasts 24 months at most. Choose an earlier last day."))
    _check_terms(written.terms)


def _check_terms(terms: Sequence[Terms]) -> None:
    for one in terms:
        if not set(one.gives) | set(one.gets) <= set(CLASSES):
            raise NotPossible(_("Choose kinds of field from the list."))
        if one.article_6 not in ("", *ARTICLE_6) or one.article_9 not in ("", *ARTICLE_9):
            raise NotPossible(_("Choose a basis from the list."))
        if one.keeps_days < 1:
            raise NotPossible(_("Say for how many days %(name)s keeps what it gets.") % _named(one.organisation))
    if not any(set(a.gives) & set(b.gets) for a, b in permutations(terms, 2)):
        raise NotPossible(_("Nothing would cross: what one gives, another must get."))


def _fields(written: Draft) -> dict[str, object]:
    return {
        "name": written.name.strip()[:120],
        "about": written.about.strip()[:600],
        "purposes": sorted(set(written.purposes)),
        "places": sorted({place.id for place in written.places}),
        "starts_at": written.starts_at,
        "review_by": written.review_by,
        "expires_at": written.expires_at,
    }


def _put_parties(agreement: Agreement, written: Draft) -> None:
    there = {party.controller_id: party for party in agreement.parties.all()}
    for one in written.terms:
        fields = {
            "gives": "".join(sorted(set(one.gives))),
            "gets": "".join(sorted(set(one.gets))),
            "article_6": one.article_6,
            "article_9": one.article_9,
            "keeps_days": one.keeps_days,
            "contact": one.contact.strip()[:200],
        }
        party = there.get(one.organisation.id)
        if party is None:
            insert(Party(agreement=agreement, controller=one.organisation, **fields))
            continue
        # Whoever signed, signed something else.
        unsigned = {"signed_at": None, "signed_by_id": None, "signed_by_label": "", "signed_as": ""}
        for key, value in {**fields, **unsigned}.items():
            setattr(party, key, value)
        put(party, *fields, "signed_at", "signed_by", "signed_by_label", "signed_as")


def _locked(agreement: Agreement, state: str = "") -> Agreement:
    """The agreement as it is now, held for this act; refused where it is in another state than this needs."""
    found = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if state and found.state != state:
        raise NotPossible(_("Look at the agreement again: somebody else has changed it meanwhile."))
    return found


def _named(organisation: Organisation) -> dict[str, str]:
    return {"name": organisation.name}


def _happened(
    agreement: Agreement, verb: Verb, said: str, by: Actor, now: datetime, controller: UUID | None = None
) -> None:
    """One line of its history, and one of the trail."""
    event = AgreementEvent(
        controller_id=agreement.controller_id, agreement=agreement, what=said[:600], by_label=by.label[:200], at=now
    )
    insert(event)
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("governance.Agreement", agreement.id, agreement.name),
        controller=controller or agreement.controller_id,
        detail={"state": agreement.state, "expires": agreement.expires_at.isoformat()},
    )
