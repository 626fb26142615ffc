"""What do we say while a volunteer is in somebody's home? To them and their buddy; never whose home, nor where."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said
from kith.outbox.words.shape import From, Said, clip, short


def visit_begun(*, number: int, due: datetime, now: datetime) -> Said:
    """They texted that they are in."""
    words = _("Noted: you mean to be out %(by)s. Then text OUT %(number)s. Not safe? Leave. In danger, ring 999.")
    return short(_("You are in"), words % {"by": said.by(due, now), "number": number})


def visit_ended(*, name: str) -> Said:
    """They are out."""
    return short(_("You are out"), _("Thank you %(name)s: you are out. Home safe.") % {"name": clip(name, 30)})


def visit_due_soon(sender: From, *, name: str, number: int, due: datetime, now: datetime, link: str) -> Said:
    """They mean to be out in a few minutes."""
    values = {"name": clip(name, 30), "by": said.by(due, now), "number": number, "phone": sender.phone}
    words = _("%(name)s, you mean to be out %(by)s. Out? Text OUT %(number)s. Need longer? Open the link.") % values
    return short(_("Out soon?"), words, _("Not safe? Leave, and ring %(phone)s or 999.") % values, link=link)


def visit_overdue(sender: From, *, buddy: str, name: str, due: datetime, now: datetime) -> Said:
    """To whoever the volunteer chose: please ring them."""
    values = {"buddy": clip(buddy, 30), "name": clip(name, 30), "at": said.by(due, now), "phone": sender.phone}
    words = _("%(buddy)s, %(name)s meant to be out of a visit %(at)s and has not said so. Please ring %(name)s now.")
    reached = _("All well? Reply HOME. No answer, or worried? Ring us: %(phone)s.")
    return short(_("Please ring them now"), words % values, reached % values, sender=sender)


def visit_all_well(*, buddy: str, name: str) -> Said:
    """To the buddy: they are out, or need longer. Nothing to do."""
    values = {"buddy": clip(buddy, 30), "name": clip(name, 30)}
    return short(_("All is well"), _("Thank you %(buddy)s: %(name)s is well. Nothing to do.") % values)
