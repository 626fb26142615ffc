"""What is typed about an agreement: its draft, what one organisation gives and gets, a review, an end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.access.rules import CLASSES, PURPOSES
from kith.accounts.models import Organisation
from kith.governance.actions import Draft, Terms
from kith.governance.bases import ARTICLE_6, ARTICLE_9
from kith.governance.forms.dates import DatedForm
from kith.governance.models import Agreement, Party
from kith.governance.queries.agreements import Shown, places_of
from kith.governance.saying import dated, last_day
from kith.kit.forms import Checkboxes, KithForm, LongText, Number, Radios, Select, Text
from kith.places.models import Place

# What an agreement may be for. Looking at the trail and keeping the house in order crosses to nobody.
SHARED_FOR = tuple((key, words) for key, words in PURPOSES.items() if key in ("help", "planning"))
KINDS = [(letter, gettext_lazy("%s") % letter, words) for letter, words in CLASSES.items() if letter != "D"]


class DraftForm(DatedForm):
    """An agreement before anybody has signed. What each organisation gives and gets comes after."""

    name = Text(
        gettext_lazy("What is it called?"),
        hint=gettext_lazy("Short, like: Helping over the hill"),
        missing=gettext_lazy("Give it a name"),
        limit=120,
    )
    about = LongText(
        gettext_lazy("What is it for, in a sentence?"),
        hint=gettext_lazy("Everybody in these organisations can read it"),
        missing=gettext_lazy("Say in a sentence what it is for"),
        limit=600,
        rows=3,
    )
    organisations = Checkboxes(gettext_lazy("Which organisations?"), [])
    purposes = Checkboxes(gettext_lazy("What may it be used for?"), SHARED_FOR)
    places = Checkboxes(
        gettext_lazy("Where?"), [], hint=gettext_lazy("What is said about anybody who lives elsewhere does not cross")
    )
    starts = Text(gettext_lazy("First day"), hint=gettext_lazy("Like 1 March 2027"), width=20)
    review = Text(gettext_lazy("To be looked at again by"), width=20)
    expires = Text(gettext_lazy("Last day"), hint=gettext_lazy("24 months after the first at most"), width=20)

    def __init__(
        self, *args: Any, now: datetime, organisations: Sequence[Organisation], places: Sequence[Place], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self._organisations = {str(one.id): one for one in organisations}
        self._places = {str(one.id): one for one in places}
        named = [(key, one.name, one.get_kind_display()) for key, one in self._organisations.items()]
        self.fields["organisations"].offer(named)  # type: ignore[attr-defined]
        where = [(key, one.name, one.get_kind_display()) for key, one in self._places.items()]
        self.fields["places"].offer(where)  # type: ignore[attr-defined]

    def clean_organisations(self) -> list[Organisation]:
        """Those that were chosen; one alone cannot agree with anybody."""
        chosen = [self._organisations[key] for key in self.cleaned_data["organisations"]]
        if len(chosen) < 2:
            raise ValidationError(_("Choose at least two organisations"))
        return chosen

    def clean_starts(self) -> datetime | None:
        """The beginning of its first day."""
        return self.day("starts")

    def clean_review(self) -> datetime | None:
        """The end of the day by which it is looked at again."""
        return self.day("review", last=True)

    def clean_expires(self) -> datetime | None:
        """The end of its last day."""
        return self.day("expires", last=True)

    def draft(self, before: Iterable[Party] = ()) -> Draft:
        """What was written, as the action takes it. Whoever was in it keeps what it gives and gets."""
        given, known = self.cleaned_data, {party.controller_id: party for party in before}
        return Draft(
            name=given["name"],
            about=given["about"],
            purposes=given["purposes"],
            places=[self._places[key] for key in given["places"]],
            starts_at=given["starts"],
            review_by=given["review"],
            expires_at=given["expires"],
            terms=[terms_of(one, known.get(one.id)) for one in given["organisations"]],
        )


def terms_of(organisation: Organisation, party: Party | None) -> Terms:
    """What an organisation gives and gets as it stands; what helping takes, where nobody has said yet."""
    if party is None:
        return Terms(organisation, gives="AB", gets="AB", keeps_days=90)
    return Terms(
        organisation,
        gives=party.gives,
        gets=party.gets,
        article_6=party.article_6,
        article_9=party.article_9,
        keeps_days=party.keeps_days,
        contact=party.contact,
    )


def begin(agreement: Agreement, parties: Iterable[Party]) -> dict[str, Any]:
    """What the form shows of a draft that is there already."""
    return {
        "name": agreement.name,
        "about": agreement.about,
        "organisations": [str(party.controller_id) for party in parties],
        "purposes": agreement.purposes,
        "places": [str(place) for place in agreement.places],
        "starts": dated(agreement.starts_at),
        "review": last_day(agreement.review_by),
        "expires": last_day(agreement.expires_at),
    }


class PartyForm(KithForm):
    """What one organisation gives and gets, on what basis, and how long it keeps what it got."""

    gives = Checkboxes(gettext_lazy("What it passes on to the others"), KINDS, required=False)
    gets = Checkboxes(gettext_lazy("What it gets from the others"), KINDS, required=False)
    article_6 = Select(gettext_lazy("On what basis may it have what it gets?"), list(ARTICLE_6.items()), required=False)
    article_9 = Select(
        gettext_lazy("And, because it may say something about health"), list(ARTICLE_9.items()), required=False
    )
    keeps_days = Number(gettext_lazy("For how many days does it keep what it got?"), least=1, most=9999)
    contact = Text(gettext_lazy("Whom do the others ring about it?"), required=False)

    def terms(self, organisation: Organisation) -> Terms:
        """What was written, as the action takes it."""
        given = self.cleaned_data
        return Terms(
            organisation,
            gives="".join(given["gives"]),
            gets="".join(given["gets"]),
            article_6=given["article_6"],
            article_9=given["article_9"],
            keeps_days=given["keeps_days"],
            contact=given["contact"],
        )


def begin_party(party: Party) -> dict[str, Any]:
    """What the form shows of a party."""
    return {
        "gives": list(party.gives),
        "gets": list(party.gets),
        "article_6": party.article_6,
        "article_9": party.article_9,
        "keeps_days": party.keeps_days,
        "contact": party.contact,
    }


class SignForm(KithForm):
    """The sentence one signs under."""

    read = Checkboxes(
        gettext_lazy("Before you sign"),
        [
            ("read", gettext_lazy("I have read what crosses, to whom, for what, where and until when.")),
            ("may", gettext_lazy("I may sign for this organisation, and I sign for no other in this agreement.")),
        ],
    )

    def clean_read(self) -> list[str]:
        """Both of them."""
        if len(self.cleaned_data["read"]) < 2:
            raise ValidationError(_("Tick both sentences, or do not sign"))
        return list(self.cleaned_data["read"])


class EndForm(KithForm):
    """Which organisation ends it, and why."""

    organisation = Radios(
        gettext_lazy("Which organisation ends it?"), [], missing=gettext_lazy("Choose the organisation")
    )
    why = LongText(
        gettext_lazy("Why?"),
        hint=gettext_lazy("The others read this"),
        missing=gettext_lazy("Write in a sentence why it ends"),
        limit=300,
        rows=3,
    )

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisations = {str(one.id): one for one in organisations}
        self.fields["organisation"].offer([(key, one.name) for key, one in self._organisations.items()])  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Organisation:
        """The organisation that ends it."""
        return self._organisations[self.cleaned_data["organisation"]]


class LookAgainForm(DatedForm):
    """What looking again found, and when it is looked at next."""

    found = LongText(
        gettext_lazy("What did you find?"),
        hint=gettext_lazy("Is it still needed? Does more cross than is needed? Did anything go wrong?"),
        missing=gettext_lazy("Write in a sentence what you found"),
        limit=400,
        rows=3,
    )
    next_by = Text(gettext_lazy("To be looked at again by"), hint=gettext_lazy("Like 1 September 2027"), width=20)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_next_by(self) -> datetime | None:
        """The end of that day."""
        return self.day("next_by", last=True)


def as_draft(shown: Shown) -> Draft:
    """An agreement as it stands, as the action takes it."""
    one = shown.agreement
    return Draft(
        name=one.name,
        about=one.about,
        purposes=one.purposes,
        places=places_of(one),
        starts_at=one.starts_at,
        review_by=one.review_by,
        expires_at=one.expires_at,
        terms=[terms_of(party.controller, party) for party in shown.parties],
    )


def with_terms(draft: Draft, terms: Sequence[Terms]) -> Draft:
    """The same with other terms."""
    return replace(draft, terms=terms)


def following(shown: Shown, now: datetime) -> Draft:
    """The one that follows: it begins as this one ends, or today, and lasts as long."""
    one = shown.agreement
    starts = max(one.expires_at, now) if one.over_at is None else now
    return replace(
        as_draft(shown),
        starts_at=starts,
        review_by=starts + (one.expires_at - one.starts_at) / 2,
        expires_at=starts + (one.expires_at - one.starts_at),
    )
