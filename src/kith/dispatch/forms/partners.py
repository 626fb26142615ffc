"""What colleagues key about partners: who they are, what one said, and whether the person was reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy

from kith.accounts.models import PartnerKind, Team
from kith.asks import kinds
from kith.asks.models import PartnersMay
from kith.dispatch.actions import Partner
from kith.kit import phones
from kith.kit.forms import Checkboxes, Email, KithForm, Number, Phone, Radios, Select, Text

DAYS = [
    ("1", gettext_lazy("Monday")),
    ("2", gettext_lazy("Tuesday")),
    ("3", gettext_lazy("Wednesday")),
    ("4", gettext_lazy("Thursday")),
    ("5", gettext_lazy("Friday")),
    ("6", gettext_lazy("Saturday")),
    ("7", gettext_lazy("Sunday")),
]
_HOURS = [(f"{hour:02}:{minute:02}", f"{hour}:{minute:02}") for hour in range(6, 24) for minute in (0, 30)]


class EditPartner(KithForm):
    """A business, group or service that may be asked."""

    name = Text(
        gettext_lazy("What is it called?"),
        limit=120,
        missing=gettext_lazy("Write the name people know it by"),
        size="s",
    )
    partner_kind = Radios(
        gettext_lazy("What sort of partner is it?"),
        PartnerKind.choices,
        missing=gettext_lazy("Choose what sort of partner it is"),
        size="s",
    )
    contact_name = Text(gettext_lazy("Whom do we ask for?"), limit=120, required=False, size="s")
    phone = Phone(gettext_lazy("Phone"), required=False, size="s", autocomplete="off")
    email = Email(
        gettext_lazy("E-mail"),
        hint=gettext_lazy("Cards go here; without one to the mobile; to a landline you ring"),
        required=False,
        size="s",
    )
    takes_kinds = Checkboxes(
        gettext_lazy("What can they do?"),
        [],
        hint=gettext_lazy("None ticked means anything that needs no check"),
        required=False,
        size="s",
    )
    most_a_day = Number(gettext_lazy("How many a day at most?"), least=1, most=100, required=False, size="s")
    open_days = Checkboxes(
        gettext_lazy("On which days?"), DAYS, hint=gettext_lazy("None ticked means every day"), required=False, size="s"
    )
    opens = Select(gettext_lazy("From"), _HOURS, empty=gettext_lazy("any time"), required=False, size="s")
    closes = Select(gettext_lazy("Until"), _HOURS, empty=gettext_lazy("any time"), required=False, size="s")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["takes_kinds"].offer(kinds.CHOICES)  # type: ignore[attr-defined]

    def partner(self) -> Partner:
        """What was filled in, as the action takes it."""
        given = self.cleaned_data
        return Partner(
            name=given["name"],
            partner_kind=given["partner_kind"],
            phone=given["phone"],
            email=given["email"],
            contact_name=given["contact_name"],
            takes_kinds=tuple(given["takes_kinds"]),
            most_a_day=given["most_a_day"],
            open_days=tuple(int(day) for day in given["open_days"]),
            opens=time.fromisoformat(given["opens"]) if given["opens"] else None,
            closes=time.fromisoformat(given["closes"]) if given["closes"] else None,
        )


def begin(team: Team) -> dict[str, Any]:
    """What the form shows of a partner that is there already."""
    return {
        "name": team.name,
        "partner_kind": team.partner_kind,
        "contact_name": team.contact_name,
        "phone": phones.said(team.phone) if team.phone else "",
        "email": team.email,
        "takes_kinds": team.takes_kinds,
        "most_a_day": team.most_a_day,
        "open_days": [str(day) for day in team.open_days],
        "opens": team.opens.strftime("%H:%M") if team.opens else "",
        "closes": team.closes.strftime("%H:%M") if team.closes else "",
    }


class TheySaid(KithForm):
    """What a partner said on the phone."""

    partner = Radios(gettext_lazy("Which partner?"), [], missing=gettext_lazy("Choose which partner"))
    answer = Radios(
        gettext_lazy("What did they say?"),
        [
            ("yes", gettext_lazy("They can do it"), gettext_lazy("Then tell them whom it is for")),
            ("no", gettext_lazy("Not this time")),
        ],
        missing=gettext_lazy("Choose what they said"),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].offer(list(choices))  # type: ignore[attr-defined]


class InTouch(KithForm):
    """Whether the person was reached, in their own words to a colleague."""

    reached = Radios(
        gettext_lazy("What does the person say?"),
        [
            ("yes", gettext_lazy("They have been in touch")),
            ("no", gettext_lazy("They have not"), gettext_lazy("Somebody else is looked for at once")),
        ],
        missing=gettext_lazy("Choose what the person says"),
    )
    how = Radios(
        gettext_lazy("How do you know?"),
        [
            ("call", gettext_lazy("I rang them")),
            ("visit", gettext_lazy("I was there")),
            ("other", gettext_lazy("Another way")),
        ],
        missing=gettext_lazy("Choose how you know"),
    )


class PartnersMayForm(KithForm):
    """The person's answer."""

    may = Radios(
        gettext_lazy("May we also ask a local business, group or service?"),
        PartnersMay.choices,
        hint=gettext_lazy("They hear who the person is, and how to reach them, only after they have said yes."),
        missing=gettext_lazy("Choose what the person said"),
    )
