"""Ask my coach."""

from uuid import uuid4

import pytest
from django.urls import reverse

from academy.models import EnrollmentState, Thread, ThreadMessage
from academy.services.threads import answer
from tests.factories.academy import EnrollmentFactory, ThreadFactory, assignment_for, mentor_of, write_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment(client):
    enrollment = EnrollmentFactory()
    client.force_login(enrollment.person)
    return enrollment


@pytest.fixture
def activity(enrollment):
    return assignment_for(enrollment)


def form(text: str, **more) -> dict:
    return {"text": text, "key": str(uuid4()), **more}


@pytest.mark.parametrize("language", ["id", "en"])
def test_page_names_what_is_asked_about(client, activity, language):
    write_lesson(activity, "contoh")

    page = client.get(f"/{language}/academy/questions/new/{activity.uuid}/?step=contoh").content.decode()

    assert (activity.title_ind if language == "id" else activity.title_eng) in page
    assert ("Langkah contoh" if language == "id" else "Step contoh") in page


def test_question_is_sent_with_its_step_and_waits(client, enrollment, activity):
    write_lesson(activity, "contoh")

    client.post(f"/en/academy/questions/new/{activity.uuid}/?step=contoh", form("Bagaimana?"))

    thread = Thread.objects.get()
    assert (thread.enrollment, thread.activity, thread.step) == (enrollment, activity, "contoh")
    assert (thread.messages.get().text, thread.waits_for_coach) == ("Bagaimana?", True)


def test_a_step_that_is_not_there_is_left_out(client, activity):
    client.post(f"/en/academy/questions/new/{activity.uuid}/?step=<b>", form("Bagaimana?"))

    assert Thread.objects.get().step == ""


def test_the_same_press_twice_is_one_question(client, activity):
    twice = form("Bagaimana?")

    for _press in range(2):
        client.post(reverse("academy:thread-create", args=[activity.uuid]), twice)

    assert ThreadMessage.objects.count() == 1


def test_text_stays_on_an_error(client, activity):
    page = client.post(
        reverse("academy:thread-create", args=[activity.uuid]), {"text": "Bagaimana?", "key": "x"}
    )
    empty = client.post(reverse("academy:thread-create", args=[activity.uuid]), form("  "))

    assert page.context["form"]["text"].value() == "Bagaimana?"
    assert list(empty.context["form"].errors) == ["text"]
    assert not Thread.objects.exists()


def test_posted_fields_change_no_thread(client, enrollment):
    thread = ThreadFactory(enrollment=enrollment)
    other = EnrollmentFactory()

    client.post(
        reverse("academy:thread-detail", args=[thread.uuid]),
        form("Lagi", waits_for_coach="", author=other.person_id, enrollment=other.pk),
    )

    thread.refresh_from_db()
    assert (thread.enrollment, thread.waits_for_coach) == (enrollment, True)
    assert {message.author for message in thread.messages.all()} == {enrollment.person}


def test_list_holds_ones_own_questions(client, enrollment):
    mine = ThreadFactory(enrollment=enrollment)
    ThreadFactory(enrollment__cohort=enrollment.cohort)

    page = client.get(reverse("academy:thread-list"))

    assert list(page.context["threads"]) == [mine]


def test_another_trainee_of_the_batch_reads_no_thread(client, enrollment):
    thread = ThreadFactory(enrollment__cohort=enrollment.cohort)
    page = reverse("academy:thread-detail", args=[thread.uuid])

    assert [client.get(page).status_code, client.post(page, form("Halo")).status_code] == [404, 404]
    assert thread.messages.count() == 1


def test_coach_answers_in_the_thread_and_both_read_it(client, enrollment):
    thread = ThreadFactory(enrollment=enrollment)
    coach = mentor_of(enrollment.cohort, name="Contoh Dwi")
    page = f"/en/academy/questions/{thread.uuid}/"
    client.force_login(coach)
    client.post(page, form("Tanya dulu."))
    client.force_login(enrollment.person)

    shown = client.get(page).content.decode()

    thread.refresh_from_db()
    assert not thread.waits_for_coach
    for words in ("Tanya dulu.", "Contoh Dwi", "Bagaimana kalau pelanggan diam?", "Answered"):
        assert words in shown


def test_inbox_shows_what_waits_first_of_ones_own_batches(client, enrollment):
    coach = mentor_of(enrollment.cohort)
    answered, waiting = ThreadFactory(enrollment=enrollment), ThreadFactory(enrollment=enrollment)
    answer(thread=answered, by=coach, text="Ya.", key=uuid4())
    ThreadFactory()
    client.force_login(coach)

    page = client.get(reverse("academy:thread-inbox"))

    assert list(page.context["threads"]) == [waiting, answered]


@pytest.mark.parametrize("size", [1, 20])
def test_inbox_costs_the_same_statements_with_many(client, enrollment, size, django_assert_num_queries):
    ThreadFactory.create_batch(size, enrollment=enrollment)
    client.force_login(mentor_of(enrollment.cohort))
    client.get(reverse("academy:thread-inbox"))

    with django_assert_num_queries(9):
        client.get(reverse("academy:thread-inbox"))


def test_outbox_gets_the_address_of_the_thread(client, activity):
    headers = {"Accept": "application/json"}

    sent = client.post(
        reverse("academy:thread-create", args=[activity.uuid]), form("Bagaimana?"), headers=headers
    )

    page = reverse("academy:thread-detail", args=[Thread.objects.get().uuid])
    assert sent.json() == {"state": "saved", "next": page}


def test_whoever_left_keeps_the_answers_and_writes_no_new_question(client, enrollment, activity):
    thread = ThreadFactory(enrollment=enrollment)
    type(enrollment).objects.filter(pk=enrollment.pk).update(state=EnrollmentState.WITHDRAWN)

    assert client.get(reverse("academy:thread-detail", args=[thread.uuid])).status_code == 200
    assert client.get(reverse("academy:thread-create", args=[activity.uuid])).status_code == 404
