"""Every chart as a table, and the same rows as CSV and XLSX: exactly what the page may show to this reader."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.people.models import JobGroup
from surveys import numbers, wording
from surveys.models import Wave

from .change import anchor, change_of
from .edition import Edition, Place, Table
from .lead import lead, own_office, possible_lowest, tipping_point


@dataclass(frozen=True)
class Cell:
    """A figure twice: as it is read, and as a spreadsheet takes it. Both are rounded alike."""

    text: str
    value: Any
    is_number: bool = False


@dataclass(frozen=True)
class DataTable:
    anchor: str
    title: str
    columns: list[Cell]
    rows: list[list[Cell]]

    @property
    def is_empty(self) -> bool:
        return not self.rows


def text(value: str) -> Cell:
    return Cell(value, value)


def number(label: str) -> Cell:
    """The heading of a column of numbers."""
    return Cell(label, label, True)


def count(value: int) -> Cell:
    return Cell(numbers.count(value), value, True)


def score(value: float | None, n: int) -> Cell:
    return Cell(numbers.score(value, n), None if value is None else numbers.rounded(value, n), True)


def difference(value: float, n: int) -> Cell:
    return Cell(numbers.difference(value, n), numbers.rounded(value, n), True)


def rate(value: float | None) -> Cell:
    return Cell("", None, True) if value is None else Cell(numbers.rate(value), round(value, 3), True)


def probability(value: float | None) -> Cell:
    if value is None:
        return Cell("", None, True)
    ends = numbers.NEAR_IMPOSSIBLE, numbers.NEAR_CERTAIN
    shown = numbers.probability(value)
    return Cell(shown, round(value, 2) if ends[0] <= value <= ends[1] else shown, True)


def level(place: Place) -> str:
    return {"company": _("All offices"), "city": _("City"), "office": _("Office")}[place.kind]


def _named(place: Place) -> str:
    return place.label or _("All offices")


def _city(place: Place) -> str:
    return {"company": "", "city": place.key, "office": place.row.get("city", "")}[place.kind]


def _verdict(place: Place, table: Table, edition: Edition) -> str:
    """The state, beside the places that may be the lowest."""
    found = possible_lowest(place, table, edition)
    return wording.state_label(found.status) if found else ""


def interval_ends() -> tuple[str, str]:
    """The headings of the two ends of the interval."""
    # "% f" reads like a placeholder of Python, which a translation would have to repeat.
    # xgettext:no-python-format
    return _("95% from"), _("95% to")


def scores(edition: Edition) -> DataTable:
    """The score over all, with what stands behind it."""
    offices = edition.reader.sees_offices
    columns = [
        text(_("Place")), text(_("City")), number(_("Scores")), number(_("Invited")), number(_("Response rate")),
        number(_("Score")), *map(number, interval_ends()), number(_("Spread (SD)")),
        number(_("Knowledge")), number(_("Self-report")), number(_("Chance of being lowest")),
        *([number(_("Score drawn to the middle"))] if offices else []), text(_("Verdict")),
    ]  # fmt: skip
    return DataTable(
        "scores",
        _("Score by city and office"),
        columns,
        [_score_row(place, edition) for place in edition.all_places],
    )


def _score_row(place: Place, edition: Edition) -> list[Cell]:
    row, n = place.row, place.row["n"]
    return [
        text(_named(place)),
        text(_city(place)),
        count(n),
        count(row["invited"]),
        rate(row["response_rate"]),
        score(row["mean"], n),
        score(row["low"], n),
        score(row["high"], n),
        _blank_or_score(row.get("sd"), n),
        *_parts(row),
        probability(row.get("p_lowest")),
        *([_blank_or_score(row.get("shrunken"), n)] if edition.reader.sees_offices else []),
        text(_verdict(place, edition.overall, edition)),
    ]


def _parts(row: Table) -> list[Cell]:
    """What people know and what they say of themselves, where the row tells them apart: offices do."""
    found = [row.get(part) for part in ("knowledge", "agreement")]
    return [_blank_or_score(part["mean"] if part else None, part["n"] if part else 0) for part in found]


def _blank_or_score(value: float | None, n: int) -> Cell:
    return Cell("", None, True) if value is None else score(value, n)


def by_value(edition: Edition) -> DataTable:
    """Each value at each place."""
    columns = [
        text(_("Value")), text(_("Place")), number(_("Scores")), number(_("Score")), *map(number, interval_ends()),
        *([number(_("Knowledge")), number(_("Self-report"))] if edition.has_both_kinds else []),
        number(_("Against all offices")), number(_("Chance of being lowest")), text(_("Verdict")),
    ]  # fmt: skip
    rows = [
        _value_row(name, table, place, row, edition)
        for name, table in edition.values
        for place in edition.all_places
        if (row := place.in_table(table)) is not None
    ]
    return DataTable("values", _("Score by value"), columns, rows)


def _value_row(name: str, table: Table, place: Place, row: Table, edition: Edition) -> list[Cell]:
    n = row["n"]
    return [
        text(name),
        text(_named(place)),
        count(n),
        score(row["mean"], n),
        score(row["low"], n),
        score(row["high"], n),
        *(_parts(row) if edition.has_both_kinds else []),
        Cell("", None, True)
        if place.kind == "company"
        else difference(row["mean"] - table["company"]["mean"], n),
        probability(row.get("p_lowest")),
        text(_verdict(place, table, edition)),
    ]


def parts_apart(edition: Edition) -> DataTable:
    """What people know beside what they say of themselves, in the offices that the reader sees."""
    columns = [text(_("Office")), number(_("Knowledge")), number(_("Self-report"))]
    rows = [
        [text(_named(place)), *_parts(place.row)]
        for place in edition.all_places
        if place.row.get("knowledge") and place.row.get("agreement")
    ]
    return DataTable("parts", _("Knowledge and self-report"), columns, rows)


def standing_out(edition: Edition) -> list[tuple[float, str, str]]:
    """(delta, office, value) of every value that stands out for an office, widest first."""
    return sorted(
        (weak["delta"], code, weak["value"])
        for code, found in edition.figures["stands_out"].items()
        for weak in found
    )


def weakest(edition: Edition) -> DataTable:
    """The values that stand out for an office, against the office's own average."""
    columns = [text(_("Office")), text(_("Value")), number(_("Against the own average and elsewhere"))]
    rows = [
        [text(edition.name(code)), text(name), difference(delta, edition.overall["offices"][code]["n"])]
        for delta, code, name in standing_out(edition)
    ]
    return DataTable("weakest", _("Weakest value per office"), columns, rows)


def over_time(editions: Sequence[Edition]) -> DataTable:
    """The score of each place in each wave of the trend, and the change from the first of them to the last."""
    columns = [
        text(_("Place")), *(number(edition.wave.label) for edition in editions), number(_("Change")),
        *map(number, interval_ends()),
    ]  # fmt: skip
    rows = []
    for place in editions[-1].all_places:
        found = [
            place.in_table(edition.overall)
            if edition.offices_of(place) == editions[-1].offices_of(place)
            else None
            for edition in editions
        ]
        rows.append(
            [
                text(_named(place)),
                *(_blank_or_score(row["mean"] if row else None, row["n"] if row else 0) for row in found),
                *_change_cells([row for row in found if row]),
            ]
        )
    return DataTable("trend", _("Score over the waves"), columns, rows)


def on_shared_items(edition: Edition) -> DataTable:
    """Against a wave that asked other questions, too: the scores on those that both asked."""
    found = anchor(edition)
    if found is None:
        return DataTable("anchor", "", [], [])
    columns = [
        text(_("Place")), number(found.wave), number(edition.wave.label), number(_("Change")),
        *map(number, interval_ends()),
    ]  # fmt: skip
    rows = [
        [
            text(_named(row.place)),
            score(row.before["mean"], row.before["n"]),
            score(row.after["mean"], row.after["n"]),
            *_change_cells([row.before, row.after]),
        ]
        for row in found.rows
    ]
    title = ngettext(
        "On the %(items)s question that %(wave)s asked, too",
        "On the %(items)s questions that %(wave)s asked, too",
        found.items,
    ) % {"items": found.items, "wave": found.wave}
    return DataTable("anchor", title, columns, rows)


def _change_cells(rows: Sequence[Table]) -> list[Cell]:
    """Points with a sign and the two ends of the interval; empty for a place that has no earlier wave."""
    if len(rows) < 2:
        return [Cell("", None, True)] * 3
    found = change_of(rows[0], rows[-1])
    figures = (found.moved, found.low, found.high)
    return [Cell("", None, True) if figure is None else difference(figure, found.n) for figure in figures]


def role_name(code: str) -> str:
    """A job group by its name; any other role as the file calls it."""
    return str(JobGroup(code).label) if code in JobGroup.values else code


def roles(edition: Edition) -> DataTable:
    """The cut by role over the whole company; empty unless it may be shown."""
    names = [name for name, _table in edition.values] if edition.has_values else []
    columns = [text(_("Role")), number(_("Scores")), number(_("Score")), *(number(name) for name in names)]
    rows = [
        [
            text(role_name(row["role"])),
            count(row["n"]),
            score(row["overall"], row["n"]),
            *(_blank_or_score(row["values"].get(name), row["n"]) for name in names),
        ]
        for row in edition.figures["roles"]["rows"]
    ]
    return DataTable("roles", _("Score by role"), columns, rows)


def all_tables(editions: Sequence[Edition]) -> list[DataTable]:
    """What the page shows as tables, in its order; without those that have nothing to show."""
    edition = editions[-1]
    found = [scores(edition)]
    if edition.has_values:
        found += [by_value(edition), weakest(edition)]
    if len(editions) > 1:
        found.append(over_time(editions))
    found += [on_shared_items(edition), roles(edition)]
    return [table for table in found if not table.is_empty]


def notes(edition: Edition) -> Iterator[tuple[str, str]]:
    """The sentences of the page, for the sheet beside the figures."""
    wave, first = edition.wave, lead(edition)
    yield _("Survey"), str(wave.version.survey)
    yield _("Wave"), wave.label
    if wave.closed_on:
        yield _("Closed on"), date_format(wave.closed_on, "j F Y")
    yield _("Result"), first.title
    yield _("How certain"), first.certainty
    if first.by_knowledge:
        yield _("Knowledge alone"), first.by_knowledge
    if sentence := tipping_point(edition):
        yield _("Who did not answer"), sentence
    if sentence := own_office(edition):
        yield _("Your office"), sentence
    if sentence := wording.without(edition.excluded):
        yield _("Left out"), sentence
    yield _("Assumption"), _("Those who did not answer are taken to resemble those who did.")


def sheets(editions: Sequence[Edition]) -> dict[str, list[list[Any]]]:
    """One sheet per table, and the sentences."""
    found = {
        table.title: [[cell.value for cell in row] for row in (table.columns, *table.rows)]
        for table in all_tables(editions)
    }
    found[_("Notes")] = [[_("About"), _("Sentence")], *(list(row) for row in notes(editions[-1]))]
    return found


def tidy(edition: Edition) -> Iterator[list[Any]]:
    """One row per measure and place, for whoever goes on calculating."""
    yield [
        _("Wave"), _("Measure"), _("Level"), _("Place"), _("City"), _("Scores"), _("Invited"), _("Response rate"),
        _("Score"), *interval_ends(), _("Knowledge"), _("Self-report"), _("Against all offices"),
        _("Chance of being lowest"), _("Verdict"),
    ]  # fmt: skip
    measures = [(_("Overall"), edition.overall), *(edition.values if edition.has_values else [])]
    for name, table in measures:
        yield from _tidy_rows(name, table, edition)
    for row in edition.figures["roles"]["rows"]:
        yield [
            edition.wave.label, _("Overall"), _("Role"), role_name(row["role"]), "", row["n"], None, None,
            score(row["overall"], row["n"]).value, None, None, None, None, None, None, "",
        ]  # fmt: skip


def _tidy_rows(name: str, table: Table, edition: Edition) -> Iterable[list[Any]]:
    for place in edition.all_places:
        row = place.in_table(table)
        if row is None:
            continue
        n = row["n"]
        cells = [
            count(n), count(row["invited"]), rate(row["response_rate"]), score(row["mean"], n), score(row["low"], n),
            score(row["high"], n), *_parts(row),
            Cell("", None) if place.kind == "company" else difference(row["mean"] - table["company"]["mean"], n),
            probability(row.get("p_lowest")),
        ]  # fmt: skip
        yield [
            edition.wave.label, name, level(place), _named(place), _city(place), *(cell.value for cell in cells),
            _verdict(place, table, edition),
        ]  # fmt: skip


def file_name(wave: Wave) -> str:
    return slugify(f"{wave.version.survey}-{wave.label}") or f"wave-{wave.pk}"
