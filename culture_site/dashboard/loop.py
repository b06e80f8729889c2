"""The loop, per office: a wave > a focus plan > activities > people reached > the next wave with the plan's effect.

Read from what surveys, nakawan and events show to the same reader; nothing is counted person by person.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.people.models import Office, Role, User
from nakawan import plan_pages, verdicts
from nakawan.models import FocusPlan, Milestone, PlanState, Proposal
from nakawan.permissions import can_steer_plans
from nakawan.plan_cards import address_of_new
from nakawan.plan_pages import Outcome, outcome_of
from nakawan.plan_reach import people_of, reach_of
from nakawan.reach import Reach
from surveys import loading, wording
from surveys.models import Wave, WaveUnit
from surveys.pulse.edition import Edition

# An office that was named gets a plan within two weeks; a plan has an activity each month.
PLAN_WITHIN = timedelta(days=14)
ACTIVITY_WITHIN = timedelta(days=30)
MOST_ROUNDS = 8


def offices_of(user: User) -> QuerySet[Office]:
    """The offices whose loop this person follows: leaders and Nakawan their own, Service Culture all."""
    reach = user.access.offices_looked_after(Role.LEADER, Role.NAKAWAN)
    return Office.objects.filter(reach).select_related("city")


@dataclass(frozen=True)
class Round:
    """Once around: `wave` is where it began. Without a plan there is `plan_url` to open one, for those who may."""

    wave: Wave
    said: str
    plan: FocusPlan | None = None
    plan_url: str = ""
    activities: list[tuple[Proposal, Reach]] = field(default_factory=list)
    people: int = 0
    outcome: Outcome | None = None

    @property
    def stage(self) -> str:
        """The step that the office stands at: wave, plan, activities, next or done."""
        if self.plan is None:
            return "wave"
        if self.outcome or self.plan.state == PlanState.STOPPED:
            return "done"
        if any(proposal.event_id for proposal, _reach in self.activities):
            return "next"
        return "activities" if self.activities else "plan"


def rounds_of(office: Office, user: User) -> list[Round]:
    """The newest first: one for each plan of the office, and one for the newest wave if it led to none.

    Thirteen statements at most, whatever the number of plans and activities.
    """
    plans = list(
        FocusPlan.objects.visible_to(user)
        .filter(office=office)
        .select_related("office", "value", "wave", "next_wave", "owner")
        .order_by("-created_at", "-pk")[:MOST_ROUNDS]
    )
    activities: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in plan_pages.activities_of([plan.pk for plan in plans]) if plans else []:
        activities[proposal.plan_id or 0].append(proposal)
    events = [one.event for found in activities.values() for one in found if one.event]
    reach = reach_of(events)
    people = people_of([plan.pk for plan in plans]) if plans else {}
    rounds = [_round(plan, activities[plan.pk], reach, people.get(plan.pk, 0)) for plan in plans]
    wave = newest_wave_of(office, user)
    if wave and all(plan.wave_id != wave.pk for plan in plans):
        rounds.insert(0, _without_plan(wave, office, user))
    return rounds


def _round(plan: FocusPlan, activities: Sequence[Proposal], reach: Mapping[int, Reach], people: int) -> Round:
    return Round(
        wave=plan.wave,
        said=verdicts.sentence(plan.verdict),
        plan=plan,
        activities=[(one, reach.get(one.event_id or 0, Reach())) for one in activities],
        people=people,
        outcome=outcome_of(plan),
    )


def newest_wave_of(office: Office, user: User) -> Wave | None:
    """The newest wave that the person may open and the office took part in."""
    shown = Wave.objects.visible_to(user).filter(units__office=office).select_related("version")
    return shown.newest_first().first()


def _without_plan(wave: Wave, office: Office, user: User) -> Round:
    units = {unit.code: unit.office_id for unit in WaveUnit.objects.filter(wave=wave)}
    unit = WaveUnit(code=next(code for code, pk in units.items() if pk == office.pk))
    said = verdicts.sentence(verdicts.freeze(loading.single(wave, user), unit, None, units))
    url = address_of_new(wave.pk, office.pk) if can_steer_plans(user, office) else ""
    return Round(wave=wave, said=said, plan_url=url)


@dataclass(frozen=True)
class OfficeRow:
    """Where an office stands in the loop, and what is late there: sentences, empty where nothing is."""

    office: Office
    stands: str
    plans: list[FocusPlan]
    late: list[str]
    open_url: str = ""


@dataclass(frozen=True)
class _Facts:
    """What is known of all offices, by the id of the office or of the plan."""

    plans: Mapping[int, list[FocusPlan]]
    milestones: Mapping[int, list[Milestone]]
    activities: Mapping[int, list[Proposal]]
    waves: Mapping[int, Wave]
    flagged: Mapping[int, list[str]]
    named: Set[int]


def overview(user: User, *, at: datetime) -> list[OfficeRow]:
    """Every office that the person follows; those with something late first. The number of statements is fixed."""
    offices = list(offices_of(user).order_by("city__name", "name"))
    facts = _facts(offices, user)
    rows = [_row(office, facts, user, at) for office in offices]
    return sorted(rows, key=lambda row: not row.late)


def _facts(offices: Sequence[Office], user: User) -> _Facts:
    plans: dict[int, list[FocusPlan]] = defaultdict(list)
    found = FocusPlan.objects.visible_to(user).filter(office__in=offices)
    found = found.select_related("office", "value", "wave__version", "next_wave")
    for plan in found.order_by("-created_at", "-pk"):
        plans[plan.office_id].append(plan)
    under_way = [plan.pk for some in plans.values() for plan in some if plan.shown_state == PlanState.OPEN]
    milestones: dict[int, list[Milestone]] = defaultdict(list)
    for step in Milestone.objects.filter(plan__in=under_way).order_by("due_on", "pk"):
        milestones[step.plan_id].append(step)
    activities: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in plan_pages.activities_of(under_way):
        activities[proposal.plan_id or 0].append(proposal)
    return _Facts(plans, milestones, activities, *_newest_waves(user))


def _newest_waves(user: User) -> tuple[dict[int, Wave], dict[int, list[str]], set[int]]:
    """{office: the newest wave it took part in}, {office: what that wave flags it for}, those that it names at all.

    Of each survey the newest wave is read. Flagged is an office that is clearly the lowest, over all or on a value;
    named is one that may be the lowest where not all may be. Four statements.
    """
    shown = list(Wave.objects.visible_to(user).select_related("version").newest_first())
    newest: dict[int, Wave] = {}
    for wave in shown:
        newest.setdefault(wave.version.survey_id, wave)
    units: dict[int, list[WaveUnit]] = defaultdict(list)
    for unit in WaveUnit.objects.filter(wave__in=list(newest.values()), office__isnull=False):
        units[unit.wave_id].append(unit)
    editions = loading.each(list(newest.values()), user)
    waves: dict[int, Wave] = {}
    flagged: dict[int, list[str]] = {}
    named: set[int] = set()
    for edition in editions:
        lowest_set = edition.overall["lowest_set"]
        is_set_apart = len(lowest_set) < len(edition.overall["order"])
        for unit in units[edition.wave.pk]:
            office = unit.office_id
            if office is None or office in waves:
                continue
            waves[office] = edition.wave
            flagged[office] = _flagged_for(edition, unit.code)
            if flagged[office] or (is_set_apart and unit.code in lowest_set):
                named.add(office)
    return waves, flagged, named


def _flagged_for(edition: Edition, code: str) -> list[str]:
    tables = [(_("All of FIRST"), edition.overall), *edition.values]
    return [
        name for name, table in tables if table["status"] == wording.FLAGGED and table["lowest_set"] == [code]
    ]


def _row(office: Office, facts: _Facts, user: User, at: datetime) -> OfficeRow:
    plans = facts.plans.get(office.pk, [])
    under_way = [plan for plan in plans if plan.shown_state == PlanState.OPEN]
    wave = facts.waves.get(office.pk)
    reacted = bool(under_way) or any(wave and plan.wave_id == wave.pk for plan in plans)
    late = []
    if wave and not reacted and (missing := late_plan(wave, facts.flagged[office.pk], at)):
        late.append(missing)
    on = timezone.localdate(at)
    for plan in under_way:
        if plan.is_open:
            late += late_in(plan, facts.milestones.get(plan.pk, []), facts.activities.get(plan.pk, []), on)
            late += late_evaluation(plan, wave, on)
    may_open = office.pk in facts.named and not reacted and can_steer_plans(user, office)
    return OfficeRow(
        office=office,
        stands=_stands(plans, under_way, wave, facts),
        plans=under_way,
        late=late,
        open_url=address_of_new(wave.pk, office.pk) if wave and may_open else "",
    )


def _stands(
    plans: Sequence[FocusPlan], under_way: Sequence[FocusPlan], wave: Wave | None, facts: _Facts
) -> str:
    if under_way:
        number = sum(one.event is not None for plan in under_way for one in facts.activities.get(plan.pk, []))
        if number:
            return ngettext(
                "A plan is under way, with %(number)s activity.",
                "A plan is under way, with %(number)s activities.",
                number,
            ) % {"number": number}
        return _("A plan is under way, without an activity yet.")
    if wave is None:
        return _("It took no part in the newest wave.")
    evaluated = next((plan for plan in plans if plan.is_out), None)
    if evaluated and evaluated.next_wave_id == wave.pk and (outcome := outcome_of(evaluated)):
        return _("%(wave)s showed the plan’s effect: %(outcome)s.") % {
            "wave": wave.label,
            "outcome": outcome.label,
        }
    return _("%(wave)s is out; no plan is under way.") % {"wave": wave.label}


def late_plan(wave: Wave, flagged_for: Sequence[str], at: datetime) -> str:
    """No plan although the office was flagged more than two weeks ago; else empty."""
    if not flagged_for or wave.published_at is None or at - wave.published_at <= PLAN_WITHIN:
        return ""
    return _("Flagged by %(wave)s (%(values)s) more than two weeks ago, and no plan yet.") % {
        "wave": wave.label,
        "values": wording.listed(flagged_for),
    }


def late_in(
    plan: FocusPlan, milestones: Iterable[Milestone], activities: Sequence[Proposal], on: date
) -> list[str]:
    """What is late in a plan that is under way: its steps, and its activities."""
    late = [
        _("%(plan)s: the step “%(step)s” was due on %(day)s.")
        % {"plan": plan.measure, "step": step, "day": date_format(step.due_on, "j F Y")}
        for step in milestones
        if step.done_on is None and step.due_on < on
    ]
    days = [timezone.localdate(one.begins_at) for one in activities if one.begins_at and one.event]
    newest = max(days, default=None)
    if max(plan.starts_on, newest or plan.starts_on) < on - ACTIVITY_WITHIN:
        late.append(_("%(plan)s: no activity for a month.") % {"plan": plan.measure})
    return late


def late_evaluation(plan: FocusPlan, newest: Wave | None, on: date) -> list[str]:
    """A plan under way whose time is over, or that the newest wave should have evaluated."""
    measured = (
        newest is not None
        and newest.pk != plan.wave_id
        and newest.version.survey_id == plan.wave.version.survey_id
        and newest.closed_on is not None
        and newest.closed_on >= max(plan.starts_on, plan.wave.closed_on or plan.starts_on)
    )
    if measured and newest:
        return [
            _("%(plan)s: %(wave)s is out, and the evaluation is still missing.")
            % {"plan": plan.measure, "wave": newest.label}
        ]
    if plan.ends_on < on:
        return [
            _("%(plan)s: its time was over on %(day)s; the next wave has to evaluate it.")
            % {"plan": plan.measure, "day": date_format(plan.ends_on, "j F Y")}
        ]
    return []
