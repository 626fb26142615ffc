"""The table of who may see what. Read it as sentences; ``policy`` only looks things up here.

A row may be seen when a rule allows it and none denies it; whatever no rule mentions is refused. Models are
named by label, because most of them live in packages that come after this one. Staff see what another
organisation answers for only as far as a live agreement goes (``OF_THEIRS`` says for which ties).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from kith.access import emergencies, listed
from kith.access.apart import KEPT_FROM, SAFE
from kith.access.said import CLASSES as CLASSES
from kith.access.said import PURPOSES as PURPOSES
from kith.access.said import WHEN_SAID as WHEN_SAID
from kith.access.said import When as When
from kith.access.tie import Tie as Tie
from kith.access.tie import of_ask, of_concern, of_person, promised
from kith.accounts.roles import ROLES, Permission

# Ties that reach a colleague only the rows of their own organisation, and of others as far as an agreement lets
# them cross. Whoever already has something goes on with it while an agreement that has ended runs off.
OF_THEIRS = (When.IN_PLACE, When.HOLDS)
WHILE_IT_RUNS_OFF = (When.HOLDS,)

VIEW = "view"
# Counting without seeing: a number may be shown, never a row.
COUNT = "count"

# The kinds of message that nobody but the colleague they go to may read.
FOR_NOBODY_ELSE = ("sign-in-code", "told-us", "yours")

SORTERS = ("street_coordinator", "community_builder", "link_worker", "district_lead")
NEAR = ("street_coordinator", "community_builder", "link_worker")
IN_EMERGENCY = ("link_worker", "district_lead", "safeguarding_lead")
EVERY_ROLE = (*SORTERS, "safeguarding_lead", "guardian", "administrator", "commissioner")


@dataclass(frozen=True)
class Rule:
    """``who`` (role slugs or kinds of actor) may see ``models`` ``when`` tied to them, for a purpose, these classes."""

    who: tuple[str, ...]
    models: tuple[str, ...]
    when: When
    classes: str
    purpose: str = "help"
    action: str = VIEW
    deny: bool = False


TIES: dict[str, Tie] = {
    "places.Place": Tie(_("places"), place="path"),
    "accounts.Organisation": Tie(_("organisations")),
    "accounts.Team": Tie(_("teams"), place="place__path"),
    "accounts.Membership": Tie(_("members of teams"), place="team__place__path"),
    "accounts.DutyTurn": Tie(_("duty lists"), place="team__place__path"),
    "people.Person": Tie(
        _("people"),
        Permission.SEE_PERSON,
        place="place__path",
        controller="controller",
        holder="asks__promise__holder__user",
        volunteer="asks__taken_by",
        partner="asks__taken_by_team",
        ended="asks__ended_at",
        withheld="asks__withheld_from",
        told="withheld_from",
        let_finish="asks__let_finish",
        person="pk",
        asker="asks__asker",
        ask="asks",
        took="volunteer__taken",
        is_volunteer="volunteer",
        asked="asked_for",
        further_away="further_away",
        many=True,
    ),
    "people.ContactRoute": of_person(_("ways to reach a person"), "person", is_volunteer="person__volunteer"),
    "people.Block": of_person(_("who must not know"), "person"),
    "people.Absence": of_person(_("who has died, has moved or is in hospital"), "person"),
    "governance.Permission": of_person(_("what a person permitted"), "person"),
    "governance.SpeaksFor": of_person(_("who may speak for a person"), "person"),
    "governance.AgeSaid": of_person(_("roughly how old somebody said they are"), "person"),
    "dispatch.Withdrawal": of_person(_("what followed when a person took something back"), "person"),
    "volunteers.Volunteer": Tie(
        _("volunteers"),
        Permission.SEE_VOLUNTEERS,
        place="home__path",
        controller="controller",
        volunteer="pk",
        took="taken",
        many=True,
    ),
    "promises.Promise": Tie(
        _("promises"),
        Permission.SEE_TODAY,
        place="place__path",
        controller="controller",
        holder="holder__user",
        volunteer="ask__taken_by",
        partner="ask__taken_by_team",
        ended="ask__ended_at",
        withheld="ask__withheld_from",
        let_finish="ask__let_finish",
        person="ask__person",
        asker="ask__asker",
        sent_with="ask__sent_in__team__tokens",
        ask="ask",
        further_away="about_person__further_away",
    ),
    "promises.Move": promised(_("moved dates"), "promise__", person="promise__ask__person", ask="promise__ask"),
    "promises.Telling": promised(_("who was told, and how"), "promise__", person="person", ask="of__ask"),
    "promises.Correction": promised(
        _("second lines under how a promise ended"), "promise__", person="promise__ask__person", ask="promise__ask"
    ),
    "promises.HandOver": Tie(
        _("who was asked to have whose promises"),
        Permission.SEE_TODAY,
        place="giver__team__place__path",
        controller="controller",
        holder="asked__user",
    ),
    "promises.HandOverPart": Tie(
        _("the promises of a hand-over"),
        Permission.SEE_TODAY,
        place="promise__place__path",
        controller="controller",
        holder="hand_over__asked__user",
    ),
    "promises.DutyCall": Tie(
        _("what a duty phone has to hear of"),
        Permission.SEE_TODAY,
        place="place__path",
        controller="controller",
        holder="promise__holder__user",
    ),
    "promises.DutyRing": Tie(
        _("rings of a duty phone"),
        Permission.SEE_TODAY,
        place="team__place__path",
        controller="controller",
        holder="membership__user",
    ),
    "asks.Ask": Tie(
        _("asks"),
        Permission.SEE_ASK,
        place="place__path",
        controller="controller",
        holder="promise__holder__user",
        volunteer="taken_by",
        partner="taken_by_team",
        ended="ended_at",
        withheld="withheld_from",
        let_finish="let_finish",
        person="person",
        asker="asker",
        sent_with="sent_in__team__tokens",
        ask="pk",
        further_away="further_away",
    ),
    "asks.SentIn": of_ask(_("what a program sent"), "ask", sent_with="team__tokens"),
    "asks.Event": of_ask(_("what happened to an ask"), "ask"),
    "dispatch.Search": of_ask(_("where an ask's ladder stands"), "ask"),
    "dispatch.Offer": of_ask(_("offers"), "ask", offered="volunteer"),
    "dispatch.PartnerCard": of_ask(_("cards to partners"), "ask", offered="team"),
    "dispatch.Ladder": Tie(_("ladders"), Permission.SEE_LADDERS, place="place__path", controller="controller"),
    "outbox.Message": Tie(
        _("messages that leave"),
        Permission.SEE_SENT_BOX,
        place="place__path",
        controller="controller",
        person="person",
    ),
    "outbox.Reply": Tie(
        _("messages that came in"),
        Permission.SEE_SENT_BOX,
        place="place__path",
        controller="controller",
        person="person",
    ),
    "outbox.Delivery": Tie(
        _("what became of messages that left"),
        Permission.SEE_SENT_BOX,
        place="message__place__path",
        controller="controller",
        person="message__person",
    ),
    "access.TeamToken": Tie(
        _("tokens of programs"), Permission.MANAGE_PROGRAMS, place="team__place__path", controller="controller"
    ),
    "outbox.Hook": Tie(
        _("where programs hear of asks"), Permission.MANAGE_PROGRAMS, place="team__place__path", controller="controller"
    ),
    "safeguarding.Concern": of_concern(_("concerns"), ""),
    "safeguarding.Line": of_concern(_("what was decided about a concern, and who was told"), "concern__"),
    "safeguarding.KeptFrom": of_concern(_("whom a concern must not reach"), "concern__"),
    "safeguarding.Reader": of_concern(_("who may read a concern"), "concern__"),
    "trail.Entry": Tie(_("the trail"), Permission.SEE_TRAIL, controller="controller"),
    # What organisations agreed, and who looks after the data: about nobody who is helped.
    "governance.Agreement": Tie(_("sharing agreements"), Permission.SEE_AGREEMENTS, controller="controller"),
    "governance.Party": Tie(_("who is in an agreement"), Permission.SEE_AGREEMENTS, controller="controller"),
    "governance.AgreementEvent": Tie(
        _("the history of agreements"), Permission.SEE_AGREEMENTS, controller="controller"
    ),
    "governance.Stewardship": Tie(
        _("who looks after the data of an organisation"), Permission.SEE_AGREEMENTS, controller="controller"
    ),
    "governance.Basis": Tie(
        _("on what basis an organisation keeps things"), Permission.SEE_AGREEMENTS, controller="controller"
    ),
    "governance.Retention": Tie(
        _("how long an organisation keeps things"), Permission.SEE_AGREEMENTS, controller="controller"
    ),
    # Volunteers in somebody's home, and those who come regularly.
    "dispatch.Visit": of_ask(_("visits going on"), "ask", offered="volunteer"),
    "dispatch.RegularHelp": of_ask(_("regular help"), "ask", offered="volunteer"),
}

TIES |= {label: Tie(said, controller="controller", **ways) for label, (said, ways) in emergencies.TIED.items()}
TIES |= {label: Tie(said, needed, **ways) for label, (said, needed, ways) in listed.TIED.items()}

_ASK_AND_ITS_STORY = ("asks.Ask", "asks.Event", "dispatch.Search", "dispatch.Offer", "dispatch.PartnerCard")
_PROMISES = ("promises.Promise", "promises.Move", "promises.Telling", "promises.Correction")
_DUTY = ("promises.HandOver", "promises.HandOverPart", "promises.DutyCall", "promises.DutyRing")
_PERSON = ("people.Person", "people.ContactRoute", "people.Block", "governance.Permission")
_CONCERNS = ("safeguarding.Concern", "safeguarding.Line", "safeguarding.Reader", "safeguarding.KeptFrom")
# Colleagues know it; it is never shown to whoever holds the person's own word and code.
_ABSENCE = ("people.Absence",)
_VISITS = ("dispatch.Visit", "dispatch.RegularHelp")
# Who may speak for a person, and how their own say stands: for whoever helps them, and for themselves.
_SPEAKING = ("governance.SpeaksFor", "governance.AgeSaid", "dispatch.Withdrawal")
_OPENED = (*_PERSON, *_ABSENCE, *_ASK_AND_ITS_STORY[:2], *_PROMISES)
_HOUSE = ("places.Place", "accounts.Organisation", "accounts.Team", "accounts.Membership", "accounts.DutyTurn")

_AGREED = (
    "governance.Agreement",
    "governance.Party",
    "governance.AgreementEvent",
    "governance.Stewardship",
    "governance.Basis",
    "governance.Retention",
)

RULES: tuple[Rule, ...] = (
    # Staff who sort asks.
    Rule(SORTERS, _ASK_AND_ITS_STORY + _PROMISES, When.IN_PLACE, "AB"),
    Rule(("street_coordinator", "community_builder"), _ASK_AND_ITS_STORY + _PROMISES, When.HOLDS, "AB"),
    Rule(("district_lead",), _ASK_AND_ITS_STORY + _PROMISES, When.HOLDS, "ABC"),
    Rule(("link_worker",), _ASK_AND_ITS_STORY + _PROMISES, When.HOLDS, "ABCE"),
    Rule(SORTERS, (*_PERSON, *_ABSENCE, "volunteers.Volunteer"), When.IN_PLACE, "AB"),
    Rule(SORTERS, _ABSENCE, When.HOLDS, "AB"),
    Rule(("street_coordinator", "community_builder"), _PERSON, When.HOLDS, "AB"),
    Rule(("district_lead",), _PERSON, When.HOLDS, "ABC"),
    Rule(("link_worker",), _PERSON, When.HOLDS, "ABCE"),
    Rule(("district_lead",), ("outbox.Message", "outbox.Reply", "outbox.Delivery"), When.IN_PLACE, "AB"),
    Rule(SORTERS, _DUTY, When.IN_PLACE, "A", purpose="running"),
    Rule(SORTERS, _DUTY, When.HOLDS, "A", purpose="running"),
    # A person who asked for somebody from further away is not there for anybody nearer, not even as a gap.
    Rule(NEAR, (*_ASK_AND_ITS_STORY, *_PROMISES, *_PERSON, *_ABSENCE), When.FURTHER_AWAY, "ABCDE", deny=True),
    # With a code one could sign in as somebody else; and nobody learns that somebody was worried.
    Rule(SORTERS, ("outbox.Message",), When.SIGN_IN_CODE, "ABCDE", deny=True),
    # Those who keep the house in order, and those who watch over it.
    Rule(EVERY_ROLE, _HOUSE, When.ALWAYS, "A", purpose="running"),
    Rule(SORTERS, ("dispatch.Ladder",), When.ALWAYS, "A", purpose="running"),
    Rule(
        ("district_lead", "administrator"), ("access.TeamToken", "outbox.Hook"), When.IN_PLACE, "A", purpose="running"
    ),
    Rule(("guardian",), ("trail.Entry",), When.OWN_CONTROLLER, "A", purpose="audit"),
    Rule(
        (*SORTERS, "commissioner"),
        ("asks.Ask", "promises.Promise", "promises.Move", "promises.Telling"),
        When.IN_PLACE,
        "",
        purpose="planning",
        action=COUNT,
    ),
    # Those who hear of concerns hold promises like everybody else.
    Rule(("safeguarding_lead",), _PROMISES, When.HOLDS, "AB"),
    # An emergency: one person, for some hours.
    Rule(IN_EMERGENCY, _OPENED, When.EMERGENCY, "ABC", "emergency"),
    # Others may only while the duty phone is theirs, which is asked as the record is opened.
    Rule(("street_coordinator", "community_builder"), _OPENED, When.EMERGENCY, "ABC", "emergency"),
    Rule(("safeguarding_lead",), _OPENED, When.EMERGENCY, "D", "emergency"),
    *(Rule(*row) for row in (*emergencies.MAY, *listed.MAY)),
    # A concern is read by those it was given or shown to by name, in whatever part they play.
    Rule((*SORTERS, "safeguarding_lead", "guardian"), _CONCERNS, When.HOLDS, "ABCD", purpose="safeguarding"),
    # Who may speak for a person: whoever may see the person themselves.
    Rule(SORTERS, _SPEAKING, When.IN_PLACE, "AB"),
    Rule(SORTERS, _SPEAKING, When.HOLDS, "AB"),
    Rule(NEAR, _SPEAKING, When.FURTHER_AWAY, "ABCDE", deny=True),
    Rule(("person",), ("governance.SpeaksFor", "dispatch.Withdrawal"), When.SELF, "ABC"),
    # People without an account.
    Rule(("volunteer",), ("dispatch.Offer",), When.OFFERED, "A"),
    Rule(("volunteer",), ("asks.Ask", "people.Person", "people.ContactRoute", "promises.Promise"), When.TAKEN, "AB"),
    Rule(("volunteer",), ("volunteers.Volunteer", "people.Person", "people.ContactRoute"), When.SELF, "AB"),
    Rule(("partner",), ("dispatch.PartnerCard",), When.OFFERED, "A"),
    Rule(("partner",), ("asks.Ask", "people.Person", "people.ContactRoute", "promises.Promise"), When.TAKEN, "AB"),
    Rule(("person",), (*_ASK_AND_ITS_STORY[:2], *_PROMISES, *_PERSON), When.SELF, "ABC"),
    Rule(("asker",), ("asks.Ask", "promises.Promise", "people.Person"), When.ASKED, "A"),
    Rule(("asker",), ("people.Person", "people.ContactRoute"), When.SELF, "AB"),
    Rule(("program",), ("asks.Ask", "asks.SentIn", "promises.Promise"), When.SENT_IN, "A"),
    Rule(("person",), ("dispatch.PartnerCard",), When.SELF, "A"),
    Rule(("person",), ("people.Person",), When.ASKED_FOR_THEM, "A"),
    # Who comes: a first name.
    Rule(("person", "asker", "program"), ("volunteers.Volunteer", "people.Person"), When.COMING, "A"),
    Rule(("volunteer", "partner", "person", "asker", "public"), ("places.Place",), When.ALWAYS, "A", purpose="running"),
    # What organisations agreed with each other is no secret between them.
    Rule(EVERY_ROLE, _AGREED, When.ALWAYS, "A", purpose="running"),
    # Volunteers in somebody's home, and those who come regularly.
    Rule(SORTERS, _VISITS, When.IN_PLACE, "AB"),
    Rule(SORTERS, _VISITS, When.HOLDS, "AB"),
    Rule(NEAR, _VISITS, When.FURTHER_AWAY, "ABCDE", deny=True),
    Rule(("volunteer",), _VISITS, When.OFFERED, "A"),
    Rule(("person",), ("dispatch.RegularHelp",), When.SELF, "A"),
)

# How it is safe to reach somebody, and to whom they are not there at all: no rule is stronger than the last.
TIES |= {
    "people.SafeContact": of_person(_("how it is safe to reach somebody"), "person"),
    "people.KeptFrom": of_person(_("which colleagues must not know"), "person"),
}
TIES |= {label: replace(TIES[label], kept_from=ways) for label, ways in KEPT_FROM.items()}
RULES = (
    *RULES,
    Rule(SORTERS, SAFE, When.IN_PLACE, "B"),
    Rule(SORTERS, SAFE, When.HOLDS, "B"),
    Rule((*SORTERS, "safeguarding_lead"), SAFE[:1], When.EMERGENCY, "B", "emergency"),
    Rule(("volunteer", "partner"), SAFE[:1], When.TAKEN, "B"),
    Rule(("person",), SAFE[:1], When.SELF, "B"),
    Rule(NEAR, SAFE, When.FURTHER_AWAY, "ABCDE", deny=True),
    Rule(tuple(ROLES), tuple(KEPT_FROM), When.KEPT_FROM, "ABCDE", deny=True),
)
