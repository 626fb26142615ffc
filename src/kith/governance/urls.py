"""The addresses of agreements, and of what each organisation says of itself."""

from __future__ import annotations

from django.urls import path

from kith.access.gate import staff
from kith.accounts.roles import Permission
from kith.governance.views import agreements, changing, organisations, records

_SEE, _MANAGE = Permission.SEE_AGREEMENTS, Permission.MANAGE_AGREEMENTS

urlpatterns = [
    path("agreements/", staff(agreements.register, _SEE), name="agreements"),
    path("agreements/print/", staff(agreements.register_print, _SEE), name="agreements_print"),
    path("agreements/new/", staff(changing.new, _MANAGE), name="agreement_new"),
    path("agreements/<uuid:agreement_id>/", staff(agreements.one, _SEE), name="agreement"),
    path("agreements/<uuid:agreement_id>/print/", staff(agreements.one_print, _SEE), name="agreement_print"),
    path("agreements/<uuid:agreement_id>/change/", staff(changing.change, _MANAGE), name="agreement_change"),
    path("agreements/<uuid:agreement_id>/follow/", staff(changing.follow, _MANAGE), name="agreement_follow"),
    path(
        "agreements/<uuid:agreement_id>/gives/<uuid:party_id>/",
        staff(changing.party, _MANAGE),
        name="agreement_party",
    ),
    # Whoever answers for an organisation may have any role; being named there is what signing needs.
    path(
        "agreements/<uuid:agreement_id>/sign/<uuid:organisation_id>/",
        staff(agreements.sign, _SEE),
        name="agreement_sign",
    ),
    path("agreements/<uuid:agreement_id>/end/", staff(changing.end, _SEE), name="agreement_end"),
    path("agreements/<uuid:agreement_id>/look-again/", staff(changing.look_again, _SEE), name="agreement_look_again"),
    path("organisations/", staff(organisations.every, _SEE), name="organisations"),
    path("organisations/<uuid:organisation_id>/", staff(organisations.one, _SEE), name="organisation"),
    path("organisations/<uuid:organisation_id>/who/", staff(organisations.who, _MANAGE), name="organisation_who"),
    path("organisations/<uuid:organisation_id>/basis/", staff(organisations.bases, _MANAGE), name="organisation_basis"),
    path("organisations/<uuid:organisation_id>/kept/", staff(organisations.kept, _MANAGE), name="organisation_kept"),
    path("organisations/<uuid:organisation_id>/record/", staff(records.record, _SEE), name="record"),
    path("organisations/<uuid:organisation_id>/record.md", staff(records.record_text, _SEE), name="record_text"),
    path("organisations/<uuid:organisation_id>/assessment/", staff(records.assessment, _SEE), name="assessment"),
    path(
        "organisations/<uuid:organisation_id>/assessment.md",
        staff(records.assessment_text, _SEE),
        name="assessment_text",
    ),
]
