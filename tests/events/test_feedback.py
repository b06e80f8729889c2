"""Feedback: three questions to those who were there, asked once by day, shown as counts of five and more."""

from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from culture_site.core import personal_data
from culture_site.jobs.models import Job, Notice
from events.exceptions import NotOpen, NotThere
from events.feedback import shown_of, summarise
from events.feedback_notices import FEEDBACK_KIND, ask
from events.models import CheckIn, EventState, Feedback
from events.offers import ZONE
from events.services.feedback import give_feedback
from events.tasks import ask_for_feedback
from tests.factories.events import EventFactory, FeedbackFactory, attend
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


# A Saturday fair from 09:00 to 15:00; feedback is open until Saturday, 14 March, 15:00.
STARTS, ENDS = wib("2026-02-28 09:00"), wib("2026-02-28 15:00")
CLOSES = wib("2026-03-14 15:00")


@pytest.fixture
def event():
    return EventFactory(starts_at=STARTS, ends_at=ENDS, title_ind="Pekan Nilai", title_eng="Week of Values")


@pytest.fixture
def person(event):
    return attend(event).person


def page(event) -> str:
    return reverse("events:feedback", args=[event.slug])


@pytest.fixture
def sunday(client, person):
    with time_machine.travel(wib("2026-03-01 10:00"), tick=False):
        client.force_login(person)
        yield


# ---- Giving it


def test_three_answers_are_kept_and_given_again_they_replace_the_first(event, person):
    now = ENDS + timedelta(days=1)
    give_feedback(event=event, person=person, rating=2, understanding=3, comment="Ramai.", now=now)
    give_feedback(event=event, person=person, rating=4, understanding=5, now=now)

    assert list(Feedback.objects.values_list("event", "person", "rating", "understanding", "comment")) == [
        (event.pk, person.pk, 4, 5, "")
    ]


@pytest.mark.parametrize(
    ("now", "is_taken"),
    [
        (ENDS - timedelta(seconds=1), False),
        (ENDS, True),
        (CLOSES - timedelta(seconds=1), True),
        (CLOSES, False),
    ],
)
def test_feedback_is_open_from_the_end_for_two_weeks(event, person, now, is_taken):
    with nullcontext() if is_taken else pytest.raises(NotOpen):
        give_feedback(event=event, person=person, rating=3, understanding=3, now=now)

    assert Feedback.objects.exists() is is_taken


def test_who_has_a_ticket_and_did_not_come_gives_none(event):
    absent = attend(event)
    CheckIn.objects.filter(ticket=absent).delete()

    with pytest.raises(NotThere):
        give_feedback(event=event, person=absent.person, rating=3, understanding=3, now=ENDS)


def test_cancelled_event_takes_none(event, person):
    event.state = EventState.CANCELLED
    event.save()

    with pytest.raises(NotOpen):
        give_feedback(event=event, person=person, rating=3, understanding=3, now=ENDS)


@pytest.mark.parametrize("grades", [{"rating": 0}, {"rating": 6}, {"understanding": 0}, {"understanding": 6}])
def test_database_takes_no_other_grade_and_no_second_answer(event, person, grades):
    FeedbackFactory(event=event, person=person)

    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackFactory(event=event, person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackFactory(event=event, **grades)


# ---- The page


def test_page_asks_keeps_and_says_who_reads_it(client, event, person, sunday):
    text = client.get(page(event)).content.decode()

    assert "Bagaimana acaranya?" in text
    assert "setelah lima orang menjawab" in text
    assert "Sabtu, 14 Maret, 15.00 WIB" in text

    answer = client.post(
        page(event), {"rating": "5", "understanding": "4", "comment": "Satu\r\ndua"}, follow=True
    )

    assert "Terima kasih. Jawabanmu bisa diubah sampai Sabtu, 14 Maret, 15.00 WIB." in answer.content.decode()
    given = Feedback.objects.get()
    assert (given.person, given.rating, given.understanding, given.comment) == (person, 5, 4, "Satu\ndua")
    again = client.get(page(event)).content.decode()
    assert "Simpan perubahan" in again
    assert "Satu\ndua" in again
    assert again.count(" checked") == 2


def test_page_speaks_english(client, event, person, sunday):
    text = client.get(page(event).replace("/id/", "/en/")).content.decode()

    assert "Do you understand our values better now?" in text
    assert "Saturday, 14 March, 15:00 WIB" in text


@pytest.mark.parametrize(
    ("posted", "sentence", "typed"),
    [
        ({"understanding": "3", "comment": "Bagus"}, "Pilih angka dari 1 sampai 5.", "Bagus"),
        ({"rating": "9", "understanding": "3", "comment": "Bagus"}, "Pilih angka dari 1 sampai 5.", "Bagus"),
        (
            {"rating": "4", "understanding": "3", "comment": "x" * 501},
            "Paling banyak 500 karakter; punyamu 501.",
            "x" * 501,
        ),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_typed_is_lost(client, event, sunday, posted, sentence, typed):
    answer = client.post(page(event), posted)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert typed in answer.content.decode()
    assert not Feedback.objects.exists()


def test_five_hundred_characters_with_line_breaks_are_not_too_many(client, event, sunday):
    words = "\n".join(["abcd"] * 100) + "!"

    answer = client.post(
        page(event), {"rating": 1, "understanding": 1, "comment": words.replace("\n", "\r\n")}
    )

    assert len(words) == 500
    assert answer.status_code == 302
    assert Feedback.objects.get().comment == words


def test_page_says_when_it_closed_and_takes_nothing_any_more(client, event, person):
    with time_machine.travel(CLOSES, tick=False):
        client.force_login(person)
        read = client.get(page(event))
        sent = client.post(page(event), {"rating": 5, "understanding": 5})

    assert read.status_code == 200
    assert "Umpan balik untuk acara ini sudah ditutup." in read.content.decode()
    assert (sent.status_code, Feedback.objects.count()) == (422, 0)
    assert "sudah ditutup" in sent.content.decode()


def test_page_says_from_when_on_before_the_end(client, event, person):
    with time_machine.travel(ENDS - timedelta(hours=1), tick=False):
        client.force_login(person)

        assert "Sabtu, 28 Februari, 15.00 WIB" in client.get(page(event)).content.decode()


def test_page_does_not_exist_for_who_was_not_there(client, event, person, sunday):
    client.force_login(UserFactory(service_culture=True))

    assert client.get(page(event)).status_code == 404
    assert client.post(page(event), {"rating": 5, "understanding": 5}).status_code == 404


def test_schedule_leads_to_it_while_it_is_open(client, event, person, sunday):
    schedule = reverse("events:schedule")

    assert "Bagaimana acaranya?" in client.get(schedule).content.decode()
    FeedbackFactory(event=event, person=person)
    assert "Ubah jawabanmu" in client.get(schedule).content.decode()
    with time_machine.travel(CLOSES, tick=False):
        client.force_login(person)
        closed = client.get(schedule).content.decode()

    assert "Pekan Nilai" in closed
    assert page(event) not in closed


# ---- Asking


def run_jobs() -> None:
    for job in Job.objects.filter(function="events.feedback_notices.ask").order_by("pk"):
        ask(*job.args)


def asked() -> set:
    return set(Notice.objects.filter(kind=FEEDBACK_KIND).values_list("person", flat=True))


def test_those_who_came_are_asked_once_the_day_after(event, person):
    attended, answered, gone = person, attend(event).person, attend(event).person
    FeedbackFactory(event=event, person=answered)
    gone.left_on = wib("2026-02-28 00:00").date()
    gone.save()
    absent = attend(event)
    CheckIn.objects.filter(ticket=absent).delete()
    with time_machine.travel(wib("2026-02-28 20:00"), tick=False):
        ask_for_feedback()
    assert not Job.objects.filter(function="events.feedback_notices.ask").exists()

    for morning in ("2026-03-01 09:15", "2026-03-02 09:15"):
        with time_machine.travel(wib(morning), tick=False):
            ask_for_feedback()
            ask_for_feedback()
            run_jobs()
            run_jobs()

    assert asked() == {attended.pk}
    notice = Notice.objects.get(kind=FEEDBACK_KIND)
    assert (notice.title_ind, notice.title_eng) == ("Bagaimana Pekan Nilai?", "How was Week of Values?")
    assert "sampai 14 Maret" in notice.text_ind
    assert "until 14 March" in notice.text_eng
    assert notice.url == page(event)


def test_who_came_in_without_a_line_is_asked_once_the_scan_is_known(event, person):
    with time_machine.travel(wib("2026-03-01 09:15"), tick=False):
        ask_for_feedback()
        run_jobs()
    late = attend(event)

    with time_machine.travel(wib("2026-03-02 09:15"), tick=False):
        ask_for_feedback()
        run_jobs()

    assert asked() == {person.pk, late.person_id}


@pytest.mark.parametrize(
    "night", ["2026-03-01 21:00", "2026-03-01 23:30", "2026-03-02 03:00", "2026-03-02 08:59"]
)
def test_nobody_is_asked_at_night(event, person, night):
    with time_machine.travel(wib(night), tick=False):
        ask_for_feedback()
        run_jobs()
        assert asked() == set()
    waiting = Job.objects.filter(function="events.feedback_notices.ask").latest("pk")

    with time_machine.travel(wib("2026-03-02 09:00"), tick=False):
        assert waiting.run_at == timezone.now()
        ask(*waiting.args)

    assert asked() == {person.pk}


def test_nobody_is_asked_after_the_closing_or_of_a_cancelled_event(event, person):
    with time_machine.travel(CLOSES + timedelta(hours=19), tick=False):
        ask_for_feedback()
    event.state = EventState.CANCELLED
    event.save()
    with time_machine.travel(wib("2026-03-01 09:15"), tick=False):
        ask_for_feedback()
        ask(event.pk, 0)

    assert not Job.objects.filter(function="events.feedback_notices.ask").exists()
    assert asked() == set()


def test_many_are_asked_in_batches(event, monkeypatch):
    monkeypatch.setattr("events.feedback_notices.BATCH", 2)
    people = {attend(event).person_id for _number in range(5)}

    with time_machine.travel(wib("2026-03-01 09:15"), tick=False):
        ask_for_feedback()
        for _round in range(4):
            run_jobs()

    assert asked() == people


# ---- What officials see


def test_no_two_looks_differ_by_fewer_than_five_answers():
    shown = [shown_of(answered) for answered in range(21)]

    assert shown == [*[0] * 5, *[5] * 5, *[10] * 5, *[15] * 5, 20]


def test_summary_counts_and_orders_comments_by_their_letters(event):
    # Seven answers; the first five are shown: ratings 5 5 4 3 1, understanding 4 4 4 2 1.
    given = [
        (5, 4, "wah"), (5, 4, ""), (4, 4, "Antrean panjang"), (3, 2, "bagus"), (1, 1, ""), (2, 5, "sixth"), (2, 5, ""),
    ]  # fmt: skip
    for rating, understanding, comment in given:
        FeedbackFactory(event=event, rating=rating, understanding=understanding, comment=comment)

    shown = summarise(event)

    assert (shown.shown, shown.answered) == (5, 7)
    assert shown.rows == [(5, 2, 0), (4, 1, 3), (3, 1, 0), (2, 0, 1), (1, 1, 1)]
    # 4 or 5: three ratings, three of understanding.
    assert (shown.good, shown.understood) == (3, 3)
    assert shown.comments == ("Antrean panjang", "bagus", "wah")


def test_official_page_shows_counts_from_five_on_and_no_name(client, event):
    people = [attend(event).person for _number in range(6)]
    after = reverse("events:event-after", args=[event.slug])
    with time_machine.travel(wib("2026-03-02 10:00"), tick=False):
        client.force_login(UserFactory(service_culture=True))
        for person in people[:4]:
            FeedbackFactory(event=event, person=person, comment="Rahasia kecil")
        before = client.get(after).content.decode()
        FeedbackFactory(event=event, person=people[4], comment="Lima")
        text = client.get(after).content.decode()

    assert "Rahasia kecil" not in before
    assert "Belum ada yang bisa ditampilkan" in before
    assert "Rahasia kecil" in text
    assert "Dari 5 jawaban" in text
    assert not [person.name for person in people if person.name in text]


def test_official_page_shows_no_more_at_the_closing_and_says_so(client, event):
    after = reverse("events:event-after", args=[event.slug])
    for number in range(7):
        FeedbackFactory(event=event, person=attend(event).person, comment=f"Kata {number}.")

    texts = []
    for moment in (CLOSES - timedelta(seconds=1), CLOSES):
        with time_machine.travel(moment, tick=False):
            client.force_login(UserFactory(service_culture=True))
            texts.append(client.get(after).content.decode())

    assert [[f"Kata {number}." in text for number in range(7)] for text in texts] == [
        [True] * 5 + [False] * 2
    ] * 2
    assert ["5 dari 7 jawaban ditampilkan" in text for text in texts] == [False, True]


# ---- Data of a person


def test_answers_are_in_a_persons_export_and_go_with_the_person(event, person):
    FeedbackFactory(event=event, person=person, comment="Kata-kataku")
    other = FeedbackFactory(event=event)

    exported = personal_data.export(person)["models"]["events.Feedback"]
    personal_data.erase(person)

    assert [row["comment"] for row in exported["rows"]] == ["Kata-kataku"]
    assert list(Feedback.objects.all()) == [other]
