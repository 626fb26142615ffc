"""What do we say to somebody who was worried about somebody? That we have it, and nothing more can be read in it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said
from kith.outbox.words.shape import Said, short


def told_us(*, read_by: datetime, now: datetime) -> Said:
    """No place, no name, no number, no reference: whoever reads it over a shoulder learns nothing."""
    words = _("Thank you. We have what you sent us, and somebody reads it %(by)s.") % {"by": said.by(read_by, now)}
    return short(_("Thank you"), words)
