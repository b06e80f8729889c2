"""One person's way through a version: every activity with its due date, what is open and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from culture_site.core.dates import today

from .calendar import Calendar
from .days import blocked_days, extensions_of
from .models import Activity, ActivityProgress, Enrollment, Module, Placement, Rule


@dataclass
class PathItem:
    """One activity on the path of one person. `missing`: what must have been met before and is not."""

    placement: Placement
    progress: ActivityProgress
    due_on: date
    missing: list[Activity] = field(default_factory=list)

    @property
    def activity(self) -> Activity:
        return self.placement.activity

    @property
    def is_open(self) -> bool:
        """Met once, it stays open, whatever is asked for later."""
        return not self.missing or self.is_met

    @property
    def more_missing(self) -> int:
        """How many more than the first one are missing, for a short line."""
        return max(len(self.missing) - 1, 0)

    @property
    def is_met(self) -> bool:
        """Met at some time: what counts for the path."""
        return self.progress.ever_met_at is not None

    @property
    def is_completed(self) -> bool:
        return self.progress.completed_at is not None

    @property
    def is_begun(self) -> bool:
        return self.progress.started_at is not None

    @property
    def is_optional(self) -> bool:
        return self.placement.rule == Rule.OPTIONAL


@dataclass
class Week:
    """One module with its items. `required` and `met` count what the version asks for, a group as one."""

    module: Module
    items: list[PathItem]

    @cached_property
    def _asked(self) -> list[list[PathItem]]:
        """What is asked for: each required item by itself, the items of a group together."""
        asked: dict[str, list[PathItem]] = {}
        for item in self.items:
            if item.placement.rule == Rule.REQUIRED:
                asked[f"item {item.placement.pk}"] = [item]
            elif item.placement.rule == Rule.GROUP:
                asked.setdefault(f"group {item.placement.group}", []).append(item)
        return list(asked.values())

    @property
    def required(self) -> int:
        return len(self._asked)

    @property
    def met(self) -> int:
        return sum(any(item.is_met for item in group) for group in self._asked)

    @property
    def is_outline(self) -> bool:
        return not self.items

    @property
    def is_met(self) -> bool:
        return self.required > 0 and self.met == self.required

    @property
    def waiting(self) -> list[PathItem]:
        """What is asked for and not met yet; of a group all of its items."""
        return [item for group in self._asked if not any(one.is_met for one in group) for item in group]


@dataclass
class Path:
    """All weeks of a version for one enrolment, in order."""

    enrollment: Enrollment
    weeks: list[Week]
    calendar: Calendar

    @property
    def items(self) -> list[PathItem]:
        return [item for week in self.weeks for item in week.items]

    def item(self, uuid: UUID) -> PathItem | None:
        return next((item for item in self.items if item.activity.uuid == uuid), None)

    @property
    def required(self) -> int:
        return sum(week.required for week in self.weeks)

    @property
    def met(self) -> int:
        return sum(week.met for week in self.weeks)

    @property
    def waiting(self) -> list[PathItem]:
        return [item for week in self.weeks for item in week.waiting]

    @property
    def next_item(self) -> PathItem | None:
        """The first thing on the path that is open, asked for and not met; then what waits for a coach is passed."""
        waiting = [item for item in self.waiting if item.is_open]
        return next((item for item in waiting if not item.is_completed), waiting[0] if waiting else None)

    def after(self, item: PathItem) -> PathItem | None:
        """What comes next once `item` is done: the next open one behind it, else the first that waits."""
        items = self.items
        behind = items[items.index(item) + 1 :]
        return next((other for other in behind if other.is_open and not other.is_met), self.next_item)

    @property
    def is_finished(self) -> bool:
        """Everything asked for has been met, and nothing of the programme is still to be written."""
        return self.met == self.required > 0 and not any(week.is_outline for week in self.weeks)

    @property
    def next_due_on(self) -> date | None:
        return min((item.due_on for item in self.waiting), default=None)

    def current_week(self, on: date | None = None) -> int:
        """The week of the calendar that has begun last."""
        return self.calendar.week_of(on or today())

    @property
    def ends_on(self) -> date:
        """The last working day of the last week."""
        return self.calendar.ends_on


def load_path(enrollment: Enrollment) -> Path:
    """The path of an enrolment as it stands; three statements, however long it is.

    Dates are those of its summary (`enrollment.cohort` and `.summary` loaded, as by `current_of` and `lock`); an
    enrolment without a summary has them worked out, in four statements more.
    """
    modules = list(Module.objects.filter(version=enrollment.cohort.version_id).order_by("week"))
    return _path_through(enrollment, _placements_of(enrollment), modules)


def load_path_to_count(enrollment: Enrollment) -> Path:
    """The same path for counting what is met, in one statement less: weeks without placements have no words."""
    placements = _placements_of(enrollment)
    calendar = _kept_calendar(enrollment, placements)
    if calendar is None:
        return load_path(enrollment)
    modules = {week: Module(version_id=enrollment.cohort.version_id, week=week) for week in calendar.weeks}
    modules |= {placement.module.week: placement.module for placement in placements}
    return _path_through(enrollment, placements, [module for _week, module in sorted(modules.items())])


def _placements_of(enrollment: Enrollment) -> list[Placement]:
    return list(Placement.objects.filter(version=enrollment.cohort.version_id).in_order())


def _path_through(enrollment: Enrollment, placements: list[Placement], modules: list[Module]) -> Path:
    progress = {
        row.activity_id: row
        for row in ActivityProgress.objects.filter(
            person=enrollment.person_id, activity__placements__version=enrollment.cohort.version_id
        )
    }
    calendar = _kept_calendar(enrollment, placements) or work_out_calendar(enrollment, placements, modules)
    items = [
        PathItem(
            placement,
            progress.get(placement.activity_id)
            or ActivityProgress(person_id=enrollment.person_id, activity=placement.activity),
            calendar.due[placement.activity.key],
        )
        for placement in placements
    ]
    find_missing(items)
    weeks = [
        Week(module, [item for item in items if item.placement.module_id == module.pk]) for module in modules
    ]
    return Path(enrollment, weeks, calendar)


def _kept_calendar(enrollment: Enrollment, placements: Iterable[Placement]) -> Calendar | None:
    """The dates that the summary keeps; None without one, or when it does not know all of the path."""
    summary = getattr(enrollment, "summary", None)
    if summary is None or not summary.calendar:
        return None
    calendar = Calendar.from_json(summary.calendar)
    return calendar if all(placement.activity.key in calendar.due for placement in placements) else None


def work_out_calendar(
    enrollment: Enrollment, placements: Iterable[Placement], modules: Iterable[Module]
) -> Calendar:
    """The dates of an enrolment from holidays, days that do not count, pauses and extensions; four statements."""
    extra = extensions_of(enrollment)
    return Calendar.work_out(
        start=enrollment.cohort.starts_on,
        offsets={
            placement.activity.key: placement.offset_days + extra.get(placement.activity_id, 0)
            for placement in placements
        },
        weeks=[module.week for module in modules],
        blocked=blocked_days(enrollment),
    )


def find_missing(items: Iterable[PathItem]) -> None:
    """Set what each item still waits for, by what is met among all items of the path."""
    by_key = {item.activity.key: item for item in items}
    for item in by_key.values():
        needed = [by_key[key] for key in item.placement.needs if key in by_key]
        item.missing = [other.activity for other in needed if not other.is_met]
