"""When things fall due: pure functions of the start, the offsets and the days that do not count."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from culture_site.core.workdays import add_workdays

DAYS_A_WEEK = 5


def monday_of(day: date) -> date:
    """The Monday of the week in which `day` lies."""
    return day - timedelta(days=day.weekday())


def due_on(start: date, offset: int, blocked: Collection[date] = frozenset()) -> date:
    """The day `offset` working days after the first working day from `start` on.

    `offset` is 0 or more and counts Monday to Friday without the `blocked` days: holidays, days of the batch, own
    school days and days away. Offset 0 is the first day that counts.
    """
    return add_workdays(add_workdays(start, 0, blocked), offset, blocked)


@dataclass(frozen=True)
class Calendar:
    """The dates of one enrolment: due dates by the key of the activity, the first day of each week, the last day."""

    due: Mapping[str, date]
    weeks: Mapping[int, date]
    ends_on: date

    @classmethod
    def work_out(
        cls, *, start: date, offsets: Mapping[str, int], weeks: Iterable[int], blocked: Collection[date]
    ) -> "Calendar":
        """From offsets in working days (those given besides already added) by key, and the numbers of the weeks."""
        numbers = sorted(weeks)
        last = numbers[-1] if numbers else 1
        return cls(
            due={key: due_on(start, offset, blocked) for key, offset in offsets.items()},
            weeks={week: due_on(start, DAYS_A_WEEK * (week - 1), blocked) for week in numbers},
            ends_on=due_on(start, DAYS_A_WEEK * last - 1, blocked),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "due": {key: day.isoformat() for key, day in self.due.items()},
            "weeks": {str(week): day.isoformat() for week, day in self.weeks.items()},
            "ends_on": self.ends_on.isoformat(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Calendar":
        return cls(
            due={key: date.fromisoformat(day) for key, day in stored["due"].items()},
            weeks={int(week): date.fromisoformat(day) for week, day in stored["weeks"].items()},
            ends_on=date.fromisoformat(stored["ends_on"]),
        )

    def week_of(self, on: date) -> int:
        """The week that has begun last by `on`; before the first, the first."""
        begun = [week for week, day in self.weeks.items() if day <= on]
        return max(begun, default=min(self.weeks, default=1))
