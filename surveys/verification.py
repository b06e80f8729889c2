"""What `manage.py verify` compares for surveys: the published figures, and the standings that culture keeps of them."""

from collections.abc import Iterator

from culture_site.culture.models import CoreValue, ValueStanding
from culture_site.jobs.verify import Difference
from culture_site.people.models import Office

from .models import PublishedResult
from .models.results import checksum_of
from .standings import standings_of

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
