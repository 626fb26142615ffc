"""What an organisation says of itself: who looks after its data, on what basis, and for how long it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from kith.access.rules import PURPOSES
from kith.accounts.models import Organisation, User
from kith.governance import keeping
from kith.governance.actions import Who
from kith.governance.bases import ARTICLE_6, ARTICLE_9
from kith.governance.models import Basis, Stewardship
from kith.kit.forms import KithForm, Number, Select, Text

_PLAIN = (
    "answers_name",
    "answers_as",
    "data_contact",
    "guardian_name",
    "safeguarding_lead",
    "rights_contact",
    "breach_contact",
)


class WhoForm(KithForm):
    """Who looks after it. Whatever is not known yet is left empty."""

    answers_name = Text(
        gettext_lazy("Who answers for what is kept?"),
        hint=gettext_lazy("A trustee, a partner, or the senior information risk owner"),
        required=False,
    )
    answers_as = Text(gettext_lazy("As what?"), hint=gettext_lazy("Like: trustee"), limit=120, required=False)
    answers_user = Select(
        gettext_lazy("Their account here, with which they sign"), [], empty=gettext_lazy("None"), required=False
    )
    data_contact = Text(
        gettext_lazy("Whom does one ask about data?"),
        hint=gettext_lazy("A name, and a number or an e-mail"),
        required=False,
    )
    guardian_name = Text(
        gettext_lazy("Guardian of the data"),
        hint=gettext_lazy("Caldicott guardian or equivalent; never whoever answers"),
        required=False,
    )
    guardian_user = Select(gettext_lazy("Their account here"), [], empty=gettext_lazy("None"), required=False)
    guardian_of = Select(
        gettext_lazy("Borrowed from another organisation?"), [], empty=gettext_lazy("No, our own"), required=False
    )
    safeguarding_lead = Text(gettext_lazy("Safeguarding lead"), required=False)
    rights_contact = Text(gettext_lazy("Whom does a person ask to see what is kept about them?"), required=False)
    breach_contact = Text(gettext_lazy("Whom to ring when something went to the wrong place"), required=False)

    def __init__(self, *args: Any, users: Sequence[User], organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.id), one.name) for one in users]
        for name in ("answers_user", "guardian_user"):
            self.fields[name].offer(people)  # type: ignore[attr-defined]
        self.fields["guardian_of"].offer([(str(one.id), one.name) for one in organisations])  # type: ignore[attr-defined]

    def who(self) -> Who:
        """What was written, as the action takes it."""
        given = self.cleaned_data
        plain = {name: str(given[name]) for name in _PLAIN}
        return Who(
            **plain,
            answers_user_id=_id(given["answers_user"]),
            guardian_user_id=_id(given["guardian_user"]),
            guardian_of_id=_id(given["guardian_of"]),
        )


def _id(value: str) -> UUID | None:
    return UUID(value) if value else None


def begin_who(there: Stewardship | None) -> dict[str, Any]:
    """What the form shows of what stands there."""
    if there is None:
        return {}
    found = {name: getattr(there, name) for name in _PLAIN}
    for name in ("answers_user", "guardian_user", "guardian_of"):
        found[name] = str(getattr(there, f"{name}_id") or "")
    return found


class BasesForm(KithForm):
    """One basis for each purpose, from the words of the UK GDPR."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in PURPOSES.items():
            self.fields[f"{key}_6"] = Select(words, list(ARTICLE_6.items()), required=False)
            also = gettext_lazy("And, where it says something about health or the like")
            self.fields[f"{key}_9"] = Select(also, list(ARTICLE_9.items()), required=False, size="s")

    def clean(self) -> dict[str, Any]:
        """Both halves of a basis, or neither."""
        data = super().clean() or self.cleaned_data
        for key in PURPOSES:
            first, second = data.get(f"{key}_6"), data.get(f"{key}_9")
            if bool(first) != bool(second):
                field = f"{key}_9" if first else f"{key}_6"
                self.add_error(field, gettext_lazy("Choose both lines for this purpose, or neither"))
        return data

    def chosen(self) -> list[tuple[str, str, str]]:
        """Each purpose for which a basis was chosen, with its two articles."""
        given = self.cleaned_data
        return [(key, given[f"{key}_6"], given[f"{key}_9"]) for key in PURPOSES if given.get(f"{key}_6")]


def begin_bases(chosen: dict[str, Basis]) -> dict[str, str]:
    """What the form shows of what was chosen."""
    found = {f"{key}_6": one.article_6 for key, one in chosen.items()}
    return {**found, **{f"{key}_9": one.article_9 for key, one in chosen.items()}}


class KeepingForm(KithForm):
    """How many days each kind of record is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = gettext_lazy("In days")
        for key, kind in keeping.KINDS.items():
            self.fields[key] = Number(kind.said, hint=hint, least=keeping.LEAST, most=keeping.MOST)
