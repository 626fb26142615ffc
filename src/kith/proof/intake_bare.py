"""What our own intake is measured against: as little as a Django view can do that keeps what it was sent."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from kith.kit import clock
from kith.kit.actor import Actor
from kith.proof.intake_server import BARE
from kith.trail import actions as trail
from kith.trail.verbs import Verb

BY = Actor.system("a bare view")


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    """Reads the JSON, writes one row with it, commits, and answers."""
    body = json.loads(request.body)
    with transaction.atomic():
        entry = trail.record(verb=Verb.TRY_COUNTED, by=BY, now=clock.now(), subject=("bare", None, ""), detail=body)
    return JsonResponse({"id": entry.pk}, status=202)


def addresses() -> tuple[Any, ...]:
    """The site's addresses and the bare one, which passes through the same middleware."""
    return (path(BARE.lstrip("/"), bare), path("", include(str(settings.ROOT_URLCONF))))
