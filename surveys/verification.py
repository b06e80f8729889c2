"""What `manage.py verify` compares for surveys: the published figures with the answers that they were worked out from,
and the standings that culture keeps with the figures."""

import json
import math
from collections.abc import Iterator
from typing import Any

from culture_site.culture.models import CoreValue, ValueStanding
from culture_site.jobs.verify import Difference, Skipped
from culture_site.people.models import Office

from .closing import are_answers_due
from .estimation import summary_from_sums
from .exceptions import AuditFailed
from .models import PublishedResult, Response
from .models.results import checksum_of
from .results import FORMAT
from .reviewing import figures_of
from .standings import standings_of
from .sums import sums_of

# What another order of the same sums may leave.
TOLERANCE = 1e-9
# What is left of a spread that is the difference of two large sums.
SUMS_TOLERANCE = 1e-7
COMPARED = ("percent", "low", "high", "state", "published_at", "published_to_all_at")
Key = tuple[str, str, str]


def figures_against_checksums() -> Iterator[Difference]:
    """Are the figures of every wave still those that were published?"""
    for result in PublishedResult.objects.select_related("wave").order_by("pk").iterator():
        if not result.is_intact:
            yield Difference(
                f"PublishedResult {result.wave.label}",
                "checksum",
                result.checksum,
                checksum_of(result.figures),
            )


def figures_against_answers() -> Iterator[Difference | Skipped]:
    """Do the answers of every wave still come to what was published, each number within TOLERANCE?

    Skipped are waves whose answers were deleted on schedule, and those of which no answers ever were here.
    """
    results = PublishedResult.objects.select_related("wave__version").order_by("pk")
    for result in results.iterator():
        reason = _why_not(result)
        if reason:
            yield Skipped(f"PublishedResult {result.wave.label}", reason)
        else:
            yield from _against_answers(result)


def _why_not(result: PublishedResult) -> str:
    """Why the figures cannot be worked out again; "" if they can.

    Answers that are gone before their time are no reason: what was published then has nothing to rest on.
    """
    wave = result.wave
    if wave.is_collected_elsewhere:
        return "its answers were collected elsewhere and are not kept here"
    if are_answers_due(wave) and not Response.objects.filter(wave=wave).exists():
        return "its answers were deleted on schedule"
    if result.figures.get("format") != FORMAT:
        return "its figures have the format of an earlier version"
    return ""


def _against_answers(result: PublishedResult) -> Iterator[Difference]:
    name = f"PublishedResult {result.wave.label}"
    try:
        figures, review = figures_of(result.wave)
    except AuditFailed as error:
        yield Difference(name, "figures", "published", str(error))
        return
    for field, rebuilt in (("figures", figures), ("item_review", review)):
        # As the database gives it back: tuples are lists, names of states are words.
        plain = json.loads(json.dumps(rebuilt))
        for path, was, should_be in _unlike(getattr(result, field), plain, field):
            yield Difference(name, path, was, should_be)


def _unlike(stored: Any, rebuilt: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """(path, stored, rebuilt) of every leaf in which two trees of plain values differ."""
    if isinstance(stored, dict) and isinstance(rebuilt, dict):
        for key in sorted(stored.keys() | rebuilt.keys()):
            yield from _unlike(stored.get(key), rebuilt.get(key), f"{path}.{key}")
    elif isinstance(stored, list) and isinstance(rebuilt, list) and len(stored) == len(rebuilt):
        for number, (was, should_be) in enumerate(zip(stored, rebuilt, strict=True)):
            yield from _unlike(was, should_be, f"{path}.{number}")
    elif not _is_same(stored, rebuilt):
        yield path, stored, rebuilt


def _is_same(stored: Any, rebuilt: Any, tolerance: float = TOLERANCE) -> bool:
    numbers = (int, float)
    if isinstance(stored, numbers) and isinstance(rebuilt, numbers):
        return math.isclose(stored, rebuilt, rel_tol=tolerance, abs_tol=tolerance)
    return stored == rebuilt


def figures_against_sums() -> Iterator[Difference | Skipped]:
    """Are number, mean and spread of every published office those that the database adds up of the stored scores?

    Skipped are also waves in which an item was corrected: their scores were stored before.
    """
    results = PublishedResult.objects.select_related("wave").order_by("pk")
    for result in results.iterator():
        reason = _why_not(result)
        if not reason and result.wave.corrections.exists():
            reason = "items were corrected after the count"
        if reason:
            yield Skipped(f"PublishedResult {result.wave.label}", reason)
        else:
            yield from _against_sums(result)


def _against_sums(result: PublishedResult) -> Iterator[Difference]:
    units = dict(result.wave.units.values_list("code", "pk"))
    sums = sums_of(result.wave)
    tables = {"": result.figures["overall"], **result.figures["values"]}
    for name, table in tables.items():
        for code, office in table["offices"].items():
            added = sums.get(name, {}).get(units[code], (0, 0.0, 0.0))
            summary = summary_from_sums(code, "", office["invited"], added)
            for field in ("n", "mean", "sd"):
                rebuilt = getattr(summary, field)
                if not _is_same(office[field], rebuilt, SUMS_TOLERANCE):
                    row = f"PublishedResult {result.wave.label} {code}"
                    yield Difference(row, f"{name or 'overall'} {field}", office[field], rebuilt)


def standings_against_results() -> Iterator[Difference]:
    """Does every standing say what its wave published, is none missing, and is none there that no wave published?"""
    rows = ValueStanding.objects.select_related("office", "value")
    stored = {(row.wave_label, row.office.code, row.value.code): row for row in rows}
    rebuilt = _rebuilt()
    for key in sorted(stored.keys() | rebuilt.keys()):
        yield from _compared(key, stored.get(key), rebuilt.get(key))


def _rebuilt() -> dict[Key, ValueStanding]:
    results = PublishedResult.objects.select_related("wave").order_by("pk")
    found = [row for result in results.iterator() for row in standings_of(result.wave, result.figures)]
    offices = dict(Office.objects.values_list("pk", "code"))
    values = dict(CoreValue.objects.values_list("pk", "code"))
    return {(row.wave_label, offices[row.office_id], values[row.value_id]): row for row in found}


def _compared(key: Key, stored: ValueStanding | None, rebuilt: ValueStanding | None) -> Iterator[Difference]:
    name = f"ValueStanding {' '.join(key)}"
    if stored is None or rebuilt is None:
        yield Difference(name, "percent", stored and stored.percent, rebuilt and rebuilt.percent)
        return
    for field in COMPARED:
        was, should_be = getattr(stored, field), getattr(rebuilt, field)
        if was != should_be:
            yield Difference(name, field, was, should_be)
