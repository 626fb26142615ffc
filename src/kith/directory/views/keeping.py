"""For colleagues: an entry and its history, and how true the entries of a place are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.directory import actions
from kith.directory.actions import NeedsTheirYes, NothingToChange, OwnEdit, SomebodyChangedIt, SomethingNewer
from kith.directory.forms.entry import EntryForm
from kith.directory.models import Edit, Service, Size
from kith.directory.queries import freshness, kept
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.places.models import Place

OLDEST = 20


def place_kept(request: GatedRequest, slug: str) -> Place:
    """A place whose entries this colleague keeps."""
    place = Place.objects.visible_to(request.actor).defer("boundary").filter(slug=slug).first()
    if place is None or not policy.may_at(request.actor, Permission.KEEP_DIRECTORY, place):
        raise Http404
    return place


def entry_kept(request: GatedRequest, service_id: UUID) -> Service:
    """An entry this colleague keeps."""
    service = kept.entry_for(service_id, request.actor)
    if service is None:
        raise Http404
    return service


def how_true(request: GatedRequest, slug: str) -> HttpResponse:
    """How fresh the entries of a place are, by size of group, and which were heard of the longest ago."""
    place = place_kept(request, slug)
    shares = freshness.by_size(place, request.now)
    late = freshness.oldest(place, request.now, OLDEST)
    context = {
        "place": place,
        "shares": shares,
        "sizes": {**{size.value: size.label for size in Size}, "": _("All")},
        "late": late,
        "words": freshness.last_words([one.pk for one in late]),
        "to_look_at": len(kept.to_look_at(place, request.actor)),
    }
    return page(request, "directory/how_true.html", context)


def entry(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """One entry as a form. What somebody else changed meanwhile is shown beside it; nothing typed is lost."""
    service = entry_kept(request, service_id)
    form = EntryForm(request.POST or None, service=service, now=request.now)
    theirs: list[kept.Change] = []
    if request.method == "POST" and form.is_valid():
        try:
            edit = _changed(request, service, form)
        except SomebodyChangedIt as since:
            theirs, form = [kept.change_of(one) for one in since.edits], form.again_from(since.edits)
        except (NothingToChange, NeedsTheirYes) as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _kept_words(edit, kept.is_held(service)))
            return redirect("entry_history", service_id=service.pk)
    return page(request, "directory/entry_edit.html", _frame(request, service, form=form, theirs=theirs))


def _changed(request: GatedRequest, service: Service, form: EntryForm) -> Edit:
    to, began = form.changes(), form.began()
    # From a call or a slip: the colleague keys what the group said.
    lane = request.GET.get("lane", "") if request.GET.get("lane") in ("phone", "paper") else "colleague"
    return actions.change(service=service, to=to, lane=lane, version=began, by=request.actor, now=request.now)


def _kept_words(edit: Edit, held: bool) -> str:
    if held:
        return _("Kept. It may be about something that must not be found, so it is shown nowhere until somebody looks.")
    if edit.state == "proposed":
        return _("Kept. A colleague looks at it before it is shown.")
    return _("Kept, and shown from now on.")


def history(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """Every change of an entry, newest first, each with a way back; and who said when that it is right."""
    service = entry_kept(request, service_id)
    if request.method == "POST":
        _undone(request, UUID(request.POST.get("edit", "") or str(UUID(int=0))))
        return redirect(request.path)
    context = _frame(
        request,
        service,
        changes=kept.changes_of(service, request.actor),
        words=kept.words_on(service, OLDEST),
        leaders=list(kept.leaders_of(service, request.actor)),
    )
    return page(request, "directory/entry_history.html", context)


def _undone(request: GatedRequest, edit_id: UUID) -> None:
    edit = kept.edit_for(edit_id, request.actor)
    if edit is None:
        raise Http404
    try:
        actions.undo(edit=edit, by=request.actor, now=request.now)
    except (SomethingNewer, OwnEdit, NeedsTheirYes) as why:
        messages.warning(request, str(why))
    except WrongMove:
        messages.info(request, _("This is put back already."))
    else:
        messages.success(request, _("Put back as it was."))


def _frame(request: GatedRequest, service: Service, **more: Any) -> dict[str, Any]:
    return {"service": service, "place": service.place, **more}
