"""The forms of pages that belong to no other package: signing in, a new volunteer, and the first page of all."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.access.models import Scope
from kith.accounts import queries
from kith.accounts.models import Team, User
from kith.asks import kinds
from kith.directory import days
from kith.dispatch.forms.timed import TimedForm
from kith.dispatch.forms.volunteer_book import WEEK, slots_of
from kith.kit import phones, when
from kith.kit.forms import Checkboxes, Email, KithForm, LongText, Number, Phone, Radios, Select, Text, Tick, When, YesNo
from kith.promises.lifecycle import AFTERWARDS
from kith.volunteers.models import CheckLevel, Travel

# As long as the names of places, teams and people may be.
NAME = 120


class AskForCode(KithForm):
    """One box for either way. The answer is the same whether or not the account is there."""

    where = Text(
        gettext_lazy("Your e-mail or mobile number"),
        hint=gettext_lazy("The one your team has for you. We send a code there."),
        missing=gettext_lazy("Enter the e-mail or mobile number your team has for you"),
        autocomplete="username",
        limit=254,
    )
    _user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Sort what was typed into an e-mail or a phone, which is what allauth reads."""
        data = super().clean() or self.cleaned_data
        where = data.get("where", "").strip()
        if not where:
            return data
        data["email"], data["phone"] = _email_or_phone(where)
        key = data["email"] or data["phone"]
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = queries.user_to_sign_in(email=data["email"], phone=data["phone"])
        return data


class GiveCode(KithForm):
    """The code that was sent, and whether this is their own phone."""

    code = Text(
        gettext_lazy("The code we sent you"),
        hint=gettext_lazy("Six digits"),
        missing=gettext_lazy("Enter the six digits we sent you"),
        width=10,
        inputmode="numeric",
        autocomplete="one-time-code",
    )
    own_phone = Tick(gettext_lazy("This is my own phone: keep the Today page of my street open for 30 days"))

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        self._expected = code
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """Compare in constant time; an account that is not there has no code, so none is ever right."""
        given = "".join(character for character in self.cleaned_data["code"] if character.isdigit())
        if not self._expected or not hmac.compare_digest(given, self._expected):
            raise get_adapter().validation_error("incorrect_code")
        return given


class FirstWord(KithForm):
    """Proves that whoever sets up an empty instance is the one who started it."""

    word = Text(
        gettext_lazy("The set-up word"),
        hint=gettext_lazy("It was printed where Kith was started, like bcdf-ghjk-mnpq"),
        missing=gettext_lazy("Enter the set-up word that was printed where Kith was started"),
        width=20,
        autocomplete="off",
    )

    def clean_word(self) -> str:
        """The word, however it was spaced, with or without its hyphens."""
        word = "".join(letter for letter in self.cleaned_data["word"].lower() if letter.isalnum())
        if not ratelimit.consume(context.request, action="login", key="set-up"):
            raise ValidationError(_("That was too many tries. Wait a minute, then try again."))
        if not hmac.compare_digest(word.encode(), settings.SETUP_WORD.replace("-", "").encode()):
            raise ValidationError(_("That is not the set-up word. Look where Kith was started."))
        return word


class FirstPlace(FirstWord):
    """Step one: the place, and the district it lies in."""

    place = Text(
        gettext_lazy("What is your place called?"),
        hint=gettext_lazy("The village, town or part of a town you look after"),
        missing=gettext_lazy("Enter the name of your place"),
        limit=NAME,
    )
    district = Text(
        gettext_lazy("Which district does it lie in?"),
        hint=gettext_lazy("Asks that nobody nearer can do go there. You look after it too, until somebody else does."),
        missing=gettext_lazy("Enter the name of the district"),
        limit=NAME - len(" duty"),
    )
    phone = Phone(
        gettext_lazy("Which number can people ring?"),
        hint=gettext_lazy("It is shown at the top of every page"),
        missing=gettext_lazy("Enter a number people can ring"),
    )


class FirstTeam(KithForm):
    """Step two: who answers, and for which organisation."""

    organisation = Text(
        gettext_lazy("Which organisation answers for what people tell us?"),
        hint=gettext_lazy("The group, council, practice or charity you do this for"),
        missing=gettext_lazy("Enter the name of the organisation"),
    )
    team = Text(
        gettext_lazy("What is your team called?"),
        hint=gettext_lazy("For example Combe Martin Neighbours"),
        missing=gettext_lazy("Enter a name people know your team by"),
        limit=NAME,
    )
    name = Text(
        gettext_lazy("What is your name?"),
        hint=gettext_lazy("People are told who has their ask"),
        missing=gettext_lazy("Enter your name"),
        limit=NAME,
        autocomplete="name",
    )
    email = Email(gettext_lazy("Your e-mail"), hint=gettext_lazy("Sign-in codes go there"), required=False)
    mobile = Phone(
        gettext_lazy("Your mobile"), hint=gettext_lazy("Or there, if you leave the e-mail out"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed to sign in again."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("email") and not data.get("mobile"):
            self.add_error("email", _("Enter an e-mail or a mobile: your sign-in codes go there"))
        return data


class FirstStreets(KithForm):
    """Step three: the streets, one on each line. It may be left for later."""

    streets = LongText(
        gettext_lazy("Your streets, one on each line"),
        hint=gettext_lazy("You can leave this empty and add them later"),
        limit=20_000,
        rows=10,
        required=False,
    )


class AddVolunteer(KithForm):
    """Somebody who would like to help: who they are, what they do, when and how far."""

    name = Text(gettext_lazy("Their name"), missing=gettext_lazy("Enter a name people may call them by"))
    phone = Phone(gettext_lazy("Mobile, to text them when somebody needs a hand"), required=False)
    email = Email(gettext_lazy("Or e-mail"), required=False)
    street = Text(gettext_lazy("Their street"), missing=gettext_lazy("Enter the street they live in"))
    community = Text(gettext_lazy("Village or town"), required=False)
    kinds = Checkboxes(gettext_lazy("What would they do?"), kinds.CHOICES)
    week = Checkboxes(
        gettext_lazy("When, in an ordinary week?"),
        WEEK,
    )
    travel = Radios(gettext_lazy("How do they get about?"), Travel.choices, initial=Travel.FOOT.value)
    miles = Number(gettext_lazy("How many miles would they go?"), least=1, most=40, initial=2)
    weekly_most = Number(gettext_lazy("How many asks in a week, at most?"), least=1, most=20, initial=3)
    check_level = Radios(gettext_lazy("Which check have you seen?"), CheckLevel.choices, initial=CheckLevel.NONE.value)
    check_on = Text(gettext_lazy("When was it made?"), hint=gettext_lazy("Like 3 April 2025"), required=False, width=20)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self._now = now
        super().__init__(*args, **kwargs)

    def clean_check_on(self) -> date | None:
        """The day of the check; the certificate itself is never kept."""
        written = self.cleaned_data["check_on"]
        found = when.stamp(written, self._now) if written else None
        if written and found is None:
            raise ValidationError(_("Enter a date like 3 April 2025"))
        return found.date() if found is not None else None

    def clean(self) -> dict[str, Any]:
        """A way to ask them, and a date for every check."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("Enter a mobile or an e-mail: that is how they are asked"))
        if data.get("check_level") not in (None, "", CheckLevel.NONE.value) and not data.get("check_on"):
            self.add_error("check_on", _("Enter when the check was made"))
        return data

    def slots(self) -> tuple[str, ...]:
        """The parts of the week as they are kept: ``mon-morning``."""
        return tuple(slot for line in self.cleaned_data["week"] for slot in slots_of(line))


def _email_or_phone(where: str) -> tuple[str, str]:
    """What was typed, as an e-mail or as a phone; refused in words when it is neither."""
    if "@" in where:
        try:
            validate_email(where)
        except ValidationError:
            raise ValidationError({"where": _("Enter an e-mail like name@example.org")}) from None
        return where.lower(), ""
    number = phones.normalise(where)
    if number is None:
        raise ValidationError({"where": _("Enter an e-mail like name@example.org, or a mobile like 07700 900999")})
    return "", number


SICK, ASK, AWAY = "sick", "ask", "away"
NOBODY = "on-duty"


class HandOverDay(TimedForm):
    """Why a day is handed over, and to whom. Days are asked for only by somebody who goes away."""

    why = Radios(
        gettext_lazy("What has happened?"),
        [
            (SICK, gettext_lazy("Not well today"), gettext_lazy("Whoever is on duty has it all from this moment")),
            (ASK, gettext_lazy("I cannot do all this today"), gettext_lazy("It stays mine until a colleague says yes")),
            (
                AWAY,
                gettext_lazy("Away for some days"),
                gettext_lazy("It stays mine until I go, or a colleague says yes"),
            ),
        ],
        missing=gettext_lazy("Choose what has happened"),
    )
    colleague = Radios(gettext_lazy("Who is asked to have it?"), [], missing=gettext_lazy("Choose a colleague"))
    since = When(
        gettext_lazy("Away from"), hint=gettext_lazy("Only if away for some days: like Monday 9am"), required=False
    )
    until = When(
        gettext_lazy("Back on"), hint=gettext_lazy("Like Friday 9am. Not well: leave it empty"), required=False
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = (NOBODY, _("Nobody in particular"), _("Whoever is on duty keeps it"))
        self.fields["colleague"].offer([nobody, *people])  # type: ignore[attr-defined]

    def clean_since(self) -> datetime | None:
        """The beginning of what was written: a day means its morning."""
        start, end = self.window("since")
        return start or end

    def clean_until(self) -> datetime | None:
        """When they are back: the beginning of what was written."""
        start, end = self.window("until")
        return start or end

    def clean(self) -> dict[str, Any]:
        """Asking needs somebody to ask; days need both their ends."""
        data = super().clean() or self.cleaned_data
        if data.get("why") == ASK and data.get("colleague") == NOBODY:
            self.add_error("colleague", _("Choose a colleague to ask. It stays yours until they say yes."))
        if data.get("why") == AWAY and "until" not in self.errors and not data.get("until"):
            self.add_error("until", _("Write the day you are back, like Friday 9am"))
        return data


class PutRight(KithForm):
    """A second line under how a promise ended."""

    says = Radios(gettext_lazy("What is so?"), list(AFTERWARDS.items()), missing=gettext_lazy("Choose what is so"))
    reason = LongText(
        gettext_lazy("How do we know?"),
        hint=gettext_lazy("The person it was made to can read this"),
        missing=gettext_lazy("Write how we know"),
        limit=300,
        rows=2,
    )


class ForTeam(KithForm):
    """Something one team is to have; ``teams`` are those one may choose from."""

    team_id = Select(gettext_lazy("Which team"), [], missing=gettext_lazy("Choose the team"))

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {str(team.id): team for team in teams}
        self.fields["team_id"].offer([(key, team.name) for key, team in self._teams.items()])  # type: ignore[attr-defined]

    @property
    def team(self) -> Team:
        """The team that was chosen."""
        return self._teams[self.cleaned_data["team_id"]]


class LetIn(ForTeam):
    """A token for a team's own program."""

    name = Text(
        gettext_lazy("What the program is called"),
        hint=gettext_lazy("So that you know it again, for example: Referrals of Quay Surgery"),
        missing=gettext_lazy("Say what the program is called"),
        limit=80,
    )
    scopes = Checkboxes(gettext_lazy("What it may do"), Scope.choices)


class TellThere(ForTeam):
    """Where a team's own program hears what happens."""

    url = Text(
        gettext_lazy("The address it listens at"),
        hint=gettext_lazy("It begins with https://"),
        missing=gettext_lazy("Enter the address it listens at"),
        limit=254,
    )


PARTS = [
    (days.MORNING, gettext_lazy("In the morning")),
    (days.AFTERNOON, gettext_lazy("In the afternoon")),
    (days.EVENING, gettext_lazy("In the evening")),
]


class Finder(KithForm):
    """Read from the address, so that it works without JavaScript, can be kept and sent on."""

    q = Text(
        gettext_lazy("What would help?"),
        hint=gettext_lazy("In your own words, as you would say it to a friend"),
        required=False,
    )
    near = Text(gettext_lazy("Where?"), hint=gettext_lazy("Your village, town or postcode"), required=False)
    day = Select(
        gettext_lazy("On which day?"),
        [(str(day), name) for day, name in WEEKDAYS.items()],
        empty=gettext_lazy("Any day"),
        required=False,
    )
    part = Select(gettext_lazy("At what time of day?"), PARTS, empty=gettext_lazy("Any time"), required=False)
    takes_new = Tick(gettext_lazy("Only where there is room for somebody new"))
    free = Tick(gettext_lazy("Only what is free"))
    step_free = Tick(gettext_lazy("Only where I can get in without a step"))


class TextMe(KithForm):
    """Send me this by text: only to a number that is safe, and without a name unless they want it."""

    phone = Phone(
        gettext_lazy("Which mobile number?"), missing=gettext_lazy("Enter the mobile number to text"), strict=True
    )
    safe = YesNo(
        gettext_lazy("Is it safe to text this number?"),
        hint=gettext_lazy("Somebody else may read it, or see who it is from."),
        missing=gettext_lazy("Say whether it is safe to text this number"),
    )
    with_name = Tick(gettext_lazy("Say in the text what it is called"))

    def clean_phone(self) -> str:
        """A number that texts reach."""
        number: str = self.cleaned_data["phone"]
        if number and not phones.can_text(number):
            raise ValidationError(gettext_lazy("Texts reach mobile numbers only: enter one that begins with 07"))
        return number
