"""By value: the heat map, the verdict of each value, and the value on which an office is weaker than the others."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from culture_site.core.charts import bin_of
from surveys import numbers, wording

from .edition import Edition, Place
from .lead import cities_compared, offices_compared
from .tables import DataTable, roles, standing_out

# A longer list of weak values is left to the table.
MOST_NAMED = 8
BINS = {-3: "n3", -2: "n2", -1: "n1", 0: "n0", 1: "p1", 2: "p2", 3: "p3"}


@dataclass(frozen=True)
class Heading:
    """A value. Its petal goes by its name."""

    name: str
    is_withheld: bool


@dataclass(frozen=True)
class Cell:
    """`bin` is a class of the scale; without a score `why` says why."""

    score: str = ""
    difference: str = ""
    bin: str = ""
    why: str = ""
    is_widest: bool = False


@dataclass(frozen=True)
class Row:
    place: Place
    cells: list[Cell]


@dataclass(frozen=True)
class HeatMap:
    headings: list[Heading]
    rows: list[Row]
    company: list[str]
    withheld: str


def heading(edition: Edition, name: str) -> Heading:
    return Heading(name, name not in edition.figures["values"])


def differences(edition: Edition) -> dict[tuple[str, str, str], float]:
    """{(kind, key, value): score minus that of all offices} for the places that are shown."""
    found = {}
    for name, table in edition.values:
        for place in edition.places:
            row = place.in_table(table)
            if row is not None and table["company"] is not None:
                found[place.kind, place.key, name] = row["mean"] - table["company"]["mean"]
    return found


def heat_map(edition: Edition) -> HeatMap | None:
    """None where one value says the same as the score over all."""
    if not edition.has_values:
        return None
    found = differences(edition)
    # The widest gap is the deepest shortfall among offices; readers without offices see it among cities.
    below = [key for key, difference in found.items() if difference < 0 and _counts(key[0], edition)]
    widest = min(below, key=found.__getitem__, default=None)
    headings = [heading(edition, name) for name in edition.figures["value_names"]]
    tables = dict(edition.values)
    return HeatMap(
        headings=headings,
        rows=[
            Row(place, [_cell(edition, place, item, found, widest) for item in headings])
            for place in edition.places
        ],
        company=[
            numbers.score(company["mean"], company["n"])
            if item.name in tables and (company := tables[item.name]["company"])
            else "\N{EN DASH}"
            for item in headings
        ],
        withheld=wording.listed([item.name for item in headings if item.is_withheld]),
    )


def _counts(kind: str, edition: Edition) -> bool:
    return kind == "office" or not edition.reader.sees_offices


def _cell(
    edition: Edition,
    place: Place,
    item: Heading,
    found: dict[tuple[str, str, str], float],
    widest: tuple[str, str, str] | None,
) -> Cell:
    if item.is_withheld:
        return Cell(why=_("hidden"))
    key = (place.kind, place.key, item.name)
    row = place.in_table(edition.figures["values"][item.name])
    if row is None or key not in found:
        return Cell(why=_("too few"))
    return Cell(
        score=numbers.score(row["mean"], row["n"]),
        difference=numbers.difference(found[key], row["n"]),
        bin=BINS[bin_of(found[key])],
        is_widest=key == widest,
    )


@dataclass(frozen=True)
class Verdict:
    heading: Heading
    sentence: str
    is_flagged: bool


def verdicts(edition: Edition) -> list[Verdict]:
    """One sentence per shown value, about offices where the reader sees them, else about cities."""
    found = []
    for name, table in edition.values:
        offices = offices_compared(edition, table)
        if offices is not None:
            comparison, sentence = offices, wording.value_certainty(offices)
        else:
            comparison = cities_compared(table)
            sentence = wording.city_certainty(comparison)
        if sentence:
            found.append(Verdict(heading(edition, name), sentence, comparison.is_flagged))
    return found


@dataclass(frozen=True)
class Weakness:
    """A value that stands out for an office: against its own mean `points` lower than at the other offices."""

    code: str
    office: str
    heading: Heading
    points: str


@dataclass(frozen=True)
class Weaknesses:
    """`named` are the widest; `more` says how many others the table lists."""

    named: list[Weakness]
    more: int
    rest: str
    lowest_value: str
    lowest_score: str


def weaknesses(edition: Edition) -> Weaknesses | None:
    """Named values, widest first; then the offices where none stands out. None where no value is shown."""
    if not edition.has_values or not edition.values or not edition.figures["stands_out"]:
        return None
    offices = edition.overall["offices"]
    named = standing_out(edition)
    value = edition.figures["lowest_value"]
    company = edition.figures["values"][value]["company"] if value else None
    return Weaknesses(
        named=[
            Weakness(
                code, edition.name(code), heading(edition, name), numbers.score(-delta, offices[code]["n"])
            )
            for delta, code, name in named[:MOST_NAMED]
        ],
        more=max(len(named) - MOST_NAMED, 0),
        rest=wording.listed_or_counted(
            [
                edition.name(code)
                for code in edition.overall["order"]
                if not edition.figures["stands_out"].get(code)
            ]
        ),
        lowest_value=value or "",
        lowest_score=numbers.score(company["mean"], company["n"]) if company else "",
    )


@dataclass(frozen=True)
class RoleCut:
    """The cut by role: a table if there is one, else the reason in `why`."""

    table: DataTable
    why: str


def role_cut(edition: Edition) -> RoleCut | None:
    """None for readers who never see it, and where roles were not asked."""
    absent = edition.figures["roles"]["absent"]
    if not edition.reader.sees_offices or absent == "no_roles":
        return None
    why = {
        None: "",
        "small_role": _("Not shown: in at least one role too few people answered."),
        "derivable": _("Not shown: together with the other figures it would give away a small group."),
    }[absent]
    return RoleCut(roles(edition), why)
