"""The addresses of the directory: for anybody, and for colleagues who keep it."""

from __future__ import annotations

from django.urls import path

from kith.access.gate import staff
from kith.accounts.roles import Permission
from kith.directory.views import keeping, leaders

may = Permission

# Keeping entries true.
_KEPT = [
    path("directory/<slug:slug>/how-true/", staff(keeping.how_true, may.KEEP_DIRECTORY), name="how_true"),
    path("directory/<slug:slug>/changes/", staff(keeping.edits, may.KEEP_DIRECTORY), name="directory_edits"),
    path("directory/<slug:slug>/leaders/", staff(leaders.leaders, may.KEEP_DIRECTORY), name="leaders"),
    path("entry/<uuid:service_id>/", staff(keeping.history, may.KEEP_DIRECTORY), name="entry_history"),
    path("entry/<uuid:service_id>/change/", staff(keeping.entry, may.KEEP_DIRECTORY), name="entry_edit"),
    path("entry/<uuid:service_id>/leader/", staff(leaders.leader_new, may.KEEP_DIRECTORY), name="leader_new"),
    path("leader/<uuid:leader_id>/", staff(leaders.leader, may.KEEP_DIRECTORY), name="leader"),
]

urlpatterns = [*_KEPT]
