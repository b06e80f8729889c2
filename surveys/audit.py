"""Can a group of fewer than five be worked out from what is to be published? An exact answer, before publication.

People are told apart by cells, office x role; n per cell is known to the reader at worst. For one statistic (a score
has one matrix; sums of squares behave as sums do, so standard deviations of the same groups add nothing) every
published figure is a row of coefficients over the sums of the cells. A small group leaks if the sum over its cells is
a combination of these rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from culture_site.core.stats.exact import derivable_sets

from .instrument import LEAST_GROUP

# (office, role); role "" is "not stated": part of the audit, never a published row.
Cell = tuple[str, str]


@dataclass
class Audit:
    """The figures of one statistic, added one by one; then `leaks()`.

    `counts`: people with a score per cell; empty cells are dropped, since everybody knows who is absent. `invited`:
    people invited per office, the weights of the figures over several offices.
    """

    counts: Mapping[Cell, int]
    invited: Mapping[str, int]
    rows: list[dict[int, Fraction]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = [cell for cell, n in self.counts.items() if n > 0]
        self._members: dict[str, list[int]] = {}
        for number, (office, _role) in enumerate(self.cells):
            self._members.setdefault(office, []).append(number)

    def add_office(self, office: str) -> None:
        """The mean of an office: 1/n for each of its cells' sums."""
        self.rows.append(self._office_row(office))

    def add_weighted(self, offices: Iterable[str]) -> None:
        """The mean over offices by people invited: a city, the company, all others than one office."""
        offices = list(offices)
        total = sum(self.invited[office] for office in offices)
        self.add_combination({office: Fraction(self.invited[office], total) for office in offices})

    def add_combination(self, factors: Mapping[str, Fraction]) -> None:
        """Any linear figure of office means: a gap (1, -1), a mean drawn towards the others, a tipping point."""
        row: dict[int, Fraction] = {}
        for office, factor in factors.items():
            for cell, value in self._office_row(office).items():
                row[cell] = row.get(cell, Fraction(0)) + factor * value
        self.rows.append(row)

    def add_pooled(self, offices: Iterable[str], role: str) -> None:
        """The pooled respondents of a role in these offices: 0/1 over the cells."""
        wanted = {(office, role) for office in offices}
        self.rows.append({n: Fraction(1) for n, cell in enumerate(self.cells) if cell in wanted})

    def add_cell(self, cell: Cell) -> None:
        """One office x role cell. Nothing of ours publishes one; a planted leak in tests does."""
        self.rows.append({self.cells.index(cell): Fraction(1)})

    def leaks(self) -> list[tuple[Cell, ...]]:
        """The smallest sets of cells under five people together that could be worked out; empty: nothing leaks."""
        sizes = [self.counts[cell] for cell in self.cells]
        found = derivable_sets(self.rows, sizes, LEAST_GROUP)
        return [tuple(self.cells[number] for number in numbers) for numbers in found]

    def _office_row(self, office: str) -> dict[int, Fraction]:
        members = self._members.get(office, [])
        n = sum(self.counts[self.cells[number]] for number in members)
        return {number: Fraction(1, n) for number in members}


def audit_of(
    counts: Mapping[Cell, int],
    invited: Mapping[str, int],
    cities: Iterable[Sequence[str]],
    *,
    roles: Iterable[str] = (),
    order: Sequence[str] = (),
    against_others: bool = False,
) -> Audit:
    """The matrix of one statistic as it is published.

    `cities`: the published offices of each city. `roles`: those of the role cut, if there is to be one. `order`:
    offices by mean, lowest first, for the gap and the tipping point that are derived from the first two.
    `against_others`: each office is compared with the mean of the others. (Shrunken means are combinations of the
    published office means and so add nothing.)
    """
    audit = Audit(counts, invited)
    cities = [list(offices) for offices in cities]
    published = [office for offices in cities for office in offices]
    for office in published:
        audit.add_office(office)
    for offices in cities:
        audit.add_weighted(offices)
    if published:
        audit.add_weighted(published)
    if len(order) > 1:
        audit.add_combination({order[1]: Fraction(1), order[0]: Fraction(-1)})
    for office in published if against_others and len(published) > 1 else ():
        audit.add_weighted(other for other in published if other != office)
    for role in roles:
        audit.add_pooled(published, role)
    return audit
