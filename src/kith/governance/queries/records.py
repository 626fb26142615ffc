"""The record of processing (Article 30) and the draft of an impact assessment, made from what is configured.

Nothing in them is written by hand, so they cannot say what is no longer so. What nobody has written down yet stands
in them as a sentence that says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from kith.access.rules import CLASSES, COUNT, PURPOSES, RULES, TIES, WHEN_SAID, Rule
from kith.accounts.models import Organisation, Team
from kith.accounts.roles import ROLES
from kith.governance import bases, keeping
from kith.governance.models import Stewardship
from kith.governance.queries.agreements import Shown, agreements_of
from kith.governance.queries.controllers import bases_of, kept_days, missing_of, stewardship_of
from kith.governance.records import Record, Section, Table
from kith.governance.saying import classes, dated, listed


def article_30(organisation: Organisation, now: datetime) -> Record:
    """The record of processing of one organisation."""
    return Record(
        title=_("Record of processing: %(name)s") % {"name": organisation.name},
        made=_made(now),
        sections=(
            _who_answers(organisation),
            _purposes(organisation),
            _whom_about(),
            _recipients(organisation, now),
            _places(organisation),
            _retention(organisation),
            _safeguards(),
        ),
    )


def assessment(organisation: Organisation, now: datetime) -> Record:
    """The draft of a data protection impact assessment of one organisation. A human being signs the real one."""
    return Record(
        title=_("Impact assessment, draft: %(name)s") % {"name": organisation.name},
        made=_made(now),
        sections=(
            _what_is_done(organisation),
            _needed(organisation),
            _who_may(),
            _recipients(organisation, now),
            _risks(organisation, now),
            _retention(organisation),
            _to_do(organisation),
        ),
    )


def _made(now: datetime) -> str:
    return _("Made on %(day)s from what is configured. It changes with it.") % {"day": dated(now)}


def _who_answers(organisation: Organisation) -> Section:
    there = stewardship_of(organisation) or Stewardship()
    borrowed = there.guardian_of.name if there.guardian_of_id and there.guardian_of else ""
    guardian = _("%(name)s, of %(whose)s") % {"name": there.guardian_name, "whose": borrowed} if borrowed else ""
    answers = ", ".join(part for part in (there.answers_name, there.answers_as) if part)
    rows = (
        (_("Controller"), f"{organisation.name} ({organisation.get_kind_display()})"),
        (_("Who answers"), answers),
        (_("Contact for questions about data"), there.data_contact),
        (_("Guardian of the data"), guardian or there.guardian_name),
        (_("Safeguarding lead"), there.safeguarding_lead),
        (_("To see what is kept about you"), there.rights_contact),
        (_("When something went to the wrong place"), there.breach_contact),
    )
    table = Table(_("Who looks after it"), (_("What"), _("Who")), tuple((key, value or "–") for key, value in rows))
    missing = missing_of(organisation)
    return Section(_("Who answers for it"), tables=(table,), open_ends=tuple(missing[: _people_missing(there)]))


def _people_missing(there: Stewardship) -> int:
    fields = ("answers_name", "guardian_name", "data_contact", "safeguarding_lead", "rights_contact", "breach_contact")
    return sum(not getattr(there, field) for field in fields)


def _purposes(organisation: Organisation) -> Section:
    chosen = bases_of(organisation.id)
    rows = tuple(
        (str(words), bases.said(chosen[key].article_6, chosen[key].article_9), _letters(key))
        for key, words in PURPOSES.items()
        if key in chosen
    )
    head = (_("Purpose"), _("Basis in law"), _("Kinds of field"))
    without = [
        _("No basis has been chosen for this purpose: %(what)s.") % {"what": words}
        for key, words in PURPOSES.items()
        if key not in chosen
    ]
    said = _("What a person permitted is written down beside this. It is never taken for the basis in law.")
    return Section(_("What it is for"), (said,), (Table(_("Purposes"), head, rows),), tuple(without))


def _letters(purpose: str) -> str:
    found = {letter for rule in RULES if rule.purpose == purpose and not rule.deny for letter in rule.classes}
    return "".join(sorted(found)) or _("numbers only")


def _whom_about() -> Section:
    whom = _("Kept about: people who need something, those who ask for them, volunteers, partners and colleagues.")
    rows = tuple((letter, str(words)) for letter, words in CLASSES.items())
    kept = tuple((str(TIES[label].said), table) for label, table in _tables().items())
    return Section(
        _("About whom, and what"),
        (whom,),
        (
            Table(_("Kinds of field"), (_("Kind"), _("What it is")), rows),
            Table(_("What is kept"), (_("Kept"), _("In the table")), kept),
        ),
    )


def _tables() -> dict[str, str]:
    """The table of each model that belongs to an organisation, by the name the rules have for it."""
    named = {model._meta.label: model._meta.db_table for model in apps.get_models()}
    return {label: named[label] for label, tie in TIES.items() if tie.controller and label in named}


def _recipients(organisation: Organisation, now: datetime) -> Section:
    found = agreements_of(organisation.id, now)
    none = () if found else (_("No agreement is in force: nothing is passed on to any other organisation."),)
    said = (_("Partners hear only what the person allowed, and who it is only after their own yes."), *none)
    head = (_("Agreement"), _("Between"), _("For"), _("What crosses"), _("Where"), _("Until"), _("Stands"))
    rows = tuple(_row(one) for one in found)
    sentences = tuple(sentence for one in found for sentence in one.sentences())
    tables = (Table(_("Sharing agreements"), head, rows),) if rows else ()
    return Section(_("To whom it is passed on"), (*said, *sentences), tables)


def _row(one: Shown) -> tuple[str, ...]:
    return (one.agreement.name, one.between, one.purposes, one.crosses, one.where, one.until, one.state)


def _places(organisation: Organisation) -> Section:
    teams = Team.objects.filter(organisation=organisation, ended_at__isnull=True).select_related("place")
    names = sorted({team.place.name for team in teams})
    where = _("It works in %(places)s.") % {"places": listed(names)} if names else _("It has no team of its own here.")
    abroad = _("Nothing is passed on to another country by Kith itself. Whoever sends its texts and e-mails is chosen ")
    return Section(_("Where"), (where, abroad.strip() + " " + _("where it is installed.")))


def _retention(organisation: Organisation) -> Section:
    days = kept_days(organisation)
    rows = tuple((str(kind.said), keeping.in_words(days[key])) for key, kind in keeping.KINDS.items())
    said = _("A schedule: it says how long, and erases nothing by itself.")
    return Section(_("How long it is kept"), (said,), (Table(_("Kept for"), (_("Kind of record"), _("For")), rows),))


def _safeguards() -> Section:
    covered, every = behind_the_second_wall()
    words = {"rules": len(RULES), "covered": covered, "every": every}
    return Section(
        _("What protects it"),
        (
            _("One table of %(rules)s rules says who may see what; whatever no rule mentions is refused.") % words,
            _("The database itself keeps %(covered)s of %(every)s tables by that same table of rules.") % words,
            _("Who looked, and why, is written on a trail that nobody can change, and the person may read it."),
            _("Colleagues sign in with a code. What is signed for an organisation needs a fresh one."),
        ),
    )


def behind_the_second_wall() -> tuple[int, int]:
    """How many of the tables that belong to an organisation the database keeps by itself, and how many there are."""
    tables = list(_tables().values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname = ANY(%s) AND relforcerowsecurity", [tables])
        row = cursor.fetchone()
    return (int(row[0]) if row else 0), len(tables)


def _what_is_done(organisation: Organisation) -> Section:
    teams = Team.objects.filter(organisation=organisation, ended_at__isnull=True, partner_kind="")
    words = {"name": organisation.name, "teams": listed(sorted(team.name for team in teams)) or _("no team yet")}
    return Section(
        _("What is done"),
        (
            _("%(name)s takes in what people need, finds somebody who can do it, and tells them. Teams: %(teams)s.")
            % words,
            _("A few neighbours are asked at a time. Before a yes they read what it is, roughly where and by when."),
            _("Whether anybody is missed is counted. Nobody is scored, and nobody is decided about by a machine."),
        ),
    )


def _needed(organisation: Organisation) -> Section:
    chosen = bases_of(organisation.id)
    rows = tuple(
        (str(words), bases.said(chosen[key].article_6, chosen[key].article_9) if key in chosen else _("not chosen"))
        for key, words in PURPOSES.items()
    )
    said = _("Help comes first: nothing is asked that the help does not need.")
    return Section(
        _("Is it needed, and on what basis?"), (said,), (Table(_("Purposes"), (_("Purpose"), _("Basis in law")), rows),)
    )


def _who_may() -> Section:
    rows = [(str(role.name), *_sees(slug)) for slug, role in ROLES.items()]
    rows += [(who, *_sees(who)) for who in ("volunteer", "partner", "leader", "person", "asker", "program")]
    head = (_("Who"), _("When"), _("Kinds of field"))
    return Section(_("Who may see it"), tables=(Table(_("Roles"), head, tuple(rows)),))


def _sees(who: str) -> tuple[str, str]:
    mine = [rule for rule in RULES if who in rule.who and not rule.deny and rule.purpose != "running"]
    whens = dict.fromkeys(str(WHEN_SAID[rule.when]) for rule in mine if rule.action != COUNT)
    return "; ".join(whens) or _("never"), _all_letters(mine)


def _all_letters(rules: Iterable[Rule]) -> str:
    found = sorted({letter for rule in rules for letter in rule.classes})
    return classes(found) if len(found) < 2 else ", ".join(found)


def _risks(organisation: Organisation, now: datetime) -> Section:
    covered, every = behind_the_second_wall()
    live = len(agreements_of(organisation.id, now))
    denies = sum(rule.deny for rule in RULES)
    rows = (
        (
            _("Another organisation reads more than was agreed"),
            _("%(live)s agreements; without one nothing crosses. Walls: our code, and %(covered)s of %(every)s tables")
            % {"live": live, "covered": covered, "every": every},
        ),
        (
            _("Somebody learns of it who must not know"),
            _("%(denies)s rules that refuse, whatever else allows. Safe ways to reach somebody are kept at one gate.")
            % {"denies": denies},
        ),
        (
            _("A volunteer learns who it is before saying yes"),
            _("Before a yes: kinds of field %(letters)s only.") % {"letters": _before_a_yes()},
        ),
        (_("A colleague looks without a reason"), _("Every look is on the trail; the person may read who looked.")),
        (
            _("An agreement ends and help is cut"),
            _("What is open runs off for 14 days and goes home. Whoever has it is told each day."),
        ),
        (_("It is kept too long"), _("A time for each kind of record, chosen by the organisation.")),
    )
    return Section(
        _("What could go wrong"), tables=(Table(_("Risks"), (_("What could happen"), _("What is done")), rows),)
    )


def _before_a_yes() -> str:
    found = {letter for rule in RULES if rule.when == "offered" and not rule.deny for letter in rule.classes}
    return ", ".join(sorted(found))


def _to_do(organisation: Organisation) -> Section:
    missing = tuple(missing_of(organisation))
    said = () if missing else (_("Everything that is asked for has been written down."),)
    sign = _("A draft. The guardian and whoever answers read it, add what only they know, and sign it.")
    return Section(_("Still to do"), (*said, sign), open_ends=missing)
