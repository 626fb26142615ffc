"""What other programs send and read: ``/api/v1/asks``. Who may is the gate's; what an ask becomes is the actions'."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import Header, NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from kith.access.acting import saw
from kith.access.models import TeamToken
from kith.access.requests import GatedRequest
from kith.accounts.queries import NobodyAnswers
from kith.asks import actions as asks
from kith.asks import codes, four_answers, queries, to_programs
from kith.asks.api import reading
from kith.asks.api.reading import fingerprint, key_of
from kith.asks.api.schemas import Accepted, Problem, Status
from kith.asks.forms.program import AskIn, wanted_from
from kith.asks.models import Ask, AskerMay, SentIn
from kith.kit.languages import for_our_records
from kith.kit.problem import Refused, as_json
from kith.kit.refs import parse
from kith.places.queries import NoPlacesYet
from kith.trail.verbs import Verb

MINUTE = timedelta(minutes=1)


class TokenOfATeam(HttpBearer):
    """For the description alone: the gate has looked at the token before anything here is reached."""

    openapi_name = "team_token"

    def authenticate(self, request: HttpRequest, token: str) -> TeamToken:
        return request.token  # type: ignore[attr-defined]


api = NinjaAPI(
    title="Kith",
    version="1",
    description="Send an ask, and read what is happening with it. Nothing here answers with a name, a number or "
    "an address of the person.",
    urls_namespace="kith_api",
    docs_url=None,
    openapi_url=None,
    auth=TokenOfATeam(),
)
api.exception_handler(Refused)(reading.refused)
api.exception_handler(Http404)(reading.not_there)
api.exception_handler(HttpError)(reading.unreadable)
api.exception_handler(ValidationError)(reading.not_valid)
_PROBLEMS = dict.fromkeys((400, 401, 403, 404, 413, 415, 422, 429, 500, 503), Problem)
_TO_READ = dict.fromkeys((401, 403, 404, 500, 503), Problem)


@api.post(
    "/asks", response={202: Accepted, **_PROBLEMS}, url_name="api_asks", operation_id="send_ask", summary="Send an ask"
)
def send_ask(
    request: GatedRequest,
    ask: AskIn,
    idempotency_key: str | None = Header(
        None,
        alias="Idempotency-Key",
        description="A name for this one ask, new for each in your whole team. The same name with the same ask is one "
        "ask, however often it is sent and with whichever token: send it again whenever an answer did not arrive.",
    ),
) -> HttpResponse:
    """Answers 202 when it is kept, and somebody has it. Sent again with the same key it has the same answer."""
    key, sent_now = key_of(idempotency_key), fingerprint(request)
    before, wait = queries.sent_before(request.token, key, MINUTE, request.now)
    if before is not None:
        return _again(before, sent_now)
    if wait:
        said = _("This token sends more than %(most)s asks a minute. Send this one again in %(wait)s seconds.")
        words = {"most": request.token.most_a_minute, "wait": wait}
        raise Refused(429, "too-many", said % words, retry_after=wait)
    return _taken_in(request, ask, key, sent_now)


@api.get(
    "/asks/{reference}",
    response={200: Status, **_TO_READ},
    url_name="api_ask",
    operation_id="read_ask",
    summary="Read an ask",
)
def read_ask(request: GatedRequest, reference: str) -> HttpResponse:
    """How it stands with an ask your team sent, as far as the person allows. Not yours is the same as not there."""
    rows = Ask.objects.visible_to(request.actor).select_related(
        "promise__holder__user", "promise__team", "taken_by__person", "place", "sent_in"
    )
    found = rows.filter(reference=parse(reference) or "").first()
    if found is None:
        raise Http404
    saw(
        Verb.STATUS_SEEN,
        ("ask", found.id, found.reference),
        place=(found.place_id, found.place.name),
        controller=found.controller_id,
    )
    if queries.team_must_not_hear(found, request.token.team, request.now):
        found.asker_may = AskerMay.NOTHING
    four = four_answers.for_asker(found, request.now)
    body = {
        "reference": found.reference,
        "your_reference": found.sent_in.answer.get("your_reference", ""),
        "state": to_programs.state_of(found),
        "explanation": four.what,
        "who": four.who,
        "hear_by": four.hear_by,
        "meanwhile": four.meanwhile,
        "phone": four.phone,
        "late": four.late,
        "ended": four.ended,
    }
    return as_json(body, 200)


def _again(before: SentIn, sent_now: str) -> HttpResponse:
    if before.fingerprint != sent_now:
        said = _("Another ask was sent with this Idempotency-Key: %(reference)s. Send this one with a key of its own.")
        raise Refused(422, "key-used", said % {"reference": before.ask.reference})
    return _accepted(before)


def _accepted(sent: SentIn) -> HttpResponse:
    body = {"code": codes.first_code_of(sent.ask), **sent.answer}
    return as_json(body, 202, headers={"Location": sent.answer["status_url"]})


def _taken_in(request: GatedRequest, ask: AskIn, key: str, sent_now: str) -> HttpResponse:
    token = request.token
    client_key = to_programs.key_of_team(token.team_id, key)
    with for_our_records():
        wanted = wanted_from(ask, near=token.team.place, key=client_key, now=request.now)
    try:
        sent = asks.take_in_sent(
            wanted=wanted, token=token, key=key, fingerprint=sent_now, by=request.actor, now=request.now
        )
    except asks.OutOfTheirWay as why:
        mend = _("Send it with the token of a team that is nearer, or ring them.")
        raise Refused(403, "elsewhere", f"{why} {mend}") from why
    except (NobodyAnswers, NoPlacesYet) as nobody:
        said = _("There is nobody here yet who could take this ask. Ring your team.")
        raise Refused(503, "nobody-yet", said, retry_after=600) from nobody
    return _accepted(sent)


# The views behind the addresses; each passes the gate in urls.py.
VIEWS: dict[str, Callable[..., HttpResponse]] = {
    str(one.name): reading.readable(one.callback)
    for one in api.urls[0]
    if isinstance(one, URLPattern) and one.callback is not None
}
