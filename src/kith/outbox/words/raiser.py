"""What do we say to somebody of whom we know only a number? As little as they asked for, and nothing of anybody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said
from kith.outbox.words.shape import Said, short


def told_us(*, read_by: datetime, now: datetime) -> Said:
    """No place, no name, no number, no reference: whoever reads it over a shoulder learns nothing."""
    words = _("Thank you. We have what you sent us, and somebody reads it %(by)s.") % {"by": said.by(read_by, now)}
    return short(_("Thank you"), words)


def looked_up(*, link: str, phone: str, name: str = "") -> Said:
    """What somebody looked up, sent to themselves. ``name`` only where they asked for it: a phone is read by others."""
    words = _("%(name)s. Ring %(phone)s.") % {"name": name, "phone": phone} if name and phone else name
    said_so = _("Here is what you looked up: %(link)s") % {"link": link}
    return short(_("What you looked up"), " ".join(part for part in (words, said_so) if part))
