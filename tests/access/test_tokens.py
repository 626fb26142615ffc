"""A team's own program is let in by a token: made on a page or a command line, shown once, and ended there."""

from __future__ import annotations

import argparse
import re
from typing import Any

import pytest
from django.test import Client

from kith.access import actions, commands, tokens
from kith.access.models import Scope, TeamToken
from kith.kit import clock
from kith.kit.cli import Stop
from kith.outbox.models import Hook
from kith.trail.models import Entry
from tests.thread import BUILDER, NOW, Town, build_town


@pytest.fixture
def place(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def let_in(client: Client, team: Any, name: str = "Referrals") -> Any:
    said = {"in-team_id": str(team.id), "in-name": name, "in-scopes": ["asks:send"], "let_in": "yes"}
    return client.post("/programs/", said)


def test_only_a_fingerprint_is_kept(place: Town) -> None:
    token, secret = actions.make_token(team=place.bo.team, name="x", scopes=[Scope.SEND], by=BUILDER, now=NOW)
    assert secret.startswith("kith_") and len(secret) > 32
    assert secret not in str(TeamToken.objects.values().get())
    found = tokens.find(secret)
    assert found == token and tokens.find(secret + "x") is None and tokens.find("kith_") is None


def test_a_district_lead_lets_a_program_in_and_sees_its_token_once(place: Town) -> None:
    client = signed_in(place.gareth)
    made = let_in(client, place.bo.team).content.decode()
    secret = re.search(r"kith_[\w-]{32}", made)
    assert secret is not None and tokens.find(secret[0]) is not None
    again = client.get("/programs/").content.decode()
    assert "Referrals" in again and secret[0] not in again
    entry = Entry.objects.get(verb="token.made")
    assert entry.actor_id == place.gareth.user_id and secret[0] not in str(entry.detail)


def test_nobody_else_may(place: Town) -> None:
    assert signed_in(place.jan).get("/programs/").status_code == 404
    assert let_in(signed_in(place.bo), place.bo.team).status_code == 404
    assert not TeamToken.objects.exists()


def test_a_team_elsewhere_cannot_be_chosen(place: Town) -> None:
    from kith.accounts import actions as accounts
    from kith.places import actions as places

    other = places.add_place(kind="district", name="Far Shire", by=BUILDER, now=NOW, lat=52.0, lon=-1.0)
    far = accounts.add_place_team(
        place=other,
        organisation=place.bo.team.organisation,
        name="Far team",
        duty=place.bo.user,
        role="district_lead",
        phone="01632960009",
        by=BUILDER,
        now=NOW,
    )
    client = signed_in(place.gareth)
    assert "Far team" not in client.get("/programs/").content.decode()
    let_in(client, far)
    token, _secret = actions.make_token(team=far, name="theirs", scopes=[Scope.SEND], by=BUILDER, now=NOW)
    assert client.post(f"/programs/{token.id}/end/").status_code == 404
    assert TeamToken.objects.get().ended_at is None


def test_it_is_ended_on_the_page(place: Town) -> None:
    client = signed_in(place.gareth)
    let_in(client, place.bo.team)
    token = TeamToken.objects.get()
    assert client.post(f"/programs/{token.id}/end/").status_code == 302
    token.refresh_from_db()
    assert token.ended_at == NOW and Entry.objects.filter(verb="token.ended").count() == 1
    assert client.get(f"/programs/{token.id}/end/").status_code == 404


def test_where_a_program_hears_is_agreed_on_the_page_and_ended_there(place: Town) -> None:
    client = signed_in(place.gareth)
    said = {"told-team_id": str(place.bo.team_id), "told-url": "http://example.org/kith", "tell": "yes"}
    refused = client.post("/programs/", said).content.decode()
    assert "https://" in refused and "http://example.org/kith" in refused and not Hook.objects.exists()
    made = client.post("/programs/", {**said, "told-url": "https://example.org/kith"}).content.decode()
    assert "whsec_" in made
    hook = Hook.objects.get()
    assert client.post(f"/programs/told/{hook.id}/end/").status_code == 302
    assert Hook.objects.get().ended_at == NOW


def run(command: str, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    one = next(each for each in commands.COMMANDS if each.name == command)
    parser = argparse.ArgumentParser()
    one.add_arguments(parser)
    assert one.run(parser.parse_args(words)) == 0
    out = capsys.readouterr()
    return out.out + out.err


def test_it_is_made_listed_and_ended_at_the_command_line(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    made = run("token add", capsys, "Saltcombe Neighbours", "Referrals", "--may", "asks:send", "--days", "30")
    secret = re.search(r"^kith_\S+$", made, re.M)
    assert secret is not None and tokens.find(secret[0]) is not None
    assert "Referrals" in run("token list", capsys) and secret[0] not in run("token list", capsys)
    run("token end", capsys, "Referrals")
    assert "over" in run("token list", capsys)
    with pytest.raises(Stop, match="token list"):
        run("token end", capsys, "Referrals")
    with pytest.raises(Stop, match="team list"):
        run("token add", capsys, "Nobody's team", "x")
