"""The form and moments of the page that shows every part once; ``demo`` gives that page an address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.kit.forms import (
    Checkboxes,
    Email,
    KithForm,
    LongText,
    Number,
    Phone,
    Postcode,
    Radios,
    Select,
    Text,
    Tick,
    When,
    YesNo,
)


class ExampleForm(KithForm):
    """One of each field."""

    need = LongText(
        _("What do you need?"),
        hint=_("In your own words, in any language."),
        missing=_("Enter what you need"),
        size="l",
    )
    name = Text(_("Your name"), required=False, width=20, autocomplete="name", hint=_("Or leave it: you need not say."))
    where = Postcode(_("Postcode"), missing=_("Enter a postcode, or the street and village"))
    phone = Phone(_("Phone number"), required=False)
    email = Email(_("E-mail"), required=False)
    when = When(_("When do you need it by?"), required=False)
    bags = Number(_("How many bags?"), required=False, least=1, most=9)
    safe = Radios(
        _("Is it safe to text or ring this number?"),
        [
            ("yes", _("Yes")),
            ("please-ring", _("Only say \u201cplease ring\u201d"), _("We say nothing else, to anybody who answers.")),
            ("no", _("No")),
        ],
        missing=_("Choose whether it is safe to text or ring"),
    )
    neighbour = YesNo(_("Is it all right if a neighbour helps?"), required=False)
    door = Checkboxes(
        _("What helps at the door?"),
        [("knock", _("I cannot hear the knock")), ("dog", _("There is a dog")), ("steps", _("There are steps"))],
        required=False,
    )
    language = Select(_("Language"), [("en", "English"), ("cy", "Cymraeg"), ("ar", "العربية")], required=False)
    voicemail = Tick(_("Please leave no voicemail"))


def context(now: datetime) -> dict[str, Any]:
    """What the page needs."""
    sent = {"need": "", "where": "", "name": "ليلى Parry", "phone": "0163"}
    return {
        "form": ExampleForm(sent),
        "soon": now + timedelta(minutes=40),
        "later": now + timedelta(hours=5),
        "now": now,
    }
