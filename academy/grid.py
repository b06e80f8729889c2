"""The grid of a batch: people by weeks, in the order of their names and of nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from culture_site.core.dates import today

from .calendar import Calendar
from .care import state_of
from .models import Cohort, Enrollment, Module


@dataclass(frozen=True)
class Cell:
    """One week of one person: how much of what it asks for has been met."""

    week: int
    met: int
    required: int

    @property
    def state(self) -> str:
        """done, half (under way), open (not begun), or outline: nothing is asked for yet."""
        if not self.required:
            return "outline"
        return "done" if self.met >= self.required else "half" if self.met else "open"

    @property
    def state_label(self) -> str:
        return {
            "done": _("Done"),
            "half": _("Under way"),
            "open": _("Not begun"),
            "outline": _("Being written"),
        }[self.state]

    @property
    def words(self) -> str:
        if not self.required:
            return "–"
        return _("%(met)s of %(required)s") % {"met": self.met, "required": self.required}


@dataclass(frozen=True)
class Row:
    """One person of a batch."""

    enrollment: Enrollment
    cells: list[Cell]
    current_week: int

    @property
    def state(self) -> str:
        return state_of(self.enrollment)[0]

    @property
    def state_label(self) -> str:
        return state_of(self.enrollment)[1]

    @property
    def now(self) -> Cell | None:
        return next((cell for cell in self.cells if cell.week == self.current_week), None)


def rows_of(enrollments: Iterable[Enrollment], weeks: Iterable[int], on: date | None = None) -> list[Row]:
    """A row for each, in the order given; they come with person, summary and `needs_care`, so it reads no table."""
    weeks, on = list(weeks), on or today()
    return [_row(enrollment, weeks, on) for enrollment in enrollments]


def _row(enrollment: Enrollment, weeks: list[int], on: date) -> Row:
    summary = getattr(enrollment, "summary", None)
    counted: dict[str, list[int]] = summary.weeks if summary else {}
    stored = summary.calendar if summary else None
    cells = [Cell(week, *counted.get(str(week), [0, 0])) for week in weeks]
    return Row(enrollment, cells, Calendar.from_json(stored).week_of(on) if stored else 1)


def stages_of(modules: Iterable[Module]) -> list[tuple[str, int]]:
    """(label, number of weeks) of each stage, in order: the upper line of the heading."""
    stages: list[tuple[str, int]] = []
    for module in modules:
        label = module.get_stage_display()
        if stages and stages[-1][0] == label:
            stages[-1] = (label, stages[-1][1] + 1)
        else:
            stages.append((label, 1))
    return stages


def table_of(cohort: Cohort, rows: Iterable[Row], weeks: Iterable[int]) -> list[list[Any]]:
    """The grid as a file holds it, the heading first. Words, not fractions: a spreadsheet would read dates."""
    head = [_("Batch"), _("Name"), _("Trainee number"), _("State")]
    head += [_("Week %(week)s") % {"week": week} for week in weeks]
    return [head, *(_line(cohort, row) for row in rows)]


def _line(cohort: Cohort, row: Row) -> list[Any]:
    person = row.enrollment.person
    return [cohort, person, person.trainee_number, row.state_label, *(cell.words for cell in row.cells)]
