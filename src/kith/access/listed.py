"""Who may see what stands in the directory: rows for ``rules``. All of it is public but who runs a group, and edits."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kith.access.said import When
from kith.accounts.roles import Permission

_SERVICE = {"place": "service__place__path"}
# What each is called, what a colleague needs before looking, and the ways in which it is tied to somewhere.
TIED: dict[str, tuple[LazyText, Permission | None, dict[str, Any]]] = {
    "directory.Source": (_("other directories we show"), None, {"place": "place__path"}),
    "directory.Taxonomy": (_("lists of words of a directory"), None, {}),
    "directory.TaxonomyTerm": (_("words of a directory"), None, {}),
    "directory.Organization": (_("who runs groups and services"), None, {"place": "place__path"}),
    "directory.Service": (_("groups and services"), None, {"place": "place__path"}),
    "directory.Location": (_("where groups and services are"), None, {}),
    "directory.ServiceAtLocation": (_("which service is where"), None, _SERVICE),
    "directory.Schedule": (_("when groups and services are on"), None, _SERVICE),
    "directory.ServiceTerm": (_("under which words a service stands"), None, _SERVICE),
    "directory.SearchRow": (_("what is searched of groups and services"), None, {"place": "place__path"}),
    "directory.Assurance": (_("when somebody last said that an entry is right"), None, _SERVICE),
    "directory.Leader": (
        _("who runs a group, and how they are reached"),
        Permission.KEEP_DIRECTORY,
        {"place": "place__path", "controller": "controller", "offered": "pk"},
    ),
    "directory.Edit": (_("changes of entries"), Permission.KEEP_DIRECTORY, _SERVICE),
    "directory.MergeProposal": (_("entries that may be one"), Permission.KEEP_DIRECTORY, {}),
    "directory.Tally": (_("how often something was looked for"), None, {"place": "place__path"}),
}

_PUBLIC = tuple(
    label for label, (_said, needed, _ways) in TIED.items() if needed is None and label != "directory.Tally"
)
_SORTERS = ("street_coordinator", "community_builder", "link_worker", "district_lead")
_KEEPERS = (*_SORTERS, "administrator")
_ROLES = (*_KEEPERS, "safeguarding_lead", "guardian", "commissioner")
_WITHOUT_ACCOUNT = ("volunteer", "partner", "person", "asker", "program", "public", "leader")

TIED["outreach.Question"] = (
    _("what groups were asked, and what they said"),
    Permission.KEEP_DIRECTORY,
    {"place": "place__path", "controller": "controller", "offered": "leader"},
)

TIED["outreach.TellWhen"] = (
    _("who waits until a group takes people again"),
    Permission.KEEP_DIRECTORY,
    {"place": "place__path", "controller": "controller"},
)

# As in a rule: who, what, when tied to it, which classes of field, and what for.
MAY: tuple[tuple[tuple[str, ...], tuple[str, ...], When, str, str], ...] = (
    # What stands in a directory is there to be read by anybody.
    ((*_ROLES, *_WITHOUT_ACCOUNT), _PUBLIC, When.ALWAYS, "A", "running"),
    (_ROLES, ("directory.Tally",), When.ALWAYS, "A", "planning"),
    (_KEEPERS, ("directory.Edit", "directory.MergeProposal"), When.ALWAYS, "A", "running"),
    (_SORTERS, ("directory.Leader",), When.IN_PLACE, "AB", "help"),
    # Whoever runs a group sees what we keep of them.
    (("leader",), ("directory.Leader", "outreach.Question"), When.OFFERED, "AB", "help"),
    (_SORTERS, ("outreach.Question",), When.IN_PLACE, "A", "help"),
    (_SORTERS, ("outreach.TellWhen",), When.IN_PLACE, "AB", "help"),
)
