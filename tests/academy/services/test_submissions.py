"""Work on an assignment: draft, hand-in, the coach's answer."""

from uuid import uuid4

import pytest
from django.utils import timezone, translation

from academy.exceptions import (
    AlreadyAccepted,
    AlreadyDecided,
    CannotLearn,
    NothingWritten,
    WithTheCoach,
)
from academy.models import (
    ActivityEvent,
    ActivityProgress,
    EnrollmentState,
    EventKind,
    Submission,
    SubmissionState,
)
from academy.services.submissions import Save, accept, hand_in, put_away, return_, save_draft
from tests.factories.academy import EnrollmentFactory, SubmissionFactory, assignment_for, mentor_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def enrollment():
    return EnrollmentFactory()


@pytest.fixture
def activity(enrollment):
    return assignment_for(enrollment)


def texts_of(activity) -> list[tuple]:
    return list(
        Submission.objects.filter(activity=activity).order_by("number").values_list("number", "state", "text")
    )


def kinds_of(activity) -> list[str]:
    return list(ActivityEvent.objects.filter(activity=activity).values_list("kind", flat=True))


# Drafts


def test_a_draft_is_one_row_however_often_it_is_saved(enrollment, activity):
    save_draft(enrollment=enrollment, activity=activity, save=Save("Satu"))
    save_draft(enrollment=enrollment, activity=activity, save=Save("Satu dua"))

    assert texts_of(activity) == [(1, "draft", "Satu dua")]
    assert kinds_of(activity) == []


def test_a_save_that_was_under_way_for_long_replaces_no_newer_one(enrollment, activity):
    phone = uuid4()
    save_draft(enrollment=enrollment, activity=activity, save=Save("baru", phone, 5))

    save_draft(enrollment=enrollment, activity=activity, save=Save("lama", phone, 4))
    save_draft(enrollment=enrollment, activity=activity, save=Save("baru sekali", phone, 6))

    assert texts_of(activity) == [(1, "draft", "baru sekali")]


def write(enrollment, activity, text: str, **where) -> Submission:
    return save_draft(enrollment=enrollment, activity=activity, save=Save(text, **where))


def test_a_text_that_was_replaced_unseen_is_set_aside(enrollment, activity):
    seen = write(enrollment, activity, "satu").stamp
    write(enrollment, activity, "satu dua", seen=seen, page=uuid4())

    work = write(enrollment, activity, "satu tiga", seen=seen, page=uuid4())

    assert (work.text, work.set_aside) == ("satu tiga", "satu dua")


def test_two_tabs_that_take_turns_keep_the_newest_of_each_other(enrollment, activity):
    one, other = uuid4(), uuid4()
    write(enrollment, activity, "A", page=one)
    write(enrollment, activity, "B", page=other)
    write(enrollment, activity, "A lagi", page=one)

    work = write(enrollment, activity, "B lagi", page=other)

    assert (work.text, work.set_aside) == ("B lagi", "A lagi")


def test_what_the_new_text_holds_is_not_set_aside(enrollment, activity):
    write(enrollment, activity, "A", page=uuid4())
    write(enrollment, activity, "B", page=uuid4())

    work = write(enrollment, activity, "B dan A", page=uuid4())

    assert (work.text, work.set_aside) == ("B dan A", "")


def test_one_page_changes_its_own_words_freely(enrollment, activity):
    phone, page = uuid4(), uuid4()
    write(enrollment, activity, "satu dua", client=phone, sequence=1, page=page)

    work = write(enrollment, activity, "dua", client=phone, sequence=2, page=page)

    assert (work.text, work.set_aside) == ("dua", "")


def test_a_page_that_showed_the_draft_replaces_it(enrollment, activity):
    seen = write(enrollment, activity, "satu dua", page=uuid4()).stamp

    work = write(enrollment, activity, "tiga", page=uuid4(), seen=seen)

    assert (work.text, work.set_aside) == ("tiga", "")


def test_handing_in_from_another_tab_sets_aside_too_and_put_away_takes_it_off_a_draft(enrollment, activity):
    write(enrollment, activity, "A", page=uuid4())
    write(enrollment, activity, "B", page=uuid4())
    put_away(enrollment=enrollment, activity=activity)
    after = Submission.objects.get().set_aside

    work = hand_in(enrollment=enrollment, activity=activity, save=Save("C", page=uuid4()), key=uuid4())

    assert (after, work.text, work.set_aside) == ("", "C", "B")


def test_nothing_is_saved_once_the_enrolment_is_over(enrollment, activity):
    enrollment.state = EnrollmentState.WITHDRAWN
    enrollment.save()

    with pytest.raises(CannotLearn):
        save_draft(enrollment=enrollment, activity=activity, save=Save("Satu"))

    assert texts_of(activity) == []


# Handing in


def test_hand_in_completes_the_activity_and_waits_for_the_coach(enrollment, activity):
    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo Kak"), key=uuid4())

    progress = ActivityProgress.objects.get(person=enrollment.person, activity=activity)
    assert (work.state, work.text) == (SubmissionState.SUBMITTED, "Halo Kak")
    assert (progress.completed_at is not None, progress.is_met, progress.ever_met_at) == (True, False, None)


def test_hand_in_twice_with_one_press_is_one_version_even_after_it_was_returned(enrollment, activity):
    key = uuid4()
    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo Kak"), key=key)
    hand_in(enrollment=enrollment, activity=activity, save=Save("Halo Kak"), key=key)
    return_(submission=work, by=mentor_of(enrollment.cohort), comment="Tambahkan langkahnya.")

    hand_in(enrollment=enrollment, activity=activity, save=Save("Halo Kak"), key=key)

    assert texts_of(activity) == [(1, "returned", "Halo Kak"), (2, "draft", "Halo Kak")]
    assert kinds_of(activity) == [EventKind.SUBMITTED, EventKind.RETURNED]


def test_the_press_of_one_person_is_not_that_of_another(enrollment, activity):
    key = uuid4()
    other = EnrollmentFactory(cohort=enrollment.cohort)

    for one in (enrollment, other):
        hand_in(enrollment=one, activity=activity, save=Save("Halo"), key=key)

    assert Submission.objects.filter(activity=activity, state=SubmissionState.SUBMITTED).count() == 2
    assert ActivityEvent.objects.filter(activity=activity).count() == 2


def test_an_empty_text_is_not_handed_in(enrollment, activity):
    with pytest.raises(NothingWritten):
        hand_in(enrollment=enrollment, activity=activity, save=Save("  \n "), key=uuid4())

    assert texts_of(activity) == []


def test_what_is_with_the_coach_stays_as_it_is(enrollment, activity):
    phone = uuid4()
    hand_in(enrollment=enrollment, activity=activity, save=Save("Halo", phone, 7), key=uuid4())

    with pytest.raises(WithTheCoach, match="You handed this in on"):
        save_draft(enrollment=enrollment, activity=activity, save=Save("Lain", uuid4(), 1))
    with pytest.raises(WithTheCoach):
        hand_in(enrollment=enrollment, activity=activity, save=Save("Lain"), key=uuid4())
    # A save of the same phone that arrives after the hand-in is no fault of anybody.
    save_draft(enrollment=enrollment, activity=activity, save=Save("Hal", phone, 6))

    assert texts_of(activity) == [(1, "submitted", "Halo")]


def test_after_accepting_there_is_nothing_more_to_hand_in(enrollment, activity):
    SubmissionFactory(enrollment=enrollment, activity=activity, accepted=True)

    with pytest.raises(AlreadyAccepted):
        hand_in(enrollment=enrollment, activity=activity, save=Save("Lagi"), key=uuid4())

    assert len(texts_of(activity)) == 1


# The coach


def test_accepting_meets_the_activity(enrollment, activity):
    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo Kak"), key=uuid4())
    coach = mentor_of(enrollment.cohort)

    accept(submission=work, by=coach, comment="Bagus.")
    accept(submission=work, by=coach, comment="Bagus.")

    work.refresh_from_db()
    progress = ActivityProgress.objects.get(person=enrollment.person, activity=activity)
    enrollment.refresh_from_db()
    assert (work.state, work.comment, work.decided_by) == (SubmissionState.ACCEPTED, "Bagus.", coach)
    assert progress.is_met
    assert progress.ever_met_at is not None
    assert kinds_of(activity) == [EventKind.SUBMITTED, EventKind.ACCEPTED]
    assert enrollment.summary.met == 1


def test_returned_work_goes_on_as_a_draft_with_its_text(enrollment, activity):
    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo Kak"), key=uuid4())
    completed = ActivityProgress.objects.get(activity=activity).completed_at

    return_(submission=work, by=mentor_of(enrollment.cohort), comment="Sebut langkah berikutnya.")

    progress = ActivityProgress.objects.get(activity=activity)
    assert texts_of(activity) == [(1, "returned", "Halo Kak"), (2, "draft", "Halo Kak")]
    assert (progress.completed_at, progress.is_met) == (completed, False)


def test_returned_work_is_handed_in_again_and_accepted(enrollment, activity):
    coach = mentor_of(enrollment.cohort)
    first = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo"), key=uuid4())
    return_(submission=first, by=coach, comment="Tambahkan langkahnya.")

    second = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo, saya cek dulu"), key=uuid4())
    accept(submission=second, by=coach)

    assert texts_of(activity) == [(1, "returned", "Halo"), (2, "accepted", "Halo, saya cek dulu")]
    assert kinds_of(activity) == ["submitted", "returned", "submitted", "accepted"]


def test_not_yet_needs_a_sentence(enrollment, activity):
    work = SubmissionFactory(enrollment=enrollment, activity=activity)

    with pytest.raises(NothingWritten):
        return_(submission=work, by=mentor_of(enrollment.cohort), comment="  ")

    assert texts_of(activity) == [(1, "submitted", work.text)]


def test_the_second_coach_reads_who_was_first(enrollment, activity):
    work = SubmissionFactory(enrollment=enrollment, activity=activity)
    accept(submission=work, by=mentor_of(enrollment.cohort, name="Contoh Dwi"))

    with pytest.raises(AlreadyDecided, match=r"Contoh Dwi answered this on .*: Accepted"):
        return_(submission=work, by=mentor_of(enrollment.cohort), comment="Belum.")

    assert [row[:2] for row in texts_of(activity)] == [(1, "accepted")]


def test_accepted_is_not_taken_back_by_the_same_coach(enrollment, activity):
    work = SubmissionFactory(enrollment=enrollment, activity=activity)
    coach = mentor_of(enrollment.cohort)
    accept(submission=work, by=coach)

    with pytest.raises(AlreadyDecided):
        return_(submission=work, by=coach, comment="Belum.")

    assert kinds_of(activity) == [EventKind.ACCEPTED]


def test_work_of_an_earlier_batch_is_accepted_under_the_one_of_today(enrollment, activity):
    work = SubmissionFactory(enrollment=enrollment, activity=activity)
    enrollment.state = EnrollmentState.DEFERRED
    enrollment.save()
    later = EnrollmentFactory(person=enrollment.person, cohort__version=enrollment.cohort.version)
    coach = mentor_of(later.cohort)

    accept(submission=work, by=coach)

    later.refresh_from_db()
    assert list(Submission.objects.coached_by(coach)) == [work]
    assert later.summary.met == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_coaches_at_once_one_decides():
    enrollment = EnrollmentFactory()
    work = SubmissionFactory(enrollment=enrollment, activity=assignment_for(enrollment))
    coaches = [mentor_of(enrollment.cohort), mentor_of(enrollment.cohort)]

    def decide() -> str:
        coach = coaches.pop()
        try:
            return_(submission=work, by=coach, comment="Belum.")
        except AlreadyDecided:
            return "second"
        return "first"

    assert sorted(at_once(2, decide)) == ["first", "second"]
    assert [row[:2] for row in texts_of(work.activity)] == [(1, "returned"), (2, "draft")]
    assert kinds_of(work.activity) == [EventKind.RETURNED]


@pytest.mark.django_db(transaction=True)
def test_thirty_presses_at_once_hand_in_one_version():
    enrollment = EnrollmentFactory()
    activity = assignment_for(enrollment)
    key = uuid4()

    at_once(30, lambda: hand_in(enrollment=enrollment, activity=activity, save=Save("Halo"), key=key).pk)

    assert texts_of(activity) == [(1, "submitted", "Halo")]
    assert kinds_of(activity) == [EventKind.SUBMITTED]


def test_only_drafts_are_hidden_from_coaches_and_the_oldest_waits_first(enrollment):
    coach = mentor_of(enrollment.cohort)
    newer = SubmissionFactory(enrollment=enrollment)
    older = SubmissionFactory(enrollment=enrollment, submitted_at=timezone.now() - timezone.timedelta(days=2))
    SubmissionFactory(enrollment=enrollment, state=SubmissionState.DRAFT)
    SubmissionFactory()

    assert list(Submission.objects.coached_by(coach).waiting()) == [older, newer]
