"""What did a small group answer? An attacker who has read every page and every export, of all audiences together.

Known besides what was read: who belongs to which city, how many were invited, and, at worst, how many answered in each
cell of office, role and pattern of blanks; the questions and their weights; and one insider's own answers.

People of one cell differ in nothing that is known. So the unknowns are the sums of x (0-1) of each item in each cell,
and every figure read is a line over them, known up to the rounding of its display. The lines are solved exactly: a
score of a set of cells can be worked out if and only if it is a combination of lines. Nothing is taken for granted
about what stands behind a figure: the offices of an average are those whose people add up to what is printed beside it.

This module knows nothing of the program that it attacks.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from hashlib import sha256
from itertools import combinations

SMALL = 5
_PRIME = 2**127 - 1
OVERALL = "Overall"
KNOWLEDGE, REPORT = "knowledge", "self-report"
# A value less the overall score of the same people.
AGAINST = "against the overall score"

Line = dict["Column", Fraction]


@dataclass(frozen=True)
class Cell:
    """People who answered and differ in nothing that is known; `blank`: the items of self-report that they left out."""

    office: str
    role: str = ""
    blank: frozenset[str] = frozenset()
    wave: str = ""


Column = tuple[Cell, str]


@dataclass(frozen=True)
class Question:
    name: str
    value: str
    is_knowledge: bool


@dataclass(frozen=True)
class Survey:
    """The questions, and how much knowledge weighs in a value that has both kinds."""

    questions: tuple[Question, ...]
    weight: Fraction

    @property
    def values(self) -> list[str]:
        return list(dict.fromkeys(question.value for question in self.questions))

    @property
    def statistics(self) -> list[str]:
        named = [OVERALL, *self.values]
        parts = [f"{name} {part}" for name in named for part in (KNOWLEDGE, REPORT)]
        compared = [f"{value} {AGAINST}" for value in self.values if len(self.values) > 1]
        return [*named, *parts, *compared, *(question.name for question in self.questions)]

    def score(self, statistic: str, blank: frozenset[str]) -> dict[str, Fraction] | None:
        """{item: points for x = 1} of a person with these blanks; None for a person who has no such score."""
        if statistic in {question.name for question in self.questions}:
            return None if statistic in blank else {statistic: Fraction(1)}
        if statistic.endswith(f" {AGAINST}"):
            own, overall = (
                self.score(name, blank) for name in (statistic.removesuffix(f" {AGAINST}"), OVERALL)
            )
            if own is None or overall is None:
                return None
            difference = dict(own)
            _add(difference, overall, Fraction(-1))
            return difference
        for part in (KNOWLEDGE, REPORT):
            if statistic.endswith(f" {part}"):
                values = self._named(statistic.removesuffix(f" {part}"))
                asked = [value for value in values if self._asked(value, part)]
                return _mean([self._part(value, part, blank) for value in asked])
        return _mean([self._value(value, blank) for value in self._named(statistic)])

    def compared_as(self, statistic: str) -> str:
        """The statistic whose offices stand behind this one: an item goes with its value."""
        if statistic.endswith(f" {AGAINST}"):
            return OVERALL
        return next((item.value for item in self.questions if item.name == statistic), statistic)

    def _named(self, statistic: str) -> list[str]:
        return self.values if statistic == OVERALL else [statistic]

    def _asked(self, value: str, part: str) -> list[str]:
        return [
            question.name
            for question in self.questions
            if question.value == value and question.is_knowledge == (part == KNOWLEDGE)
        ]

    def _part(self, value: str, part: str, blank: frozenset[str]) -> dict[str, Fraction] | None:
        """No answer to a question of knowledge is a wrong one; of the others half must be answered."""
        asked = self._asked(value, part)
        told = asked if part == KNOWLEDGE else [name for name in asked if name not in blank]
        if not told or 2 * len(told) < len(asked):
            return None
        return {name: Fraction(100, len(told)) for name in told}

    def _value(self, value: str, blank: frozenset[str]) -> dict[str, Fraction] | None:
        parts = [
            (part, self._part(value, part, blank)) for part in (KNOWLEDGE, REPORT) if self._asked(value, part)
        ]
        if any(found is None for _part, found in parts):
            return None
        if len(parts) == 1:
            return parts[0][1]
        weights = {KNOWLEDGE: self.weight, REPORT: 1 - self.weight}
        return {
            name: weights[part] * points for part, found in parts for name, points in (found or {}).items()
        }


def _mean(scores: Sequence[dict[str, Fraction] | None]) -> dict[str, Fraction] | None:
    total: dict[str, Fraction] = {}
    for score in scores:
        if score is None:
            return None
        _add(total, score, Fraction(1, len(scores)))
    return total or None


@dataclass(frozen=True)
class Term:
    """One average in a figure. `level`: office, city, all, others (all but an office), role, cell (an office's role).

    `n` and `invited` are what is printed beside it; None where nothing is.
    """

    level: str
    place: str = ""
    n: int | None = None
    invited: int | None = None
    wave: str = ""
    factor: int = 1


@dataclass(frozen=True)
class Figure:
    """What was read: an average, or a difference of averages; right to within `half` a digit."""

    statistic: str
    terms: tuple[Term, ...]
    value: Fraction
    half: Fraction = Fraction(0)


@dataclass(frozen=True)
class Finding:
    """A small group whose average on a statistic can be worked out, to within `give`."""

    statistic: str
    cells: frozenset[Cell]
    people: int
    mean: float
    give: float


@dataclass
class Attack:
    """All that is known. `counts`: people per cell; `invited`: per office; `cities`: {office: its city}."""

    survey: Survey
    counts: Mapping[Cell, int]
    invited: Mapping[str, int]
    cities: Mapping[str, str]
    solved: dict[Column, tuple[Line, Line]] = field(default_factory=dict)
    odd: list[Figure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counts = {cell: n for cell, n in self.counts.items() if n > 0}
        self._read: list[Figure] = []
        self._shown: set[tuple[str, str, str]] = set()

    def read(self, figures: Iterable[Figure]) -> "Attack":
        """Take in what was read. A figure that agrees with no idea of what stands behind it is kept in `odd`."""
        finest: dict[tuple[str, tuple[Term, ...]], Figure] = {}
        for figure in figures:
            known = finest.get((figure.statistic, figure.terms))
            if known is None or figure.half < known.half:
                finest[figure.statistic, figure.terms] = figure
        self._shown = {
            (term.wave, statistic, term.place)
            for statistic, terms in finest
            for term in terms
            if term.level == "office"
        }
        lines = []
        for figure in finest.values():
            line = self._line(figure)
            if line:
                # The finest sums first: what follows from them is known best.
                lines.append((figure.half / max(map(abs, line.values())), len(lines), line, figure))
            else:
                self.odd.append(figure)
        self.odd += [
            figure for _give, _at, line, figure in sorted(lines) if not self._solve_for(line, figure)
        ]
        return self

    def findings(self, statistics: Iterable[str] | None = None, insider: Cell | None = None) -> list[Finding]:
        """Every smallest set of cells with fewer than five people, the insider not counted, that is no secret."""
        found = []
        for statistic in statistics or self.survey.statistics:
            for cells in self._sets(statistic, insider):
                total: Line = {}
                for cell in cells:
                    _add(total, self._of(cell, statistic), Fraction(1))
                left, used = self._reduce(total)
                people = sum(self.counts[cell] for cell in cells)
                value, give = self._worth(used)
                if not left:
                    found.append(
                        Finding(
                            statistic, frozenset(cells), people, float(value / people), float(give / people)
                        )
                    )
        return found

    # What stands behind a figure.

    def _line(self, figure: Figure) -> Line | None:
        line: Line = {}
        for term in figure.terms:
            part = self._term(term, figure.statistic)
            if part is None:
                return None
            _add(line, part, Fraction(term.factor))
        return line

    def _term(self, term: Term, statistic: str) -> Line | None:
        if term.level == "cell":
            office, role = term.place.split(" · ")
            return self._pooled([office], statistic, term.wave, role)
        if term.level == "role":
            offices = self._behind(term, statistic)
            return None if offices is None else self._pooled(offices, statistic, term.wave, term.place)
        offices = self._behind(term, statistic)
        if offices is None:
            return None
        if term.level == "people":
            return self._pooled(offices, statistic, term.wave)
        line: Line = {}
        total = sum(self.invited[office] for office in offices)
        for office in offices:
            _add(line, self._pooled([office], statistic, term.wave), Fraction(self.invited[office], total))
        return line

    def _behind(self, term: Term, statistic: str) -> list[str] | None:
        """The offices of an average: first the ones that are shown, then whichever add up to what is printed."""
        people = self._people(statistic, term.wave)
        among = [office for office in self.cities if people[office] and self._may_stand_behind(office, term)]
        stated = self._are_shown(among, term.wave, self.survey.compared_as(statistic))
        counted = people
        if term.level in ("people", "role"):
            # Beside an item stands how many answered all of them, beside a role who has an overall score.
            is_role = term.level == "role"
            counted = self._people(OVERALL, term.wave, term.place) if is_role else self._complete(term.wave)
            known = self._are_shown(among, term.wave, OVERALL)
            if sum(counted[office] for office in known) == term.n:
                return stated
        for offices in (stated, *_subsets(among)):
            n = sum(counted[office] for office in offices)
            invited = sum(self.invited[office] for office in offices)
            if offices and term.n in (None, n) and term.invited in (None, invited):
                return list(offices)
        return None

    def _are_shown(self, offices: Iterable[str], wave: str, statistic: str) -> list[str]:
        """Those that were read; of a statistic that is withheld, those that are large enough."""
        if any((wave, statistic) == known[:2] for known in self._shown):
            return [office for office in offices if (wave, statistic, office) in self._shown]
        people = self._people(statistic, wave)
        return [office for office in offices if people[office] >= SMALL]

    def _complete(self, wave: str) -> Counter[str]:
        """People who left nothing out, per office."""
        found: Counter[str] = Counter()
        for cell, n in self.counts.items():
            if cell.wave == wave and not cell.blank:
                found[cell.office] += n
        return found

    def _may_stand_behind(self, office: str, term: Term) -> bool:
        if term.level == "office":
            return office == term.place
        if term.level == "city":
            return self.cities[office] == term.place
        return not (term.level == "others" and office == term.place)

    def _people(self, statistic: str, wave: str, role: str | None = None) -> Counter[str]:
        """People with this score, per office."""
        found: Counter[str] = Counter()
        for cell, n in self.counts.items():
            if cell.wave == wave and role in (None, cell.role) and self.survey.score(statistic, cell.blank):
                found[cell.office] += n
        return found

    def _pooled(self, offices: Sequence[str], statistic: str, wave: str, role: str | None = None) -> Line:
        cells = [
            cell
            for cell in self.counts
            if cell.wave == wave and cell.office in offices and role in (None, cell.role)
        ]
        n = sum(self.counts[cell] for cell in cells if self.survey.score(statistic, cell.blank))
        line: Line = {}
        for cell in cells:
            _add(line, self._of(cell, statistic), Fraction(1, n) if n else Fraction(0))
        return line

    def _of(self, cell: Cell, statistic: str) -> Line:
        """The sum of a statistic over the people of a cell."""
        score = self.survey.score(statistic, cell.blank) or {}
        return {(cell, item): points for item, points in score.items()}

    # Solving.

    def _solve_for(self, line: Line, figure: Figure) -> bool:
        """One more line. False if it follows from others and they say something else."""
        number = len(self._read)
        self._read.append(figure)
        left, used = self._reduce(line)
        combination = {number: Fraction(1)}
        _add(combination, used, Fraction(-1))
        if not left:
            value, give = self._worth(combination)
            return abs(value) <= give + Fraction(1, 10**6)
        pivot = next(iter(left))
        scale = 1 / left[pivot]
        left = {column: value * scale for column, value in left.items()}
        combination = {at: value * scale for at, value in combination.items()}
        for other, used_there in self.solved.values():
            if factor := other.get(pivot):
                _add(other, left, -factor)
                _add(used_there, combination, -factor)
        self.solved[pivot] = (left, combination)
        return True

    def _reduce(self, line: Line) -> tuple[Line, dict[int, Fraction]]:
        """(what of the line does not follow from the figures, which figures with which factors make up the rest)."""
        left, used = dict(line), {}
        for pivot in [column for column in line if column in self.solved]:
            factor = left[pivot]
            known, combination = self.solved[pivot]
            _add(left, known, -factor)
            _add(used, combination, factor)
        return left, used

    def _worth(self, used: Mapping[int, Fraction]) -> tuple[Fraction, Fraction]:
        value = sum((factor * self._read[at].value for at, factor in used.items()), Fraction(0))
        give = sum((abs(factor) * self._read[at].half for at, factor in used.items()), Fraction(0))
        return value, give

    def _sets(self, statistic: str, insider: Cell | None) -> Iterator[tuple[Cell, ...]]:
        """Small sets of cells, small ones first, whose parts that do not follow from the figures cancel out."""
        sizes: dict[Cell, int] = {}
        secret: dict[Cell, Line] = {}
        for cell, n in self.counts.items():
            size = n - (cell == insider)
            if size < SMALL and self.survey.score(statistic, cell.blank):
                sizes[cell], secret[cell] = size, self._reduce(self._of(cell, statistic))[0]
        known: list[set[Cell]] = []
        for cells in _cancelling(sizes, {cell: _print_of(line) for cell, line in secret.items()}):
            total: Line = {}
            for cell in cells:
                _add(total, secret[cell], Fraction(1))
            if not total and not any(one <= set(cells) for one in known):
                known.append(set(cells))
                yield cells


def _cancelling(sizes: Mapping[Cell, int], prints: Mapping[Cell, int]) -> Iterator[tuple[Cell, ...]]:
    """Sets of one to four people whose fingerprints add up to nothing. The last cell of a set is looked up."""
    cells = list(sizes)
    place = {cell: number for number, cell in enumerate(cells)}
    by_print: dict[int, list[Cell]] = {}
    for cell in cells:
        by_print.setdefault(prints[cell], []).append(cell)
    # A cell that the insider is alone in counts nobody.
    for length in range(SMALL + (0 in sizes.values()) - 1):
        for first in combinations(cells, length):
            people = sum(sizes[cell] for cell in first)
            if people >= SMALL:
                continue
            for last in by_print.get(-sum(prints[cell] for cell in first) % _PRIME, ()):
                if all(place[cell] < place[last] for cell in first) and 0 < people + sizes[last] < SMALL:
                    yield (*first, last)


def _print_of(line: Line) -> int:
    """A number for a line: lines that cancel have numbers that cancel, and hardly any others."""
    return (
        sum(
            value.numerator * pow(value.denominator, -1, _PRIME) * _weight(column)
            for column, value in line.items()
        )
        % _PRIME
    )


@cache
def _weight(column: Column) -> int:
    digest = sha256(
        repr((column[0].wave, column[0].office, column[0].role, sorted(column[0].blank), column[1])).encode()
    )
    return int.from_bytes(digest.digest()[:15])


def _subsets(offices: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(offices), 0, -1):
        yield from combinations(offices, size)


def _add(line: dict, other: Mapping, factor: Fraction) -> None:
    """line += factor * other, in place, without keeping zeros."""
    if not factor:
        return
    for column, value in other.items():
        total = line.get(column, 0) + factor * value
        if total:
            line[column] = total
        else:
            line.pop(column, None)
