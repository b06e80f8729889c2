"""What a worker does for surveys. Tasks carry the id of a wave, never of a person."""

from django.db import transaction

from culture_site.core.dates import today
from culture_site.jobs.services import enqueue

from . import anchors, closing, notices, opening, reviewing
from .models import Wave, WaveState, WorkedOut

# Shown counts move by so many at least, so that no two looks tell one person.
SHOWN_STEP = 5


def open_wave(wave_id: int) -> None:
    """Open it; and, while the answers of the wave before are still there, keep what the two can be compared by."""
    opening.open_wave(wave_id=wave_id)
    wave = Wave.objects.select_related("version").get(pk=wave_id)
    if wave.state == WaveState.OPEN:
        anchors.keep_earlier(wave)


def tell_invited(wave_id: int, after: int) -> None:
    notices.tell_invited(wave_id=wave_id, after=after)


def remind(wave_id: int) -> None:
    notices.remind(wave_id=wave_id)


def carry_on(wave_id: int) -> None:
    """Take a closed wave as far as the review."""
    closing.carry_on(wave_id=wave_id)
    wave = Wave.objects.get(pk=wave_id)
    if wave.state == WaveState.CLEANED and not WorkedOut.objects.filter(wave=wave).exists():
        reviewing.work_out(wave=wave)


def give_up(wave_id: int) -> None:
    closing.give_up(wave_id=wave_id)


def daily() -> None:
    """Each morning: close what is due, take up what stopped, remind, and show how many have answered."""
    for wave in Wave.objects.filter(state=WaveState.OPEN, closes_on__lt=today()):
        closing.close(wave=wave, on=wave.closes_on)
    unfinished = (WaveState.CLOSING, WaveState.COUNTED, WaveState.CLEANED)
    for wave in Wave.objects.filter(state__in=unfinished, worked_out=None):
        enqueue(carry_on, wave.pk, key=f"wave-closing:{wave.pk}:{today():%Y%m%d}")
    notices.remind_due()
    for wave in Wave.objects.filter(state=WaveState.OPEN):
        show_counts(wave)


@transaction.atomic
def show_counts(wave: Wave) -> None:
    """Take over how many answered, per office, where it grew by SHOWN_STEP or more since the last look."""
    counts = closing.answers_per_unit(wave)
    for unit in wave.units.all():
        if counts[unit.pk] - unit.answered_shown >= SHOWN_STEP:
            unit.answered_shown = counts[unit.pk]
            unit.save(update_fields=["answered_shown"])
