"""The addresses of pages that belong to no other package."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.urls import path

from kith.access.gate import by_link, public, staff
from kith.accounts.roles import Permission
from kith.web.views import (
    duty,
    emergency,
    finder,
    finder_more,
    first_run,
    home,
    incidents,
    menu,
    missed,
    my_day,
    people,
    programs,
    promise_log,
    sent_box,
    sign_in,
    trail,
    way_out,
    who_may,
)

_COMES_FIRST = "signing in comes before anybody has a permission; the tries are limited"
_EMPTY = "only while the instance is empty; asks for the set-up word printed by ./kith up"
_FOUND = "what a place has is there for anybody to find, and nobody is asked who they are"
_EMBED = {"frame-ancestors": ["*"]}

urlpatterns = [
    path("", public(home.home, "the front door: staff are sent on to their own page"), name="home"),
    path("nobody-missed/", staff(missed.nobody_missed, Permission.SEE_NOBODY_MISSED), name="nobody_missed"),
    path("sent-box/", staff(sent_box.sent_box, Permission.SEE_SENT_BOX), name="sent_box"),
    # In a demo everybody is invented, so every colleague may read along; elsewhere these do not exist.
    path("demo/sent-box/", staff(sent_box.demo_sent_box, Permission.SEE_WHO_MAY), name="demo_sent_box"),
    path("demo/sent-box/answer/", staff(sent_box.demo_reply, Permission.SEE_WHO_MAY), name="demo_reply"),
    path("my-day/hand-over/", staff(my_day.hand_over, Permission.TELL), name="hand_over"),
    path(
        "my-day/hand-over/for/<uuid:membership_id>/",
        staff(my_day.hand_over_for, Permission.MANAGE_TEAM),
        name="hand_over_for",
    ),
    path("my-day/asked/<uuid:hand_over_id>/", staff(my_day.asked, Permission.TELL), name="asked_to_have"),
    path("h/<str:token>", by_link(my_day.asked_by_link, "hand-over"), name="asked_by_link"),
    path("duty/", staff(duty.duty, Permission.HOLD_ASKS), name="duty"),
    path("d/<str:token>", by_link(duty.duty_by_link, "duty-ring"), name="duty_by_link"),
    path("programs/", staff(programs.programs, Permission.MANAGE_PROGRAMS), name="programs"),
    path("programs/<uuid:token_id>/end/", staff(programs.end_token, Permission.MANAGE_PROGRAMS), name="program_end"),
    path(
        "programs/told/<uuid:hook_id>/end/",
        staff(programs.end_hook, Permission.MANAGE_PROGRAMS),
        name="program_told_end",
    ),
    path("promises/<slug:slug>/", staff(promise_log.log, Permission.SEE_TODAY), name="promise_log"),
    path(
        "promises/<slug:slug>/<uuid:promise_id>/put-right/",
        staff(promise_log.put_right, Permission.MOVE_DATES),
        name="put_right",
    ),
    path("person/<uuid:person_id>/", staff(people.person, Permission.SEE_PERSON), name="person"),
    # Who may is more than a role: whoever is rung now may as well. The page asks, and is not there for others.
    path("emergency/", staff(emergency.emergency, Permission.SEE_WHO_MAY), name="emergency"),
    path("emergency/uses/", staff(emergency.emergency_uses, Permission.REVIEW_EMERGENCY_USE), name="emergency_uses"),
    path("emergency/incidents/", staff(incidents.incidents, Permission.SEE_WHO_MAY), name="incidents"),
    path("emergency/incidents/<uuid:incident_id>/", staff(incidents.incident, Permission.SEE_WHO_MAY), name="incident"),
    path(
        "emergency/incidents/<uuid:incident_id>/notice/",
        staff(incidents.notice, Permission.SEE_WHO_MAY),
        name="incident_notice",
    ),
    path(
        "emergency/incidents/<uuid:incident_id>/rang/<uuid:line_id>/",
        staff(incidents.rang, Permission.SEE_WHO_MAY),
        name="incident_rang",
    ),
    path("emergency/reach/<uuid:line_id>/", staff(incidents.reach, Permission.SEE_WHO_MAY), name="incident_reach"),
    path("emergency/follows/<uuid:promise_id>/", staff(emergency.what_follows, Permission.SEE_TODAY), name="follows"),
    path("emergency/<uuid:use_id>/", staff(emergency.emergency_use, Permission.SEE_WHO_MAY), name="emergency_use"),
    path("volunteers/<slug:slug>/", staff(people.volunteers, Permission.SEE_VOLUNTEERS), name="volunteers"),
    path(
        "volunteers/<slug:slug>/add/", staff(people.add_volunteer, Permission.MANAGE_VOLUNTEERS), name="volunteer_add"
    ),
    path("sign-in/", public(sign_in.ask_for_code, _COMES_FIRST), name="account_login"),
    # The same page by the name allauth sends people back to.
    path("sign-in/", public(sign_in.ask_for_code, _COMES_FIRST), name="account_request_login_code"),
    path("sign-in/code/", public(sign_in.give_code, _COMES_FIRST), name="account_confirm_login_code"),
    path("sign-out/", public(sign_in.sign_out, "whoever is signed in may always leave"), name="account_logout"),
    path("begin/", public(first_run.first_run, _EMPTY), name="first_run"),
    path("begin/<slug:step>/", public(first_run.first_run, _EMPTY), name="first_run_step"),
    path("leave/", public(way_out.leave, "whoever must leave in a hurry is asked nothing"), name="leave"),
    path("worried/", public(way_out.worried, "anybody may be worried about somebody"), name="worried"),
    path("find/", finder.counted(public(finder.finder, _FOUND)), name="find"),
    path("find/in/<slug:slug>/", finder.counted(public(finder.finder, _FOUND)), name="find_in"),
    path("find/in/<slug:slug>/map/", public(finder_more.on_a_map, _FOUND), name="find_map"),
    path("find/in/<slug:slug>/map.geojson", public(finder_more.map_points, _FOUND), name="find_points"),
    path("find/in/<slug:slug>/menu/", public(menu.on_one_sheet, _FOUND), name="find_menu"),
    path("find/in/<slug:slug>/print/", public(finder_more.on_paper, _FOUND), name="find_print"),
    path("find/in/<slug:slug>/poster/", public(finder_more.poster, _FOUND), name="find_poster"),
    path("find/group/<uuid:service_id>/", finder.counted(public(finder.service, _FOUND)), name="service_page"),
    path("find/group/<uuid:service_id>/print/", public(finder_more.service_on_paper, _FOUND), name="service_print"),
    path("find/group/<uuid:service_id>/text/", public(finder_more.text_me, _FOUND), name="service_text"),
    path("find/told/", public(finder_more.connector, _FOUND), name="find_connector"),
    path("find/told/<uuid:service_id>/", public(finder_more.told, _FOUND), name="find_told"),
    path("find/offline.js", public(finder_more.offline, _FOUND), name="find_offline"),
    # Another site may show this one page, and no other, inside of its own.
    path("embed/<slug:slug>/", csp_replace(_EMBED)(public(finder_more.embedded, _FOUND)), name="find_embed"),
    path("trail/", staff(trail.trail, Permission.SEE_TRAIL), name="trail"),
    path("trail/unusual/", staff(trail.unusual, Permission.SEE_TRAIL), name="trail_unusual"),
    path("worried/thank-you/", public(way_out.thank_you, "it says the same to everybody"), name="worried_sent"),
    path("who-may/", staff(who_may.who_may, Permission.SEE_WHO_MAY), name="who_may"),
]
