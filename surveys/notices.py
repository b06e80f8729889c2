"""Telling people that a survey waits for them. Who has answered is reminded of nothing."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import override

from culture_site.core.dates import today
from culture_site.jobs.notices import notify, path_of
from culture_site.jobs.services import enqueue

from .models import Invitation, Wave, WaveState

OPENING_KIND = "survey-open"
REMINDER_KIND = "survey-reminder"
# So many notices in one job, which is far from its time limit.
BATCH = 100


def reminder_key(wave_id: int) -> str:
    """What the keys of all reminders of a wave start with."""
    return f"{REMINDER_KIND}:{wave_id}:"


@transaction.atomic
def tell_invited(*, wave_id: int, after: int) -> None:
    """One batch of notices that the wave is open, in the order of the invitations; the next one is put in line."""
    wave = Wave.objects.get(pk=wave_id)
    if wave.state != WaveState.OPEN:
        return
    batch = list(
        Invitation.objects.filter(wave=wave, pk__gt=after, person__is_active=True)
        .select_related("person")
        .order_by("pk")[:BATCH]
    )
    for invitation in batch:
        notify(
            person=invitation.person,
            kind=OPENING_KIND,
            key=f"{OPENING_KIND}:{wave.pk}:{invitation.pk}",
            title_ind="Survei budaya sudah dibuka",
            title_eng="The culture survey is open",
            text_ind=f"Waktunya paling lama delapan menit, sampai {_day(wave.closes_on, 'id')}.",
            text_eng=f"It takes eight minutes at most and is open until {_day(wave.closes_on, 'en')}.",
            url=path_of("surveys:survey", wave.pk),
        )
    if batch:
        last = batch[-1].pk
        enqueue("surveys.tasks.tell_invited", wave.pk, last, key=f"wave-told:{wave.pk}:{last}")


@transaction.atomic
def remind_due(on: date | None = None) -> list[int]:
    """Each day: start a round of reminders for open waves whose pause is over; their ids.

    One job per wave and round; nobody sees who is in it.
    """
    on = on or today()
    started = []
    for wave in Wave.objects.select_for_update().filter(state=WaveState.OPEN, remind_every_days__gt=0):
        since = wave.reminded_on or wave.opened_on
        if since is None or wave.closes_on is None or on > wave.closes_on:
            continue
        if on - since >= timedelta(days=wave.remind_every_days):
            wave.reminded_on = on
            wave.save(update_fields=["reminded_on"])
            enqueue("surveys.tasks.remind", wave.pk, key=f"wave-reminder:{wave.pk}:{on:%Y%m%d}")
            started.append(wave.pk)
    return started


@transaction.atomic
def remind(*, wave_id: int) -> None:
    """A notice for everybody who has not answered yet, once per round. What it left of itself goes at the count."""
    wave = Wave.objects.get(pk=wave_id)
    if wave.state != WaveState.OPEN or wave.reminded_on is None:
        return
    waiting = Invitation.objects.filter(wave=wave, answered=False, person__is_active=True)
    for invitation in waiting.select_related("person").order_by("?"):
        notify(
            person=invitation.person,
            kind=REMINDER_KIND,
            key=f"{reminder_key(wave.pk)}{wave.reminded_on:%Y%m%d}:{invitation.pk}",
            title_ind="Pengingat: survei budaya masih menunggumu",
            title_eng="A reminder: the culture survey still waits for you",
            text_ind=f"Jawabanmu tidak bisa dilacak. Survei ditutup setelah {_day(wave.closes_on, 'id')}.",
            text_eng=f"Your answers cannot be traced. The survey closes after {_day(wave.closes_on, 'en')}.",
            url=path_of("surveys:survey", wave.pk),
        )


def _day(day: date | None, language: str) -> str:
    with override(language):
        return date_format(day, "j F Y") if day else ""
