"""One wave as one person may see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from culture_site.core.languages import current_suffix
from surveys.audience import Figures, Reader, shown_to
from surveys.models import Wave

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """A row of the page: an office, a city, or all offices.

    `detail` is the office where a city has only one, so that the two share a row. `row` holds the figures of the
    overall table; `key` finds the same place in the table of a value. `is_inside` says that a row of its city
    stands above.
    """

    kind: str
    key: str
    label: str
    row: Table
    detail: str = ""
    note: tuple[str, ...] = ()
    is_inside: bool = False
    is_own: bool = False

    def in_table(self, table: Table) -> Table | None:
        """The figures of this place in another table, None where it has none there."""
        if self.kind == "company":
            return table["company"]
        return table["cities" if self.kind == "city" else "offices"].get(self.key)


@dataclass(frozen=True)
class Edition:
    """A wave, the figures that its reader may see, and the frozen names of its offices ({code: name})."""

    wave: Wave
    figures: Figures
    names: Mapping[str, str]
    reader: Reader

    @classmethod
    def of(cls, wave: Wave, published: Mapping[str, Any], reader: Reader) -> "Edition":
        figures = shown_to(reader, published)
        return cls(wave, figures, {unit["code"]: unit["name"] for unit in figures["units"]}, reader)

    @property
    def overall(self) -> Table:
        return self.figures["overall"]

    @cached_property
    def values(self) -> list[tuple[str, Table]]:
        """Shown values with their tables, in the order of the survey."""
        tables = self.figures["values"]
        return [(name, tables[name]) for name in self.figures["value_names"] if name in tables]

    @property
    def has_values(self) -> bool:
        """Is there more to say by value than over all? With one value the two are the same."""
        return len(self.figures["value_names"]) > 1

    @property
    def has_both_kinds(self) -> bool:
        """Does the survey ask what people know as well as what they say about themselves?"""
        rows = self.overall["offices"].values()
        return self.overall["cities_knowledge"] is not None or any(row["knowledge"] for row in rows)

    @property
    def corrections(self) -> list[dict[str, Any]]:
        """What was corrected before publication: {item, dropped, reason in the reader's language}."""
        ending = current_suffix()
        return [
            {**found, "reason": found[f"reason_{ending}"]} for found in self.figures.get("corrections", [])
        ]

    @property
    def excluded(self) -> list[str]:
        return [self.name(code) for code in self.overall["excluded"]]

    @property
    def company(self) -> Place | None:
        row = self.overall["company"]
        return Place("company", "", "", row) if row else None

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    @cached_property
    def places(self) -> list[Place]:
        """Cities with their offices inside, lowest first in both.

        A city with a single office shares its row; where all offices are in one city, it has no row of its own.
        """
        return list(self._places())

    @cached_property
    def all_places(self) -> list[Place]:
        """For tables: all offices together, every city and every office, each in a row of its own."""
        found = [self.company] if self.company else []
        for city in self.overall["cities_order"]:
            row = self.overall["cities"][city]
            found.append(Place("city", city, city, row, note=tuple(map(self.name, row["excluded"]))))
            found += [self._office(code) for code in self._inside(city)]
        return found

    def offices_of(self, place: Place) -> frozenset[str]:
        """The codes of the published offices behind a figure."""
        cities = self.overall["cities"]
        if place.kind == "company":
            return frozenset(code for row in cities.values() for code in row["offices"])
        return frozenset(cities[place.key]["offices"] if place.kind == "city" else [place.key])

    def _inside(self, city: str) -> list[str]:
        """The offices of a city that the reader sees, lowest first."""
        return [code for code in self.overall["order"] if self.overall["offices"][code]["city"] == city]

    def _places(self) -> Iterator[Place]:
        cities = self.overall["cities"]
        for city in self.overall["cities_order"]:
            row = cities[city]
            inside = self._inside(city)
            without = tuple(self.name(code) for code in row["excluded"])
            single = len(row["offices"]) == 1 and not without
            if single and inside:
                yield self._office(inside[0], label=city)
                continue
            if len(cities) > 1 or not self.reader.sees_offices:
                only = self.name(row["offices"][0]) if single else ""
                yield Place("city", city, city, row, only, without)
            for code in inside:
                yield self._office(code)

    def _office(self, code: str, label: str = "") -> Place:
        """The row of an office; under the name of its city where it is the only one there."""
        name = self.name(code)
        detail = name if label and label != name else ""
        return Place(
            "office",
            code,
            label or name,
            self.overall["offices"][code],
            detail,
            is_inside=not label and len(self.overall["cities"]) > 1,
            is_own=code == self.reader.own,
        )


@dataclass(frozen=True)
class NextStep:
    """What other rooms may offer beside the results: `is_newest` says that no later wave of the survey is out.

    The panels that come back say in `about` what they stand beside: "verdict", "weakest" (with the `office` and the
    `value` that stands out there), or "plans", a card of its own.
    """

    edition: Edition
    is_newest: bool
