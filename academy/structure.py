"""What of a curriculum version freezes, as plain values: weeks, placements with rules, needs, offsets, values, quiz
rules. Titles and wording are no part of it."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from culture_site.jobs.verify import Difference, Skipped

from .models import CurriculumVersion, Module, Placement, QuizRules
from .text_files import ActivityText, Curriculum, QuizText

# {"modules": {"1": {...}}, "placements": {"activity-key": {...}}}
Structure = dict[str, dict[str, dict[str, Any]]]


def structure_of_files(curriculum: Curriculum) -> Structure:
    placements = {}
    for week in curriculum.weeks:
        for position, activity in enumerate(week.activities, start=1):
            placements[activity.id] = _placement_of_file(week.week, position, activity)
    return {
        "modules": {str(week.week): {"stage": week.stage} for week in curriculum.weeks},
        "placements": placements,
    }


def _placement_of_file(week: int, position: int, activity: ActivityText) -> dict[str, Any]:
    return {
        "week": week,
        "position": position,
        "kind": activity.kind.value,
        "offset_days": activity.offset,
        "minutes": activity.minutes,
        "rule": activity.rule.value,
        "group": activity.group,
        "needs": list(activity.needs),
        "values": sorted(activity.values),
        "quiz": _quiz_of_file(activity.quiz),
    }


def _quiz_of_file(quiz: QuizText | None) -> dict[str, Any] | None:
    if quiz is None:
        return None
    return {
        "pool": quiz.pool,
        "draw": quiz.draw,
        "pass_percent": quiz.pass_percent,
        "scoring": quiz.scoring,
        "attempts_allowed": quiz.attempts,
        "limit_minutes": quiz.limit_minutes,
    }


def structure_of(version: CurriculumVersion) -> Structure:
    """The same of the rows of a version; three statements."""
    placements = version.placements.in_order().select_related("quiz_rules__pool").prefetch_related("values")
    return {
        "modules": {str(module.week): _module(module) for module in version.modules.all()},
        "placements": {placement.activity.key: _placement(placement) for placement in placements},
    }


def _module(module: Module) -> dict[str, Any]:
    return {"stage": module.stage}


def _placement(placement: Placement) -> dict[str, Any]:
    return {
        "week": placement.module.week,
        "position": placement.position,
        "kind": placement.activity.kind,
        "offset_days": placement.offset_days,
        "minutes": placement.minutes,
        "rule": placement.rule,
        "group": placement.group,
        "needs": list(placement.needs),
        "values": sorted(value.code for value in placement.values.all()),
        "quiz": _quiz(getattr(placement, "quiz_rules", None)),
    }


def _quiz(rules: QuizRules | None) -> dict[str, Any] | None:
    if rules is None:
        return None
    names = ("draw", "pass_percent", "scoring", "attempts_allowed", "limit_minutes")
    return {"pool": rules.pool.key} | {name: getattr(rules, name) for name in names}


def fingerprint_of(structure: Structure) -> str:
    """SHA-256 of a structure, in hexadecimal; the same whatever the order of its keys."""
    text = json.dumps(structure, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(version: CurriculumVersion) -> str:
    """Of the rows of a version as they stand now."""
    return fingerprint_of(structure_of(version))


def versions_against_fingerprints() -> Iterator[Difference | Skipped]:
    """Are the rows of every version that a batch has started with still those that were loaded?"""
    frozen = CurriculumVersion.objects.exclude(opened_at=None).select_related("programme")
    for version in frozen.order_by("programme__key", "number"):
        name = f"CurriculumVersion {version.programme.key} {version.number}"
        if not version.fingerprint:
            yield Skipped(name, "it was not loaded from text files, so nothing says what it was")
            continue
        loaded = fingerprint_of(version.structure)
        if loaded != version.fingerprint:
            yield Difference(name, "fingerprint", version.fingerprint, loaded)
        yield from _differences(version, name)


def _differences(version: CurriculumVersion, name: str) -> Iterator[Difference]:
    """One for each field of a module or a placement; for the whole row, where it is gone or came from elsewhere."""
    now = structure_of(version)
    for part, word in (("modules", "Module, week"), ("placements", "Placement")):
        stored, rows = version.structure.get(part, {}), now[part]
        for key in sorted(stored.keys() | rows.keys()):
            was, is_now = stored.get(key), rows.get(key)
            if was is None or is_now is None:
                yield Difference(f"{name}, {word} {key}", "row", was, is_now)
                continue
            for field in sorted(was.keys() | is_now.keys()):
                if was.get(field) != is_now.get(field):
                    yield Difference(f"{name}, {word} {key}", field, was.get(field), is_now.get(field))
