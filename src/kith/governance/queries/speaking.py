"""Who may speak for somebody now, what they may decide, and whose say counts. By comparison, whatever day it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.governance.models import AgeSaid, SpeaksBy, SpeaksFor
from kith.governance.whose_say import OWN, Age, Band, WhoseSay, band_of, whose_say
from kith.kit.actor import Actor
from kith.kit.clock import local


def age_of(person_id: UUID) -> Age | None:
    """What we were last told of somebody's age; None where nobody said anything, which is how it may stay."""
    said = AgeSaid.objects.filter(person_id=person_id).first()
    if said is None:
        return None
    noted = AgeSaid.objects.filter(person_id=person_id).exclude(own_say_by="").exists()
    return Age(said.band, local(said.at).date(), said.grown_on, noted)


def is_grown(person_id: UUID, now: datetime) -> bool:
    """Whether we know that they are 18 or over. Where we were told nothing, we know nothing, and ask nothing."""
    age = age_of(person_id)
    return age is not None and band_of(age, local(now).date()) is Band.GROWN


def whose_say_counts(person_id: UUID, now: datetime) -> WhoseSay:
    """Whether their own say is enough, and whether a guardian is to be asked."""
    age = age_of(person_id)
    return OWN if age is None else whose_say(age, local(now).date())


def speakers_of(person_id: UUID, actor: Actor, now: datetime) -> list[SpeaksFor]:
    """Who may speak for somebody now, as far as the reader may see."""
    lines = SpeaksFor.objects.visible_to(actor).filter(person_id=person_id, ends=None, ended_by=None)
    return [one for one in lines if speaks_now(one, now)]


def speaks_now(speaker: SpeaksFor, now: datetime) -> bool:
    """Whether this line still holds: not ended, not past its day, and no parent of somebody who is 18."""
    if speaker.ends_id is not None or (speaker.until is not None and speaker.until <= now):
        return False
    if SpeaksFor.objects.filter(ends=speaker, at__lte=now).exists():
        return False
    return speaker.basis != SpeaksBy.PARENT or not is_grown(speaker.person_id, now)


def may_decide(speaker: SpeaksFor, purpose: str, now: datetime) -> bool:
    """Whether they may say yes or no to this for the person."""
    if not speaks_now(speaker, now) or purpose not in speaker.may_decide:
        return False
    # A parent decides only while the person's own say does not come first.
    return speaker.basis != SpeaksBy.PARENT or not whose_say_counts(speaker.person_id, now).own
