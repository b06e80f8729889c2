"""Focus plans: opened from a published verdict, changed, stopped, and taken through their milestones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, Role, RoleAssignment, User
from surveys import loading
from surveys.models import Wave, WaveUnit, WaveValue
from surveys.pulse.edition import Edition

from .. import verdicts
from ..days import is_years_away
from ..exceptions import BadPlan, NeedsReason, NoFigures, NotYours, PlanOver, PlanTwice
from ..locks import lock_office
from ..models import FocusPlan, Milestone, PlanState
from ..permissions import can_steer_plans, can_tick


def owners_for(office: Office) -> Any:
    """Who may look after a plan of this office: its Nakawan and leaders, and Service Culture; active people."""
    held = RoleAssignment.objects.active()
    here = held.filter(role__in=[Role.NAKAWAN, Role.LEADER]).reaching(office)
    team = held.filter(role=Role.SERVICE_CULTURE)
    found = User.objects.filter(Q(pk__in=here.values("user")) | Q(pk__in=team.values("user")), is_active=True)
    return found.order_by("name", "pk")


@dataclass(frozen=True)
class Basis:
    """What a wave shows about an office to somebody who may open a plan from it.

    `values`: the core values that it shows something about, with their names in the wave.
    """

    edition: Edition
    unit: WaveUnit
    offices: Mapping[str, int | None]
    values: Mapping[CoreValue, str]

    def verdict(self, value: CoreValue | None) -> verdicts.Verdict:
        """On one of the values, or (None) over all. Raises NoFigures."""
        if value is not None and value not in self.values:
            facts = {"wave": self.edition.wave.label, "value": value}
            raise NoFigures(_("%(wave)s shows nothing about %(value)s.") % facts)
        name = None if value is None else self.values[value]
        return verdicts.freeze(self.edition, self.unit, name, self.offices)


def basis_of(*, wave: Wave, office: Office, reader: User) -> Basis:
    """Five statements. Raises NoFigures for an office that took no part, and a reader who does not see offices."""
    units = list(WaveUnit.objects.filter(wave=wave))
    unit = next((one for one in units if one.office_id == office.pk), None)
    edition = loading.single(wave, reader)
    if unit is None or not edition.reader.sees_offices:
        raise NoFigures(_("%(office)s took no part in %(wave)s.") % {"office": office, "wave": wave.label})
    linked = WaveValue.objects.filter(wave=wave, core_value__isnull=False).select_related("core_value")
    shown = [one for one in linked.order_by("position") if one.name in edition.figures["values"]]
    return Basis(
        edition=edition,
        unit=unit,
        offices={one.code: one.office_id for one in units},
        values={one.core_value: one.name for one in shown if one.core_value},
    )


@transaction.atomic
def open_plan(
    *,
    wave: Wave,
    office: Office,
    value: CoreValue | None,
    by: User,
    goal_ind: str,
    goal_eng: str,
    target_points: float,
    owner: User,
    starts_on: date,
    ends_on: date,
    resources: str = "",
    reason: str = "",
) -> FocusPlan:
    """A plan from what a published wave says about an office; the verdict is frozen on it.

    Raises NotYours, NoFigures, NeedsReason for an
    office that the wave did not name, PlanTwice, BadPlan.
    """
    if not can_steer_plans(by, office) or not Wave.objects.visible_to(by).filter(pk=wave.pk).exists():
        raise NotYours(_("A focus plan is opened by Service Culture or a leader of that office."))
    lock_office(office.pk)
    verdict = basis_of(wave=wave, office=office, reader=by).verdict(value)
    if not verdict["is_named"] and not reason.strip():
        raise NeedsReason(
            _(
                "%(wave)s did not name this office among the lowest. Say in a sentence why it gets a plan all the same."
            )
            % {"wave": wave.label}
        )
    _check(office, owner, target_points, starts_on, ends_on)
    _refuse_twice(office, value)
    try:
        with transaction.atomic():
            return FocusPlan.objects.create(
                office=office,
                value=value,
                wave=wave,
                verdict=verdict,
                reason="" if verdict["is_named"] else reason.strip(),
                goal_ind=goal_ind.strip(),
                goal_eng=goal_eng.strip(),
                target_points=target_points,
                smallest_detectable=verdicts.smallest_detectable(verdict),
                resources=resources.strip(),
                owner=owner,
                starts_on=starts_on,
                ends_on=ends_on,
            )
    except IntegrityError:
        _refuse_twice(office, value)
        raise


@transaction.atomic
def change_plan(
    *,
    plan: FocusPlan,
    by: User,
    goal_ind: str,
    goal_eng: str,
    target_points: float,
    owner: User,
    starts_on: date,
    ends_on: date,
    resources: str = "",
) -> FocusPlan:
    """Another goal, target, owner or time. Office, value, wave and verdict stay. Raises NotYours, PlanOver, BadPlan."""
    plan = _steered(plan, by)
    if owner.pk != plan.owner_id or target_points != plan.target_points:
        _check(plan.office, owner, target_points, starts_on, ends_on, known=plan.owner_id)
    _check_days(starts_on, ends_on)
    plan.goal_ind, plan.goal_eng = goal_ind.strip(), goal_eng.strip()
    plan.target_points, plan.owner = target_points, owner
    plan.starts_on, plan.ends_on, plan.resources = starts_on, ends_on, resources.strip()
    plan.save()
    return plan


@transaction.atomic
def stop_plan(*, plan: FocusPlan, by: User, reason: str) -> FocusPlan:
    """Stop it for a reason; twice is once. Raises NotYours, PlanOver for one that is evaluated, NeedsReason."""
    found = _locked(plan)
    if found.state == PlanState.STOPPED and can_steer_plans(by, found.office):
        return found
    found = _steered(plan, by)
    if not reason.strip():
        raise NeedsReason(_("Say in a sentence why the plan stops."))
    found.state, found.stop_reason, found.stopped_at = PlanState.STOPPED, reason.strip(), timezone.now()
    found.save(update_fields=["state", "stop_reason", "stopped_at"])
    return found


@transaction.atomic
def save_milestone(
    *,
    plan: FocusPlan,
    by: User,
    title_ind: str,
    title_eng: str,
    due_on: date,
    milestone: Milestone | None = None,
) -> Milestone:
    """Add a step to a plan, or change one of it. Raises NotYours, PlanOver, BadPlan."""
    plan = _steered(plan, by)
    if due_on < plan.starts_on:
        raise BadPlan(_("The plan begins later than that day."))
    _refuse_far(due_on)
    step = milestone or Milestone(plan=plan)
    if step.plan_id != plan.pk:
        raise NotYours(_("That step is another plan's."))
    step.title_ind, step.title_eng, step.due_on = title_ind.strip(), title_eng.strip(), due_on
    step.save()
    return step


@transaction.atomic
def tick_milestone(*, milestone: Milestone, by: User, is_done: bool) -> Milestone:
    """Done today, or not yet after all; twice is once. Raises NotYours, PlanOver."""
    plan = _locked(milestone.plan)
    if not can_tick(by, plan):
        raise NotYours(_("Steps are ticked off by who looks after the plan."))
    _refuse_over(plan)
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if bool(milestone.done_on) != is_done:
        milestone.done_on = today() if is_done else None
        milestone.save(update_fields=["done_on"])
    return milestone


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: User) -> None:
    """Raises NotYours, PlanOver."""
    _steered(milestone.plan, by)
    Milestone.objects.filter(pk=milestone.pk).delete()


def _locked(plan: FocusPlan) -> FocusPlan:
    lock_office(plan.office_id)
    return FocusPlan.objects.select_related("office", "value", "wave").get(pk=plan.pk)


def _steered(plan: FocusPlan, by: User) -> FocusPlan:
    found = _locked(plan)
    if not can_steer_plans(by, found.office):
        raise NotYours(_("A plan is changed by Service Culture or a leader of that office."))
    _refuse_over(found)
    return found


def _refuse_over(plan: FocusPlan) -> None:
    if not plan.is_open:
        raise PlanOver(_("This plan is over; what it says stays as it is."))


def _refuse_twice(office: Office, value: CoreValue | None) -> None:
    if FocusPlan.objects.under_way().filter(office=office, value=value).exists():
        raise PlanTwice(
            _("There is a plan under way for %(office)s and %(value)s. Change it, or stop it first.")
            % {"office": office, "value": value or _("All of FIRST")}
        )


def _check(
    office: Office,
    owner: User,
    target_points: float,
    starts_on: date,
    ends_on: date,
    known: int | None = None,
) -> None:
    if not 0 < target_points <= 100:
        raise BadPlan(_("The target is a gain of more than 0 and at most 100 points."))
    if owner.pk != known and not owners_for(office).filter(pk=owner.pk).exists():
        raise BadPlan(
            _("A plan is looked after by a Nakawan or leader of that office, or by Service Culture.")
        )
    _check_days(starts_on, ends_on)


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        raise BadPlan(_("The plan ends before it begins."))
    _refuse_far(starts_on)
    _refuse_far(ends_on)


def _refuse_far(day: date) -> None:
    if is_years_away(day):
        raise BadPlan(_("That day is years away. Look at the year once more."))
