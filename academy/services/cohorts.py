"""Batches: made, changed, moved to another start or another version of the curriculum."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.people.models import Holiday, Office, Role, RoleAssignment, Scope, User, UserQuerySet

from ..calendar import due_on
from ..cohort_notices import tell_moved
from ..exceptions import CohortRefused
from ..models import (
    Activity,
    ActivityProgress,
    BlackoutDay,
    Cohort,
    CurriculumVersion,
    Enrollment,
    Module,
    Placement,
)
from ..permissions import can_run_batches_at
from .enrolment import begin, wait_for_start
from .progress import refresh_summary

# A batch is entered some weeks after its start at most, and planned two years ahead; else the year is mistyped.
LONGEST_AGO = timedelta(days=183)
LONGEST_AHEAD = timedelta(days=731)
MOST_PLACES = 200


@dataclass(frozen=True)
class DueDay:
    """One due day of a batch before and after its start moves, and what falls due on it."""

    week: int
    before: date
    after: date
    activities: list[Activity]


@transaction.atomic
def create_cohort(
    *,
    name: str,
    version: CurriculumVersion,
    office: Office,
    starts_on: date,
    capacity: int,
    mentors: Iterable[User],
    by: User,
) -> Cohort:
    """Make a batch, and freeze the version it walks: nothing in it changes from now on.

    Raises CohortRefused for an office that `by` does not look after, a name that is taken, a start that cannot be
    meant, and a mentor without that role at the office.
    """
    if not can_run_batches_at(by, office):
        raise CohortRefused(_("Batches of this office are not yours to make. Choose another office."))
    version = CurriculumVersion.objects.select_for_update().get(pk=version.pk)
    _check_name(name)
    _check_start(starts_on)
    _check_capacity(capacity, 0)
    chosen = list(mentors)
    _check_mentors(chosen, office)
    _open(version)
    cohort = Cohort.objects.create(
        name=name, version=version, office=office, starts_on=starts_on, capacity=capacity
    )
    cohort.mentors.set(chosen)
    return cohort


@transaction.atomic
def change_cohort(*, cohort: Cohort, name: str, capacity: int, mentors: Iterable[User], by: User) -> Cohort:
    """Another name, number of places or mentors. Raises CohortRefused, also for fewer places than are taken."""
    cohort = _locked(cohort, by)
    _check_name(name, cohort)
    _check_capacity(capacity, cohort.seats_taken)
    chosen = list(mentors)
    # Who accompanies the batch already may go on, though their role has ended by now.
    known = set(cohort.mentors.values_list("pk", flat=True))
    _check_mentors([mentor for mentor in chosen if mentor.pk not in known], cohort.office)
    cohort.name, cohort.capacity = name, capacity
    cohort.save(update_fields=["name", "capacity"])
    cohort.mentors.set(chosen)
    return cohort


@transaction.atomic
def move_start(*, cohort: Cohort, starts_on: date, was: date, by: User) -> Cohort:
    """Let a batch start on another day: all due dates move, and every member is told once.

    `was` is the start that the page showed. The same day again changes nothing. Raises CohortRefused when somebody
    moved it meanwhile, and when people have begun to learn and the new start lies ahead.
    """
    cohort = _locked(cohort, by)
    if cohort.starts_on == starts_on:
        return cohort
    if cohort.starts_on != was:
        raise CohortRefused(
            _("Somebody moved this batch meanwhile: it starts on %(day)s now. Look at the dates again.")
            % {"day": date_format(cohort.starts_on)}
        )
    check_move(cohort, starts_on)
    cohort.starts_on = starts_on
    cohort.save(update_fields=["starts_on"])
    settle = begin if cohort.has_started else wait_for_start
    move = uuid4().hex
    for enrollment in cohort.enrollments.holding_a_place().select_related("person").order_by("pk"):
        settle(enrollment=enrollment, by=by)
        tell_moved(enrollment=enrollment, cohort=cohort, was=was, move=move)
    refresh_members(cohort)
    return cohort


def check_move(cohort: Cohort, starts_on: date) -> None:
    """Raises CohortRefused for a start that a batch cannot move to."""
    _check_start(starts_on)
    has_begun = ActivityProgress.objects.filter(
        person__in=cohort.enrollments.holding_a_place().values("person"),
        activity__placements__version=cohort.version_id,
    )
    if starts_on > today() and cohort.has_started and has_begun.exists():
        raise CohortRefused(
            _(
                "People in this batch have begun to learn, so its first day cannot lie ahead again. "
                "Add days that do not count instead."
            )
        )


@transaction.atomic
def change_version(*, cohort: Cohort, version: CurriculumVersion, by: User) -> Cohort:
    """Let a batch walk another version of its programme. What its people met stays, per activity.

    The version is frozen with it. Raises CohortRefused for a version of another programme or an empty one.
    """
    cohort = _locked(cohort, by)
    if cohort.version_id == version.pk:
        return cohort
    version = CurriculumVersion.objects.select_for_update().get(pk=version.pk)
    if version.programme_id != cohort.version.programme_id:
        raise CohortRefused(_("That version belongs to another programme. Choose one of the same programme."))
    _open(version)
    cohort.version = version
    cohort.save(update_fields=["version"])
    refresh_members(cohort)
    return cohort


def refresh_members(cohort: Cohort) -> None:
    """Work out the dates of everybody in a batch anew: its start, its days or its version have changed."""
    for enrollment in Enrollment.objects.filter(cohort=cohort).order_by("pk"):
        refresh_summary(enrollment)


def mentors_at(offices: Iterable[Office]) -> UserQuerySet:
    """Those who may accompany a batch of one of these offices: their role as a mentor reaches it today."""
    reach = Q(scope=Scope.ALL) | Q(office__in=offices) | Q(city__offices__in=offices)
    roles = RoleAssignment.objects.active().filter(reach, role=Role.MENTOR)
    return User.objects.employed().filter(pk__in=roles.values("user"))


def batch_days(cohort: Cohort) -> frozenset[date]:
    """The days that count for nobody in the batch: holidays and its own; two statements."""
    own = BlackoutDay.objects.filter(cohort=cohort, person=None).values_list("on", flat=True)
    return Holiday.objects.at(cohort.office).as_dates() | frozenset(own)


def due_days(cohort: Cohort, starts_on: date) -> list[DueDay]:
    """Each due day of the batch as it is and as it would be; without anybody's own days."""
    blocked = batch_days(cohort)
    by_offset: dict[int, list[Placement]] = {}
    for placement in Placement.objects.filter(version=cohort.version_id).in_order():
        by_offset.setdefault(placement.offset_days, []).append(placement)
    return [
        DueDay(
            week=placements[0].module.week,
            before=due_on(cohort.starts_on, offset, blocked),
            after=due_on(starts_on, offset, blocked),
            activities=[placement.activity for placement in placements],
        )
        for offset, placements in sorted(by_offset.items())
    ]


def _locked(cohort: Cohort, by: User) -> Cohort:
    (cohort,) = Cohort.objects.lock(cohort.pk)
    if not can_run_batches_at(by, cohort.office):
        raise CohortRefused(_("Batches of this office are not yours to change."))
    return cohort


def _open(version: CurriculumVersion) -> None:
    """The first batch freezes a version. Raises CohortRefused for one that holds nothing."""
    if not Module.objects.filter(version=version).exists():
        raise CohortRefused(_("This version has no weeks yet. Load the curriculum first."))
    if version.opened_at is None:
        version.opened_at = timezone.now()
        version.save(update_fields=["opened_at"])


def _check_name(name: str, cohort: Cohort | None = None) -> None:
    others = Cohort.objects.exclude(pk=cohort.pk) if cohort else Cohort.objects.all()
    if others.filter(name__iexact=name).exists():
        raise CohortRefused(
            _("There is a batch named “%(name)s” already. Choose another name.") % {"name": name}
        )


def _check_start(starts_on: date) -> None:
    if not -LONGEST_AGO <= starts_on - today() <= LONGEST_AHEAD:
        raise CohortRefused(
            _("The first day is more than six months ago or two years ahead. Correct the date.")
        )


def _check_capacity(capacity: int, taken: int) -> None:
    if not 1 <= capacity <= MOST_PLACES:
        raise CohortRefused(_("A batch has between 1 and %(most)s places.") % {"most": MOST_PLACES})
    if capacity < taken:
        raise CohortRefused(
            _("%(taken)s places are taken, so there cannot be only %(capacity)s. Withdraw somebody first.")
            % {"taken": taken, "capacity": capacity}
        )


def _check_mentors(mentors: list[User], office: Office) -> None:
    known = set(mentors_at([office]).values_list("pk", flat=True)) if mentors else set()
    strange = [mentor.name for mentor in mentors if mentor.pk not in known]
    if strange:
        raise CohortRefused(
            _("Not a mentor at this office today: %(names)s. Give them the role first, or choose others.")
            % {"names": ", ".join(strange)}
        )
