"""The addresses of the directory: for anybody, and for colleagues who keep it."""

from __future__ import annotations

from django.urls import path

from kith.access.gate import public, staff
from kith.accounts.roles import Permission
from kith.directory.views import entering, found, keeping, leaders, sources

may = Permission

# Keeping entries true.
_KEPT = [
    path("directory/<slug:slug>/how-true/", staff(keeping.how_true, may.KEEP_DIRECTORY), name="how_true"),
    path("directory/<slug:slug>/new/", staff(entering.entry_new, may.KEEP_DIRECTORY), name="entry_new"),
    path("directory/<slug:slug>/leaders/", staff(leaders.leaders, may.KEEP_DIRECTORY), name="leaders"),
    path("entry/<uuid:service_id>/", staff(keeping.history, may.KEEP_DIRECTORY), name="entry_history"),
    path("entry/<uuid:service_id>/change/", staff(keeping.entry, may.KEEP_DIRECTORY), name="entry_edit"),
    path("entry/<uuid:service_id>/leader/", staff(leaders.leader_new, may.KEEP_DIRECTORY), name="leader_new"),
    path("leader/<uuid:leader_id>/", staff(leaders.leader, may.KEEP_DIRECTORY), name="leader"),
]

# Other directories. They stand before addresses that begin with a place.
_FROM_OTHERS = [
    path("directory/sources/", staff(sources.sources, may.KEEP_DIRECTORY), name="directory_sources"),
    path("directory/sources/add/", staff(sources.source_new, may.KEEP_DIRECTORY), name="directory_source_new"),
    path("directory/sources/<uuid:source_id>/", staff(sources.source, may.KEEP_DIRECTORY), name="directory_source"),
    path(
        "directory/sources/<uuid:source_id>/change/",
        staff(sources.source_change, may.KEEP_DIRECTORY),
        name="directory_source_change",
    ),
]

# How it was there, from whoever went.
_FOUND = [
    path(
        "found/<uuid:service_id>/",
        public(found.found, "whoever went there says how it was; nothing is kept of who, and tries are counted"),
        name="found",
    ),
]

urlpatterns = [*_FROM_OTHERS, *_KEPT, *_FOUND]
