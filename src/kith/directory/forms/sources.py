"""How another directory is read: its address, its name, how often, and whether somebody looks first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.directory import fetching
from kith.directory.reading.entries import CannotRead
from kith.kit.forms import KithForm, Select, Text, Tick
from kith.places.models import Place

_OFTEN = [
    ("0", gettext_lazy("Only when somebody asks for it")),
    ("6", gettext_lazy("Every 6 hours")),
    ("24", gettext_lazy("Every day")),
    ("168", gettext_lazy("Every week")),
]


class SourceForm(KithForm):
    """One that is there already."""

    name = Text(gettext_lazy("What is it called?"), hint=gettext_lazy("As people here know it"), limit=200)
    place = Select(
        gettext_lazy("Where does it belong?"),
        [],
        hint=gettext_lazy("What it says no postcode, point or town of is put there"),
        missing=gettext_lazy("Choose the place it belongs to"),
    )
    every = Select(gettext_lazy("How often is it read?"), _OFTEN)
    review = Tick(gettext_lazy("Show new entries only after somebody here has looked at them"), required=False)

    def __init__(self, *args: Any, places: Sequence[Place], **more: Any) -> None:
        super().__init__(*args, **more)
        self._places = {str(one.pk): one for one in places}
        self.fields["place"].offer([(key, one.name) for key, one in self._places.items()])  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """As the actions take it."""
        given = self.cleaned_data
        how = {"every": int(given["every"]), "review": bool(given["review"])}
        return {"name": given["name"], "place": self._places[given["place"]], **how}


class NewSourceForm(SourceForm):
    """A new one."""

    field_order = ("address", "name", "place", "every", "review")
    address = Text(
        gettext_lazy("The address of its feed"),
        hint=gettext_lazy("Like https://example.org/openreferral/v3. Whoever runs it knows it."),
        limit=600,
    )

    def clean_address(self) -> str:
        """An address we may go to, as far as its words say."""
        address = str(self.cleaned_data["address"]).strip().rstrip("/")
        if not address.startswith(("http://", "https://")):
            raise ValidationError(_("Enter an address that begins with https://"))
        try:
            fetching.check_words(address)
        except CannotRead as why:
            raise ValidationError(str(why)) from why
        return address
