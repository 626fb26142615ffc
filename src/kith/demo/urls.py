"""The addresses of the demo."""

from __future__ import annotations

from django.urls import path

from kith.access.gate import by_link
from kith.demo.views import come_in

# What ``access.actions.issue_link`` must be given for a printed link.
PURPOSE = "demo-sign-in"

urlpatterns = [path("demo/in/<str:token>/", by_link(come_in, PURPOSE, opens_session=True), name="demo_sign_in")]
