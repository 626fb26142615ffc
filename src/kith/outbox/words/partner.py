"""What do we say to a partner? Before a yes only the card and that the person allows it; never a name or a number in a
message, before or after: those are on the page of the link alone."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said
from kith.outbox.words.shape import From, Said, clip, short


def partner_card(
    sender: From, *, what: str, near: str, effort: str, need_by: datetime | None, now: datetime, link: str
) -> Said:
    """ "Could you do this?" ``what`` begins it ("Shopping for somebody"), ``near`` is a rough area's words."""
    first = f"{clip(what, 50)} {clip(near, 60)}".strip()
    parts = (first, clip(effort, 60), said.by(need_by, now) if need_by else "")
    asked = _("%(what)s. Could you?") % {"what": ", ".join(part for part in parts if part)}
    allowed = _("The person says that a partner may be asked.")
    us = {"place": clip(sender.place, 40), "phone": sender.phone}
    ring = _("Open the link, or ring %(place)s on %(phone)s.") % us
    answer = ring if sender.phone else _("Open the link to answer.")
    return short(_("Could you? %(what)s") % {"what": first}, asked, allowed, answer, link=link)


def partner_has_it(sender: From, *, what: str, who: str, check_by: datetime, now: datetime, link: str) -> Said:
    """They said yes by phone: where to see whom it is for, and by when we ask the person."""
    values = {"what": clip(what, 40), "by": said.by(check_by, now), "who": clip(who, 30), "phone": sender.phone}
    thanks = _("Thank you, it is yours: %(what)s. Whom it is for is on the link.") % values
    asked = _("Please be in touch with them: we ask them %(by)s.") % values
    return short(_("Thank you: it is yours"), thanks, asked, _trouble(sender, who), link=link)


def partner_how_is_it_going(sender: From, *, what: str, check_by: datetime, now: datetime, link: str) -> Said:
    """The person is about to be asked whether they were in touch."""
    values = {"what": clip(what, 40), "by": said.by(check_by, now)}
    asked = _("Have you been in touch: %(what)s? We ask them %(by)s, and then ask somebody else.") % values
    return short(_("Have you been in touch?"), asked, _("Done, or cannot do it? Say so on the link."), link=link)


def partner_thanks(*, what: str) -> Said:
    """Somebody else has it."""
    words = _("Thank you, somebody has this one: %(what)s. Nothing to do.") % {"what": clip(what, 40)}
    return short(_("Thank you: somebody has this one"), words)


def partner_no_longer_needed(*, what: str) -> Said:
    """It is over."""
    words = _("Thank you, this one is no longer needed: %(what)s. Nothing to do.") % {"what": clip(what, 40)}
    return short(_("No longer needed"), words)


def partner_was_late(sender: From, *, what: str) -> Said:
    """They had it, the person has not heard from them, and somebody else is asked."""
    words = _("They have not heard from you, so we are asking somebody else: %(what)s. Nothing to do.")
    return short(_("Somebody else is asked"), words % {"what": clip(what, 40)}, _trouble(sender, ""))


def partner_not_known(sender: From, *, what: str) -> Said:
    """They had it, nobody has told us whether they were in touch, and somebody else is asked."""
    words = _("We do not know whether you have been in touch, so we are asking somebody else: %(what)s.")
    return short(_("Somebody else is asked"), words % {"what": clip(what, 40)}, _trouble(sender, ""))


def _trouble(sender: From, who: str) -> str:
    values = {"who": clip(who, 30) or _("us"), "phone": sender.phone}
    return _("Trouble? Ring %(who)s: %(phone)s.") % values if sender.phone else ""
