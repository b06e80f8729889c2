"""The results of one wave: what is worked out, what `score_wave` writes, and what the site may publish.

`assembly.score(instrument, answers, units)` gives a `Results`; it holds three dictionaries that can go into JSON
as they are (full precision; None where a figure does not exist).

`contract()`, what `manage.py score_wave --json` writes::

    {
      "overall": TABLE, "values": {name: TABLE},
      "items": {id: {"difficulty", "item_rest", "discrimination", "flags": [code]}},
      "alpha": {"overall", "values": {name: alpha}},
      "withheld": [name of a value]
    }
    TABLE = {
      "reliability": rho,
      "offices": {code: {"n", "invited", "mean", "sd", "se", "low", "high", "p_lowest", "shrunken"}},
      "status", "lowest_set": [code], "gap",
      "cities": {name: {"mean", "se", "df", "low", "high", "p_lowest"}},
      "cities_status", "cities_lowest_set": [name], "cities_gap",
      "company": {"mean", "se", "df", "low", "high"} or None,
      "excluded": [code]            offices with fewer scores than min_group: in no figure at all
    }

`status` and `cities_status` are one of comparison.STATES: "flagged_lowest", "lowest_indicative",
"lowest_small_gap", "tied_lowest", "no_office_stands_out", "not_rankable". The sets are in the order of the alphabet:
no order is claimed inside them.

`published()`, what the site stores with a published wave; it holds nothing that may not be shown to leaders::

    {
      "format": 1,
      "settings": {"weight_knowledge", "correction", "min_group", "gap_points"},
      "value_names": [name],        all, in the order of the survey
      "withheld": [name],           measured too badly to be shown: absent from "values" and "stands_out"
      "units": [{"code", "name", "city", "invited", "n",
                 "response_rate",   n / invited, 0-1; None if nobody was invited
                 "response"}],      "enough", "low" (below 60%) or "indicative" (below 50%)
                                    every office of the roster, published or not; n counts answer sheets
      "response": {"invited", "n", "response_rate", "response"},     of all units together
      "overall": TABLE+, "values": {name: TABLE+},
      "lowest_value": name or None, the shown value with the lowest company mean
      "stands_out": {code: [{"value", "delta", "se", "df", "upper"}]},
                                    values on which a published office is weaker than the others are, lowest first;
                                    an empty list: no value stands out there
      "roles": {"rows": [{"role", "n", "overall": mean, "values": {name: mean}}],
                "absent": None, "no_roles", "small_role" or "derivable"}   why there are no rows
      "anchor": {"wave": label, "items": number, "before": SCORES, "after": SCORES}
                                    only beside a wave that asked other questions, too (surveys.anchors), as are
                                    "corrections": both are added by surveys.reviewing
    }
    SCORES = the "offices", "cities", "company" and "excluded" of a TABLE+, on the shared items
    TABLE+ = TABLE and
      "order": [code], "cities_order": [name]       by mean, lowest first; [0] is the one with the lowest score
      "offices": {code: + "city", "response_rate", "response", "knowledge": PART, "agreement": PART}
      "cities": {name: + "n", "invited", "response_rate", "response", "offices": [code], "excluded": [code]}
      "company": + "n", "invited", "response_rate", "response"
      "binding": {"office", "against", "t", "critical", "df"} or None
                                    the comparison that was closest to not ruling an office out
      "tipping_point": {"office", "state", "missing", "points", "mean"} or None
                                    state "reachable", "out_of_reach" or "everybody_answered"; the `missing` people of
                                    the lowest office would have to average `points` more than those who answered,
                                    that is `mean`, for it not to be the lowest
      "knowledge": {"status", "lowest_set", "gap", "same_set"} or None
      "cities_knowledge": the same for the cities
                                    the rule on knowledge alone; `same_set` False: "this depends on self-report".
                                    None where the table is not made of both kinds, or nothing can be ranked
      "tau2", "mu"                  between-office variance and mean that `shrunken` was worked out with
    PART = {"n", "mean", "se", "low", "high"} or None

`response` in a TABLE+ goes by the scores of that table, in `units` by the answer sheets.

`review()`, for the Service Culture team between closing and publishing, never on a page for others::

    {
      "people": n,                  complete answer sheets that the item figures rest on
      "is_enough": bool,            n >= 30
      "items": {id: {"value", "kind", "difficulty", "item_rest", "discrimination", "alpha_if_dropped", "flags",
                     "options": [{"option", "is_key", "n", "mean_rest"}]}},   options of knowledge items only
      "alpha": {"overall", "values": {name: alpha}},
      "complete": {"overall", "values": {name: number of complete answer sheets}}
    }
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .comparison import Decision, Standout
from .estimation import Estimate, response_state
from .instrument import Instrument, Unit
from .item_analysis import ItemAnalysis
from .publication import RoleCut
from .tables import Measure, Ranking, Table

FORMAT = 1


@dataclass(frozen=True)
class Results:
    """A scored wave. `tables`: the overall one under None, then one per value, all of them.

    `sheets`: answer sheets per office. `stands_out`: per office that is shown overall, the values named for it.
    """

    instrument: Instrument
    units: tuple[Unit, ...]
    sheets: Mapping[str, int]
    tables: Mapping[str | None, Table]
    stands_out: Mapping[str, Sequence[Standout]]
    roles: RoleCut
    items: ItemAnalysis
    withheld: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """The values that may stand on pages and in exports."""
        return tuple(value for value in self.instrument.values if value not in self.withheld)

    def contract(self) -> dict[str, Any]:
        """What `score_wave --json` writes: see the module's docstring."""
        tables = {name: _contract_table(table) for name, table in self.tables.items()}
        return {
            "overall": tables[None],
            "values": {value: tables[value] for value in self.instrument.values},
            "items": {
                item.id: {
                    "difficulty": item.difficulty,
                    "item_rest": item.item_rest,
                    "discrimination": item.discrimination,
                    "flags": list(item.flags),
                }
                for item in self.items.items
            },
            "alpha": self._by_table(self.items.alpha),
            "withheld": list(self.withheld),
        }

    def published(self) -> dict[str, Any]:
        """What the site stores and shows: see the module's docstring."""
        units = [self._unit(unit) for unit in self.units]
        company = [self.tables[value].company for value in self.shown]
        means = {value: one.mean for value, one in zip(self.shown, company, strict=True) if one}
        return {
            "format": FORMAT,
            "settings": {
                "weight_knowledge": self.instrument.weight_knowledge,
                "correction": str(self.instrument.correction),
                "min_group": self.instrument.min_group,
                "gap_points": self.instrument.gap_points,
            },
            "value_names": list(self.instrument.values),
            "withheld": list(self.withheld),
            "units": units,
            "response": _response(sum(unit["n"] for unit in units), sum(unit["invited"] for unit in units)),
            "overall": self._published_table(self.tables[None]),
            "values": {value: self._published_table(self.tables[value]) for value in self.shown},
            "lowest_value": min(means, key=lambda value: (means[value], value)) if means else None,
            "stands_out": {
                office: [asdict(found) for found in named if found.value in self.shown]
                for office, named in self.stands_out.items()
            },
            "roles": {
                "rows": [
                    {
                        "role": row.role,
                        "n": row.n,
                        "overall": row.means[None],
                        "values": {value: row.means[value] for value in self.shown},
                    }
                    for row in self.roles.rows
                ],
                "absent": self.roles.absent,
            },
        }

    def table_of(self, value: str) -> dict[str, Any]:
        """The TABLE+ of any value, withheld ones included: never for a page."""
        return self._published_table(self.tables[value])

    def review(self) -> dict[str, Any]:
        """Item analysis, for the Service Culture team only: see the module's docstring."""
        items = {}
        for item, found in zip(self.instrument.items, self.items.items, strict=True):
            figures = asdict(found)
            del figures["id"]
            figures |= {"value": item.value, "kind": str(item.kind), "flags": list(found.flags)}
            figures["options"] = [asdict(option) for option in found.options]
            items[item.id] = figures
        return {
            "people": self.items.complete[None],
            "is_enough": self.items.is_enough(),
            "items": items,
            "alpha": self._by_table(self.items.alpha),
            "complete": self._by_table(self.items.complete),
        }

    def _by_table(self, figures: Mapping[str | None, Any]) -> dict[str, Any]:
        return {
            "overall": figures[None],
            "values": {value: figures[value] for value in self.instrument.values},
        }

    def _unit(self, unit: Unit) -> dict[str, Any]:
        n = self.sheets.get(unit.code, 0)
        return {"code": unit.code, "name": unit.name, "city": unit.city} | _response(n, unit.invited)

    def _published_table(self, table: Table) -> dict[str, Any]:
        figures = _contract_table(table)
        city_of = {unit.code: unit.city for unit in self.units}
        knowledge, agreement = _parts(table.knowledge), _parts(table.agreement)
        for office in table.offices.groups:
            figures["offices"][office.name] |= _response(office.n, office.invited) | {
                "city": city_of[office.name],
                "knowledge": knowledge.get(office.name),
                "agreement": agreement.get(office.name),
            }
        for city in table.cities.groups:
            members = [unit.code for unit in self.units if unit.city == city.name]
            figures["cities"][city.name] |= _response(city.n, city.invited) | {
                "offices": [code for code in members if code in figures["offices"]],
                "excluded": [code for code in members if code not in figures["offices"]],
            }
        if table.company:
            figures["company"] |= _response(table.company.n, table.company.invited)
        decision = table.offices.decision
        return figures | {
            "order": list(decision.order),
            "cities_order": list(table.cities.decision.order),
            "binding": asdict(decision.binding) if decision.binding else None,
            "tipping_point": asdict(table.tipping_point) if table.tipping_point else None,
            "knowledge": _on_knowledge(table.knowledge_offices, decision),
            "cities_knowledge": _on_knowledge(table.knowledge_cities, table.cities.decision),
            "tau2": table.shrinkage.tau2 if table.shrinkage else None,
            "mu": table.shrinkage.mu if table.shrinkage else None,
        }


def _contract_table(table: Table) -> dict[str, Any]:
    shrunken = table.shrinkage.means if table.shrinkage else ()
    offices, cities = table.offices.decision, table.cities.decision
    return {
        "reliability": table.measure.reliability,
        "offices": {
            office.name: {
                "n": office.n,
                "invited": office.invited,
                "mean": office.mean,
                "sd": office.sd,
                "se": office.se,
                "low": office.low,
                "high": office.high,
                "p_lowest": p,
                "shrunken": mean,
            }
            for (office, p), mean in zip(_with_probability(table.offices), shrunken, strict=True)
        },
        "status": offices.status,
        "lowest_set": list(offices.lowest_set),
        "gap": offices.gap,
        "cities": {
            city.name: _estimate(city) | {"p_lowest": p} for city, p in _with_probability(table.cities)
        },
        "cities_status": cities.status,
        "cities_lowest_set": list(cities.lowest_set),
        "cities_gap": cities.gap,
        "company": _estimate(table.company) if table.company else None,
        "excluded": list(table.measure.excluded),
    }


def _with_probability(ranking: Ranking) -> list[tuple[Estimate, float | None]]:
    probabilities: Sequence[float | None] = ranking.probabilities or [None] * len(ranking.groups)
    return list(zip(ranking.groups, probabilities, strict=True))


def _estimate(group: Estimate) -> dict[str, float | None]:
    return {"mean": group.mean, "se": group.se, "df": group.df, "low": group.low, "high": group.high}


def _response(n: int, invited: int) -> dict[str, Any]:
    rate = n / invited if invited else None
    return {"invited": invited, "n": n, "response_rate": rate, "response": response_state(rate)}


def _parts(measure: Measure | None) -> dict[str, dict[str, Any]]:
    return {
        office.name: {
            "n": office.n,
            "mean": office.mean,
            "se": office.se,
            "low": office.low,
            "high": office.high,
        }
        for office in (measure.offices if measure else ())
    }


def _on_knowledge(alone: Decision | None, together: Decision) -> dict[str, Any] | None:
    if alone is None or alone.gap is None:
        return None
    return {
        "status": alone.status,
        "lowest_set": list(alone.lowest_set),
        "gap": alone.gap,
        "same_set": alone.lowest_set == together.lowest_set,
    }
