"""A duty lead lets a surgery's program in, and whoever writes it reads how it is done."""

from __future__ import annotations

import re

from tests.journeys.conftest import Meet


def test_gareth_lets_a_program_in_and_somebody_reads_how(places: object, meet: Meet, js: bool) -> None:
    gareth = meet("Gareth", js=js).open("/programs/")
    gareth.sees("No program sends asks here yet")
    gareth.page.get_by_label("Which team").first.select_option(index=1)
    gareth.write("What the program is called", "Referrals of Quay Surgery").choose("send asks")
    gareth.tap("Make its token", looked_at="programs")
    gareth.sees("Copy this now", "Referrals of Quay Surgery")
    assert re.search(r"kith_[\w-]{32}", gareth.page.content())
    gareth.page.locator("#id_told-team_id").select_option(index=1)
    gareth.write("The address it listens at", "http://example.org/kith").tap("Tell it there")
    gareth.sees("Give an address that begins with https://").sees_not("whsec_")
    assert gareth.page.locator("#id_told-url").input_value() == "http://example.org/kith"
    gareth.write("The address it listens at", "https://example.org/kith").tap("Tell it there").sees("whsec_")
    gareth.tap("End this token").sees("may not send asks any more").sees_not("kith_")

    writer = meet(js=js).open("/api/v1/", looked_at="api")
    writer.sees("For programs: send an ask", "Idempotency-Key", "Sent twice, kept once", "prescription")
    assert "application/json" in writer.page.request.get(f"{writer.base}/api/v1/openapi.json").headers["content-type"]
