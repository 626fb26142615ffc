"""What each role may do, for a governance lead to read from top to bottom.

Which rows a role reaches is in ``access.rules``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

Text = str | LazyText


class Permission(StrEnum):
    """One thing a page or a command may ask for. Each is a sentence that starts with "may"."""

    SEE_TODAY = "see_today"
    SEE_ASK = "see_ask"
    TAKE_IN_ASKS = "take_in_asks"
    KEY_ANSWERS = "key_answers"
    HOLD_ASKS = "hold_asks"
    STEP_UP = "step_up"
    MOVE_DATES = "move_dates"
    TELL = "tell"
    DECIDE = "decide"
    SEE_PERSON = "see_person"
    SEE_VOLUNTEERS = "see_volunteers"
    MANAGE_VOLUNTEERS = "manage_volunteers"
    SEE_NOBODY_MISSED = "see_nobody_missed"
    SEE_SENT_BOX = "see_sent_box"
    SEE_TRAIL = "see_trail"
    SEE_WHO_MAY = "see_who_may"
    MANAGE_PLACE = "manage_place"
    MANAGE_TEAM = "manage_team"
    MANAGE_PROGRAMS = "manage_programs"
    SEE_PARTNERS = "see_partners"
    MANAGE_PARTNERS = "manage_partners"
    SEE_LADDERS = "see_ladders"
    CHANGE_LADDERS = "change_ladders"
    SEE_CONCERNS = "see_concerns"
    USE_IN_EMERGENCY = "use_in_emergency"
    REVIEW_EMERGENCY_USE = "review_emergency_use"
    READ_CONCERN = "read_concern"
    SEE_AGREEMENTS = "see_agreements"
    MANAGE_AGREEMENTS = "manage_agreements"
    KEEP_DIRECTORY = "keep_directory"

    @property
    def sentence(self) -> Text:
        """What this lets somebody do, in plain English."""
        return SENTENCES[self]


SENTENCES: dict[Permission, Text] = {
    Permission.SEE_TODAY: _("may see what is open today in their place"),
    Permission.SEE_ASK: _("may open one ask and read its timeline"),
    Permission.TAKE_IN_ASKS: _("may write down an ask that was phoned, handed in or sent as a list"),
    Permission.KEY_ANSWERS: _("may key what a volunteer said: yes, not this time, handed back, done"),
    Permission.HOLD_ASKS: _("may hold an ask for half an hour while they sort it themselves"),
    Permission.STEP_UP: _("may ask further away before the clock does"),
    Permission.MOVE_DATES: _("may move the time a person will hear by, when they say who tells them and how"),
    Permission.TELL: _("may tell a person, and write down how they were told"),
    Permission.DECIDE: _("may write down a decision, who has it and by when"),
    Permission.SEE_PERSON: _("may read a person's page, as far as the table of who may see what allows"),
    Permission.SEE_VOLUNTEERS: _("may see who volunteers in their place, and what they can do"),
    Permission.MANAGE_VOLUNTEERS: _("may add a volunteer and change what they do, when and how far"),
    Permission.SEE_NOBODY_MISSED: _("may see whether anybody is missed"),
    Permission.SEE_SENT_BOX: _("may read the messages that left, word for word"),
    Permission.SEE_TRAIL: _("may read who saw or did what, and why; reading it is written down too"),
    Permission.SEE_WHO_MAY: _("may read the page of who may see and do what"),
    Permission.MANAGE_PLACE: _("may change a place: its name, hours and streets"),
    Permission.MANAGE_TEAM: _("may add people to a team, end their part in it and change the duty list"),
    Permission.MANAGE_PROGRAMS: _("may let a team's own program send asks, say where it hears of them, and end that"),
    Permission.SEE_PARTNERS: _("may see which businesses, groups and services may be asked in their place"),
    Permission.MANAGE_PARTNERS: _("may add a partner, and change what it takes, how much and when"),
    Permission.SEE_LADDERS: _("may see who is asked first, next and last in a place, and when"),
    Permission.CHANGE_LADDERS: _("may change who is asked first, next and last in their place, and when"),
    Permission.SEE_CONCERNS: _("may read what somebody is worried about, and decides what is done"),
    Permission.USE_IN_EMERGENCY: _("may open a record that is not theirs when life or safety needs it; it is reviewed"),
    Permission.REVIEW_EMERGENCY_USE: _("may look at who opened a record in an emergency, and say whether it was right"),
    Permission.READ_CONCERN: _("may read a concern that was given or shown to them by name, and no other"),
    Permission.SEE_AGREEMENTS: _("may read who shares what with whom, for what and until when"),
    Permission.MANAGE_AGREEMENTS: _("may write agreements, and who looks after the data; signing needs to be named"),
    Permission.KEEP_DIRECTORY: _("may change what stands in the directory, ring groups, and take in other directories"),
}

ANY_PLACE = ("street", "community", "neighbourhood", "district", "system")

_SORT_AN_ASK = frozenset(
    {
        Permission.SEE_TODAY,
        Permission.SEE_ASK,
        Permission.TAKE_IN_ASKS,
        Permission.KEY_ANSWERS,
        Permission.HOLD_ASKS,
        Permission.STEP_UP,
        Permission.MOVE_DATES,
        Permission.TELL,
        Permission.DECIDE,
        Permission.SEE_PERSON,
        Permission.SEE_VOLUNTEERS,
        Permission.SEE_NOBODY_MISSED,
        Permission.SEE_WHO_MAY,
        Permission.SEE_LADDERS,
        Permission.SEE_PARTNERS,
        Permission.READ_CONCERN,
        Permission.SEE_AGREEMENTS,
        Permission.KEEP_DIRECTORY,
    }
)


class Role:
    """A part somebody plays in a team. ``where`` names the kinds of place whose teams may give it."""

    name: ClassVar[Text]
    sentence: ClassVar[Text]
    where: ClassVar[tuple[str, ...]]
    permissions: ClassVar[frozenset[Permission]]


class StreetCoordinator(Role):
    """Knows the street and sorts what is asked in it."""

    name = _("Street co-ordinator")
    sentence = _("Sorts the asks of one street: finds a neighbour, keys what they said, tells the person.")
    where = ("street", "community")
    permissions = _SORT_AN_ASK


class CommunityBuilder(Role):
    """Looks after a village or a part of a town, and its volunteers."""

    name = _("Community builder")
    sentence = _("Sorts the asks of one community and looks after its volunteers and its duty list.")
    where = ("community", "neighbourhood")
    permissions = _SORT_AN_ASK | {
        Permission.MANAGE_VOLUNTEERS,
        Permission.MANAGE_TEAM,
        Permission.MANAGE_PLACE,
        Permission.MANAGE_PARTNERS,
        Permission.CHANGE_LADDERS,
    }


class LinkWorker(Role):
    """Walks alongside people for a while, from a surgery or a charity."""

    name = _("Link worker")
    sentence = _("Walks alongside people in a neighbourhood and asks for help on their behalf.")
    where = ("community", "neighbourhood", "district")
    permissions = _SORT_AN_ASK | {Permission.USE_IN_EMERGENCY}


class DistrictLead(Role):
    """Takes what nobody nearer could do in time."""

    name = _("District duty lead")
    sentence = _("Takes what nobody nearer could do in time, and sees that nobody in the district is missed.")
    where = ("district", "system")
    permissions = _SORT_AN_ASK | {
        Permission.MANAGE_VOLUNTEERS,
        Permission.MANAGE_TEAM,
        Permission.MANAGE_PROGRAMS,
        Permission.MANAGE_PLACE,
        Permission.SEE_SENT_BOX,
        Permission.MANAGE_PARTNERS,
        Permission.CHANGE_LADDERS,
        Permission.USE_IN_EMERGENCY,
    }


class SafeguardingLead(Role):
    """Hears of every concern, and decides what is done."""

    name = _("Safeguarding lead")
    sentence = _("Hears when somebody may be hurt or is not safe, and decides with others what is done.")
    where = ANY_PLACE
    permissions = frozenset(
        {
            Permission.SEE_TODAY,
            Permission.SEE_ASK,
            Permission.SEE_PERSON,
            Permission.MOVE_DATES,
            Permission.TELL,
            Permission.DECIDE,
            Permission.SEE_CONCERNS,
            Permission.READ_CONCERN,
            Permission.USE_IN_EMERGENCY,
            Permission.REVIEW_EMERGENCY_USE,
            Permission.SEE_WHO_MAY,
            Permission.SEE_AGREEMENTS,
        }
    )


class Guardian(Role):
    """Answers for the data: sees who looked, not what is in the records."""

    name = _("Guardian of the data")
    sentence = _("Reads who saw and did what, and why. Does not read the asks or the people's pages themselves.")
    where = ANY_PLACE
    permissions = frozenset(
        {
            Permission.SEE_TRAIL,
            Permission.SEE_WHO_MAY,
            Permission.REVIEW_EMERGENCY_USE,
            Permission.READ_CONCERN,
            Permission.SEE_AGREEMENTS,
            Permission.MANAGE_AGREEMENTS,
        }
    )


class Administrator(Role):
    """Keeps the teams and places in order, and sees nobody's affairs."""

    name = _("Administrator")
    sentence = _("Keeps places, teams and duty lists in order. Sees nothing about any person.")
    where = ANY_PLACE
    permissions = frozenset(
        {
            Permission.MANAGE_PLACE,
            Permission.MANAGE_TEAM,
            Permission.MANAGE_PROGRAMS,
            Permission.SEE_PARTNERS,
            Permission.MANAGE_PARTNERS,
            Permission.KEEP_DIRECTORY,
            Permission.SEE_WHO_MAY,
            Permission.SEE_AGREEMENTS,
            Permission.MANAGE_AGREEMENTS,
        }
    )


class Commissioner(Role):
    """Pays for the work and asks who it does not reach."""

    name = _("Commissioner")
    sentence = _("Sees whether anybody is missed, in numbers. Sees no names and no notes.")
    where = ("neighbourhood", "district", "system")
    permissions = frozenset({Permission.SEE_NOBODY_MISSED, Permission.SEE_WHO_MAY, Permission.SEE_AGREEMENTS})


ROLES: dict[str, type[Role]] = {
    "street_coordinator": StreetCoordinator,
    "community_builder": CommunityBuilder,
    "link_worker": LinkWorker,
    "district_lead": DistrictLead,
    "safeguarding_lead": SafeguardingLead,
    "guardian": Guardian,
    "administrator": Administrator,
    "commissioner": Commissioner,
}


def roles_with(permission: Permission) -> frozenset[str]:
    """The slugs of the roles that hold this permission."""
    return frozenset(slug for slug, role in ROLES.items() if permission in role.permissions)
