"""The register: which agreements there are, what each says in plain sentences, and what is to be done about one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.access.rules import CLASSES, PURPOSES
from kith.governance import lifecycle
from kith.governance.bases import said
from kith.governance.keeping import in_words
from kith.governance.models import Agreement, Party
from kith.governance.saying import dated, last_day, listed
from kith.kit.actor import Actor
from kith.places.models import Place

SOON = timedelta(days=60)
# In this order on the register.
_ORDER = (
    lifecycle.LIVE,
    lifecycle.RUN_OFF,
    lifecycle.SIGNED,
    lifecycle.DRAFT,
    lifecycle.ENDED,
    lifecycle.EXPIRED,
    lifecycle.DROPPED,
)
_TAGS = {lifecycle.LIVE: "done", lifecycle.RUN_OFF: "wait", lifecycle.SIGNED: "wait", lifecycle.DRAFT: "check"}


@dataclass(frozen=True)
class Shown:
    """One agreement as its pages show it. ``agreement.parties`` and the places are read already."""

    agreement: Agreement
    parties: tuple[Party, ...]
    places: tuple[str, ...]
    now: datetime

    @property
    def state(self) -> str:
        return _(lifecycle.AGREEMENT.said(self.agreement.state))

    @property
    def tag(self) -> str:
        return _TAGS.get(self.agreement.state, "calm")

    @property
    def is_over(self) -> bool:
        return self.agreement.state in lifecycle.AGREEMENT.ends

    @property
    def between(self) -> str:
        """The organisations by name; many of them as a number with the first two."""
        names = [party.controller.name for party in self.parties]
        if len(names) <= 3:
            return listed(names)
        more = ngettext("%(n)s more", "%(n)s more", len(names) - 2) % {"n": len(names) - 2}
        return listed([*names[:2], more])

    @property
    def purposes(self) -> str:
        return listed(PURPOSES[one] for one in self.agreement.purposes if one in PURPOSES)

    @property
    def where(self) -> str:
        return listed(self.places)

    @property
    def until(self) -> str:
        return dated(self.agreement.over_at) if self.agreement.over_at else last_day(self.agreement.expires_at)

    @property
    def starts(self) -> str:
        return dated(self.agreement.starts_at)

    @property
    def review(self) -> str:
        return last_day(self.agreement.review_by)

    def events(self) -> list[dict[str, str]]:
        """What happened, oldest first, with the day and who did it."""
        return [
            {"at": dated(one.at), "text": one.what, "by": "" if one.by_label in one.what else one.by_label}
            for one in self.agreement.events.all()
        ]

    @property
    def crosses(self) -> str:
        """The letters of everything that crosses anywhere in it."""
        return "".join(sorted({letter for _to, found in self.flows() for letters in found for letter in letters}))

    def flows(self) -> list[tuple[tuple[Party, ...], dict[str, list[Party]]]]:
        """Each group of organisations that get the same, and from whom they get which classes of field."""
        groups: dict[str, list[Party]] = {}
        for party in self.parties:
            groups.setdefault(party.gets, []).append(party)
        found = []
        for gets, takers in groups.items():
            given: dict[str, list[Party]] = {}
            for giver in self.parties:
                letters = "".join(sorted(set(giver.gives) & set(gets)))
                if letters and any(taker.controller_id != giver.controller_id for taker in takers):
                    given.setdefault(letters, []).append(giver)
            found.append((tuple(takers), given))
        return found

    def sentences(self) -> list[str]:
        """Who may read what of whose, as sentences."""
        found = []
        for takers, given in self.flows():
            for letters, givers in given.items():
                whose = {one.controller_id for one in givers}
                everybody = whose == {one.controller_id for one in self.parties}
                alone = everybody and len(self.parties) > 2
                words = {
                    "who": _names(takers),
                    "what": listed(str(CLASSES[letter]).split(":")[0] for letter in letters),
                    "whose": _("any of the others") if alone else _names(_not_themselves(takers, givers)),
                }
                found.append(_("%(who)s may read %(what)s of people for whom %(whose)s answers.") % words)
        return found

    def lines(self) -> list[tuple[Party, tuple[str, ...]]]:
        """Each organisation with what stands in its row: gives, gets, basis, kept for, whom to ring, who signed."""
        return [(party, self._cells(party)) for party in self.parties]

    def _cells(self, party: Party) -> tuple[str, ...]:
        signed = _("not yet")
        if party.signed_at is not None:
            words = {"who": party.signed_by_label, "part": party.get_signed_as_display(), "day": dated(party.signed_at)}
            signed = _("%(who)s, %(part)s, on %(day)s") % words
        return (
            party.controller.name,
            party.gives or _("nothing"),
            party.gets or _("nothing"),
            (said(party.article_6, party.article_9) or _("not chosen")) if party.gets else "–",
            in_words(party.keeps_days) if party.gets else "–",
            party.contact or _("nobody named"),
            signed,
        )

    def to_look_at(self) -> list[str]:
        """What somebody has to do about it, each in a sentence. Empty while it is well."""
        one, found = self.agreement, []
        if one.state == lifecycle.LIVE and one.expires_at - self.now <= SOON:
            days = max(0, (one.expires_at - self.now).days)
            words = {"n": days, "day": last_day(one.expires_at)}
            ends = ngettext("It ends in %(n)s day, on %(day)s.", "It ends in %(n)s days, on %(day)s.", days) % words
            found.append(ends + " " + _("Write the next one, or let it end."))
        if one.state == lifecycle.LIVE and one.review_by <= self.now:
            found.append(_("It was to be looked at again by %(day)s.") % {"day": last_day(one.review_by)})
        if one.state == lifecycle.RUN_OFF and one.runs_off_until is not None:
            until = {"day": dated(one.runs_off_until)}
            found.append(_("Nothing new crosses. What is open runs off until %(day)s, then it goes home.") % until)
        if one.state == lifecycle.DRAFT:
            names = [party.controller.name for party in self.parties if party.signed_at is None]
            found.append(_("Not signed yet: %(names)s.") % {"names": listed(names)})
        return found


def _names(parties: Sequence[Party]) -> str:
    return listed(party.controller.name for party in parties)


def _not_themselves(takers: Sequence[Party], givers: Sequence[Party]) -> list[Party]:
    """Those whose affairs are others' to read: one organisation alone reads nobody's but its own without asking."""
    return [one for one in givers if len(takers) > 1 or one.controller_id != takers[0].controller_id]


def register(actor: Actor, now: datetime) -> list[Shown]:
    """Every agreement, those in force first. A few queries."""
    rows = Agreement.objects.visible_to(actor).prefetch_related("parties__controller")
    found = sorted(rows, key=lambda one: (_ORDER.index(one.state), one.name))
    return _shown(found, now)


def one_of(agreement_id: UUID, actor: Actor, now: datetime) -> Shown | None:
    """One agreement with all that its page shows."""
    rows = Agreement.objects.visible_to(actor).filter(pk=agreement_id).select_related("controller", "follows")
    return next(iter(_shown(list(rows.prefetch_related("parties__controller", "events")), now)), None)


def agreements_of(organisation_id: UUID, now: datetime) -> list[Shown]:
    """What one organisation has agreed and is not over, for its record."""
    rows = Agreement.objects.filter(
        parties__controller=organisation_id, state__in=(*lifecycle.CROSSES, lifecycle.SIGNED)
    )
    return _shown(list(rows.prefetch_related("parties__controller").order_by("name", "id")), now)


def _shown(agreements: Iterable[Agreement], now: datetime) -> list[Shown]:
    agreements = list(agreements)
    ids = {place for one in agreements for place in one.places}
    names = dict(Place.objects.filter(id__in=ids).values_list("id", "name"))
    return [
        Shown(
            one,
            tuple(sorted(one.parties.all(), key=lambda party: party.controller.name)),
            tuple(sorted(names[place] for place in one.places if place in names)),
            now,
        )
        for one in agreements
    ]


def places_of(agreement: Agreement) -> list[Place]:
    """The places of an agreement."""
    return list(Place.objects.filter(id__in=agreement.places).defer("boundary").order_by("id"))


def places_to_choose() -> list[Place]:
    """Where an agreement may hold: a system, a district, a neighbourhood or a community. Never a single street."""
    rows = Place.objects.exclude(kind=Place.Kind.STREET).defer("boundary")
    return sorted(rows, key=lambda place: (len(place.path), place.name))
