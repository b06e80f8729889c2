"""The list of a week: on Mondays each trainee is told, by inbox and mail, what to read and do until Sunday."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from culture_site.core.dates import today
from culture_site.core.languages import SUFFIXES
from culture_site.jobs.notices import notify, path_of

from .calendar import monday_of
from .models import Enrollment, EnrollmentState, Kind, LiveSession, Submission, SubmissionState
from .path import Path, PathItem, load_path

READING_KIND = "academy-week"

MORE = 3
WORDS = {
    "id": {
        "title": "Bacaan dan tugas minggu ini: %(minutes)s menit",
        "line": "%(day)s: %(title)s (%(minutes)s menit%(optional)s)",
        "optional": ", boleh dilewati",
        "late": "Masih menunggu dari sebelumnya: %(titles)s.",
        "more": "%(titles)s, dan %(count)s lagi",
    },
    "en": {
        "title": "To read and do this week: %(minutes)s minutes",
        "line": "%(day)s: %(title)s (%(minutes)s minutes%(optional)s)",
        "optional": ", optional",
        "late": "Still waiting from before: %(titles)s.",
        "more": "%(titles)s, and %(count)s more",
    },
}


@dataclass(frozen=True)
class Line:
    """Something to do, and the day on which it is due or, for a meeting, on which the batch meets."""

    on: date
    item: PathItem


def receivers() -> Iterable[int]:
    """The ids of the enrolments that get a list: who learns now."""
    learning = Enrollment.objects.filter(state=EnrollmentState.ACTIVE, person__is_active=True)
    return learning.order_by("pk").values_list("pk", flat=True)


def send_list(enrollment_id: int) -> None:
    """Tell one trainee what this week holds; once a week, and nothing if nothing waits.

    Who begins in the middle of a week, or whose Monday no worker saw, gets the rest of it on the day after.
    """
    learning = Enrollment.objects.select_related("cohort__version", "summary", "person")
    enrollment = learning.filter(pk=enrollment_id, state=EnrollmentState.ACTIVE).first()
    if enrollment is None:
        return
    path, monday = load_path(enrollment), monday_of(today())
    resting = _with_the_coach(enrollment)
    waiting = [item for item in path.waiting if item.activity.pk not in resting]
    lines = sorted(
        [*_due(waiting, today(), monday), *_meetings(path, today(), monday)], key=lambda line: line.on
    )
    late = [item for item in waiting if item.due_on < today() and item.activity.kind != Kind.LIVE]
    if not lines and not late:
        return
    texts: dict[str, str] = {}
    for language, suffix in SUFFIXES.items():
        title, text = in_words(lines, late, language)
        texts |= {f"title_{suffix}": title, f"text_{suffix}": text}
    url = path_of("academy:path")
    key = f"{READING_KIND}:{enrollment.pk}:{monday.isoformat()}"
    notify(person=enrollment.person, kind=READING_KIND, key=key, url=url, **texts)


def _with_the_coach(enrollment: Enrollment) -> Collection[int]:
    """Assignments that were handed in and wait for an answer: for now nothing is to be done about them."""
    handed_in = Submission.objects.filter(person=enrollment.person_id, state=SubmissionState.SUBMITTED)
    return set(handed_in.values_list("activity", flat=True))


def _due(waiting: Iterable[PathItem], first: date, monday: date) -> Iterable[Line]:
    """What is asked for, is not met and falls due from `first` to the Sunday of the week that `monday` begins."""
    sunday = monday + timedelta(days=6)
    for item in waiting:
        if item.activity.kind != Kind.LIVE and first <= item.due_on <= sunday:
            yield Line(item.due_on, item)


def _meetings(path: Path, first: date, monday: date) -> Iterable[Line]:
    """When the batch meets in the rest of the week. A meeting that is not planned has no day yet."""
    live = {item.activity.pk: item for item in path.items if item.activity.kind == Kind.LIVE}
    planned = LiveSession.objects.filter(cohort=path.enrollment.cohort_id, activity__in=live)
    for session in planned.order_by("starts_at"):
        on = timezone.localtime(session.starts_at).date()
        if first <= on <= monday + timedelta(days=6) and not live[session.activity_id].is_met:
            yield Line(on, live[session.activity_id])


def in_words(lines: list[Line], late: list[PathItem], language: str) -> tuple[str, str]:
    """Title and text of the list in one language; the text has a line for each thing."""
    words = WORDS[language]
    with override(language):
        told = [
            words["line"]
            % {
                "day": date_format(line.on, "l"),
                "title": line.item.activity,
                "minutes": line.item.placement.minutes,
                "optional": words["optional"] if line.item.is_optional else "",
            }
            for line in lines
        ]
        if late:
            titles = ", ".join(str(item.activity) for item in late[:MORE])
            if len(late) > MORE:
                titles = words["more"] % {"titles": titles, "count": len(late) - MORE}
            told.append(words["late"] % {"titles": titles})
    minutes = sum(item.placement.minutes for item in [*(line.item for line in lines), *late])
    return words["title"] % {"minutes": minutes}, "\n".join(told)
