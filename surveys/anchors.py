"""Comparing waves of two versions of a survey: on the questions that both asked, and on nothing else.

Scores of other questions cannot be set beside each other. So both waves are scored once more on the anchor items, those
with the same identifier, key and scale in both versions, and only these scores are compared. The earlier wave's answers
are deleted some time after its results: what it came to on the anchor items is kept when the later wave opens.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.utils import timezone

from .assembly import score
from .exceptions import AuditFailed
from .instruments import asked, instrument_of
from .models import AnchorFigures, Response, SurveyVersion, Wave, WaveState
from .responses import sheets_of, units_of

# What a table of anchor scores keeps: nothing that names a lowest place, which the full scores alone do.
KEPT = ("offices", "cities", "company", "excluded")


def shared_items(one: SurveyVersion, other: SurveyVersion) -> list[str]:
    """Identifiers of the items that ask the same in both versions, in the order of `one`."""
    known = {item.uid: asked(item) for item in other.items.all()}
    return [item.uid for item in one.items.order_by("position") if known.get(item.uid) == asked(item)]


def figures_on(wave: Wave, uids: Collection[str], offices: Collection[str]) -> dict[str, Any] | None:
    """The overall scores of a counted wave on some of its items, in the form of `results` less what compares places.

    `offices`: codes of those that the wave shows at all; the others enter no figure here either. None where nothing
    may be shown: no such item is left, or the audit says no.
    """
    instrument = instrument_of(wave)
    items = tuple(item for item in instrument.items if item.id in uids)
    if not items:
        return None
    restricted = replace(instrument, items=items)
    sheets = [sheet for sheet in sheets_of(wave, restricted) if sheet.office in offices]
    units = [unit for unit in units_of(wave) if unit.code in offices]
    try:
        overall = score(restricted, sheets, units).published()["overall"]
    except AuditFailed:
        return None
    return {name: overall[name] for name in KEPT} if overall["company"] else None


def keep_earlier(wave: Wave) -> AnchorFigures | None:
    """Keep what the newest earlier wave of the survey came to on the questions that `wave` asks, too.

    A second call returns what is kept. None where that wave asked all the same, shares nothing, weighed otherwise, or
    has no answers any more.
    """
    kept = AnchorFigures.objects.filter(later=wave).first()
    if kept:
        return kept
    earlier = (
        Wave.objects.filter(version__survey=wave.version.survey_id, state=WaveState.PUBLISHED)
        .filter(published_to_all_at__lte=timezone.now())
        .exclude(pk=wave.pk)
        .select_related("version", "published_result")
        .newest_first()
        .first()
    )
    if earlier is None or earlier.weight_knowledge != wave.weight_knowledge:
        return None
    if earlier.version.fingerprint == wave.version.fingerprint or not _has_answers(earlier):
        return None
    dropped = set(earlier.corrections.values_list("item__uid", flat=True))
    uids = [uid for uid in shared_items(wave.version, earlier.version) if uid not in dropped]
    figures = figures_on(earlier, uids, earlier.published_result.figures["overall"]["offices"])
    if figures is None:
        return None
    facts = {"wave": earlier, "items": uids, "figures": figures}
    return AnchorFigures.objects.get_or_create(later=wave, defaults=facts)[0]


def against_earlier(wave: Wave, offices: Collection[str]) -> dict[str, Any] | None:
    """What a wave that shows these `offices` publishes as `anchor`: {"wave", "items", "before", "after"}, or None.

    Both tables hold the scores on the anchor items; an item that was corrected in the later wave is in neither, so that
    then there is nothing to compare.
    """
    kept = AnchorFigures.objects.filter(later=wave).select_related("wave").first()
    if kept is None or wave.corrections.filter(item__uid__in=kept.items).exists():
        return None
    after = figures_on(wave, kept.items, offices)
    if after is None:
        return None
    return {"wave": kept.wave.label, "items": len(kept.items), "before": kept.figures, "after": after}


def _has_answers(wave: Wave) -> bool:
    return Response.objects.filter(wave=wave).exists()
