"""What the pages about one person share: finding them, and writing down that somebody looked."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.dispatch.queries.peace import person_for
from kith.people.models import Person
from kith.trail.verbs import Verb


def the_person(request: GatedRequest, person_id: UUID, permission: Permission, verb: Verb = Verb.PERSON_SEEN) -> Person:
    """The person of this address, if the reader may do this to them. That they were looked at is on the trail."""
    person = person_for(person_id, request.actor, permission)
    if person is None:
        raise Http404
    looked_at(person, verb)
    return person


def looked_at(person: Person, verb: Verb = Verb.PERSON_SEEN) -> None:
    """Remember that somebody reads of this person."""
    subject = ("person", person.id, str(person))
    saw(verb, subject, place=(person.place_id, person.place.name), controller=person.controller_id)
