"""Asking those who were there how it was: once each, the day after, by day."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from culture_site.jobs.models import Notice
from culture_site.jobs.notices import notify, path_of
from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from .feedback import closes_at, is_open
from .models import CheckIn, Event, Feedback
from .offers import by_day

FEEDBACK_KIND = "events-feedback"
# So many notices in one job, which is far from its time limit.
BATCH = 100


@transaction.atomic
def ask(event_id: int, after: int) -> None:
    """One batch of those who came and have not been asked, in the order of their ids, from `after` on.

    At night nobody is asked: the batch waits for the morning. Who has answered already is not asked.
    """
    now = timezone.now()
    event = Event.objects.filter(pk=event_id).first()
    if event is None or not is_open(event, now):
        return
    morning = by_day(now)
    if morning > now:
        enqueue(
            ask, event_id, after, key=f"{FEEDBACK_KIND}:{event_id}:{after}:{morning:%Y%m%d%H}", at=morning
        )
        return
    entries = CheckIn.objects.filter(ticket__event=event, ticket__person=OuterRef("pk"), is_entry=True)
    given = Feedback.objects.filter(event=event, person=OuterRef("pk"))
    came = User.objects.filter(Exists(entries), ~Exists(given), is_active=True, pk__gt=after).employed()
    batch = list(came.order_by("pk")[:BATCH])
    keys = {person.pk: f"{FEEDBACK_KIND}:{event.pk}:{person.pk}" for person in batch}
    asked = set(Notice.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    for person in batch:
        if keys[person.pk] not in asked:
            _ask(event, person, keys[person.pk])
    if len(batch) == BATCH:
        last = batch[-1].pk
        enqueue(ask, event_id, last, key=f"{FEEDBACK_KIND}:{event_id}:{last}:{now:%Y%m%d}")


def _ask(event: Event, person: User, key: str) -> None:
    with override("id"):
        title, until = str(event), _day(event)
        title_ind = f"Bagaimana {title}?"
        text_ind = (
            f"Tiga pertanyaan, satu menit, sampai {until}. Panitia membaca jumlah dan komentar, tanpa nama."
        )
    with override("en"):
        title, until = str(event), _day(event)
        title_eng = f"How was {title}?"
        text_eng = f"Three questions, one minute, until {until}. Those who run it read counts and comments, no names."
    notify(
        person=person,
        kind=FEEDBACK_KIND,
        key=key,
        title_ind=title_ind,
        title_eng=title_eng,
        text_ind=text_ind,
        text_eng=text_eng,
        url=path_of("events:feedback", event.slug),
    )


def _day(event: Event) -> str:
    return date_format(timezone.localtime(closes_at(event)), "j F")
