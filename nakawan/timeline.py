"""The time of a plan as a picture: where its steps stand between its first day and its last. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from culture_site.core.charts import percent

from .models import FocusPlan, Milestone

# Steps closer together than this part of the picture stand in different rows, so that their numbers can be read.
CLOSE = 0.09
ROWS = 3
# Room at both ends, so that no dot is cut.
INSET = 0.04
MOST_MONTHS = 7


# In pixels: what a row of dots takes, where the text stands in a dot, the months below the line.
ROW, TEXT, BELOW = 26, 4.5, 30


@dataclass(frozen=True)
class Dot:
    """A step, under its number in the table; `state` is done, overdue or open, `row` 0 to 2 from the line up."""

    number: int
    x: str
    row: int
    state: str
    line: int

    @property
    def y(self) -> int:
        """Of its middle; pixels from the top, as all that follow."""
        return self.line - 16 - ROW * self.row

    @property
    def text_y(self) -> str:
        return f"{self.y + TEXT:g}"


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True)
class Timeline:
    """`line` is the height of the line of time, as high as its rows of steps need. `today` is None before the plan
    begins and after the picture ends."""

    line: int
    dots: list[Dot]
    months: list[Tick]
    starts: str
    ends: str
    today: str | None
    passed: str

    @property
    def height(self) -> int:
        return self.line + BELOW

    @property
    def tick_end(self) -> int:
        return self.line + 6

    @property
    def month_y(self) -> int:
        return self.line + 22


def timeline(plan: FocusPlan, milestones: Sequence[Milestone], on: date) -> Timeline:
    """`milestones` in the order of the table."""
    first = min([plan.starts_on, *(one.due_on for one in milestones)])
    last = max([plan.ends_on, *(one.due_on for one in milestones)])
    days = (last - first).days or 1

    def place(day: date) -> float:
        share = min(max((day - first).days / days, 0.0), 1.0)
        return INSET + (1 - 2 * INSET) * share

    rows = _rows([place(one.due_on) for one in milestones])
    line = ROW * (max(rows, default=0) + 1) + 4
    return Timeline(
        line=line,
        dots=[
            Dot(number, percent(place(one.due_on)), row, _state(one), line)
            for number, (one, row) in enumerate(zip(milestones, rows, strict=True), start=1)
        ],
        months=[Tick(percent(place(day)), date_format(day, "M")) for day in _months(first, last)],
        starts=percent(place(plan.starts_on)),
        ends=percent(place(plan.ends_on)),
        today=percent(place(on)) if first <= on <= last else None,
        passed=percent(place(on)) if on > plan.starts_on else percent(place(plan.starts_on)),
    )


def _rows(places: Sequence[float]) -> list[int]:
    """For each the lowest row where nothing stands close; the one that has been free longest if there is none."""
    last_in_row = [-1.0] * ROWS
    found = []
    for at in places:
        free = [row for row in range(ROWS) if at - last_in_row[row] >= CLOSE]
        row = free[0] if free else min(range(ROWS), key=last_in_row.__getitem__)
        last_in_row[row] = at
        found.append(row)
    return found


def _state(milestone: Milestone) -> str:
    if milestone.done_on:
        return "done"
    return "overdue" if milestone.is_overdue else "open"


def _months(first: date, last: date) -> list[date]:
    """The first days of months in between; every second or third one where they would be too many to read."""
    found = []
    day = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= last:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found[:: -(-len(found) // MOST_MONTHS) or 1]
