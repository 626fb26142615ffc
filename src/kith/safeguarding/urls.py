"""The addresses of concerns. Whoever is not a reader finds nothing at any of them."""

from __future__ import annotations

from django.urls import path

from kith.access.gate import staff
from kith.accounts.roles import Permission
from kith.safeguarding.views import concerns

urlpatterns = [
    path("concerns/", staff(concerns.concerns, Permission.READ_CONCERN), name="concerns"),
    path("concerns/<uuid:concern_id>/", staff(concerns.concern, Permission.READ_CONCERN), name="concern"),
    # What a message may carry: it says nothing of where it leads.
    path("yours/<uuid:concern_id>/", staff(concerns.yours, Permission.READ_CONCERN), name="yours"),
]
