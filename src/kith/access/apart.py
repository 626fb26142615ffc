"""How each row leads to the colleagues who must not know of whoever it is about: lookup paths, for ``rules``.

To such a colleague the person is not there at all, in no role and in no emergency, and nothing shows a gap.
"""

from __future__ import annotations

# Colleagues who may ring somebody read how; whoever goes there is shown what they must do and no more.
SAFE = ("people.SafeContact", "people.KeptFrom")

_PERSON = "person__kept_from__user"
_ASK = f"ask__{_PERSON}"
_ABOUT = "about_person__kept_from__user"
_PROMISE = f"promise__{_ABOUT}"
_SAID = ("governance.Permission", "governance.SpeaksFor", "governance.AgeSaid", "dispatch.Withdrawal")
_KEPT_OF_PERSON = ("people.ContactRoute", "people.Block", "people.Absence", *_SAID, *SAFE)
_OF_PERSON = (*_KEPT_OF_PERSON, "volunteers.Volunteer", "promises.Telling", "outbox.Reply", "asks.Ask")
_IN_EMERGENCY = ("governance.EmergencyUse", "governance.IncidentPerson")
_STORY = ("asks.SentIn", "asks.Event", "dispatch.Search", "dispatch.Offer", "dispatch.PartnerCard")
_OF_ASK = (*_STORY, "dispatch.Visit", "dispatch.RegularHelp")
_OF_PROMISE = ("promises.Move", "promises.Correction", "promises.HandOverPart", "promises.DutyCall")

# One way is enough.
KEPT_FROM: dict[str, tuple[str, ...]] = {
    "people.Person": ("kept_from__user",),
    **dict.fromkeys((*_OF_PERSON, *_IN_EMERGENCY), (_PERSON,)),
    **dict.fromkeys(_OF_ASK, (_ASK,)),
    "promises.Promise": (_ABOUT,),
    **dict.fromkeys(_OF_PROMISE, (_PROMISE,)),
    "outbox.Message": (_PERSON, _ABOUT),
    "outbox.Delivery": (f"message__{_PERSON}", f"message__{_ABOUT}"),
}
