"""What a plan for a roster is: who would be new, changed, back or gone, and what is refused."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ...exceptions import Fault
from ...models import Office, User
from .headings import Roster

FACTS = (
    "name", "email", "employee_number", "office", "language", "job_group", "leader", "joined_on", "left_on",
)  # fmt: skip


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    RETURNING = "returning"
    LEAVING = "leaving"


@dataclass
class Step:
    """One person of the plan: `changes` is {fact: (before, after)} in the order of `FACTS`.

    `person` is the row as it stands in the database, or for a new one unsaved with everything filled in. `row` is 0
    for somebody whom the file does not name. A leader may be such an unsaved person, too.
    """

    kind: Kind
    row: int
    person: User
    changes: dict[str, tuple[Any, Any]]


@dataclass
class Plan:
    """What would be done, person by person, and everything that is refused. With a refusal nothing is done.

    `unknown_offices` are spellings that nobody has explained yet, with the offices spelled alike; `explained` those
    that somebody has. `leaving_of` is how many people work in the offices concerned.
    """

    roster: Roster
    steps: list[Step] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)
    unknown_offices: dict[str, list[Office]] = field(default_factory=dict)
    explained: dict[str, Office] = field(default_factory=dict)
    merged: int = 0
    unchanged: int = 0
    leaving_of: int = 0
    many_leave: bool = False

    def of(self, kind: Kind) -> list[Step]:
        return [step for step in self.steps if step.kind == kind]

    @property
    def counts(self) -> dict[Kind, int]:
        found = Counter(step.kind for step in self.steps)
        return {kind: found[kind] for kind in Kind}

    @property
    def skipped(self) -> int:
        return self.merged + self.roster.blank + self.roster.totals

    @property
    def digest(self) -> str:
        """The same for two plans that do the same to the same state: what was before is part of it."""
        told = [
            [
                step.kind,
                _told(step.person),
                {name: list(map(_told, pair)) for name, pair in step.changes.items()},
            ]
            for step in self.steps
        ]
        refused = [[fault.row, fault.column] for fault in self.refused]
        return hashlib.sha256(json.dumps([told, refused], sort_keys=True).encode()).hexdigest()


def _told(value: Any) -> str:
    if isinstance(value, User):
        return f"{value.pk or ''}/{value.employee_number or value.email or value.trainee_number}"
    return str(value.pk if isinstance(value, Office) else "" if value is None else value)
