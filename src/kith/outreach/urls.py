"""The addresses of pages about going out to groups."""

from __future__ import annotations

from django.urls import path

from kith.access.gate import by_link, public, staff
from kith.accounts.roles import Permission
from kith.outreach.views import counted, group, links, phone_round, ring_tree, telling, waiting

may = Permission
_WAITS = "whoever waits for a group leaves where to be told once; tries are counted, and nobody is asked who they are"

urlpatterns = [
    path("directory/<slug:slug>/ring-round/", staff(phone_round.phone_round, may.KEEP_DIRECTORY), name="phone_round"),
    path(
        "directory/<slug:slug>/ring-round/<uuid:service_id>/",
        staff(phone_round.phone_call, may.KEEP_DIRECTORY),
        name="phone_call",
    ),
    path("directory/<slug:slug>/counted/", staff(counted.counted, may.KEEP_DIRECTORY), name="counted"),
    path("directory/<slug:slug>/counted.csv", staff(counted.counted_csv, may.KEEP_DIRECTORY), name="counted_csv"),
    # What waits for somebody to look, and from a promise to where it is kept.
    path("directory/<slug:slug>/changes/", staff(waiting.edits, may.KEEP_DIRECTORY), name="directory_edits"),
    path("directory/to-look-at/", staff(waiting.to_look_at, may.KEEP_DIRECTORY), name="directory_to_look_at"),
    path("directory/owed/<uuid:promise_id>/", staff(waiting.owed, may.KEEP_DIRECTORY), name="owed"),
    # Tell me when it takes people again.
    path("find/group/<uuid:service_id>/tell-me/", public(telling.tell_me, _WAITS), name="tell_when"),
    path("w/<str:token>", by_link(telling.take_back, "tell-when"), name="tell_no_more"),
    path("w/<str:token>/", by_link(telling.take_back, "tell-when"), name="tell_no_more_slash"),
    path("directory/<slug:slug>/waited-for/", staff(telling.waited_for, may.KEEP_DIRECTORY), name="waited_for"),
    path("entry/<uuid:service_id>/tell/", staff(telling.key_for_them, may.KEEP_DIRECTORY), name="tell_when_key"),
    path("directory/ring/<uuid:promise_id>/", staff(telling.ring_them, may.KEEP_DIRECTORY), name="ring_them"),
    path("leader/<uuid:leader_id>/link/", staff(links.group_link, may.KEEP_DIRECTORY), name="group_link"),
    # A group's own page. Messages carry the shorter address.
    path("g/<str:token>", by_link(group.group_page, "group", over=group.group_over), name="group"),
    path("g/<str:token>/", by_link(group.group_page, "group", over=group.group_over), name="group_slash"),
    path(
        "g/<str:token>/ring-each-other/",
        by_link(ring_tree.ring_each_other, "group", over=group.group_over),
        name="group_ring_tree",
    ),
    path("g/<str:token>/change/", by_link(group.group_change, "group", over=group.group_over), name="group_change"),
]
