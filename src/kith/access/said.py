"""The words of the table of who may see what: when, what for, and which classes of field."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


class When(StrEnum):
    """What must tie an actor to a row."""

    ALWAYS = "always"
    IN_PLACE = "in_place"
    HOLDS = "holds"
    OFFERED = "offered"
    TAKEN = "taken"
    SELF = "self"
    ASKED = "asked"
    SENT_IN = "sent_in"
    COMING = "coming"
    ASKED_FOR_THEM = "asked_for_them"
    OWN_CONTROLLER = "own_controller"
    FURTHER_AWAY = "further_away"
    KEPT_FROM = "kept_from"
    SIGN_IN_CODE = "sign_in_code"
    EMERGENCY = "emergency"


WHEN_SAID: dict[When, LazyText] = {
    When.ALWAYS: _("always"),
    When.IN_PLACE: _("when it belongs to their team's place, or a place within it"),
    When.HOLDS: _("when they are the one who has it"),
    When.OFFERED: _("when they were asked whether they could do it"),
    When.TAKEN: _("when they said yes, until a day after it ended, and while the person lets others be told"),
    When.SELF: _("when it is about themselves"),
    When.ASKED: _("when they asked, as far as the person allows"),
    When.SENT_IN: _("when their own program sent it, as far as the person allows"),
    When.COMING: _("when they are coming to do what was asked, or did it"),
    When.ASKED_FOR_THEM: _("when they asked for them, or look after what was asked"),
    When.OWN_CONTROLLER: _("when their own organisation answers for it"),
    When.FURTHER_AWAY: _("when the person wants somebody from further away and their team is nearer than the district"),
    When.KEPT_FROM: _("when they are somebody who must not know of the person"),
    When.SIGN_IN_CODE: _("when it is a colleague's sign-in code, or about a concern"),
    When.EMERGENCY: _("for four hours, when life or safety needs it, written down and reviewed by somebody else"),
}

CLASSES: dict[str, LazyText] = {
    "A": _("the task: what, roughly where, by when, how heavy"),
    "B": _("how to reach them: name, address, phone, what helps at the door"),
    "C": _("needs and health"),
    "D": _("concerns about safety"),
    "E": _("identifiers, such as an NHS number"),
}

PURPOSES: dict[str, LazyText] = {
    "help": _("helping the person"),
    "audit": _("checking who looked"),
    "planning": _("seeing who is not reached, in numbers"),
    "safeguarding": _("seeing that somebody is safe"),
    "running": _("keeping places, teams and lists in order"),
    "emergency": _("saving life or safety"),
}
