"""What do we say to a volunteer? Before a yes never a name, an exact place or anything about health; after a no, thanks
and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said
from kith.outbox.words.shape import From, Said, clip, short


def offer(
    *,
    number: int,
    what: str,
    near: str,
    effort: str,
    need_by: datetime | None,
    now: datetime,
    link: str,
    checks: str = "",
) -> Said:
    """ "Could you do this?" Only the link, the number and what the card says are in it.

    ``what`` begins it ("Shopping for somebody"), ``near`` is a rough area's words or empty for a call, ``effort``
    "2 bags, about 40 min", ``checks`` a level.
    """
    first = f"{clip(what, 50)} {clip(near, 60)}".strip()
    parts = (first, clip(effort, 60), said.by(need_by, now) if need_by else "")
    asked = _("%(what)s. Can you?") % {"what": ", ".join(part for part in parts if part)}
    reply = _("Reply YES %(number)s or NO %(number)s, or open the link.") % {"number": number}
    return short(_("Could you? %(what)s") % {"what": first}, asked, _checks(checks), reply, link=link)


def _checks(level: str) -> str:
    return {
        "basic": _("Needs a basic check."),
        "enhanced": _("Needs an enhanced check."),
    }.get(level, "")


def it_is_yours(sender: From, *, name: str, who: str, link: str) -> Said:
    """They said yes by text: where to see the door and the list, and whom to ring."""
    values = {"name": clip(name, 30), "who": clip(who, 30) or _("us"), "phone": sender.phone}
    thanks = _("Thank you %(name)s, it's yours. Where to go and what helps at the door is on the link.") % values
    ring = _("No signal? Ring %(who)s: %(phone)s.") % values
    return short(_("Thank you: it's yours"), thanks, ring, link=link)


def somebody_else_has_it(*, name: str) -> Said:
    """Another said yes first."""
    thanks = _("Thank you %(name)s, somebody has this one. Nothing to do. We'll ask you again.") % _named(name)
    return short(_("Thank you: somebody has this one"), thanks)


def not_this_time_thanks(*, name: str) -> Said:
    """They said no. No reason asked, no sad face."""
    return short(_("Thank you"), _("Thank you %(name)s, not this time then. We'll ask you again.") % _named(name))


def handed_back_thanks(*, name: str) -> Said:
    """They had it, and cannot do it after all."""
    thanks = _("Thank you for telling us, %(name)s. We are asking somebody else. Nothing to do.") % _named(name)
    return short(_("Thank you: handed back"), thanks)


def withdrawn_offer(*, name: str, what: str) -> Said:
    """It is no longer needed."""
    values = {**_named(name), "what": clip(what, 40)}
    thanks = _("Thank you %(name)s, this one is no longer needed: %(what)s. Nothing to do.") % values
    return short(_("No longer needed"), thanks)


def wait_for_us(sender: From, *, what: str) -> Said:
    """Something has changed for the person, and one of us decides with them. Says nothing about anybody."""
    values = {"what": clip(what, 40), "phone": sender.phone}
    stop = _("Please stop with this for now, and ring us before you go on: %(what)s.") % values
    thanks = _("Something has changed. Thank you. %(phone)s") % values
    return short(_("Please wait and ring us"), stop, thanks)


def go_on(sender: From, *, what: str, link: str) -> Said:
    """One of us decided with the person that whoever has it may finish it."""
    values = {"what": clip(what, 40), "phone": sender.phone}
    said = _("You may go on after all: %(what)s. Thank you for waiting.") % values
    return short(_("You may go on"), said, _("Trouble? Ring %(phone)s.") % values, link=link)


def how_did_it_go(sender: From, *, number: int, what: str, link: str) -> Said:
    """We have heard nothing since they took it."""
    values = {"number": number, "what": clip(what, 40), "phone": sender.phone}
    asked = _("How did it go: %(what)s? Reply DONE %(number)s or open the link.") % values
    return short(_("How did it go?"), asked, _("Trouble? Ring %(phone)s.") % values, link=link)


def still_all_right(sender: From, *, number: int, name: str, what: str, by: str, link: str) -> Said:
    """They said yes, and nothing since: is it still all right? Without an answer it comes back to us."""
    values = {**_named(name), "number": number, "what": clip(what, 40), "by": by, "phone": sender.phone}
    asked = _("%(name)s, is it still all right: %(what)s, %(by)s?")
    if not by:
        asked = _("%(name)s, is it still all right: %(what)s?")
    reply = _("Reply YES %(number)s, or HAND BACK %(number)s. No word in half an hour: we ask somebody else.")
    return short(_("Still all right?"), asked % values, reply % values, link=link)


def still_thanks(*, name: str) -> Said:
    """It is still all right."""
    return short(_("Thank you"), _("Thank you %(name)s, it stays yours.") % _named(name))


def it_came_back(sender: From, *, name: str, what: str, link: str) -> Said:
    """We asked and heard nothing, so somebody else is asked. No blame."""
    values = {**_named(name), "what": clip(what, 40), "phone": sender.phone}
    news = _("Thank you %(name)s. We had not heard, so we ask somebody else: %(what)s. Nothing to do.") % values
    done = _("Done already? Say so on the link, or ring %(phone)s.") % values
    return short(_("We ask somebody else"), news, done, link=link)


def already_done(*, name: str, what: str) -> Said:
    """Somebody else did it."""
    values = {**_named(name), "what": clip(what, 40)}
    return short(
        _("It is already done"), _("Thank you %(name)s, it is already done: %(what)s. Nothing to do.") % values
    )


def done_thanks(*, name: str) -> Said:
    """It is done."""
    return short(_("Thank you"), _("Thank you %(name)s. It helped. Home safe?") % _named(name))


def ask_less(*, name: str, most: int) -> Said:
    """ "Ask me less": ``most`` is the new number of asks a week."""
    values = {**_named(name), "most": most}
    return short(_("We'll ask less"), _("Thank you %(name)s. At most %(most)s a week from now on.") % values)


def not_this_week(*, name: str, until: datetime, now: datetime) -> Said:
    """ "Not this week"."""
    values = {**_named(name), "day": said.on(until, now)}
    return short(_("Have a good rest"), _("Thank you %(name)s. We ask again %(day)s, not before.") % values)


def stopped(sender: From, *, name: str) -> Said:
    """STOP, by text or by button: it holds at once."""
    parts = (
        _("Thank you %(name)s for all you did. We have stopped asking you.") % _named(name),
        _("To begin again, text START or ring %(phone)s.") % {"phone": sender.phone},
    )
    return short(_("We have stopped asking you"), *parts)


def started(sender: From, *, name: str) -> Said:
    """START: we may write again."""
    words = _("Welcome back %(name)s. We write to you again. To stop, text STOP.") % _named(name)
    return short(_("Welcome back"), words, _("Need us? Ring %(phone)s.") % {"phone": sender.phone})


def in_short(words: str) -> Said:
    """One sentence that was made elsewhere."""
    return short(words, words)


def own_code(sender: From, *, name: str, code: str) -> Said:
    """The code by which a browser is theirs, for whoever has no phone. We ask nobody to tell us one."""
    values = {**_named(name), "code": code, "phone": sender.phone}
    words = _("Thank you %(name)s, your code is %(code)s. Type it on the page you opened. Tell it to nobody.") % values
    return short(_("Your code"), words, _("Not you? Ring %(phone)s.") % values if sender.phone else "")


def which_one(numbers: Iterable[int]) -> Said:
    """A yes or no without a number, while more than one offer is open."""
    shown = ", ".join(str(number) for number in numbers)
    words = _("Thank you. Which one? Please text YES or NO with its number: %(numbers)s.") % {"numbers": shown}
    return short(_("Which one?"), words)


def over(sender: From) -> Said:
    """An answer to an offer that is over."""
    words = _("Thank you. This one is over, nothing to do. Standing at a door now? Ring %(phone)s.")
    return short(_("This one is over"), words % {"phone": sender.phone})


def _named(name: str) -> dict[str, str]:
    return {"name": clip(name, 30)}
