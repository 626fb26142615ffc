"""The season's report: one document for programs, one table for people. It counts; it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from kith.proof.replay import tally
from kith.proof.replay.figures import Interval, by_group, gini, quantile, share
from kith.proof.replay.run import Told
from kith.proof.replay.scene import Known, Scene

GROUPS = ("shopping", "prescription", "call", "other")


@dataclass(frozen=True)
class Report:
    """Everything the season came to. ``naive`` is the same season by naive rules, or None."""

    figures: dict[str, Any]
    naive: dict[str, Any] | None

    def as_json(self, seconds: float) -> dict[str, Any]:
        """One object for ``--json``; nothing in it but ``seconds`` differs from one telling to the next."""
        return {**self.figures, "naive": self.naive, "seconds": round(seconds, 1)}


def report_of(told: Told, naive: dict[str, Any] | None) -> Report:
    """Count what the season came to."""
    scene = told.scene
    asks = tally.rows()
    counted = [known for known in scene.asks.values() if known.spec is not None]
    kinds = {group: sum(1 for known in counted if known.group == group) for group in GROUPS}
    rungs = tally.by_rung(asks)
    done = sum(rungs.values())
    figures: dict[str, Any] = {
        "asks": len(counted),
        "volunteers": len(scene.by_volunteer),
        "seed": scene.seed,
        "by_kind": kinds,
        "missed": _missed(told),
        "checks": told.checks,
        **_kept(scene),
        **_nudged(scene),
        "by_rung": {rung: round(count / done, 4) if done else 0.0 for rung, count in rungs.items()},
        "by_rung_count": dict(rungs),
        **_accepted(scene),
        "load": _load(scene),
        "people": _from_the_peoples_side(scene, asks, done),
        "reconciled": tally.reconciled(scene, asks),
        "rung_by_colleagues": scene.rung,
        "partners": _partners(scene, rungs["partner"]),
        "colleagues": {
            "ill": scene.ill,
            "left": scene.left,
            "rehomed": scene.rehomed,
            "handed_over": scene.handed_over,
        },
        "beats": told.beats,
    }
    if told.missed:
        at, names = told.missed[0]
        figures["first_missed"] = {"at": at.isoformat(), **names}
    return Report(figures, naive)


def _missed(told: Told) -> int:
    """How many promises, messages and moved dates were found at any check, each counted once for each question."""
    found = {(question, name) for _at, names in told.missed for question, each in names.items() for name in each}
    return max(len(found), 1) if told.missed else 0


def _kept(scene: Scene) -> dict[str, Any]:
    """Was it there by when it was needed? Those who took it back are left out."""
    asked = [one for one in scene.asks.values() if one.spec is not None and one.spec.withdraws_after is None]
    could = [one for one in asked if scene.could.get(one.id)]
    return {
        "need_by_kept": _share(scene, could),
        "need_by_kept_interval": asdict(share(_in_time(scene, could), len(could))),
        "need_by_kept_of_all": _share(scene, asked),
    }


def _in_time(scene: Scene, asks: list[Known]) -> int:
    return sum(1 for one in asks if one.id in scene.delivered and scene.delivered[one.id] <= one.need_by)


def _share(scene: Scene, asks: list[Known]) -> float | None:
    return round(_in_time(scene, asks) / len(asks), 4) if asks else None


def _nudged(scene: Scene) -> dict[str, Any]:
    """Offers for each yes, and the floor: one over the mean true chance of those asked, as if asked one by one."""
    accepted, hoped = len(scene.first_yes), sum(nudge.chance for nudge in scene.nudges)
    if not accepted or not hoped:
        return {"nudges_per_accept": None, "floor": None, "over_floor": None}
    per_accept, floor = len(scene.nudges) / scene.yes, len(scene.nudges) / hoped
    return {
        "nudges_per_accept": round(per_accept, 2),
        "floor": round(floor, 2),
        "over_floor": round(per_accept / floor, 3),
    }


def _partners(scene: Scene, done: int) -> dict[str, Any]:
    """What was asked of partners, and what came of it. ``hoped`` is how many of the cards were to become a yes."""
    return {
        "asked": len(scene.cards),
        "yes": scene.partner_yes,
        "hoped": round(sum(card.chance for card in scene.cards), 1),
        "done": done,
    }


def _accepted(scene: Scene) -> dict[str, Any]:
    minutes = [wait for _known, wait in tally.waits(scene)]
    found = {"p50": round(quantile(minutes, 0.5), 1), "p95": round(quantile(minutes, 0.95), 1)}
    return {"accepted": len(minutes), "to_acceptance_min": found}


def _load(scene: Scene) -> dict[str, Any]:
    loads = tally.loads(scene)
    return {"median": median(loads), "most": max(loads, default=0), "gini": gini(loads)}


def _from_the_peoples_side(scene: Scene, asks: list[tally.Row], done: int) -> dict[str, Any]:
    groups: dict[str, dict[str, list[float]]] = {"wait_by_lane": {}, "wait_by_language": {}, "wait_by_place": {}}
    for known, wait in tally.waits(scene):
        assert known.spec is not None
        person = known.spec.person
        keys = (person.lane, person.language, person.town)
        for group, key in zip(groups.values(), keys, strict=True):
            group.setdefault(key, []).append(wait)
    silences = tally.silences(asks, scene.season.end)
    moved, most = tally.dates_moved()
    return {
        **{
            name: {key: asdict(one) for key, one in by_group(each, scene.seed).items()} for name, each in groups.items()
        },
        "longest_silence_h": round(max(silences, default=0.0), 1),
        "longest_silence_p50_h": round(quantile(silences, 0.5), 1),
        "dates_moved": moved,
        "dates_moved_most": most,
        "did_not_come": asdict(share(scene.did_not_come, done)),
    }


def table(report: Report, seconds: float) -> Iterator[str]:
    """The report as lines to read."""
    f = report.figures
    yield f"{f['asks']:,} asks of {f['volunteers']:,} volunteers, seed {f['seed']}, told in {seconds:.0f} s."
    yield "  " + ", ".join(f"{count} {kind}" for kind, count in f["by_kind"].items())
    yield ""
    yield f"{'':<46}{'ours':>12}" + (f"{'naive rules':>14}" if report.naive else "")
    for words, ours, naive in _side_by_side(f, report.naive):
        yield f"  {words:<44}{_said(ours):>12}" + (f"{_said(naive):>14}" if report.naive else "")
    yield ""
    yield "Who was found where (share of what was done)"
    yield "  " + ", ".join(f"{rung} {part:.1%}" for rung, part in f["by_rung"].items())
    p, c = f["partners"], f["colleagues"]
    yield f"Partners: {p['asked']} cards, {p['yes']} said yes, {p['done']} done."
    yield f"Colleagues: {c['ill']} fell ill, {c['left']} left; {c['rehomed']} promises found somebody else,"
    yield f"  and {c['handed_over']} a colleague who said yes."
    yield from _people_lines(f["people"])
    yield from _counts(f)


def _side_by_side(f: Mapping[str, Any], naive: Mapping[str, Any] | None) -> Iterator[tuple[str, Any, Any]]:
    other = naive or {}
    yield "missed", f["missed"], other.get("missed")
    yield "there by when it was needed, where one could", f["need_by_kept"], other.get("need_by_kept")
    yield "offers for each yes", f["nudges_per_accept"], other.get("nudges_per_accept")
    yield "  the least there could be (1/p)", f["floor"], other.get("floor")
    for part in ("p50", "p95"):
        yield (
            f"minutes until somebody had it, {part}",
            f["to_acceptance_min"][part],
            other.get("to_acceptance_min", {}).get(part),
        )
    for name in ("median", "most", "gini"):
        yield f"asks done by one volunteer, {name}", f["load"][name], other.get("load", {}).get(name)


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if value < 10 else f"{value:,.0f}"
    return "-" if value is None else f"{value:,}"


def _people_lines(people: Mapping[str, Any]) -> Iterator[str]:
    names = {"wait_by_lane": "lane", "wait_by_language": "language", "wait_by_place": "place"}
    for name, word in names.items():
        yield ""
        yield f"Minutes until somebody had it, by {word} (median, 95 % interval, how many)"
        for key, one in people[name].items():
            found = Interval(**one)
            yield f"  {key:<20}{found.figure:>8.0f}  ({found.low:.0f} to {found.high:.0f}), {found.of}"
    yield ""
    half = people["longest_silence_p50_h"]
    yield f"Longest silence: {people['longest_silence_h']} h; of half the asks under {half} h."
    yield f"Dates moved: {people['dates_moved']}, at most {people['dates_moved_most']} for one ask."
    came = Interval(**people["did_not_come"])
    yield f"It did not come: {came.figure:.2%} of what was said to be done ({came.low:.2%} to {came.high:.2%})."


def _counts(f: Mapping[str, Any]) -> Iterator[str]:
    r = f["reconciled"]
    yield ""
    yield (
        f"Opened {r['opened']} ({r['opened'] - r['of_the_season']} at a door or out of worry) = done {r['done']} + not "
        f"done because {r['not_done_because']} + no longer wanted {r['no_longer_wanted']} + open {r['still_open']}."
    )
    yield "Offers: " + ", ".join(f"{state} {count}" for state, count in r["offers"].items()) + "."
    yield "Cards: " + (", ".join(f"{state} {count}" for state, count in r["cards"].items()) or "none") + "."
    yield f"It adds up: {'yes' if r['adds_up'] else 'NO'}. Looked {f['checks']} times whether anybody is missed."
