"""What other programs are answered, field by field. What they may send is in ``forms.program``."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from kith.asks import to_programs


class Problem(Schema):
    """What did not work, and how to mend it (RFC 9457)."""

    type: str = Field(examples=["/api/v1/#key-missing"])
    title: str
    status: int
    detail: str = Field(description="A sentence that says how to mend it.")
    errors: list[dict[str, str]] = Field(default=[], description="For 422: each field that cannot be read, and why.")


class Accepted(Schema):
    """We have it: kept, and held by somebody. The four answers are sentences to be read out."""

    reference: str = Field(examples=["KESTREL 42"])
    code: str = Field(description="To hand on with the reference to whoever asked: both open the page of this ask.")
    your_reference: str
    status_url: str
    explanation: str = Field(description="What is happening.")
    who: str = Field(description="Who has this.")
    hear_by: str = Field(description="By when the person hears from us.")
    hear_by_at: str | None
    meanwhile: str = Field(description="What to do meanwhile.")
    phone: str
    urgent: bool
    ring_now: list[str] = Field(description="Danger was read in the words. Say this to whoever is with you, at once.")
    in_time: bool | None = Field(
        description="False where we cannot be there by then. Say so, and what to do meanwhile."
    )


class Status(Schema):
    """How it stands, as far as the person allows."""

    reference: str
    your_reference: str
    state: str = Field(examples=list(to_programs.STATES))
    explanation: str
    who: str
    hear_by: str
    meanwhile: str
    phone: str
    late: bool
    ended: bool
