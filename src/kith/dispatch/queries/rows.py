"""One ask as one line of Today: what, who, where, by when, who has it, what is happening and what to press."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.asks import kinds
from kith.asks import lifecycle as states
from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.models import Search
from kith.dispatch.permissions import waits
from kith.kit import phones, said
from kith.matching import Level

_WHERE = {
    "street": lambda: _("on the street"),
    "community": lambda: _("in the community"),
    "nearby": lambda: _("in nearby communities"),
    "district": lambda: _("in the whole district"),
    "partner": lambda: _("with partners"),
    "person": lambda: _("by ringing round"),
}


@dataclass(frozen=True)
class Row:
    """One line. ``asked`` are the neighbours who may still answer, as (offer id, first name)."""

    ask: Ask
    slug: str
    group: str
    kind: str
    who: str
    has: str
    happening: str
    reason: str
    copied: str
    has_taker: bool
    address: str
    needed: str
    held: bool = False
    next_step: str = ""
    asked: list[tuple[UUID, str]] = field(default_factory=list)


def row_of(ask: Ask, group: str, now: datetime) -> Row:
    """The line of one ask, from what was fetched with it."""
    search = getattr(ask, "search", None)
    held = search is not None and search.held_until is not None and search.held_until > now
    asked = [(offer.id, offer.volunteer.first_name) for offer in getattr(ask, "waiting", [])]
    return Row(
        ask=ask,
        slug=slug_of(ask.reference),
        group=group,
        kind=str(kinds.KINDS[ask.kind].title),
        who=ask.person.first_name,
        has=_has(ask),
        happening=happening(ask, len(asked), now),
        reason=_reason(ask, group, len(asked), now),
        copied=words_to_copy(ask, now),
        has_taker=bool(ask.taker),
        address=reverse("ask", args=[slug_of(ask.reference)]),
        needed=said.by(ask.need_by, now) if ask.need_by else _("no time said"),
        held=held,
        next_step=_next_step(search, held, ask, now),
        asked=asked[:3],
    )


def _next_step(search: Search | None, held: bool, ask: Ask, now: datetime) -> str:
    """How long until the clock does something; a hold says so itself."""
    if search is None or held or search.look_again_at is None or ask.state not in states.WANTED:
        return ""
    if search.look_again_at <= now:
        return _("Next step in a moment.")
    return _("Next step %(left)s.") % {"left": said.left(search.look_again_at, now)}


def _has(ask: Ask) -> str:
    holder = ask.promise.holder
    name = holder.user.name.split()[0] if holder is not None else _("nobody")
    if ask.taker:
        return _("%(volunteer)s, for %(holder)s") % {"volunteer": ask.taker, "holder": name}
    return name


def happening(ask: Ask, waiting: int, now: datetime) -> str:
    """What is happening, in a sentence for colleagues."""
    search = getattr(ask, "search", None)
    if search is not None and search.held_until is not None and search.held_until > now:
        words = {"who": search.held_by_label, "left": said.left(search.held_until, now)}
        return _("%(who)s is sorting this and nobody else is asked. That ends %(left)s.") % words
    if ask.state == states.SPEAK_FIRST:
        return _("They don't know yet: speak with them first.")
    if ask.paused_for and ask.state not in states.ENDED:
        return _waits_for_them(ask)
    if ask.state == states.TAKEN and ask.taker:
        return _coming(ask, now)
    if ask.state in states.ENDED:
        return said.at(ask.ended_at, now) if ask.ended_at else ""
    if ask.to_check:
        return ask.to_check[0]
    if ask.state == states.STUCK:
        return _in_hand(ask) or _("Nobody left to ask here: ring round.")
    if search is None or not search.level:
        return _("Nobody has been asked yet.")
    if search.level == Level.PARTNER:
        return _partners_asked(ask)
    asked = ngettext("%(n)s neighbour %(where)s is asked.", "%(n)s neighbours %(where)s are asked.", waiting)
    return asked % {"n": waiting, "where": where_asked(search.level)}


def _waits_for_them(ask: Ask) -> str:
    """They took something back: nothing goes on before one of us has decided with them."""
    if ask.paused_for == "help":
        return _("They want no more help: ask them before this ends.")
    if ask.taker:
        return _("They want nobody else told, and %(name)s waits. Decide with them.") % {"name": ask.taker}
    return _("They want nobody else told. It is ours: decide with them, or do it.")


def _partners_asked(ask: Ask) -> str:
    thinking = sum(card.state in (lifecycle.OFFERED, lifecycle.SILENT) for card in ask.partner_cards.all())
    return ngettext("%(n)s partner is asked.", "%(n)s partners are asked.", thinking) % {"n": thinking}


def _in_hand(ask: Ask) -> str:
    search = getattr(ask, "search", None)
    if search is None or not search.in_hand_by_label:
        return ""
    return _("%(who)s is ringing round.") % {"who": search.in_hand_by_label}


def _coming(ask: Ask, now: datetime) -> str:
    words = {"name": ask.taker}
    if ask.taken_by_team is not None:
        return _partner_has_it(ask, words)
    if ask.coming_from and ask.coming_to:
        return _("%(name)s is coming %(when)s.") % {**words, "when": said.span(ask.coming_from, ask.coming_to, now)}
    return _("%(name)s said yes.") % words


def _partner_has_it(ask: Ask, words: dict[str, str]) -> str:
    """A partner's yes is no end: our holder asks the person, unless they have said that they were reached."""
    if any(card.reached_at for card in ask.partner_cards.all() if card.team_id == ask.taken_by_team_id):
        return _("%(name)s has it, and has been in touch.") % words
    return _("%(name)s said yes. Ask the person whether they have been in touch.") % words


def where_asked(level: str) -> str:
    """A rung of the ladder in words: "in the community"."""
    return _WHERE[level]() if level in _WHERE else ""


def _reason(ask: Ask, group: str, waiting: int, now: datetime) -> str:
    """Why this one comes first: never what ails somebody."""
    parts = [_("words that cannot wait")] if ask.urgency >= 2 else []
    parts += [_("medicine")] if ask.kind == "prescription" else []
    hear_by = ask.promise.next_contact_by
    if hear_by is not None and hear_by < now:
        parts.append(_("they were to hear %(by)s") % {"by": said.by(hear_by, now)})
    if ask.need_by is not None:
        parts.append(_("needed %(by)s") % {"by": said.by(ask.need_by, now)})
    parts.append(_why_now(ask, group, waiting))
    return ", ".join(part for part in parts if part)


def _why_now(ask: Ask, group: str, waiting: int) -> str:
    if ask.state == states.SPEAK_FIRST:
        return _("to be spoken with first")
    if ask.to_check and ask.state == states.NEW:
        return _("something to check before anybody can be asked")
    if ask.state == states.STUCK:
        return _("nobody left to ask here")
    if waiting and group != "taken":
        words = ngettext("%(n)s neighbour has not answered", "%(n)s neighbours have not answered", waiting)
        return words % {"n": waiting}
    return ""


def words_to_copy(ask: Ask, now: datetime) -> str:
    """A message for a neighbours' group: nothing that says whose door it is, and our number to ring.

    Empty while nobody new may be told, before we spoke with them, and where they want somebody from further away.
    """
    if ask.further_away or ask.state == states.SPEAK_FIRST or waits(ask, now):
        return ""
    community = ask.promise.team.name
    number = ask.promise.team.phone or ask.place.phone
    need = said.by(ask.need_by, now) if ask.need_by and ask.need_by > now else _("as soon as somebody can")
    first = _("%(offer)s, %(need)s.") % {"offer": kinds.KINDS[ask.kind].offer, "need": need}
    ring = _("Could you? Ring %(team)s on %(phone)s and say %(ref)s.")
    if not number:
        ring = _("Could you? Tell %(team)s and say %(ref)s.")
    words = {"team": community, "phone": phones.said(number) if number else "", "ref": ask.reference}
    return f"{first} {ring % words}"
