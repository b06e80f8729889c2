"""What coaches and trainees are told of each other.

A notice names the activity and quotes nothing; one in a coach's inbox names no trainee either, so that nobody's name
stays there when they are erased.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from culture_site.core.languages import SUFFIXES
from culture_site.jobs.notices import notify, path_of, register_kind
from culture_site.people.models import Role, RoleAssignment, User

from .models import Activity, Cohort, Enrollment, Note, Submission, SubmissionState, ThreadMessage
from .permissions import can_coach, can_learn

WORK_KIND = "academy-work"
QUESTION_KIND = "academy-question"
COACH_KIND = "academy-coach"


def register_kinds() -> None:
    register_kind(COACH_KIND, _("Answers of your coach"), order=110, is_for=can_learn)
    register_kind(WORK_KIND, _("Assignments handed in"), order=120, is_for=can_coach)
    register_kind(QUESTION_KIND, _("Questions of trainees"), order=130, is_for=can_coach)


def coaches_of(cohort: Cohort) -> list[User]:
    """The mentors of a batch; without any, the academy team of its office. Two or three statements."""
    roles = RoleAssignment.objects.active()
    here = User.objects.filter(is_active=True).employed()
    mentors = here.filter(mentored_cohorts=cohort, pk__in=roles.filter(role=Role.MENTOR).values("user"))
    if found := list(mentors.order_by("pk")):
        return found
    office = cohort.office
    near = Q(office=office) | Q(city=office.city_id) | Q(office=None, city=None)
    team = roles.filter(near, role=Role.ACADEMY_TEAM)
    return list(here.filter(pk__in=team.values("user")).order_by("pk"))


def _tell_coaches(enrollment: Enrollment, activity: Activity | None, *, key: str, **words: Any) -> None:
    """One notice for each coach of the batch in which the person learns now."""
    cohort = (Enrollment.objects.current_of(enrollment.person) or enrollment).cohort
    texts = {
        f"text_{suffix}": ", ".join(filter(None, [_title(activity, suffix), cohort.name]))
        for suffix in SUFFIXES.values()
    }
    for coach in coaches_of(cohort):
        if coach != enrollment.person:
            notify(person=coach, key=f"{key}:{coach.pk}", **texts, **words)


def tell_coaches_of_work(submission_id: int) -> None:
    """Something was handed in. Nothing is told once it is answered."""
    work = Submission.objects.select_related("person", "activity", "enrollment__person").get(pk=submission_id)
    if work.state != SubmissionState.SUBMITTED:
        return
    _tell_coaches(
        work.enrollment,
        work.activity,
        kind=WORK_KIND,
        key=f"{WORK_KIND}:{work.pk}",
        title_ind="Ada tugas yang menunggu dibaca",
        title_eng="An assignment waits to be read",
        url=path_of("academy:submission-detail", work.pk),
    )


def tell_decision(submission_id: int) -> None:
    """The coach has answered what the trainee handed in."""
    work = Submission.objects.select_related("person", "activity").get(pk=submission_id)
    is_accepted = work.state == SubmissionState.ACCEPTED
    title_ind, title_eng = _title(work.activity, "ind"), _title(work.activity, "eng")
    notify(
        person=work.person,
        kind=COACH_KIND,
        key=f"{COACH_KIND}:work:{work.pk}",
        title_ind="Tugasmu diterima" if is_accepted else "Tugasmu belum selesai: baca catatan pelatihmu",
        title_eng="Your assignment is accepted" if is_accepted else "Not yet: read what your coach wrote",
        text_ind=f"{title_ind}. Teksmu tetap tersimpan.",
        text_eng=f"{title_eng}. Your text is kept.",
        url=path_of("academy:assignment-detail", work.activity.uuid),
    )


def tell_coaches_of_question(message_id: int) -> None:
    """A trainee asked. Nothing is told once somebody has answered."""
    message = ThreadMessage.objects.select_related("thread__enrollment__person", "thread__activity").get(
        pk=message_id
    )
    thread = message.thread
    if not thread.waits_for_coach:
        return
    _tell_coaches(
        thread.enrollment,
        thread.activity,
        kind=QUESTION_KIND,
        key=f"{QUESTION_KIND}:{message.pk}",
        title_ind="Ada pertanyaan yang menunggu jawaban",
        title_eng="A question waits for an answer",
        url=path_of("academy:thread-detail", thread.uuid),
    )


def tell_answer(message_id: int) -> None:
    message = ThreadMessage.objects.select_related("thread__enrollment__person", "thread__activity").get(
        pk=message_id
    )
    thread = message.thread
    notify(
        person=thread.enrollment.person,
        kind=COACH_KIND,
        key=f"{COACH_KIND}:message:{message.pk}",
        title_ind="Pelatihmu menjawab pertanyaanmu",
        title_eng="Your coach answered your question",
        text_ind=_title(thread.activity, "ind"),
        text_eng=_title(thread.activity, "eng"),
        url=path_of("academy:thread-detail", thread.uuid),
    )


def tell_note(note_id: int) -> None:
    note = Note.objects.select_related("enrollment__person").get(pk=note_id)
    notify(
        person=note.enrollment.person,
        kind=COACH_KIND,
        key=f"{COACH_KIND}:note:{note.pk}",
        title_ind="Ada catatan dari pelatihmu",
        title_eng="A note from your coach",
        text_ind="Catatannya ada di berandamu.",
        text_eng="You find it on your home page.",
        url=path_of("dashboard:home"),
    )


def _title(activity: Activity | None, suffix: str) -> str:
    if activity is None:
        return ""
    return getattr(activity, f"title_{suffix}") or activity.title_ind
