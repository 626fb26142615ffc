"""Which things can be written on the trail, and how is each said? Not who may do them.

Read a sentence as "Jan *took in the ask* KESTREL 42". Keep the lines in order of their value.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


class Verb(StrEnum):
    """One thing somebody can have done."""

    _words: str

    def __new__(cls, value: str, words: str = "") -> Self:
        """Keep the words beside the value."""
        verb = str.__new__(cls, value)
        verb._value_ = value
        verb._words = words
        return verb

    @property
    def sentence(self) -> str:
        """What was done, in the reader's language."""
        return gettext(self._words)

    ACCOUNT_CHANGED = "account.changed", _("changed the account of")
    ACCOUNT_ENDED = "account.ended", _("ended the account of")
    ACCOUNT_MADE = "account.made", _("made an account for")
    ACCOUNT_SIGN_IN_ASKED = "account.sign_in_asked", _("asked for a sign-in code for")
    ACCOUNT_SIGNED_IN = "account.signed_in", _("signed in as")
    ACCOUNT_SIGNED_OUT = "account.signed_out", _("signed out as")
    ASK_ADDED_TO = "ask.added_to", _("added something to the ask")
    ASK_BEGUN = "ask.begun", _("set out for the ask")
    ASK_CAME_BACK = "ask.came_back", _("brought back down the ask")
    ASK_CHANGED = "ask.changed", _("changed the ask")
    ASK_CHECK_SETTLED = "ask.check_settled", _("settled what had to be checked on the ask")
    ASK_DID_NOT_COME = "ask.did_not_come", _("said that it did not come for the ask")
    ASK_DONE = "ask.done", _("said it was done: the ask")
    ASK_HANDED_BACK = "ask.handed_back", _("handed back the ask")
    ASK_HELD = "ask.held", _("is sorting out in person the ask")
    ASK_HOLD_ENDED = "ask.hold_ended", _("stopped sorting out in person the ask")
    ASK_MOVED_PLACE = "ask.moved_place", _("moved to another place the ask")
    ASK_NEED_BY_CHANGED = "ask.need_by_changed", _("changed when it is needed by, for the ask")
    ASK_NO_LONGER_WANTED = "ask.no_longer_wanted", _("heard it is no longer wanted: the ask")
    ASK_NOBODY_ANSWERED = "ask.nobody_answered", _("knocked and nobody answered, for the ask")
    ASK_NOT_DONE = "ask.not_done", _("said it was not done: the ask")
    ASK_OPENED = "ask.opened", _("took in the ask")
    ASK_PERSON_SAID_NO = "ask.person_said_no", _("heard no from the person about the ask")
    ASK_PERSON_SAID_YES = "ask.person_said_yes", _("heard yes from the person about the ask")
    ASK_REOPENED = "ask.reopened", _("opened again the ask")
    ASK_SEEN = "ask.seen", _("looked at the ask")
    ASK_STEPPED_ACROSS = "ask.stepped_across", _("asked the neighbouring place about the ask")
    ASK_STEPPED_UP = "ask.stepped_up", _("asked the next place about the ask")
    ASK_STUCK = "ask.stuck", _("found nobody left to ask here for the ask")
    ASK_TAKEN = "ask.taken", _("took on the ask")
    ASK_URGENT = "ask.urgent", _("saw words that cannot wait in the ask")
    BLOCK_ENDED = "block.ended", _("ended the note of who must not know, for")
    BLOCK_MADE = "block.made", _("noted who must not know, for")
    CARD_PRINTED = "card.printed", _("printed a card for")
    CIRCUMSTANCE_ENDED = "circumstance.ended", _("ended a circumstance of")
    CIRCUMSTANCE_NOTED = "circumstance.noted", _("noted a circumstance of")
    CONCERN_RAISED = "concern.raised", _("raised a concern about")
    DECISION_MADE = "decision.made", _("wrote down a decision for")
    DEMO_BUILT = "demo.built", _("built the demo district")
    DUTY_CHANGED = "duty.changed", _("changed who is on duty for")
    DUTY_RUNG = "duty.rung", _("rang the duty phone of")
    EMERGENCY_USE = "emergency.use", _("looked or rang because life or safety needed it:")
    INTAKE_ACCEPTED = "intake.accepted", _("took in rows from")
    INTAKE_BEGUN = "intake.begun", _("began to take in")
    INTAKE_ENDED = "intake.ended", _("finished taking in")
    INTAKE_SET_ASIDE = "intake.set_aside", _("set aside rows from")
    LADDER_CHANGED = "ladder.changed", _("changed who is asked first, next and last in")
    LADDER_ENDED = "ladder.ended", _("came to the last step for")
    LADDER_MADE = "ladder.made", _("worked out who is asked when, for")
    LADDER_STEPPED = "ladder.stepped", _("went to the next step for")
    LINK_ENDED = "link.ended", _("ended a link for")
    LINK_MADE = "link.made", _("made a link for")
    MEMBERSHIP_ENDED = "membership.ended", _("ended the membership of")
    MEMBERSHIP_MADE = "membership.made", _("made a member of a team:")
    MESSAGE_ACKNOWLEDGED = "message.acknowledged", _("heard that it arrived: the message to")
    MESSAGE_GIVEN_UP = "message.given_up", _("could not send the message to")
    MESSAGE_HELD = "message.held", _("kept back the message to")
    MESSAGE_QUEUED = "message.queued", _("wrote a message to")
    MESSAGE_RECEIVED = "message.received", _("received a message from")
    MESSAGE_RETRIED = "message.retried", _("will try again to send the message to")
    MESSAGE_SENT = "message.sent", _("sent the message to")
    NOTE_ADDED = "note.added", _("added a note to")
    OFFER_ENDED = "offer.ended", _("ended the offer to")
    OFFER_LATE = "offer.late", _("answered when somebody already had it: the offer to")
    OFFER_MADE = "offer.made", _("asked whether they could do it:")
    OFFER_NO_ANSWER = "offer.no_answer", _("heard nothing in time from")
    OFFER_NOT_THIS_TIME = "offer.not_this_time", _("said not this time to the offer to")
    OFFER_TAKEN = "offer.taken", _("said yes to the offer to")
    ORGANISATION_CHANGED = "organisation.changed", _("changed the organisation")
    ORGANISATION_MADE = "organisation.made", _("added the organisation")
    PAPER_KEYED = "paper.keyed", _("keyed in a sheet of paper for")
    PERMISSION_ENDED = "permission.ended", _("ended a permission of")
    PERMISSION_GIVEN = "permission.given", _("wrote down a permission of")
    PERSON_CHANGED = "person.changed", _("changed what we know of")
    PERSON_KEPT_APART = "person.kept_apart", _("said these are two people:")
    PERSON_MADE = "person.made", _("wrote down a person:")
    PERSON_MAYBE_SAME = "person.maybe_same", _("saw that two records may be the same person:")
    PERSON_SAFE_CONTACT = "person.safe_contact", _("wrote down the safe ways to reach")
    PERSON_SEEN = "person.seen", _("looked at the page of")
    PLACE_CHANGED = "place.changed", _("changed the place")
    PLACE_HOURS = "place.hours", _("changed the hours of")
    PLACE_MADE = "place.made", _("added the place")
    PLACE_RENAMED = "place.renamed", _("renamed the place")
    PLACES_LOADED = "places.loaded", _("loaded facts about places from")
    PROMISE_BROKEN = "promise.broken", _("passed its time without a word: the promise")
    PROMISE_DATE_MOVED = "promise.date_moved", _("moved the date of the promise")
    PROMISE_ENDED = "promise.ended", _("ended the promise")
    PROMISE_EXPLAINED = "promise.explained", _("said what is happening with the promise")
    PROMISE_HANDED_ON = "promise.handed_on", _("handed on the promise")
    PROMISE_KEPT = "promise.kept", _("kept the promise")
    PROMISE_MADE = "promise.made", _("made the promise")
    PROMISE_REHOMED = "promise.rehomed", _("found a new holder for the promise")
    PROMISE_STEPPED_UP = "promise.stepped_up", _("took to the next place the promise")
    RETENTION_ERASED = "retention.erased", _("removed what is no longer needed about")
    SETTING_CHANGED = "setting.changed", _("changed how we work in")
    STATUS_SEEN = "status.seen", _("looked at what is happening with")
    SWEEP_RAN = "sweep.ran", _("looked through")
    TEAM_CHANGED = "team.changed", _("changed the team")
    TEAM_ENDED = "team.ended", _("ended the team")
    TEAM_MADE = "team.made", _("added the team")
    TELLING_DONE = "telling.done", _("told")
    TELLING_PROMISED = "telling.promised", _("promised to tell")
    TELLING_TRIED = "telling.tried", _("tried to tell")
    TRUSTED_CHANGED = "trusted.changed", _("changed what may be told to somebody trusted by")
    TRUSTED_MADE = "trusted.made", _("wrote down somebody trusted by")
    TRY_COUNTED = "try.counted", _("counted a try at")
    VOLUNTEER_AVAILABILITY = "volunteer.availability", _("changed when they can help:")
    VOLUNTEER_CHANGED = "volunteer.changed", _("changed what a volunteer does:")
    VOLUNTEER_CHECK = "volunteer.check", _("wrote down a check for")
    VOLUNTEER_JOINED = "volunteer.joined", _("welcomed the volunteer")
    VOLUNTEER_LEFT = "volunteer.left", _("said goodbye to the volunteer")
    VOLUNTEER_LESS = "volunteer.less", _("asked to be asked less:")
    VOLUNTEER_NOT_THIS_WEEK = "volunteer.not_this_week", _("is not helping this week:")
    VOLUNTEER_RETURNED = "volunteer.returned", _("is helping again:")
    VOLUNTEER_STOPPED = "volunteer.stopped", _("asked us to stop asking:")
    WELFARE_OPENED = "welfare.opened", _("opened a check that somebody is all right, for")
