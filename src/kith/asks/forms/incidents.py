"""The forms of a major incident: proposing, saying no, what came of a call, who minded it, the report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.accounts.models import User
from kith.governance.actions import Proposal
from kith.governance.models import Reason, Which
from kith.kit import when
from kith.kit.forms import Checkboxes, KithForm, LongText, Radios, Select, Text, When
from kith.places.models import Place


class Propose(KithForm):
    """What the first of the two proposes. Give it the places, who may be asked, and who may ring."""

    name = Text(
        gettext_lazy("What is it called on the phone?"),
        hint=gettext_lazy("For example: the flood"),
        missing=gettext_lazy("Give it a name that can be said on the phone"),
        limit=80,
        width=20,
    )
    place = Select(gettext_lazy("Where?"), [], missing=gettext_lazy("Choose where"))
    reason = Radios(gettext_lazy("Why?"), Reason.choices, missing=gettext_lazy("Choose why"))
    words = LongText(
        gettext_lazy("What has happened?"),
        hint=gettext_lazy("At least 20 letters"),
        missing=gettext_lazy("Say in at least 20 letters what has happened"),
        limit=600,
        rows=3,
    )
    which = Radios(gettext_lazy("Who is rung?"), Which.choices, missing=gettext_lazy("Choose who is rung"))
    criteria = LongText(
        gettext_lazy("Why these people, and no others?"),
        hint=gettext_lazy("At least 20 letters"),
        missing=gettext_lazy("Say in at least 20 letters why these people"),
        limit=600,
        rows=3,
    )
    until = When(
        gettext_lazy("Until when at the latest?"),
        hint=gettext_lazy("Within fourteen days: Thursday, 3 December"),
        missing=gettext_lazy("Name a day within fourteen days"),
    )
    ringers = Checkboxes(
        gettext_lazy("Who rings?"),
        [],
        hint=gettext_lazy("Nobody else can read the list."),
        missing=gettext_lazy("Choose at least one colleague who rings"),
    )
    asked = Select(
        gettext_lazy("Who is the second person to decide?"), [], missing=gettext_lazy("Choose who decides with you")
    )

    def __init__(
        self,
        *args: Any,
        now: datetime,
        places: Iterable[Place],
        deciders: Iterable[User],
        colleagues: Iterable[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.places = {str(one.id): one for one in places}
        self.deciders = {str(one.id): one for one in deciders}
        self.colleagues = {str(one.id): one for one in colleagues}
        offered = (("place", self.places), ("asked", self.deciders), ("ringers", self.colleagues))
        for name, found in offered:
            self.fields[name].offer([(key, one.name) for key, one in found.items()])  # type: ignore[attr-defined]

    def clean_until(self) -> datetime:
        """A moment that can be read and is still to come."""
        found = when.parse(self.cleaned_data["until"], self.now)
        if found.end is None or found.end <= self.now:
            raise ValidationError(_("Write a day that is still to come, like Thursday or 3 December."))
        return found.end

    def proposal(self) -> Proposal:
        """What was filled in, as the act takes it."""
        given = self.cleaned_data
        return Proposal(
            place=self.places[given["place"]],
            name=given["name"],
            reason=given["reason"],
            words=given["words"],
            which=given["which"],
            criteria=given["criteria"],
            until=given["until"],
            asked=self.deciders[given["asked"]],
            ringers=tuple(self.colleagues[key] for key in given["ringers"]),
        )


class WhyNot(KithForm):
    """The second person says no."""

    why = Text(gettext_lazy("Why not?"), missing=gettext_lazy("Say in a sentence why"), limit=300)


class SaidOnCall(KithForm):
    """What came of one call, in a few words that may stay empty."""

    note = Text(gettext_lazy("What did they say?"), required=False, limit=300)


class Minded(KithForm):
    """Somebody minded being rung."""

    words = Text(
        gettext_lazy("Somebody minded being rung: what did they say?"),
        missing=gettext_lazy("Write down what they said"),
        limit=600,
    )


class Report(KithForm):
    """What was done, and what was learnt."""

    report = LongText(
        gettext_lazy("The report"),
        hint=gettext_lazy("What was done, who minded and why, and what would be done otherwise next time."),
        missing=gettext_lazy("Write what was done and what was learnt"),
        limit=6000,
        rows=10,
    )


class NameOne(KithForm):
    """A guardian names somebody who may decide."""

    user = Select(gettext_lazy("A colleague who may decide with others that everybody is rung"), [])

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(one.id): one for one in colleagues}
        self.fields["user"].offer([(key, one.name) for key, one in self.by_id.items()])  # type: ignore[attr-defined]
