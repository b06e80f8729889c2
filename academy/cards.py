"""What the home page shows: one's own learning, and for coaches what waits for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.offline import binding_of
from culture_site.core.related import Panel
from culture_site.people.requests import SignedInRequest

from .access import ENROLLMENT, enrollment_of
from .calendar import monday_of
from .lessons import Lesson, page_of
from .models import BlackoutDay, DayKind, Enrollment, Kind, LessonPage, Note, Submission, Thread
from .path import Path, PathItem, load_path
from .permissions import can_coach, can_learn

ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)
KEPT = "_academy_path"


def path_of(request: SignedInRequest) -> Path | None:
    """The path of who asks, read once for all the cards of a page; None for who learns nothing here."""
    if not can_learn(request.user):
        return None
    if not hasattr(request, KEPT):
        enrollment = enrollment_of(request)
        setattr(request, KEPT, load_path(enrollment) if enrollment else None)
    found: Path | None = getattr(request, KEPT)
    return found


def lead_of(path: Path) -> dict[str, Any]:
    """The one thing to do first, as components/lead.html takes it; two statements at most."""
    cohort = path.enrollment.cohort
    if not cohort.has_started:
        return {
            "kicker": cohort.name,
            "title": _("We begin on %(day)s") % {"day": date_format(cohort.starts_on, "DATE_FORMAT")},
            "text": _("Look around already: this is your path of %(weeks)s weeks.")
            % {"weeks": len(path.weeks)},
            "url": reverse("academy:path"),
            "button": _("See the path"),
        }
    item = path.next_item
    if item is None:
        return {
            "kicker": cohort.name,
            "title": _("Everything that is open is done"),
            "text": _("What you handed in is with your coach. New weeks open here by themselves."),
            "url": reverse("academy:path"),
            "button": _("See the path"),
        }
    return lead_to(item)


def lead_to(item: PathItem) -> dict[str, Any]:
    kickers = {
        Kind.LESSON: _("Next lesson"),
        Kind.QUIZ: _("Next quiz"),
        Kind.ASSIGNMENT: _("Next assignment"),
        Kind.LIVE: _("Next meeting"),
    }
    lead: dict[str, Any] = {
        "kicker": kickers[Kind(item.activity.kind)],
        "title": str(item.activity),
        "facts": [{"icon": "clock", "text": _("%(count)s minutes") % {"count": item.placement.minutes}}],
        "url": reverse("academy:activity-detail", args=[item.activity.uuid]),
        "button": _("Continue") if item.is_begun else _("Begin"),
    }
    page = page_of(LessonPage, item.activity.uuid) if item.activity.kind == Kind.LESSON else None
    lesson = Lesson(page, item.progress) if page else None
    if lesson and lesson.resume:
        number, total = lesson.keys.index(lesson.resume.key) + 1, len(lesson.keys)
        words = _("Step %(number)s of %(total)s") % {"number": number, "total": total}
        lead["facts"].append({"icon": "layers", "text": words})
        lead |= {"value": number - 1, "max": total, "progress_label": words}
    return lead


def lead_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """The next step of a trainee, before everything else."""
    if path := path_of(request):
        yield Panel("academy/_home_lead.html", lead_of(path), order=1, waits=True)


def outbox_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """On every page of who learns: what was pressed and is not sent yet waits here, and signing out asks first."""
    learns = hasattr(request, ENROLLMENT) or can_learn(request.user)
    enrollment = enrollment_of(request) if learns else None
    if enrollment:
        phone = binding_of(request.user)
        context = {"owner": enrollment.device_key, "kept": f"{phone['cache']}:{phone['owner']}:"}
        yield Panel("academy/_outbox.html", context)


def vine_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    if path := path_of(request):
        yield Panel("academy/_vine_card.html", vine_of(path), order=1)


def vine_of(path: Path) -> dict[str, Any]:
    return {"path": path, "week": path.current_week(), "total": len(path.weeks)}


@dataclass(frozen=True)
class Row:
    """One line of the week: a due activity, or school time."""

    on: date
    title: str
    state: str
    note: str = ""
    url: str = ""
    icon: str = ""

    @property
    def when(self) -> str:
        return _("Today") if self.on == today() else date_format(self.on, "l")


def week_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """What is due from Monday to Sunday, school time beside lessons; and what is left from before."""
    path = path_of(request)
    if path is None:
        return
    monday = monday_of(today())
    sunday = monday + 6 * ONE_DAY
    late = [item for item in path.waiting if item.is_open and item.due_on < monday]
    rows = [_row(item, path) for item in path.items if monday <= item.due_on <= sunday]
    rows += _school(path.enrollment, monday, sunday)
    if rows or late:
        context = {
            "rows": sorted(rows, key=lambda row: row.on),
            "late": late[:3],
            "more_late": max(len(late) - 3, 0),
        }
        yield Panel("academy/_week_card.html", context, order=2)


def _row(item: PathItem, path: Path) -> Row:
    is_next = path.next_item is not None and path.next_item.activity == item.activity
    score = item.progress.score_percent
    return Row(
        on=item.due_on,
        title=str(item.activity),
        state="done" if item.is_met else "now" if is_next else "rest",
        note=_("%(score)s%%") % {"score": round(score)} if score is not None else _minutes(item),
        url=reverse("academy:activity-detail", args=[item.activity.uuid]) if item.is_open else "",
        icon=item.activity.icon if item.is_open else "lock",
    )


def _minutes(item: PathItem) -> str:
    return _("%(count)s minutes") % {"count": item.placement.minutes}


def _school(enrollment: Enrollment, monday: date, sunday: date) -> list[Row]:
    days = BlackoutDay.objects.filter(
        cohort=enrollment.cohort_id,
        person=enrollment.person_id,
        kind=DayKind.SCHOOL,
        on__range=(monday, sunday),
    )
    return [
        Row(
            on=day.on,
            title=day.name or _("School time"),
            state="rest",
            note=_("Free of tasks"),
            icon="school",
        )
        for day in days
    ]


def note_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """The newest note that a coach wrote for the trainee."""
    path = path_of(request)
    note = Note.objects.newest_shared(path.enrollment) if path else None
    if note:
        is_recent = today() - timezone.localdate(note.at) < WEEK
        when = date_format(timezone.localtime(note.at), "l" if is_recent else "MONTH_DAY_FORMAT")
        yield Panel("academy/_home_note.html", {"note": note, "when": when}, order=30)


def waiting_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """For coaches: how much waits to be read and answered; two statements."""
    if not can_coach(request.user):
        return
    context = {
        "works": Submission.objects.coached_by(request.user).waiting().count(),
        "questions": Thread.objects.coached_by(request.user).filter(waits_for_coach=True).count(),
    }
    if any(context.values()):
        yield Panel("academy/_home_waiting.html", context, order=20, waits=True)
