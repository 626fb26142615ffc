"""What do we say to colleagues when a record is opened in an emergency? Who, when and why; never whose record it is."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said
from kith.outbox.words.shape import Said, clip, short


def record_opened(*, user: str, why: str, at: datetime, now: datetime, review_by: datetime, link: str) -> Said:
    """To the guardian, who is asked to look whether it was right."""
    values = {"user": clip(user, 40), "why": why, "at": said.at(at, now), "by": said.by(review_by, now)}
    return short(
        _("Emergency use by %(user)s") % values,
        _("%(user)s opened a record %(at)s without permission. Why: %(why)s.") % values,
        _("Please look %(by)s whether it was right:") % values,
        link=link,
    )


def record_opened_office(*, user: str, why: str, at: datetime, now: datetime, organisation: str) -> Said:
    """To the organisation that answers for the record."""
    values = {"user": clip(user, 40), "why": why, "at": said.at(at, now), "organisation": clip(organisation, 60)}
    return short(
        _("Emergency use by %(user)s") % values,
        _("%(user)s opened a record of %(organisation)s %(at)s without permission. Why: %(why)s.") % values,
        _("It is open for four hours, and somebody else looks whether it was right."),
    )


def record_opened_worker(*, user: str, why: str, at: datetime, now: datetime, link: str) -> Said:
    """To the colleague who has an open ask of that person."""
    values = {"user": clip(user, 40), "why": why, "at": said.at(at, now)}
    return short(
        _("Emergency use by %(user)s") % values,
        _("%(user)s opened the record of somebody you are with %(at)s. Why: %(why)s.") % values,
        _("Read more:"),
        link=link,
    )


def nobody_may_review(*, user: str, why: str, at: datetime, now: datetime, organisation: str) -> Said:
    """To whoever may name a guardian: nobody who may look whether it was right is here in time."""
    values = {"user": clip(user, 40), "why": why, "at": said.at(at, now), "organisation": clip(organisation, 60)}
    return short(
        _("Nobody may look at an emergency use of %(organisation)s") % values,
        _("%(user)s opened a record of %(organisation)s %(at)s without permission. Why: %(why)s.") % values,
        _("Nobody who may look whether it was right is here in time. Please name a guardian or a safeguarding lead."),
    )


def four_more_hours(*, user: str, by: datetime, now: datetime, link: str) -> Said:
    """To the second person, who says yes or no."""
    values = {"user": clip(user, 40), "by": said.by(by, now)}
    return short(
        _("Four more hours for %(user)s?") % values,
        _("%(user)s asks you whether an emergency needs four more hours. Please answer %(by)s:") % values,
        link=link,
    )


def incident_proposed(*, user: str, name: str, place: str, by: datetime, now: datetime, link: str) -> Said:
    """To the second of the two who decide."""
    values = {"user": clip(user, 40), "name": clip(name, 60), "place": clip(place, 40), "by": said.by(by, now)}
    return short(
        _("To decide: ring everybody about %(name)s") % values,
        _("%(user)s proposes that everybody in %(place)s is rung about %(name)s.") % values,
        _("Please read it and say yes or no %(by)s:") % values,
        link=link,
    )


def incident_started(*, name: str, place: str, people: int, until: datetime, now: datetime, link: str) -> Said:
    """To the guardians whose people are on the list, and to those who ring."""
    values = {"name": clip(name, 60), "place": clip(place, 40), "n": people, "until": said.point(until, now)}
    return short(
        _("Major incident: %(name)s") % values,
        _("People in %(place)s are rung about %(name)s: %(n)s on the list, until %(until)s at the latest.") % values,
        link=link,
    )


def incident_today(*, name: str, rung: int, spoken: int, stopped: int, left: int, minded: int, link: str) -> Said:
    """The count of a day, to the guardians."""
    values = {"name": clip(name, 60), "rung": rung, "spoken": spoken, "stopped": stopped, "left": left}
    return short(
        _("The count of the day: %(name)s") % values,
        _("%(name)s, since yesterday: rung %(rung)s. In all: spoken with %(spoken)s, told us to stop %(stopped)s.")
        % values,
        _("Still to reach: %(left)s. Minded it: %(minded)s.") % {**values, "minded": minded},
        link=link,
    )


def was_not_right(*, user: str, at: datetime, now: datetime, link: str) -> Said:
    """To the organisation: the review found that it was not right, which may have to be reported."""
    values = {"user": clip(user, 40), "at": said.at(at, now)}
    return short(
        _("An emergency use was not right"),
        _("The emergency use by %(user)s %(at)s was looked at: it was not right.") % values,
        _("Please decide within 72 hours whether it has to be reported."),
        link=link,
    )
