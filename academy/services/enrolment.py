"""Who has a place in which batch, and every step of it. Each change of a state is written down once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.exceptions import RuleError
from culture_site.people.models import Role, RoleAssignment, User
from culture_site.people.permissions import can_give
from culture_site.people.services.roles import grant_role

from ..cohort_notices import tell_deferred, tell_placed, tell_resumed, tell_state
from ..exceptions import CohortFull, CohortRefused, EnrolmentRefused
from ..models import BlackoutDay, Cohort, Enrollment, EnrollmentState, Pause, Transition
from ..path import Path, load_path
from ..permissions import can_run_batches_at
from .progress import refresh_summary
from .seats import free_seat, take_seat

State = EnrollmentState
ONE_DAY = timedelta(days=1)


@dataclass
class EnrolReport:
    """Who has a place now, and who could not be given one, with the sentence why."""

    enrolled: list[Enrollment] = field(default_factory=list)
    refused: list[tuple[User, str]] = field(default_factory=list)


@transaction.atomic
def enrol(*, cohort: Cohort, person: User, by: User) -> Enrollment:
    """Give `person` a place in a batch; a second call returns the same one.

    Whoever left this batch earlier comes back to the same enrolment. Somebody without the role of a trainee is given
    it at the batch's office, if `by` may. Raises CohortFull, CohortRefused and EnrolmentRefused.
    """
    person = _locked_person(person)
    (cohort,) = Cohort.objects.lock(cohort.pk)
    _check_team(cohort, by)
    known = Enrollment.objects.filter(cohort=cohort, person=person).first()
    if known and known.holds_a_place:
        return known
    _check_place(person, known)
    _give_role(person, cohort, by)
    enrollment = _place(cohort, person, known, by)
    tell_placed(enrollment.transitions.latest("pk"))
    return enrollment


@transaction.atomic
def enrol_many(*, cohort: Cohort, people: Iterable[User], by: User) -> EnrolReport:
    """Give each of `people` a place, in the order of their ids; whoever cannot have one is named, with the reason.

    Raises CohortFull before anything is written when there are more people than places left.
    """
    chosen = sorted(people, key=lambda person: person.pk)
    for person in chosen:
        _locked_person(person)
    (cohort,) = Cohort.objects.lock(cohort.pk)
    _check_team(cohort, by)
    here = cohort.enrollments.holding_a_place().filter(person__in=chosen).count()
    if len(chosen) - here > cohort.places_left:
        raise CohortFull(
            _("%(chosen)s people are chosen and %(left)s places are left. Choose fewer, or raise the places.")
            % {"chosen": len(chosen) - here, "left": cohort.places_left}
        )
    report = EnrolReport()
    for person in chosen:
        try:
            report.enrolled.append(enrol(cohort=cohort, person=person, by=by))
        except RuleError as error:
            report.refused.append((person, str(error)))
    return report


@transaction.atomic
def begin(*, enrollment: Enrollment, by: User | None = None) -> Enrollment:
    """Admitted becomes learning, once the first day of the batch has come."""
    enrollment = Enrollment.objects.lock(enrollment.pk)
    if enrollment.state == State.ADMITTED and enrollment.cohort.has_started:
        _move(enrollment, State.ACTIVE, by=by)
    return enrollment


@transaction.atomic
def wait_for_start(*, enrollment: Enrollment, by: User | None = None) -> Enrollment:
    """Learning becomes admitted again, when the batch was moved before anybody began."""
    enrollment = Enrollment.objects.lock(enrollment.pk)
    if enrollment.state == State.ACTIVE and not enrollment.cohort.has_started:
        _move(enrollment, State.ADMITTED, by=by)
    return enrollment


@transaction.atomic
def pause(*, enrollment: Enrollment, by: User, reason: str = "") -> Enrollment:
    """From today on nothing falls due, until `resume`. The place is kept. Raises EnrolmentRefused."""
    enrollment = _locked(enrollment, by)
    if enrollment.state == State.PAUSED:
        return enrollment
    _check_holds(enrollment)
    Pause.objects.create(enrollment=enrollment, starts_on=today())
    tell_state(_move(enrollment, State.PAUSED, by=by, reason=reason))
    refresh_summary(enrollment)
    return enrollment


@transaction.atomic
def resume(*, enrollment: Enrollment, by: User, reason: str = "") -> Enrollment:
    """Days count again from today on. Raises EnrolmentRefused for somebody who has no place."""
    enrollment = _locked(enrollment, by)
    if enrollment.state in (State.ACTIVE, State.ADMITTED):
        return enrollment
    _check_holds(enrollment)
    _end_pause(enrollment)
    state = State.ACTIVE if enrollment.cohort.has_started else State.ADMITTED
    tell_resumed(_move(enrollment, state, by=by, reason=reason))
    refresh_summary(enrollment)
    return enrollment


@transaction.atomic
def withdraw(*, enrollment: Enrollment, by: User, reason: str = "") -> Enrollment:
    """End an enrolment early and free its place; what was met is kept. Raises EnrolmentRefused for a graduate."""
    (cohort,) = Cohort.objects.lock(enrollment.cohort_id)
    enrollment = _locked(enrollment, by)
    if enrollment.state == State.WITHDRAWN:
        return enrollment
    _check_holds(enrollment)
    _end_pause(enrollment)
    free_seat(cohort)
    tell_state(_move(enrollment, State.WITHDRAWN, by=by, reason=reason))
    return enrollment


@transaction.atomic
def defer(*, enrollment: Enrollment, into: Cohort, by: User, reason: str = "") -> Enrollment:
    """Move somebody to a later batch of the same programme; the new enrolment.

    What was met is kept per person and activity, so it needs no moving; school days and days away that lie ahead
    are taken along, and what their phone keeps unsent. A second call returns the same one. Raises CohortFull,
    CohortRefused and EnrolmentRefused.
    """
    person = _locked_person(enrollment.person)
    cohorts = {row.pk: row for row in Cohort.objects.lock(enrollment.cohort_id, into.pk)}
    cohort, into = cohorts[enrollment.cohort_id], cohorts[into.pk]
    enrollment = _locked(enrollment, by)
    _check_team(into, by)
    known = Enrollment.objects.filter(cohort=into, person=person).first()
    if enrollment.state == State.DEFERRED and known and known.holds_a_place:
        return known
    _check_holds(enrollment)
    _check_later(cohort, into)
    _end_pause(enrollment)
    free_seat(cohort)
    left = _move(enrollment, State.DEFERRED, by=by, reason=reason)
    placed = _place(into, person, known, by)
    _take_days_along(enrollment, placed)
    _take_phone_along(enrollment, placed)
    tell_deferred(left, into)
    return placed


@transaction.atomic
def graduate(*, enrollment: Enrollment, by: User, reason: str = "") -> Enrollment:
    """End the way well, once everything required has been met at some time. Raises EnrolmentRefused, naming what
    is missing."""
    (cohort,) = Cohort.objects.lock(enrollment.cohort_id)
    enrollment = _locked(enrollment, by)
    if enrollment.state == State.GRADUATED:
        return enrollment
    _check_holds(enrollment)
    if enrollment.state != State.ACTIVE:
        raise EnrolmentRefused(
            _("%(name)s is not learning now. Resume first.") % {"name": enrollment.person.name}
        )
    if missing := missing_to_graduate(load_path(enrollment)):
        raise EnrolmentRefused(
            _("%(name)s cannot graduate yet. Missing: %(missing)s.")
            % {"name": enrollment.person.name, "missing": "; ".join(missing)}
        )
    free_seat(cohort)
    tell_state(_move(enrollment, State.GRADUATED, by=by, reason=reason))
    return enrollment


MOST_NAMED = 5


def missing_to_graduate(path: Path) -> list[str]:
    """What is asked for and has never been met, by title, the first few; and weeks that are not written yet."""
    waiting = [str(item.activity) for item in path.waiting]
    named = waiting[:MOST_NAMED]
    if len(waiting) > MOST_NAMED:
        named.append(_("and %(number)s more") % {"number": len(waiting) - MOST_NAMED})
    outlines = [str(week.module.week) for week in path.weeks if week.is_outline]
    if outlines:
        named.append(_("weeks that are not written yet (%(weeks)s)") % {"weeks": ", ".join(outlines)})
    return named


# The pieces. All of them run inside the transaction and the locks of their callers.


def _locked_person(person: User) -> User:
    """One person takes one place at a time, whichever batches reach for them. The key stays free for rows that name
    the person."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _locked(enrollment: Enrollment, by: User) -> Enrollment:
    enrollment = Enrollment.objects.lock(enrollment.pk)
    _check_team(enrollment.cohort, by)
    return enrollment


def _place(cohort: Cohort, person: User, known: Enrollment | None, by: User) -> Enrollment:
    """A place in `cohort`, on the enrolment that was there before if there is one."""
    take_seat(cohort)
    enrollment = known or Enrollment.objects.create(cohort=cohort, person=person, state=State.ADMITTED)
    enrollment.cohort, enrollment.person = cohort, person
    state = State.ACTIVE if cohort.has_started else State.ADMITTED
    _move(enrollment, state, by=by, was=known.state if known else "")
    refresh_summary(enrollment)
    return enrollment


def _move(
    enrollment: Enrollment, state: State, *, by: User | None, reason: str = "", was: str | None = None
) -> Transition:
    was = enrollment.state if was is None else was
    enrollment.state = state
    enrollment.save(update_fields=["state"])
    return Transition.objects.create(
        enrollment=enrollment, from_state=was, to_state=state, by=by, reason=reason
    )


def _end_pause(enrollment: Enrollment) -> None:
    """Yesterday was its last day; one that began today was none."""
    going_on = Pause.objects.filter(enrollment=enrollment, ends_on=None)
    going_on.filter(starts_on__gte=today()).delete()
    going_on.update(ends_on=today() - ONE_DAY)


def _take_days_along(enrollment: Enrollment, placed: Enrollment) -> None:
    ahead = BlackoutDay.objects.filter(
        cohort=enrollment.cohort, person=enrollment.person, on__gte=max(today(), placed.cohort.starts_on)
    )
    known = set(
        BlackoutDay.objects.filter(cohort=placed.cohort, person=placed.person).values_list("on", flat=True)
    )
    days = [
        BlackoutDay(cohort=placed.cohort, person=placed.person, on=day.on, kind=day.kind)
        for day in ahead
        if day.on not in known
    ]
    if BlackoutDay.objects.bulk_create(days):
        refresh_summary(placed)


def _take_phone_along(left: Enrollment, placed: Enrollment) -> None:
    """What a phone keeps unsent is bound to this key, and still is the same person's: it goes where they go."""
    key, left.device_key = left.device_key, uuid4()
    left.save(update_fields=["device_key"])
    placed.device_key = key
    placed.save(update_fields=["device_key"])


def _give_role(person: User, cohort: Cohort, by: User) -> None:
    if is_trainee(person):
        return
    if by.pk == person.pk or not can_give(by, Role.TRAINEE, cohort.office):
        raise EnrolmentRefused(
            _(
                "%(name)s does not have the role of a trainee. "
                "Ask the Service Culture team or an administrator to give it first."
            )
            % {"name": person.name}
        )
    grant_role(
        person=person,
        role=Role.TRAINEE,
        place=cohort.office,
        starts_on=today(),
        ends_on=person.left_on,
        by=by,
    )


def is_trainee(person: User) -> bool:
    """Do they hold the role today, or from a later day on?"""
    held = RoleAssignment.objects.filter(user=person, role=Role.TRAINEE).exclude(ends_on__lt=today())
    return bool(held.exists())


def _check_team(cohort: Cohort, by: User) -> None:
    if not can_run_batches_at(by, cohort.office):
        raise CohortRefused(_("Batches of this office are not yours to change."))


def _check_place(person: User, known: Enrollment | None) -> None:
    if not person.may_sign_in:
        raise EnrolmentRefused(_("%(name)s has left and cannot sign in.") % {"name": person.name})
    if known and known.state == State.GRADUATED:
        raise EnrolmentRefused(_("%(name)s has graduated from this batch.") % {"name": person.name})
    if Enrollment.objects.filter(person=person).holding_a_place().exists():
        raise EnrolmentRefused(
            _("%(name)s holds a place in another batch. Move them from there, or withdraw them first.")
            % {"name": person.name}
        )


def _check_holds(enrollment: Enrollment) -> None:
    if not enrollment.holds_a_place:
        raise EnrolmentRefused(
            _("%(name)s holds no place in this batch any more (%(state)s).")
            % {"name": enrollment.person.name, "state": enrollment.get_state_display()}
        )


def _check_later(cohort: Cohort, into: Cohort) -> None:
    if into.version.programme_id != cohort.version.programme_id or into.starts_on <= cohort.starts_on:
        raise CohortRefused(
            _("%(name)s is not a later batch of the same programme. Choose one that starts later.")
            % {"name": into.name}
        )
