"""The sent box, and in a demo a way to answer a text as the phone it went to."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access.acting import saw
from kith.access.policy import standing
from kith.access.requests import GatedRequest
from kith.dispatch import actions as dispatch
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.pages import page
from kith.trail.verbs import Verb
from kith.web.queries.sent import A_PAGE, bubbles


def sent_box(request: GatedRequest) -> HttpResponse:
    """Every message the reader may see, word for word."""
    return _box(request, demo=False)


def demo_sent_box(request: GatedRequest) -> HttpResponse:
    """The same for every colleague, in a demo alone."""
    if not settings.DEMO_INSTANCE:
        raise Http404
    return _box(request, demo=True)


def demo_reply(request: GatedRequest) -> HttpResponse:
    """Answer a text as that phone would. Only the button does anything; the same press twice is one answer."""
    if not settings.DEMO_INSTANCE or request.method != "POST":
        raise Http404
    number, body = phones.normalise(request.POST.get("address", "")), request.POST.get("body", "").strip()[:1000]
    if number and body:
        key = f"demo:{request.POST.get('key', '')[:60] or uuid7()}"
        by = Actor.system("the demo's phones")
        understood = dispatch.receive(address=number, body=body, provider_key=key, by=by, now=request.now)
        messages.success(request, _("%(phone)s wrote: %(understood)s") % {"phone": number, "understood": understood})
    return redirect(f"{reverse('demo_sent_box')}?wanted={number or ''}")


def _box(request: GatedRequest, demo: bool) -> HttpResponse:
    wanted, number = request.GET.get("wanted", "")[:100], request.GET.get("page", "1")
    current = max(1, int(number)) if number.isdecimal() and len(number) < 5 else 1
    found, more = bubbles(request.actor, wanted, current, demo)
    whose = standing(request.actor)
    controller = whose[0].organisation if whose else None
    saw(Verb.SENT_BOX_SEEN, ("sent box", None, str(_("the sent box"))), controller=controller)
    context = {
        "bubbles": found,
        "wanted": wanted,
        "number": current,
        "more": more,
        "demo": settings.DEMO_INSTANCE,
        "key": uuid7(),
        "here": request.path,
        "a_page": A_PAGE,
    }
    return page(request, "web/sent_box.html", context)
