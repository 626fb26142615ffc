"""What a reader does with a concern, on its page; and that nobody else finds one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.safeguarding import actions, queries
from kith.safeguarding.models import Concern, Line
from kith.safeguarding.said import Said
from kith.trail.models import Entry

SECRET = "zebra-canary he locks her in"


@pytest.fixture
def concern(two_leads, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: two_leads.now)
    said = Said(words=SECRET, about_words="Mrs Hale", answer="call", answer_to="+447700900123")
    return actions.raise_concern(said=said, place=two_leads.combe, by=Actor.public(), now=two_leads.now)


@pytest.fixture
def as_gwen(client, two_leads, concern):
    client.force_login(two_leads.gwen)
    return client


def do(client, concern, what, **given):
    fields = {f"{what}-{name}": value for name, value in given.items()}
    return client.post(f"/concerns/{concern.id}/", {"do": what, **fields})


def lines(concern):
    return list(concern.lines.order_by("at", "id").values_list("what", flat=True))


def test_the_list_and_the_page_show_it_and_both_are_written_on_the_trail(as_gwen, concern):
    assert "zebra-canary" in as_gwen.get("/concerns/").content.decode()
    assert as_gwen.get(f"/yours/{concern.id}/").url == f"/concerns/{concern.id}/"
    page = as_gwen.get(f"/concerns/{concern.id}/").content.decode()
    assert "zebra-canary" in page and "Mrs Hale" in page and "07700 900123" in page
    assert Entry.objects.filter(verb="concern.seen", subject_id=concern.id, actor_label="Gwen Pascoe").count() == 2


@pytest.mark.parametrize("who", ["gareth", "bea", "jan", "ruth"])
def test_for_everybody_else_there_is_no_row_no_gap_and_no_count(client, concern, two_leads, who):
    client.force_login(getattr(two_leads, who))
    page = client.get("/concerns/").content.decode()
    assert "zebra" not in page and "There is no concern for you to read" in page
    assert client.get(f"/concerns/{concern.id}/").status_code == 404
    assert client.get(f"/yours/{concern.id}/").status_code == 404
    assert do(client, concern, "add", words="x").status_code == 404
    assert client.get("/concerns/00000000-0000-7000-8000-000000000000/").status_code == 404


def test_read_decided_told_outside_answered_and_ended_one_line_each(as_gwen, concern, two_leads):
    assert do(as_gwen, concern, "read", look_by="tomorrow").status_code == 302
    assert do(as_gwen, concern, "decide", words="Visit", reason="She asked", look_by="tomorrow").status_code == 302
    assert do(as_gwen, concern, "outside", whom="The council", words="All of it").status_code == 302
    assert do(as_gwen, concern, "answered", how="Rang").status_code == 302
    assert do(as_gwen, concern, "end", outcome="council", words="They have it").status_code == 302
    assert lines(concern)[0] == "raised"
    assert set(lines(concern)) >= {"read", "decided", "outside", "answered", "ended"}
    concern.refresh_from_db()
    assert concern.state == "ended" and concern.promise.state == "kept" and concern.answering.state == "kept"
    page = as_gwen.get(f"/concerns/{concern.id}/").content.decode()
    assert "zebra-canary" in page and "They have it" in page


def test_a_decision_needs_its_reason_and_what_was_written_stays(as_gwen, concern):
    page = do(as_gwen, concern, "decide", words="Wait and see", reason="", look_by="tomorrow")
    assert page.status_code == 200 and "Wait and see" in page.content.decode()
    assert "Write why" in page.content.decode() and lines(concern) == ["raised"]


def test_whoever_has_read_it_has_it_and_no_phone_rings(as_gwen, concern, two_leads):
    do(as_gwen, concern, "read", look_by="tomorrow")
    concern.refresh_from_db()
    assert concern.promise.holder == two_leads.gwen_in and concern.holder_label == "Gwen Pascoe"
    assert not concern.promise.duty_calls.filter(seen_at__isnull=True).exists()
    assert concern.look_by > two_leads.now + timedelta(hours=10)


def test_shown_on_purpose_a_colleague_reads_it_and_no_longer_once_it_is_taken_away(as_gwen, client, concern, two_leads):
    do(as_gwen, concern, "read", look_by="tomorrow")
    do(as_gwen, concern, "show", to=str(two_leads.jan_in.id), reason="She knows the street")
    reader = concern.readers.get(user=two_leads.jan)
    told = Message.objects.get(user=two_leads.jan)
    assert "zebra" not in told.body and "concern" not in told.body and f"/yours/{concern.id}/" in told.body
    client.force_login(two_leads.jan)
    assert client.get(f"/concerns/{concern.id}/").status_code == 200
    client.force_login(two_leads.gwen)
    client.post(f"/concerns/{concern.id}/", {"do": "take-away", "which": str(reader.id)})
    client.force_login(two_leads.jan)
    assert client.get(f"/concerns/{concern.id}/").status_code == 404
    assert concern.readers.get(pk=reader.id).name == "Jan Ford"


def test_nothing_of_it_can_be_changed_or_taken_from_the_line(concern):
    assert Line.append_only and Concern.objects.count() == 1


def test_kept_from_a_colleague_by_hand_they_can_neither_read_nor_be_shown_it(concern, two_leads, client):
    by = Actor.user(two_leads.gwen)
    actions.keep_from(concern=concern, user=two_leads.mel, why="It is her brother.", by=by, now=two_leads.now)
    client.force_login(two_leads.mel)
    assert client.get(f"/concerns/{concern.id}/").status_code == 404
    with pytest.raises(actions.CannotShow):
        actions.show(concern=concern, to=two_leads.mel_in, reason="x", by=by, now=two_leads.now)


def test_a_reader_keeps_it_from_a_colleague_with_a_reason_and_that_stands_on_the_page(as_gwen, concern, two_leads):
    assert "Write why: somebody will ask later" in do(as_gwen, concern, "keep", why="").content.decode()
    do(as_gwen, concern, "keep", who=str(two_leads.mel_in.id), why="A cousin of theirs")
    page = as_gwen.get(f"/concerns/{concern.id}/").content.decode()
    assert "Mel Trewin: A cousin of theirs" in page
    as_gwen.force_login(two_leads.mel)
    assert as_gwen.get(f"/concerns/{concern.id}/").status_code == 404


def test_whoever_keeps_it_from_themselves_is_shown_the_list_and_not_the_concern(as_gwen, concern, two_leads):
    answer = do(as_gwen, concern, "keep", who=str(two_leads.gwen_in.id), why="She is my aunt")
    assert answer.headers["Location"] == "/concerns/"
    assert as_gwen.get(f"/concerns/{concern.id}/").status_code == 404


def test_what_was_kept_from_a_colleague_may_reach_them_again_with_a_reason_and_a_line(as_gwen, concern, two_leads):
    assert "It may reach a colleague after all" not in as_gwen.get(f"/concerns/{concern.id}/").content.decode()
    do(as_gwen, concern, "keep", who=str(two_leads.mel_in.id), why="A cousin of theirs")
    assert "Write why: somebody will ask later" in do(as_gwen, concern, "reach", why="").content.decode()
    do(as_gwen, concern, "reach", who=str(two_leads.mel.id), why="Another Trewin")
    page = as_gwen.get(f"/concerns/{concern.id}/").content.decode()
    assert "It may reach Mel Trewin again." in page and "Another Trewin" in page
    assert "A cousin of theirs" not in page
    by = Actor.user(two_leads.gwen)
    actions.may_reach(concern=concern, user=two_leads.mel, why="Twice", by=by, now=two_leads.now)
    assert Entry.objects.filter(verb="concern.may_reach").count() == 1
    # It shows them nothing by itself; somebody still has to.
    assert two_leads.mel.id not in set(concern.readers.values_list("user_id", flat=True))
    actions.show(concern=concern, to=two_leads.mel_in, reason="She leads", by=by, now=two_leads.now)


def test_whom_the_person_it_is_about_named_stays_kept_from_it(concern, two_leads, monkeypatch):
    by = Actor.user(two_leads.gwen)
    actions.keep_from(concern=concern, user=two_leads.mel, why="She named her.", by=by, now=two_leads.now)
    monkeypatch.setattr(queries, "must_not_know_of_them", lambda _concern: {two_leads.mel.id})
    with pytest.raises(actions.CannotShow):
        actions.may_reach(concern=concern, user=two_leads.mel, why="x", by=by, now=two_leads.now)
    assert queries.may_be_let_reach(concern, by) == []
