"""From the last answer to figures: close, count, clean, work out. Each step can be taken up again where it stopped."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.traces import forget_deleted, overwrite_what_is_deleted
from culture_site.jobs.models import MailLog, Notice
from culture_site.jobs.services import enqueue

from . import keys, sealing
from .exceptions import CountDiffers, NotOpen, SurveyError
from .folding import fold_roles
from .instruments import instrument_of, sheet_of
from .models import Ballot, Comment, Invitation, Response, Wave, WaveState, WaveUnit
from .notices import REMINDER_KIND, reminder_key
from .scoring import Scorer

# A comment keeps its office only where so many answered.
LEAST_FOR_COMMENTS = 10
# So long after publication the answers themselves are kept; the figures stay.
KEEP_ANSWERS = timedelta(days=90)
Sheet = dict[str, Any]


@transaction.atomic
def close(*, wave: Wave, on: date | None = None) -> Wave:
    """End the answering. A second call, or one at the same moment, changes nothing more.

    Waits for answers that are being handed in; whoever comes later is told that the wave is closed. Raises NotOpen for
    a wave that never opened.
    """
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.state in (WaveState.PLANNED, WaveState.OPENING):
        raise NotOpen(_("Only a wave that is open can be closed."))
    if wave.state == WaveState.OPEN:
        wave.state = WaveState.CLOSING
        wave.closed_on = on or today()
        wave.save(update_fields=["state", "closed_on"])
        enqueue("surveys.tasks.carry_on", wave.pk, key=f"wave-closing:{wave.pk}")
    return wave


def carry_on(*, wave_id: int) -> None:
    """Take a closed wave as far as it goes: count, destroy the key, rewrite the tables.

    What stops a step is kept on the wave as a sentence, for its page, and raised.
    """
    try:
        count(wave_id=wave_id)
        clean(wave_id=wave_id)
    except SurveyError as error:
        Wave.objects.filter(pk=wave_id).update(problem=str(error))
        raise
    Wave.objects.filter(pk=wave_id).update(problem="")


def count(*, wave_id: int) -> None:
    """Open all ballots in memory and write the responses in an order of chance, in one transaction.

    In the same transaction every invitation of the wave is rewritten, so that none shows by its version that it
    belongs to an answer, and the ballots go. Raises CountDiffers if there are not as many ballots as people who
    answered, KeyLost or CannotOpenBallot; nothing has changed then.
    """
    overwrite_what_is_deleted()
    with transaction.atomic():
        wave = Wave.objects.select_for_update().select_related("version").get(pk=wave_id)
        if wave.state != WaveState.CLOSING:
            return
        sheets = _opened(wave)
        units = {unit.pk: unit for unit in wave.units.all()}
        by_unit: dict[int, list[Sheet]] = {pk: [] for pk in units}
        for sheet in sheets:
            by_unit[sheet["unit"]].append(sheet)
        _write_responses(wave, units, by_unit)
        _write_comments(wave, by_unit)
        for pk, unit in units.items():
            unit.answered = unit.answered_shown = len(by_unit[pk])
        WaveUnit.objects.bulk_update(units.values(), ["answered", "answered_shown"])
        Invitation.objects.filter(wave=wave).update(answered=None)
        Ballot.objects.filter(wave=wave).delete()
        # Who was reminded had not answered by then.
        Notice.objects.filter(kind=REMINDER_KIND, key__startswith=reminder_key(wave.pk)).delete()
        MailLog.objects.filter(kind=REMINDER_KIND).delete()
        wave.state = WaveState.COUNTED
        wave.save(update_fields=["state"])


def _opened(wave: Wave) -> list[Sheet]:
    sealed = [bytes(ballot) for ballot in Ballot.objects.filter(wave=wave).values_list("sealed", flat=True)]
    answered = Invitation.objects.filter(wave=wave, answered=True).count()
    if len(sealed) != answered:
        raise CountDiffers(
            _("There are %(ballots)s ballots, but %(answered)s people answered. Nothing was opened.")
            % {"ballots": len(sealed), "answered": answered}
        )
    private = keys.read_key(wave.pk)
    sheets = [sealing.open_sealed(ballot, private=private, wave_id=wave.pk) for ballot in sealed]
    return _shuffled(sheets)


def _write_responses(wave: Wave, units: dict[int, WaveUnit], by_unit: dict[int, list[Sheet]]) -> None:
    """An office with fewer answers than the wave shows leaves none behind, only how many they were."""
    instrument = instrument_of(wave)
    score = Scorer(instrument)
    rows = []
    for pk, sheets in by_unit.items():
        if len(sheets) < wave.min_group:
            continue
        kept = fold_roles([sheet["role"] for sheet in sheets], wave.min_group)
        for sheet in sheets:
            given = sheet_of(instrument, office=units[pk].code, role="", answers=sheet["answers"]).given
            scores = score(given)
            rows.append(
                Response(
                    wave=wave,
                    unit_id=pk,
                    role_group=kept[sheet["role"]],
                    answers=sheet["answers"],
                    scores={"": scores.overall} | {name: own.score for name, own in scores.values.items()},
                )
            )
    Response.objects.bulk_create(_shuffled(rows), batch_size=500)


def _write_comments(wave: Wave, by_unit: dict[int, list[Sheet]]) -> None:
    """Shuffled for themselves, so that their order says nothing about the answers."""
    rows = [
        Comment(wave=wave, unit_id=pk if len(sheets) >= LEAST_FOR_COMMENTS else None, text=sheet["comment"])
        for pk, sheets in by_unit.items()
        if len(sheets) >= wave.min_group
        for sheet in sheets
        if sheet["comment"]
    ]
    Comment.objects.bulk_create(_shuffled(rows), batch_size=500)


def _shuffled(rows: Iterable[Any]) -> list[Any]:
    rows = list(rows)
    SystemRandom().shuffle(rows)
    return rows


def clean(*, wave_id: int) -> None:
    """Destroy the key, then rewrite the tables that held sealed or marked rows, so that no old version stays."""
    if Wave.objects.get(pk=wave_id).state != WaveState.COUNTED:
        return
    keys.destroy(wave_id)
    models = (Ballot, Invitation, Response, Comment)
    if not forget_deleted([model._meta.db_table for model in models]):
        raise SurveyError(
            _("Another program still reads old versions of the tables. Cleaning is tried again.")
        )
    Wave.objects.filter(pk=wave_id, state=WaveState.COUNTED).update(state=WaveState.CLEANED)


def can_be_given_up(wave: Wave) -> bool:
    """Only a closed wave whose count stopped: its key is lost, or its ballots cannot be opened."""
    return wave.state == WaveState.CLOSING and bool(wave.problem)


def give_up(*, wave_id: int) -> None:
    """Delete a wave that cannot be counted, unopened, with everything about who answered it. Does nothing to others."""
    overwrite_what_is_deleted()
    with transaction.atomic():
        wave = Wave.objects.select_for_update().filter(pk=wave_id).first()
        if wave is None or not can_be_given_up(wave):
            return
        Notice.objects.filter(kind=REMINDER_KIND, key__startswith=reminder_key(wave.pk)).delete()
        wave.delete()
    keys.destroy(wave_id)
    forget_deleted([model._meta.db_table for model in (Ballot, Invitation)])


def answers_per_unit(wave: Wave) -> Counter[int]:
    """{unit: people who answered}, of an open wave; for the daily step of `answered_shown` alone."""
    units = Invitation.objects.filter(wave=wave, answered=True).values_list("unit_id", flat=True)
    return Counter(units)


def are_answers_due(wave: Wave) -> bool:
    """Have the results been out for so long that the answers are deleted?"""
    return wave.published_at is not None and wave.published_at < timezone.now() - KEEP_ANSWERS


def prune_answers() -> int:
    """Answers, comments and invitations of waves whose results have been out for KEEP_ANSWERS."""
    old = Wave.objects.filter(published_at__lt=timezone.now() - KEEP_ANSWERS)
    return sum(
        model._default_manager.filter(wave__in=old).delete()[0] for model in (Response, Comment, Invitation)
    )
