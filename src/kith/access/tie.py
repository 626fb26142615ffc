"""How a row leads to the place, the people and the organisation it belongs to: the ways ``rules`` speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise as LazyText

from kith.accounts.roles import Permission


@dataclass(frozen=True)
class Tie:
    """How a row of one model leads to the place, the people and the organisation it belongs to (lookup paths)."""

    said: LazyText
    # What a member of staff needs before looking; other actions name their own permission.
    permission: Permission | None = None
    place: str = ""
    controller: str = ""
    holder: str = ""
    # Until when it is theirs who hold it, and when it was put away before that: to a moment each. Always, where empty.
    until: str = ""
    put_away: str = ""
    offered: str = ""
    volunteer: str = ""
    # The same for a partner, which is a team.
    partner: str = ""
    ended: str = ""
    # From when nobody else may be told anything new about it, and whether whoever has it may finish all the same.
    withheld: str = ""
    # The same for the person themselves, where rows are about somebody and not about one ask.
    told: str = ""
    let_finish: str = ""
    person: str = ""
    asker: str = ""
    sent_with: str = ""
    ask: str = ""
    # From whoever helps to the asks they took; and from a row about a volunteer's own person to the volunteer.
    took: str = ""
    is_volunteer: str = ""
    # From somebody to the asks they made for another.
    asked: str = ""
    further_away: str = ""
    # To the colleagues who must not know of whoever it is about; one way is enough.
    kept_from: tuple[str, ...] = ()
    # Set where a path crosses to many rows: the answer is then a set of ids, so that no row comes twice.
    many: bool = False


def not_over(tie: Tie, now: datetime) -> Q:
    """What is held for some time only is theirs until that very moment, whether or not a clock has come by."""
    if not tie.until:
        return Q()
    return Q(**{f"{tie.until}__gt": now, f"{tie.put_away}__isnull": True})


def of_ask(said: LazyText, to_ask: str, offered: str = "", sent_with: str = "") -> Tie:
    """The ties of something that belongs to an ask."""
    return Tie(
        said,
        Permission.SEE_ASK,
        place=f"{to_ask}__place__path",
        controller="controller",
        holder=f"{to_ask}__promise__holder__user",
        volunteer=f"{to_ask}__taken_by",
        partner=f"{to_ask}__taken_by_team",
        ended=f"{to_ask}__ended_at",
        withheld=f"{to_ask}__withheld_from",
        let_finish=f"{to_ask}__let_finish",
        person=f"{to_ask}__person",
        asker=f"{to_ask}__asker",
        ask=to_ask,
        further_away=f"{to_ask}__further_away",
        offered=offered,
        sent_with=sent_with,
    )


def of_person(said: LazyText, to_person: str, is_volunteer: str = "") -> Tie:
    """The ties of something kept about a person."""
    return Tie(
        said,
        Permission.SEE_PERSON,
        place=f"{to_person}__place__path",
        controller="controller",
        holder=f"{to_person}__asks__promise__holder__user",
        volunteer=f"{to_person}__asks__taken_by",
        partner=f"{to_person}__asks__taken_by_team",
        ended=f"{to_person}__asks__ended_at",
        withheld=f"{to_person}__asks__withheld_from",
        told=f"{to_person}__withheld_from",
        let_finish=f"{to_person}__asks__let_finish",
        person=to_person,
        ask=f"{to_person}__asks",
        further_away=f"{to_person}__further_away",
        is_volunteer=is_volunteer,
        many=True,
    )


def of_concern(said: LazyText, to_concern: str) -> Tie:
    """The ties of a concern: nothing leads to it but the readers it was given or shown to, each by name."""
    return Tie(said, Permission.READ_CONCERN, controller="controller", holder=f"{to_concern}readers__user", many=True)


def promised(said: LazyText, to_promise: str, person: str, ask: str) -> Tie:
    """The ties of something that belongs to a promise."""
    return Tie(
        said,
        Permission.SEE_TODAY,
        place=f"{to_promise}place__path",
        controller="controller",
        holder=f"{to_promise}holder__user",
        person=person,
        ask=ask,
        further_away=f"{to_promise}about_person__further_away",
    )
