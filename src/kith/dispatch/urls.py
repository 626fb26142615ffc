"""The addresses of pages about who takes an ask: for colleagues, and for volunteers by their link."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import SlugConverter
from django.views.decorators.csrf import csrf_exempt

from kith.access.gate import by_code, by_link, public, staff
from kith.accounts.roles import Permission
from kith.dispatch.views import (
    answers,
    ask,
    ask_words,
    at_the_door,
    help_first,
    ladders,
    looked,
    own_calendar,
    partner,
    partners,
    peace,
    permitting,
    provider,
    safe,
    sheet,
    sorting,
    status,
    take_in,
    to_read,
    today,
    visits,
    volunteer,
    volunteer_book,
    whose_say,
)

may = Permission
_NOTIFY = "GOV.UK Notify proves itself by the token it was given"


class Reference(SlugConverter):
    """KESTREL 42 in an address, which no step of the public form under the same first word can be."""

    regex = "[a-z]+-[2-9]+"


register_converter(Reference, "reference")

urlpatterns = [
    path("today/<slug:slug>/", staff(today.today, may.SEE_TODAY, fresh=False), name="today"),
    path("today/<slug:slug>/print/", staff(today.today_print, may.SEE_TODAY, fresh=False), name="today_print"),
    path("today/<slug:slug>/sheet/", staff(sheet.sheet, may.KEY_ANSWERS), name="today_sheet"),
    path("today/<slug:slug>/decide/", staff(today.decide, may.DECIDE), name="decide"),
    path("today/<slug:slug>/decided/<uuid:promise_id>/", staff(today.decision_done, may.DECIDE), name="decision_done"),
    path("today/<slug:slug>/asked-at-the-door/", staff(help_first.help_first, may.MANAGE_PLACE), name="help_first"),
    path("to-read/<uuid:promise_id>/", staff(to_read.to_read, may.TELL), name="to_read"),
    path("ladders/<slug:slug>/", staff(ladders.ladders, may.SEE_LADDERS), name="ladders"),
    path("ladders/<slug:slug>/<slug:kind>/", staff(ladders.ladder, may.SEE_LADDERS), name="ladder"),
    path(
        "ladders/<slug:slug>/<slug:kind>/inherit/",
        staff(ladders.inherit, may.CHANGE_LADDERS),
        name="ladder_inherit",
    ),
    path("take-in/", staff(take_in.take_in, may.TAKE_IN_ASKS), name="take_in"),
    path("take-in/<reference:slug>/", staff(take_in.taken_in, may.TAKE_IN_ASKS), name="taken_in"),
    path("ask/<reference:slug>/", staff(ask.ask, may.SEE_ASK), name="ask"),
    path("ask/<reference:slug>/card/", staff(ask.card, may.TELL), name="ask_card"),
    path("ask/<reference:slug>/door/", staff(ask.door, may.KEY_ANSWERS), name="ask_door"),
    path("ask/<reference:slug>/said-yes/", staff(answers.said_yes, may.KEY_ANSWERS), name="ask_said_yes"),
    path(
        "ask/<reference:slug>/not-this-time/", staff(answers.not_this_time, may.KEY_ANSWERS), name="ask_not_this_time"
    ),
    path(
        "ask/<reference:slug>/what-happened/", staff(answers.what_happened, may.KEY_ANSWERS), name="ask_what_happened"
    ),
    path("ask/<reference:slug>/no-longer/", staff(answers.no_longer, may.KEY_ANSWERS), name="ask_no_longer"),
    path("ask/<reference:slug>/did-not-come/", staff(answers.did_not_come, may.KEY_ANSWERS), name="ask_did_not_come"),
    path("ask/<reference:slug>/spoken-with/", staff(answers.spoken_with, may.KEY_ANSWERS), name="ask_spoken_with"),
    path("ask/<reference:slug>/partner-said/", staff(partners.they_said, may.KEY_ANSWERS), name="ask_partner_said"),
    path("ask/<reference:slug>/in-touch/", staff(partners.in_touch, may.KEY_ANSWERS), name="ask_in_touch"),
    path("ask/<reference:slug>/partners-may/", staff(partners.partners_may, may.KEY_ANSWERS), name="ask_partners_may"),
    path("partners/<slug:slug>/", staff(partners.partners, may.SEE_PARTNERS), name="partners"),
    path("partners/<slug:slug>/add/", staff(partners.partner_add, may.MANAGE_PARTNERS), name="partner_add"),
    path(
        "partners/<slug:slug>/<uuid:team_id>/", staff(partners.partner_edit, may.MANAGE_PARTNERS), name="partner_edit"
    ),
    path("ask/<reference:slug>/hold/", staff(sorting.hold, may.HOLD_ASKS), name="ask_hold"),
    path("ask/<reference:slug>/let-go/", staff(sorting.let_go, may.HOLD_ASKS), name="ask_let_go"),
    path("ask/<reference:slug>/nearer/", staff(sorting.nearer, may.STEP_UP), name="ask_nearer"),
    path("ask/<reference:slug>/i-have-this/", staff(sorting.i_have_this, may.HOLD_ASKS), name="ask_i_have_this"),
    path("ask/<reference:slug>/further/", staff(sorting.further, may.STEP_UP), name="ask_further"),
    path("ask/<reference:slug>/another-time/", staff(sorting.another_time, may.MOVE_DATES), name="ask_another_time"),
    path("ask/<reference:slug>/told/<uuid:telling_id>/", staff(sorting.told, may.TELL), name="ask_told"),
    path(
        "ask/<reference:slug>/told/<uuid:telling_id>/post/",
        staff(sorting.post_letter, may.TELL),
        name="ask_post_letter",
    ),
    path("ask/<reference:slug>/checked/", staff(sorting.checked, may.TAKE_IN_ASKS), name="ask_checked"),
    path("ask/<reference:slug>/add/", staff(sorting.add, may.TAKE_IN_ASKS), name="ask_add"),
    path("ask/<reference:slug>/visit/", staff(visits.rang, may.KEY_ANSWERS), name="ask_visit"),
    path("ask/<reference:slug>/word/", staff(ask_words.word, may.KEY_ANSWERS), name="ask_word"),
    path("ask/<reference:slug>/regularly/", staff(ask_words.regularly, may.KEY_ANSWERS), name="ask_regularly"),
    path("visits/<slug:slug>/", staff(visits.going_on, may.SEE_TODAY), name="visits"),
    path("visit/<uuid:visit_id>/", staff(visits.visit, may.KEY_ANSWERS), name="visit"),
    path("volunteers/<slug:slug>/checks/", staff(volunteer_book.checks, may.SEE_VOLUNTEERS), name="volunteer_checks"),
    path(
        "volunteers/<slug:slug>/<uuid:volunteer_id>/",
        staff(volunteer_book.volunteer, may.SEE_VOLUNTEERS),
        name="volunteer",
    ),
    path(
        "volunteers/<slug:slug>/<uuid:volunteer_id>/change/",
        staff(volunteer_book.edit, may.MANAGE_VOLUNTEERS),
        name="volunteer_edit",
    ),
    path(
        "volunteers/<slug:slug>/<uuid:volunteer_id>/buddy/",
        staff(volunteer_book.buddy, may.MANAGE_VOLUNTEERS),
        name="volunteer_buddy",
    ),
    path(
        "volunteers/<slug:slug>/<uuid:volunteer_id>/check/",
        staff(volunteer_book.check, may.MANAGE_VOLUNTEERS),
        name="volunteer_check",
    ),
    path(
        "at-the-door/",
        public(at_the_door.right_word, "whoever stands inside asks who stands outside; tries are counted"),
        name="right_word",
    ),
    # The person's own page, and that of whoever asked for them: by word and code, or by the link of a message.
    path(
        "status/",
        public(status.status_enter, "the word and the code are the key; tries are counted"),
        name="status_enter",
    ),
    path("status/<slug:reference>/", by_code(status.status, "status", ask_again="status_enter"), name="status"),
    path("s/<str:token>/", by_link(status.status, "status"), name="status_link"),
    path(
        "status/<slug:reference>/who-looked/",
        by_code(looked.status_looked, "status", ask_again="status_enter"),
        name="status_looked",
    ),
    path("s/<str:token>/who-looked/", by_link(looked.status_looked, "status"), name="status_link_looked"),
    # When somebody comes: for the person, by link or by code, and for the volunteer who goes.
    path("s/<str:token>/when.ics", by_link(own_calendar.of_status, "status"), name="status_link_when"),
    path(
        "status/<slug:reference>/when.ics",
        by_code(own_calendar.of_status, "status", ask_again="status_enter"),
        name="status_when",
    ),
    path("o/<str:token>/when.ics", by_link(own_calendar.of_volunteer, "offer"), name="my_calendar"),
    # A volunteer's own pages. Messages carry the shorter address, so that one bar of signal fetches one page, not two.
    path("o/<str:token>", by_link(volunteer.offer, "offer", over=volunteer.over), name="offer"),
    path("o/<str:token>/", by_link(volunteer.offer, "offer", over=volunteer.over), name="offer_slash"),
    # A partner's own page: a business, a group or a service.
    path("p/<str:token>", by_link(partner.partner, "partner", over=partner.over), name="partner_card"),
    path("p/<str:token>/", by_link(partner.partner, "partner", over=partner.over), name="partner_card_slash"),
    path("o/<str:token>/mine/", by_link(volunteer.mine, "offer", over=volunteer.over), name="my_asks"),
    path("person/<uuid:person_id>/who-looked/", staff(looked.person_looked, may.SEE_PERSON), name="person_looked"),
    path(
        "person/<uuid:person_id>/before-you-ring/",
        staff(safe.before_you_ring, may.SEE_PERSON),
        name="before_you_ring",
    ),
    path("person/<uuid:person_id>/safe/", staff(safe.how_it_is_safe, may.KEY_ANSWERS), name="how_it_is_safe"),
    path(
        "person/<uuid:person_id>/safe/<uuid:block_id>/over/",
        staff(safe.need_not_be_apart, may.KEY_ANSWERS),
        name="need_not_be_apart",
    ),
    path("person/<uuid:person_id>/permission/", staff(permitting.permission, may.KEY_ANSWERS), name="permission"),
    path("person/<uuid:person_id>/permission/say/", staff(permitting.say, may.KEY_ANSWERS), name="permission_say"),
    path(
        "person/<uuid:person_id>/permission/decide/",
        staff(permitting.decide, may.KEY_ANSWERS),
        name="permission_decide",
    ),
    path(
        "person/<uuid:person_id>/permission/paper/",
        staff(permitting.on_paper, may.KEY_ANSWERS),
        name="permission_paper",
    ),
    path("person/<uuid:person_id>/speaks-for/", staff(permitting.speaks_for, may.KEY_ANSWERS), name="speaks_for"),
    path("person/<uuid:person_id>/roughly-how-old/", staff(whose_say.how_old, may.KEY_ANSWERS), name="how_old"),
    path("person/<uuid:person_id>/in-peace/", staff(peace.in_peace, may.KEY_ANSWERS), name="in_peace"),
    path("person/<uuid:person_id>/spoke/", staff(peace.spoke, may.KEY_ANSWERS), name="spoke"),
    path("person/<uuid:person_id>/reached-again/", staff(peace.reached_again, may.KEY_ANSWERS), name="reached_again"),
    # No browser comes here, so there is no form of ours to have come from.
    path("notify/delivered/", csrf_exempt(public(provider.delivered, _NOTIFY)), name="notify_delivered"),
    path("notify/inbound/", csrf_exempt(public(provider.inbound, _NOTIFY)), name="notify_inbound"),
]
