"""What may be published: the role cut, and the audit of everything."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from django.utils.translation import gettext as _

from .audit import audit_of
from .exceptions import AuditFailed
from .instrument import Unit
from .tables import Measure, Score, Sheets

NO_ROLES = "no_roles"
SMALL_ROLE = "small_role"
DERIVABLE = "derivable"


@dataclass(frozen=True)
class Statistic:
    """One score as it is published: by office, city and company; `against_others`: offices less all the others."""

    score: Score
    offices: tuple[str, ...]
    order: tuple[str, ...] = ()
    against_others: bool = False


@dataclass(frozen=True)
class RoleRow:
    """The respondents of a role over the whole company: n with an overall score, mean per table (None: overall)."""

    role: str
    n: int
    means: Mapping[str | None, float]


@dataclass(frozen=True)
class RoleCut:
    """`absent` says why there are no rows: NO_ROLES, SMALL_ROLE, DERIVABLE, or None if there are."""

    rows: tuple[RoleRow, ...]
    absent: str | None


def statistic_of(score: Score, measure: Measure, order: tuple[str, ...] = ()) -> Statistic:
    """`order`: the offices by mean, where a gap is published."""
    return Statistic(score, tuple(office.name for office in measure.offices), order)


def role_cut(
    shown: Mapping[str | None, Statistic],
    others: Iterable[Statistic],
    sheets: Sheets,
    roles: Sequence[str],
    units: Sequence[Unit],
    least: int,
) -> RoleCut:
    """Means by role over the whole company, if every role has `least` scores in every table and the audit passes.

    `shown`: the published tables, the overall one under None; `others`: what else is published, without roles;
    `roles`: the role of each answer sheet, "" if not stated. Raises AuditFailed if a small group could be worked out
    even without the role cut: then nothing may be published.
    """
    stated = sorted(
        {role for role in roles if role} | {role for unit in units for role, _n in unit.roles if role}
    )
    if not any(roles):
        cut = RoleCut((), NO_ROLES)
    elif any(n < least for counts in _role_counts(shown, sheets, roles, stated) for n in counts):
        cut = RoleCut((), SMALL_ROLE)
    elif any(_leaks(statistic, sheets, roles, units, stated) for statistic in shown.values()):
        cut = RoleCut((), DERIVABLE)
    else:
        cut = RoleCut(_rows(shown, sheets, roles, stated), None)
    if any(_leaks(statistic, sheets, roles, units, ()) for statistic in (*shown.values(), *others)):
        raise AuditFailed(
            _("A group of fewer than five could be worked out from the figures: nothing is published.")
        )
    return cut


def _people(statistic: Statistic, sheets: Sheets) -> list[int]:
    """The numbers of the answer sheets that a published statistic rests on."""
    return [
        n
        for n, (office, number) in enumerate(zip(sheets.offices, statistic.score.numbers, strict=True))
        if number is not None and office in statistic.offices
    ]


def _role_counts(
    shown: Mapping[str | None, Statistic], sheets: Sheets, roles: Sequence[str], stated: Sequence[str]
) -> list[list[int]]:
    counted = [Counter(roles[n] for n in _people(statistic, sheets)) for statistic in shown.values()]
    return [[counts[role] for role in stated] for counts in counted]


def _rows(
    shown: Mapping[str | None, Statistic], sheets: Sheets, roles: Sequence[str], stated: Sequence[str]
) -> tuple[RoleRow, ...]:
    scores: dict[str, dict[str | None, list[float]]] = {role: {} for role in stated}
    for name, statistic in shown.items():
        for n in _people(statistic, sheets):
            number = statistic.score.numbers[n]
            if roles[n] and number is not None:
                scores[roles[n]].setdefault(name, []).append(number)
    return tuple(
        RoleRow(
            role,
            len(by_table.get(None, ())),
            {name: fsum(numbers) / len(numbers) for name, numbers in by_table.items()},
        )
        for role, by_table in scores.items()
    )


def _leaks(
    statistic: Statistic,
    sheets: Sheets,
    roles: Sequence[str],
    units: Sequence[Unit],
    stated: Sequence[str],
) -> bool:
    """Could a group under five be worked out from this statistic? All answer sheets are in the cells, shown or not."""
    counts = Counter(
        (office, role)
        for office, role, number in zip(sheets.offices, roles, statistic.score.numbers, strict=True)
        if number is not None
    )
    cities: dict[str, list[str]] = {}
    for unit in units:
        if unit.code in statistic.offices:
            cities.setdefault(unit.city, []).append(unit.code)
    invited = {unit.code: unit.invited for unit in units}
    audit = audit_of(
        counts,
        invited,
        cities.values(),
        roles=stated,
        order=statistic.order,
        against_others=statistic.against_others,
    )
    return bool(audit.leaks())
