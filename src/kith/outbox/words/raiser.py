"""What do we say to somebody of whom we know only a number? As little as they asked for, and nothing of anybody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said
from kith.outbox.words.shape import From, Said, clip, short


def told_us(*, read_by: datetime, now: datetime) -> Said:
    """No place, no name, no number, no reference: whoever reads it over a shoulder learns nothing."""
    words = _("Thank you. We have what you sent us, and somebody reads it %(by)s.") % {"by": said.by(read_by, now)}
    return short(_("Thank you"), words)


def looked_up(*, link: str, phone: str, name: str = "") -> Said:
    """What somebody looked up, sent to themselves. ``name`` only where they asked for it: a phone is read by others."""
    words = _("%(name)s. Ring %(phone)s.") % {"name": name, "phone": phone} if name and phone else name
    said_so = _("Here is what you looked up: %(link)s") % {"link": link}
    return short(_("What you looked up"), " ".join(part for part in (words, said_so) if part))


def tell_when(sender: From, *, why: str, name: str, link: str) -> Said:
    """The one message to somebody who waited: ``why`` is open, until, gone or long; ``name`` where they said so."""
    said_so = {
        "open": _("it takes people again") if name else _("what you asked us about takes people again"),
        "until": _("from today it may take people again")
        if name
        else _("from today what you asked us about may take people again"),
        "gone": _("it is not there any more") if name else _("what you asked us about is not there any more"),
        "long": _("it still takes nobody new") if name else _("what you asked us about still takes nobody new"),
    }[why]
    what = f"{clip(name, 40)}: {said_so}" if name else said_so
    then = {
        "open": _("Ring before you go: we cannot keep a place."),
        "until": _("Ring and ask first."),
    }.get(why, _("Ring us on %(phone)s and we look with you.") % {"phone": sender.phone} if sender.phone else "")
    first = _("%(place)s: %(what)s.") % {"place": clip(sender.place, 40), "what": what}
    return short(
        _("You asked us to tell you"), first, then, _("We do not keep your number or address any longer."), link=link
    )
