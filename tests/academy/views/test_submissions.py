"""Assignments as the trainee writes them and the coach answers them."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.models import EnrollmentState, Kind, Submission, SubmissionState
from academy.services.submissions import Save, accept, hand_in, return_, save_draft
from tests.factories.academy import (
    CohortFactory,
    EnrollmentFactory,
    PlacementFactory,
    SubmissionFactory,
    assignment_for,
    mentor_of,
)
from tests.factories.people import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment(client):
    enrollment = EnrollmentFactory(cohort__name="Batch 12")
    client.force_login(enrollment.person)
    return enrollment


@pytest.fixture
def activity(enrollment):
    return assignment_for(enrollment)


def address(activity, language: str = "en") -> str:
    return f"/{language}/academy/assignments/{activity.uuid}/"


def sent(text: str, action: str, **more) -> dict:
    return {"text": text, "action": action, "key": str(uuid4()), **more}


def stored() -> list[tuple]:
    return list(Submission.objects.order_by("number").values_list("number", "state", "text"))


# The trainee


@pytest.mark.parametrize("language", ["id", "en"])
def test_page_shows_an_empty_field_and_says_that_a_draft_is_private(client, activity, language):
    page = client.get(address(activity, language))

    assert page.context["form"]["text"].value() is None
    assert page.context["is_writing"] is True


def test_draft_is_saved_and_handed_in_with_all_its_words(client, activity):
    client.post(address(activity), sent("Halo Kak", "draft"))
    page = client.post(address(activity), sent("Halo Kak Sari", "hand-in"), follow=True)

    assert stored() == [(1, "submitted", "Halo Kak Sari")]
    assert "Handed in with all 3 words." in page.content.decode()
    assert "With your coach" in page.content.decode()


def test_without_a_button_named_the_text_is_a_draft(client, activity):
    client.post(address(activity), {"text": "Halo", "key": str(uuid4())})

    assert stored() == [(1, "draft", "Halo")]


def test_lines_come_back_as_they_were_typed(client, activity):
    client.post(address(activity), sent("Halo\r\n\r\nKak ", "draft"))

    assert stored() == [(1, "draft", "Halo\n\nKak ")]


def test_posted_state_decision_and_person_are_ignored(client, enrollment, activity):
    other = EnrollmentFactory(cohort=enrollment.cohort)
    client.post(
        address(activity),
        sent("Halo", "draft", state="accepted", decided_by=other.person_id, person=other.person_id, number=9),
    )

    work = Submission.objects.get()
    assert (work.person, work.state, work.decided_by, work.number) == (enrollment.person, "draft", None, 1)


def test_two_tabs_lose_nothing_and_what_is_not_needed_is_put_away(client, activity):
    first, second = (
        {name: client.get(address(activity)).context["form"][name].value() or "" for name in ("seen", "page")}
        for _tab in range(2)
    )
    client.post(address(activity), sent("Teks satu", "draft", **first))

    client.post(address(activity), sent("Teks dua", "draft", **second))

    page = client.get(address(activity))
    assert page.context["form"]["text"].value() == "Teks dua"
    assert "Teks satu" in page.content.decode()
    client.post(address(activity), sent("Teks dua", "put-away", seen=page.context["form"]["seen"].value()))
    assert list(Submission.objects.values_list("state", "text", "set_aside")) == [("draft", "Teks dua", "")]


def test_text_that_is_too_long_stays_in_the_field(client, activity):
    page = client.post(address(activity), sent("a" * 8001, "draft"))

    assert page.context["form"]["text"].value() == "a" * 8001
    assert stored() == []


def test_what_was_typed_after_the_hand_in_is_shown_and_not_saved(client, enrollment, activity):
    hand_in(enrollment=enrollment, activity=activity, save=Save("Halo"), key=uuid4())

    page = client.post(address(activity), sent("Teks yang terlambat", "draft"))

    assert page.status_code == 409
    assert "Teks yang terlambat" in page.content.decode()
    assert stored() == [(1, "submitted", "Halo")]


def test_returned_work_shows_the_comment_and_the_text_to_go_on_with(client, enrollment, activity):
    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo"), key=uuid4())
    return_(submission=work, by=mentor_of(enrollment.cohort, name="Contoh Dwi"), comment="Sebut langkahnya.")

    page = client.get(address(activity))

    assert page.context["form"]["text"].value() == "Halo"
    assert [work.number for work in page.context["earlier"]] == [1]
    for words in ("Sebut langkahnya.", "Contoh Dwi", "Not yet"):
        assert words in page.content.decode()


def test_accepted_work_is_shown_without_a_form(client, enrollment, activity):
    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo"), key=uuid4())
    accept(submission=work, by=mentor_of(enrollment.cohort), comment="Hangat.")

    page = client.get(address(activity)).content.decode()

    assert "Hangat." in page
    assert "<textarea" not in page


def test_draft_of_another_is_never_shown(client, enrollment, activity):
    other = EnrollmentFactory(cohort=enrollment.cohort)
    save_draft(enrollment=other, activity=activity, save=Save("Rahasia orang lain"))

    assert "Rahasia orang lain" not in client.get(address(activity)).content.decode()


def test_locked_assignment_answers_403_and_saves_nothing(client, enrollment, activity):
    first = PlacementFactory(module=enrollment.cohort.version.modules.first())
    enrollment.cohort.version.placements.filter(activity=activity).update(needs=[first.activity.key])

    answers = [client.get(address(activity)), client.post(address(activity), sent("Halo", "draft"))]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert str(first.activity.title_eng) in answers[0].content.decode()
    assert stored() == []


def test_a_lesson_is_no_assignment(client, enrollment):
    lesson = assignment_for(enrollment)
    type(lesson).objects.filter(pk=lesson.pk).update(kind=Kind.LESSON)

    assert client.get(address(lesson)).status_code == 404


def test_after_leaving_the_batch_the_page_is_gone(client, enrollment, activity):
    type(enrollment).objects.filter(pk=enrollment.pk).update(state=EnrollmentState.WITHDRAWN)

    assert client.get(address(activity)).status_code == 404


# The script of the outbox


def test_outbox_gets_json_and_an_older_save_changes_nothing(client, activity):
    phone = str(uuid4())
    headers = {"Accept": "application/json"}
    newer = client.post(
        address(activity), sent("Halo Kak", "draft", client=phone, sequence=2), headers=headers
    )
    older = client.post(address(activity), sent("Halo", "draft", client=phone, sequence=1), headers=headers)

    assert newer.json() == older.json() == {"state": "saved", "next": address(activity)}
    assert stored() == [(1, "draft", "Halo Kak")]


def test_outbox_is_refused_with_a_sentence(client, enrollment, activity):
    hand_in(enrollment=enrollment, activity=activity, save=Save("Halo"), key=uuid4())
    headers = {"Accept": "application/json"}

    refused = client.post(address(activity), sent("Lain", "draft"), headers=headers)
    unreadable = client.post(address(activity), sent("Lain", "draft", client="x"), headers=headers)

    assert (refused.status_code, refused.json()["state"]) == (409, "refused")
    assert "You handed this in on" in refused.json()["sentence"]
    assert unreadable.status_code == 422


# The coach


@pytest.fixture
def coach(client, enrollment):
    coach = mentor_of(enrollment.cohort)
    client.force_login(coach)
    return coach


def test_list_shows_what_waits_of_ones_own_batches_oldest_first(client, enrollment, coach):
    newer = SubmissionFactory(enrollment=enrollment)
    older = SubmissionFactory(enrollment=enrollment, submitted_at=timezone.now() - timezone.timedelta(days=1))
    done = SubmissionFactory(enrollment=enrollment, accepted=True)
    SubmissionFactory()

    waiting = client.get(reverse("academy:submission-list"))
    answered = client.get(reverse("academy:submission-list"), {"show": "answered"})

    assert list(waiting.context["works"]) == [older, newer]
    assert list(answered.context["works"]) == [done]


@pytest.mark.parametrize("size", [1, 20])
def test_list_costs_the_same_statements_with_many(client, enrollment, coach, size, django_assert_num_queries):
    SubmissionFactory.create_batch(size, enrollment=enrollment)
    client.get(reverse("academy:submission-list"))

    with django_assert_num_queries(8):
        client.get(reverse("academy:submission-list"))


def test_coach_accepts_and_is_led_back_to_what_waits(client, enrollment, activity, coach):
    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo"), key=uuid4())
    page = reverse("academy:submission-detail", args=[work.pk])

    answer = client.post(page, {"comment": "", "action": "accept"})

    work.refresh_from_db()
    assert (work.state, work.decided_by) == (SubmissionState.ACCEPTED, coach)
    assert answer.headers["Location"].endswith("/team/submissions/")


def test_not_yet_without_a_comment_is_a_sentence_at_the_field(client, enrollment, coach):
    work = SubmissionFactory(enrollment=enrollment)

    page = client.post(f"/en/team/submissions/{work.pk}/", {"comment": " ", "action": "return"})

    assert page.context["form"].errors == {
        "comment": ["Write what is missing, so that it can be done next time."]
    }
    assert stored() == [(1, "submitted", work.text)]


def test_second_coach_reads_who_was_first_and_keeps_the_words(client, enrollment, activity, coach):
    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo"), key=uuid4())
    accept(submission=work, by=mentor_of(enrollment.cohort, name="Contoh Dwi"))

    page = client.post(f"/en/team/submissions/{work.pk}/", {"comment": "Komentarku", "action": "return"})

    assert page.status_code == 409
    for words in ("Contoh Dwi answered this on", "Komentarku"):
        assert words in page.content.decode()
    assert stored() == [(1, "accepted", "Halo")]


def test_posted_fields_decide_nothing_beside_the_button(client, enrollment, coach):
    work = SubmissionFactory(enrollment=enrollment)

    client.post(
        f"/en/team/submissions/{work.pk}/",
        {"comment": "Belum lengkap.", "action": "return", "state": "accepted", "decided_by": work.person_id},
    )

    work.refresh_from_db()
    assert (work.state, work.decided_by) == (SubmissionState.RETURNED, coach)


def test_drafts_and_other_batches_do_not_exist_for_a_coach(client, enrollment, coach):
    draft = SubmissionFactory(enrollment=enrollment, state=SubmissionState.DRAFT)
    foreign = SubmissionFactory()

    for work in (draft, foreign):
        page = reverse("academy:submission-detail", args=[work.pk])
        assert client.get(page).status_code == 404
        assert client.post(page, {"comment": "", "action": "accept"}).status_code == 404


def test_academy_team_answers_in_its_own_office_alone(client, enrollment):
    here = SubmissionFactory(enrollment=enrollment)
    there = SubmissionFactory(enrollment__cohort=CohortFactory())
    role = RoleAssignmentFactory(user__office=enrollment.cohort.office, role="academy_team", scope="office")
    client.force_login(role.user)

    answers = [
        client.get(reverse("academy:submission-detail", args=[work.pk])).status_code for work in (here, there)
    ]

    assert answers == [200, 404]
