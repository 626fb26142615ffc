"""The wording of permission: what a person is told before they say yes or no. Versioned, and never edited.

A version that was once shown stays as it was, because rows say which one it was. A better sentence is a new version
at the end of ``WORDINGS``; a test keeps the older ones as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

Text = str | LazyText
HELP, CONTACT, SHARING = "help", "contact", "sharing"
PURPOSES = (SHARING, CONTACT, HELP)


@dataclass(frozen=True)
class Taking:
    """One way of taking back: the button, what it does, told before, and what is so from now on, told after."""

    button: Text
    before: tuple[Text, ...]
    after: Text


@dataclass(frozen=True)
class Wording:
    """Everything that is said about permission, in one version."""

    version: str
    opening: tuple[Text, ...]
    yes: Mapping[str, tuple[Text, ...]]
    classes: Mapping[str, Text]
    always: tuple[Text, ...]
    taking_back: Mapping[str, Taking]
    undo: Text


WORDINGS: tuple[Wording, ...] = (
    Wording(
        version="2026-11",
        opening=(
            _("You decide who helps you, who writes to you, and who is told about you."),
            _("These are three different things. Saying no to one changes nothing about the others."),
        ),
        yes={
            HELP: (
                _("You said we may help you."),
                _("Somebody from our team, or a neighbour we know, does what you ask for, and no more than that."),
            ),
            CONTACT: (
                _("You said we may write to you and ring you."),
                _("We use only the ways you told us are safe, at the hours you chose."),
            ),
            SHARING: (
                _("You said we may tell others what they need to know to help you."),
                _("They are told no more than that, and they may not pass it on."),
            ),
        },
        classes={
            "A": _("what you need, roughly where, and by when"),
            "B": _("your first name, how to reach you, and what helps at your door"),
            "C": _("what they need to know about your health"),
            "D": _("worries about your safety"),
            "E": _("your numbers, such as an NHS number"),
        },
        always=(
            _("You can change your mind at any time. You need give no reason, and nobody will ask for one."),
            _("You can say it on the phone, at the door, on paper, by text or on this page. Each counts the same."),
            _("It counts from the moment you say it."),
        ),
        taking_back={
            SHARING: Taking(
                button=_("Tell nobody else about me"),
                before=(
                    _("No other organisation, shop, group or neighbour is told anything new about you."),
                    _("Whoever is doing something for you now stops, and rings us first."),
                    _("One of us decides with you whether they finish it, or whether we do it ourselves."),
                    _("We still help you, and we may still write to you and ring you."),
                ),
                after=_("Nobody else is told anything new about you, from now on."),
            ),
            CONTACT: Taking(
                button=_("Do not write to me or ring me"),
                before=(
                    _("We send no more texts, e-mails or letters, and we do not ring you."),
                    _("What has not left yet does not leave."),
                    _("What you asked for goes on."),
                    _("One of us decides how you still hear from us. It may be a visit, if you would like one."),
                ),
                after=_("We do not write to you or ring you, from now on."),
            ),
            HELP: Taking(
                button=_("I do not want help any more"),
                before=(
                    _("What is still open ends. Whoever was coming is thanked, and does not come."),
                    _("Where stopping could harm you, as with a medicine, one of us looks at it first and asks you."),
                    _("You can ask again whenever you like. We will be glad you did."),
                ),
                after=_("We stop helping, from now on. Where stopping could harm you, one of us asks you first."),
            ),
        },
        undo=_("I have changed my mind: yes again"),
    ),
)
LATEST = WORDINGS[-1]
_BY_VERSION = {one.version: one for one in WORDINGS}


def of_version(version: str) -> Wording:
    """The wording a row was said under; the latest where a row is older than any of them."""
    return _BY_VERSION.get(version, LATEST)
