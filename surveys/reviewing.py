"""Between counting and publishing: work the wave out, correct items, strike names out, then publish."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.workdays import add_workdays
from culture_site.people.models import Holiday

from .anchors import against_earlier, keep_earlier
from .assembly import score
from .exceptions import AuditFailed, CannotCorrect, NotReadyToPublish
from .instrument import Instrument
from .instruments import instrument_of
from .models import (
    LONGEST_COMMENT,
    Comment,
    Item,
    ItemCorrection,
    ItemKind,
    PublishedResult,
    Wave,
    WaveState,
    WorkedOut,
)
from .responses import sheets_of, units_of
from .services import HOUR_OF_PUBLICATION, publish

REVIEWABLE = (WaveState.CLEANED, WaveState.REVIEWED)


def work_out(*, wave: Wave) -> WorkedOut:
    """Score the wave from its responses, as every wave is scored, and keep what comes of it for the review.

    Where the audit stops publication, the figures stay away and its sentence stands in their place.
    """
    facts: dict[str, Any] = {"figures": {}, "item_review": {}, "problem": ""}
    keep_earlier(wave)
    try:
        facts["figures"], facts["item_review"] = figures_of(wave)
    except AuditFailed as error:
        facts["problem"] = str(error)
    return WorkedOut.objects.update_or_create(wave=wave, defaults=facts)[0]


def figures_of(wave: Wave) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the responses of a wave come to, with its corrections: `figures` and `item_review` of PublishedResult.

    Writes nothing; the number of statements does not depend on that of the responses. Raises AuditFailed.
    """
    instrument = instrument_of(wave)
    results = score(instrument, sheets_of(wave, instrument), units_of(wave))
    answered = dict(wave.units.values_list("code", "answered"))
    figures = results.published()
    # An office that left no responses still counts those who answered.
    figures["units"] = [unit | {"n": answered[unit["code"]]} for unit in figures["units"]]
    figures["corrections"] = [_told(correction) for correction in wave.corrections.select_related("item")]
    if anchor := against_earlier(wave, figures["overall"]["offices"]):
        figures["anchor"] = anchor
    return figures, results.review()


def _told(correction: ItemCorrection) -> dict[str, Any]:
    return {
        "item": correction.item.uid,
        "dropped": correction.is_dropped,
        "reason_ind": correction.reason_ind,
        "reason_eng": correction.reason_eng,
    }


@transaction.atomic
def correct(
    *, wave: Wave, item: Item, new_key: list[str], reason_ind: str, reason_eng: str
) -> ItemCorrection:
    """Drop an item (no `new_key`), or count other options as right; then everything is worked out again.

    Raises CannotCorrect for an item of another survey, a key that is no option, a value that would lose its last item,
    a missing reason, and a wave that is not in review.
    """
    wave = _in_review(wave)
    if item.version_id != wave.version_id:
        raise CannotCorrect(_("This item was not asked in the wave."))
    if not reason_ind.strip() or not reason_eng.strip():
        raise CannotCorrect(_("Give the reason in both languages: it stands beside the results."))
    if new_key:
        if item.kind != ItemKind.KNOWLEDGE or not set(new_key) <= set(item.options):
            raise CannotCorrect(_("Only an option of a knowledge item can be its key."))
    elif not _others_left(instrument_of(wave), item):
        raise CannotCorrect(_("“%(value)s” would be left without an item.") % {"value": item.value})
    correction, _created = ItemCorrection.objects.update_or_create(
        wave=wave,
        item=item,
        defaults={"new_key": new_key, "reason_ind": reason_ind.strip(), "reason_eng": reason_eng.strip()},
    )
    work_out(wave=wave)
    return correction


def _others_left(instrument: Instrument, item: Item) -> bool:
    return any(other.value == item.value and other.id != item.uid for other in instrument.items)


@transaction.atomic
def take_back(*, wave: Wave, item: Item) -> None:
    """Let an item count again as it was asked."""
    wave = _in_review(wave)
    ItemCorrection.objects.filter(wave=wave, item=item).delete()
    work_out(wave=wave)


@transaction.atomic
def edit_comment(*, comment: Comment, text: str) -> None:
    """Keep a comment without the names in it; an empty one is deleted. Nothing of the earlier text stays."""
    _in_review(comment.wave)
    text = text.strip()[:LONGEST_COMMENT]
    if text:
        comment.text = text
        comment.save(update_fields=["text"])
    else:
        comment.delete()


def _in_review(wave: Wave) -> Wave:
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.state not in REVIEWABLE:
        raise CannotCorrect(_("Only a wave that is counted and not published can be corrected."))
    return wave


def next_publication() -> datetime:
    """The next working morning, when leaders find the results."""
    day = add_workdays(today(), 1, Holiday.objects.at(None).as_dates())
    return timezone.make_aware(datetime.combine(day, HOUR_OF_PUBLICATION))


@transaction.atomic
def publish_reviewed(*, wave: Wave, at: datetime) -> PublishedResult:
    """End the review and publish: for leaders, Nakawan and Service Culture from `at` on, for all one working day later.

    Raises NotReadyToPublish if there are no figures, or the wave is not in review.
    """
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.state not in (*REVIEWABLE, WaveState.PUBLISHED):
        raise NotReadyToPublish(_("Only a wave that is closed and reviewed can be published."))
    worked_out = WorkedOut.objects.filter(wave=wave).first()
    if worked_out is None:
        raise NotReadyToPublish(_("The figures are not worked out yet."))
    if worked_out.problem:
        raise NotReadyToPublish(worked_out.problem)
    if wave.state == WaveState.CLEANED:
        wave.state = WaveState.REVIEWED
        wave.save(update_fields=["state"])
    return publish(wave=wave, results=worked_out, at=at)
