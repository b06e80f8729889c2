"""Summaries are rebuilt from the facts and compared: `manage.py verify`.

Whoever keeps a summary registers its check in `AppConfig.ready()`:

    verify.register("surveys.standings", standings_against_results)

A check changes nothing. It yields a `Difference` per row and value, and a `Skipped` for what it cannot rebuild.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One value of one row: `row` names it (model and key), `stored` is the summary, `rebuilt` the facts' answer."""

    row: str
    field: str
    stored: Any
    rebuilt: Any


@dataclass(frozen=True)
class Skipped:
    """What a check cannot rebuild, and why: facts deleted on schedule, rows frozen by design."""

    what: str
    why: str


Check = Callable[[], Iterable[Difference | Skipped]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add the check of one summary, under the name it is reported by."""
    _checks[name] = check


def names() -> list[str]:
    return sorted(_checks)


def results(name: str) -> Iterator[Difference | Skipped]:
    """What the check `name` finds. Raises KeyError for an unknown one."""
    yield from _checks[name]()
