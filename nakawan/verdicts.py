"""What a published wave said about an office, frozen on the plan that it led to.

`freeze` takes it from the wave as its reader may see it (surveys.audience, through surveys.pulse.edition.Edition), and
keeps all that the evaluation after the next wave needs, so that neither raw answers nor the wave's later fate matter.
The form, full precision::

    {
      "format": 1,
      "wave": {"id", "label", "closed_on", "survey", "weight_knowledge",
               "items": fingerprint, "corrections": [[item, dropped]]},
      "office": code, "name": of the office, "value": name in the wave or None for the score over all,
      "comparison": wording.Comparison as a dictionary, or None where nothing was compared,
      "lowest_set": [code],
      "is_named": bool,             among the lowest over all or on this value, or the value stands out there
      "stands_out": points or None, the value against the office's own average and elsewhere
      "offices": {code: {"n", "invited", "mean", "sd", "se", "low", "high", "office": id or None}},
      "tau2", "mu"                  between-office variance and mean of this score; None where there is none
    }
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from surveys import effects, numbers, wording
from surveys.estimation import Estimate
from surveys.models import WaveUnit
from surveys.pulse.edition import Edition, Table
from surveys.pulse.lead import offices_compared

FORMAT = 1
ROW = ("n", "invited", "mean", "sd", "se", "low", "high")
Verdict = Mapping[str, Any]


def freeze(
    edition: Edition, unit: WaveUnit, value: str | None, offices: Mapping[str, int | None]
) -> dict[str, Any]:
    """The verdict on one office and value (its name in the wave; None: over all) of an edition that shows offices.

    `offices` {code: id of the office} links those of the wave. Raises KeyError for a value that is not shown.
    """
    table = table_of(edition, value)
    compared = offices_compared(edition, table)
    wave = edition.wave
    return {
        "format": FORMAT,
        "wave": {
            "id": wave.pk,
            "label": wave.label,
            "closed_on": wave.closed_on.isoformat() if wave.closed_on else None,
            "survey": wave.version.survey_id,
            "items": wave.version.fingerprint,
            "weight_knowledge": wave.weight_knowledge,
            "corrections": corrections_of(edition.figures),
        },
        "office": unit.code,
        "name": edition.name(unit.code),
        "value": value,
        "comparison": _stored(compared) if compared else None,
        "lowest_set": list(table["lowest_set"]),
        "is_named": is_named(edition, unit.code, value),
        "stands_out": _standing_out(edition, unit.code, value),
        "offices": {
            code: {name: row[name] for name in ROW} | {"office": offices.get(code)}
            for code, row in table["offices"].items()
        },
        "tau2": table["tau2"],
        "mu": table["mu"],
    }


def _stored(found: wording.Comparison) -> dict[str, Any]:
    return {name: list(fact) if isinstance(fact, tuple) else fact for name, fact in asdict(found).items()}


def table_of(edition: Edition, value: str | None) -> Table:
    return edition.overall if value is None else edition.figures["values"][value]


def is_named(edition: Edition, code: str, value: str | None) -> bool:
    """Did the wave name this office: among the lowest over all or on the value, or by the value that stands out there?

    A plan for any other office, or value, asks for a reason.
    """
    tables = [edition.overall, table_of(edition, value)]
    return any(code in table["lowest_set"] for table in tables) or bool(_standing_out(edition, code, value))


def corrections_of(figures: Mapping[str, Any]) -> list[list[Any]]:
    """Which items were dropped or had another key: with others the scores are not those of the same questions."""
    return sorted([found["item"], found["dropped"]] for found in figures.get("corrections", []))


def _standing_out(edition: Edition, code: str, value: str | None) -> float | None:
    found = edition.figures["stands_out"].get(code, [])
    return next((one["delta"] for one in found if one["value"] == value), None)


def estimates_of(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Estimate]:
    """Frozen or published rows as surveys.effects takes them; those without a standard error are left out."""
    return {
        code: Estimate(
            name=code,
            invited=row["invited"],
            n=row["n"],
            mean=row["mean"],
            sd=row["sd"],
            se=row["se"],
            df=row["n"] - 1,
            low=row["low"],
            high=row["high"],
        )
        for code, row in rows.items()
        if row["se"] is not None
    }


def smallest_detectable(verdict: Verdict) -> float | None:
    """The least net gain that a next wave like this one could verify, in points; None if it can verify none."""
    try:
        return effects.smallest_detectable(verdict["office"], estimates_of(verdict["offices"]))
    except (KeyError, ValueError):
        return None


def comparison_of(verdict: Verdict) -> wording.Comparison | None:
    found = verdict["comparison"]
    if found is None:
        return None
    return wording.Comparison(**found | {name: tuple(found[name]) for name in ("tied", "half_silent")})


def sentence(verdict: Verdict) -> str:
    """What the wave said, in the reader's language: the score first, then how certain a lowest place is."""
    own = verdict["offices"].get(verdict["office"])
    if own is None:
        return _("%(office)s has too few answers in %(wave)s, so it enters no figure.") % {
            "office": verdict["name"],
            "wave": verdict["wave"]["label"],
        }
    return " ".join(part for part in (score_sentence(verdict), certainty(verdict)) if part)


def score_sentence(verdict: Verdict) -> str:
    own = verdict["offices"][verdict["office"]]
    facts = {
        "office": verdict["name"],
        "value": verdict["value"],
        "score": numbers.score(own["mean"], own["n"]),
        "interval": numbers.interval(own["low"], own["high"], own["n"]),
    }
    if verdict["value"]:
        return _("%(office)s scored %(score)s on %(value)s (%(interval)s).") % facts
    return _("%(office)s scored %(score)s over all values (%(interval)s).") % facts


def certainty(verdict: Verdict) -> str:
    """How the office compares: the wave's own sentence for those that may be the lowest, and the value's own one."""
    parts = []
    found = comparison_of(verdict)
    if found and verdict["office"] in verdict["lowest_set"]:
        parts.append(wording.value_certainty(found) if verdict["value"] else wording.office_certainty(found))
    elif found:
        parts.append(_("Other offices scored lower."))
    if verdict["stands_out"] is not None:
        own = verdict["offices"][verdict["office"]]
        parts.append(
            _(
                "%(value)s stands out there: %(points)s points lower than elsewhere, against the office's own average."
            )
            % {"value": verdict["value"], "points": numbers.score(-verdict["stands_out"], own["n"])}
        )
    return " ".join(parts)
