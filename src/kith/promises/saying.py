"""What a colleague reads: the list of a ring, or being asked to have somebody's promises. No more than that needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.kit import said

# What fits into two texts; the page of the ring has the rest.
MOST_SAID = 4
WHY_SIGNS = 60


@dataclass(frozen=True)
class Item:
    """One line of the list a duty phone reads."""

    call: str
    reference: str
    label: str
    where: str
    why: str
    due: datetime | None
    red: bool = False
    no_channel: bool = False
    medicine: bool = False


def address_of(path: str) -> str:
    """The whole address of a page of ours, as a message needs it."""
    return f"{settings.BASE_URL}{path}"


def duty_list(*, team: str, items: Sequence[Item], now: datetime, link: str) -> str:
    """The one ordered list: how many, what each is, and how to say that it has been seen. One line for each ask."""
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.reference or item.call, item)
    items = list(first.values())
    head = ngettext("Duty phone, %(team)s: %(n)s thing.", "Duty phone, %(team)s: %(n)s things.", len(items))
    lines = [head % {"team": _short(team, 40), "n": len(items)}]
    lines += [f"{number}. {line(item, now)}" for number, item in enumerate(items[:MOST_SAID], start=1)]
    if len(items) > MOST_SAID:
        rest = len(items) - MOST_SAID
        lines.append(ngettext("And %(n)s more on the list.", "And %(n)s more on the list.", rest) % {"n": rest})
    lines.append(_("Seen it? Reply 1, or open %(link)s") % {"link": link})
    return "\n".join(lines)


def line(item: Item, now: datetime) -> str:
    """One thing of the list: what, by when, why."""
    name = item.label if not item.reference or item.reference in item.label else f"{item.reference}, {item.label}"
    parts = [_short(name, 70), item.where]
    if item.due is not None:
        parts.append(said.by(item.due, now) if item.due > now else _("its time has gone"))
    if item.no_channel:
        parts.append(_("cannot be texted or rung"))
    if item.why:
        parts.append(_short(item.why, WHY_SIGNS))
    return ", ".join(parts) + "."


def asked_to_have(*, giver: str, why: str, labels: Sequence[str], first: str, by: str, link: str) -> str:
    """A colleague is asked to have somebody's promises: who asks, how many, the first, and how to say yes."""
    values = {"giver": giver, "why": why, "n": len(labels), "first": first, "by": by, "link": link}
    asks = ngettext(
        "%(giver)s (%(why)s) asks: could you have %(n)s promise of theirs?",
        "%(giver)s (%(why)s) asks: could you have %(n)s promises of theirs?",
        len(labels),
    )
    return "\n".join(
        part
        for part in (
            asks % values,
            _("The first is due %(first)s.") % values if first else "",
            _("Please answer %(by)s. Reply YES or NO, or open %(link)s") % values,
        )
        if part
    )


def they_have_it(*, asked: str, count: int) -> str:
    """Whoever handed over hears that a colleague said yes."""
    words = ngettext(
        "%(asked)s has said yes: %(n)s promise is theirs now. Thank you.",
        "%(asked)s has said yes: %(n)s promises are theirs now. Thank you.",
        count,
    )
    return words % {"asked": asked, "n": count}


def next_was_asked(*, asked: str, following: str) -> str:
    """Whoever hands over hears that nobody answered, and who is asked now."""
    return _("%(asked)s did not say yes, so %(next)s is asked now. Until then you have it.") % {
        "asked": asked,
        "next": following,
    }


def nobody_said_yes(*, keeper: str) -> str:
    """Whoever hands over hears that everybody was asked."""
    return _("Nobody could have them, so %(keeper)s still has them. Please ring the place above.") % {"keeper": keeper}


def for_you_to_read(*, due: datetime, now: datetime, path: str) -> str:
    """Whoever has it hears that there is something to read or somebody to ring. Nothing of what it is."""
    return _("There is something for you to read, or somebody to ring, %(by)s: %(link)s") % {
        "by": said.by(due, now) if due > now else _("now"),
        "link": address_of(path),
    }


def runs_off(*, giver: str, labels: Sequence[str], link: str) -> str:
    """Whoever has something of another organisation hears each day that the agreement is over, and what goes home."""
    words = ngettext(
        "The agreement with %(giver)s is over. You still have %(n)s thing of theirs: %(what)s.",
        "The agreement with %(giver)s is over. You still have %(n)s things of theirs: %(what)s.",
        len(labels),
    )
    shown = ", ".join(labels[:MOST_SAID]) + (" …" if len(labels) > MOST_SAID else "")
    rest = _("Finish it, or hand it back: %(link)s. When its time is over it goes home by itself.") % {"link": link}
    return words % {"giver": giver, "n": len(labels), "what": shown} + " " + rest


def _short(text: str, most: int) -> str:
    line_of_text = " ".join(text.split())
    return line_of_text if len(line_of_text) <= most else line_of_text[: most - 1].rsplit(" ", 1)[0] + "…"
