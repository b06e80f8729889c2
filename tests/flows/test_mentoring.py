"""A trainee and a coach: work handed in, returned, accepted; a question answered; and the pages in every dress."""

import pytest

from academy.models import BlackoutDay, Cohort, Enrollment, Submission
from academy.services.notes import add_note
from academy.services.progress import refresh_summary
from culture_site.core.dates import today
from tests.browser import DESKTOP, PHONE
from tests.factories.academy import (
    EnrollmentFactory,
    SubmissionFactory,
    ThreadFactory,
    assignment_for,
    mentor_of,
    path,
)

pytestmark = pytest.mark.browser

LOOKS = [(PHONE, "light", "id"), (PHONE, "dark", "en"), (DESKTOP, "light", "en"), (DESKTOP, "dark", "id")]
in_every_look = pytest.mark.parametrize(
    ("viewport", "scheme", "language"), LOOKS, ids=["phone", "phone-dark", "desktop", "desktop-dark"]
)


@pytest.fixture
def enrollment(transactional_db) -> Enrollment:
    enrollment = EnrollmentFactory(person__name="Contoh Rani Anggraini")
    path(enrollment.cohort.version, 3)
    refresh_summary(enrollment)
    return enrollment


@pytest.fixture
def coach(enrollment):
    return mentor_of(enrollment.cohort, name="Contoh Dwi")


def full(cohort: Cohort, enrollment: Enrollment, coach) -> Submission:
    """A batch with something on every page."""
    for number in range(3):
        refresh_summary(EnrollmentFactory(cohort=cohort, person__name=f"Contoh Peserta {number}"))
    ThreadFactory(enrollment=enrollment)
    add_note(enrollment=enrollment, by=coach, text="Pembukaanmu hangat sekali.", is_shared=True)
    BlackoutDay.objects.create(cohort=cohort, person=enrollment.person, on=today())
    return SubmissionFactory(enrollment=enrollment, activity=assignment_for(enrollment))


@in_every_look
def test_coach_pages_stand_in_every_dress(visit, enrollment, coach, viewport, scheme, language):
    work = full(enrollment.cohort, enrollment, coach)
    page = visit(user=coach, viewport=viewport, scheme=scheme)

    for address in (
        f"cohorts/{enrollment.cohort_id}/",
        f"trainees/{enrollment.pk}/",
        "submissions/",
        f"submissions/{work.pk}/",
        "threads/",
    ):
        page.goto(f"/{language}/team/{address}")
        assert page.status == 200
        page.assert_fine()


@in_every_look
def test_trainee_pages_stand_in_every_dress(visit, enrollment, coach, viewport, scheme, language):
    work = full(enrollment.cohort, enrollment, coach)
    activity, thread = assignment_for(enrollment), enrollment.threads.get()
    page = visit(user=enrollment.person, viewport=viewport, scheme=scheme)

    for address in (
        f"assignments/{activity.uuid}/",
        f"assignments/{work.activity.uuid}/",
        "questions/",
        f"questions/{thread.uuid}/",
        f"questions/new/{activity.uuid}/",
    ):
        page.goto(f"/{language}/academy/{address}")
        assert page.status == 200
        page.assert_fine()


def test_work_goes_back_and_forth_without_javascript(visit, enrollment, coach):
    activity = assignment_for(enrollment)
    trainee = visit(user=enrollment.person, javascript=False)
    mentor = visit(user=coach, javascript=False, viewport=DESKTOP)

    trainee.goto(f"/en/academy/assignments/{activity.uuid}/")
    trainee.page.get_by_label("Your answer").fill("Halo Kak, saya cek dulu.")
    trainee.page.get_by_role("button", name="Save the draft").click()
    assert trainee.page.get_by_text("The draft is saved: 5 words.").is_visible()
    trainee.page.get_by_role("button", name="Hand in").click()
    assert trainee.page.get_by_text("Handed in with all 5 words.").is_visible()

    mentor.goto("/en/team/submissions/")
    mentor.page.get_by_role("link", name="Contoh Rani Anggraini").click()
    mentor.page.get_by_label("Your comment").fill("Sebutkan kapan kamu mengabari.")
    mentor.page.get_by_role("button", name="Not yet").click()

    trainee.goto(f"/en/academy/assignments/{activity.uuid}/")
    assert trainee.page.get_by_text("Sebutkan kapan kamu mengabari.").first.is_visible()
    assert trainee.page.get_by_label("Your answer").input_value() == "Halo Kak, saya cek dulu."
    trainee.page.get_by_label("Your answer").fill("Halo Kak, saya cek dulu dan kabari jam 15.00.")
    trainee.page.get_by_role("button", name="Hand in").click()

    mentor.goto("/en/team/submissions/")
    mentor.page.get_by_role("link", name="Contoh Rani Anggraini").click()
    mentor.page.get_by_role("button", name="Accept").click()

    assert list(Submission.objects.order_by("number").values_list("number", "state")) == [
        (1, "returned"), (2, "accepted"),
    ]  # fmt: skip
    assert Enrollment.objects.get(pk=enrollment.pk).summary.met == 1


def test_question_is_asked_and_answered_without_javascript(visit, enrollment, coach):
    activity = assignment_for(enrollment)
    trainee = visit(user=enrollment.person, javascript=False)
    mentor = visit(user=coach, javascript=False, viewport=DESKTOP)

    trainee.goto(f"/en/academy/assignments/{activity.uuid}/")
    trainee.page.get_by_role("link", name="Ask my coach").click()
    trainee.page.get_by_label("Your question").fill("Berapa lama saya menunggu?")
    trainee.page.get_by_role("button", name="Send my question").click()

    mentor.goto("/en/home/")
    mentor.page.get_by_role("link", name="1 question to answer").click()
    mentor.page.get_by_role("link", name="Contoh Rani Anggraini").click()
    mentor.page.get_by_label("Your message").fill("Dua menit, lalu kabari.")
    mentor.page.get_by_role("button", name="Answer").click()

    trainee.goto("/en/academy/questions/")
    trainee.page.get_by_role("link", name=activity.title_eng).click()
    assert trainee.page.get_by_text("Dua menit, lalu kabari.").is_visible()
