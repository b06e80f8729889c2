"""The page of one's own office: the same figures in plain words, without a chart to read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from surveys import numbers

from .change import change_of
from .edition import Edition, Table
from .lead import own_office


@dataclass(frozen=True)
class OwnValue:
    """`against`: points from the score of all offices; `stands_out`: weaker than the office itself is."""

    name: str
    score: str
    interval: str
    against: str
    stands_out: bool


@dataclass(frozen=True)
class OwnOffice:
    """Every field is a sentence, or empty where there is nothing to say. `score` is empty below the smallest group."""

    name: str
    standing: str
    score: str = ""
    certainty: str = ""
    answered: str = ""
    caution: str = ""
    values: list[OwnValue] = field(default_factory=list)
    weakest: str = ""
    parts: str = ""
    over_time: str = ""


def own_page(editions: Sequence[Edition]) -> OwnOffice | None:
    """Of the last edition, with what changed since the one before in which the office was published.

    None for a reader whose office took no part.
    """
    edition = editions[-1]
    code = edition.reader.own
    if code is None:
        return None
    name, row = edition.name(code), edition.overall["offices"].get(code)
    if row is None:
        return OwnOffice(name, own_office(edition))
    return OwnOffice(
        name=name,
        standing=own_office(edition),
        score=numbers.score(row["mean"], row["n"]),
        certainty=_certainty(row),
        answered=_("%(answered)s of %(invited)s of you answered (%(rate)s).")
        % {
            "answered": numbers.count(row["n"]),
            "invited": numbers.count(row["invited"]),
            "rate": numbers.rate(row["response_rate"]),
        },
        caution=_caution(row),
        values=_values(edition, code) if edition.has_values else [],
        weakest=_weakest(edition, code),
        parts=_parts(row),
        over_time=_over_time(editions, code),
    )


def _certainty(row: Table) -> str:
    if row["low"] is None:
        return ""
    return _("If all of you had answered, the score would very likely lie between %(low)s and %(high)s.") % {
        "low": numbers.score(row["low"], row["n"]),
        "high": numbers.score(row["high"], row["n"]),
    }


def _caution(row: Table) -> str:
    return {
        "low": _("Fewer than 60% answered: read the score with care."),
        "indicative": _("Fewer than half answered: the score is an indication only."),
    }.get(row["response"], "")


def _values(edition: Edition, code: str) -> list[OwnValue]:
    standing_out = {weak["value"] for weak in edition.figures["stands_out"].get(code, [])}
    found = []
    for name, table in edition.values:
        row, company = table["offices"].get(code), table["company"]
        if row is None or company is None:
            continue
        found.append(
            OwnValue(
                name,
                numbers.score(row["mean"], row["n"]),
                numbers.interval(row["low"], row["high"], row["n"]),
                numbers.difference(row["mean"] - company["mean"], row["n"]),
                name in standing_out,
            )
        )
    return found


def _weakest(edition: Edition, code: str) -> str:
    if not edition.has_values or not edition.values or code not in edition.figures["stands_out"]:
        return ""
    named = edition.figures["stands_out"][code]
    if named:
        return _(
            "%(value)s stands out: there you are weaker than elsewhere, measured against your own average."
        ) % {"value": named[0]["value"]}
    lowest = edition.figures["lowest_value"]
    if lowest is None:
        return ""
    return _("No value stands out in your office. The company's lowest value is %(value)s.") % {
        "value": lowest
    }


def _parts(row: Table) -> str:
    """What people know, and what they say of themselves."""
    knowledge, report = row.get("knowledge"), row.get("agreement")
    if not knowledge or not report:
        return ""
    return _(
        "Questions about what is right: %(knowledge)s. What you say about yourselves: %(report)s. The two are kept"
        " apart, because people easily rate themselves higher than they know."
    ) % {
        "knowledge": numbers.score(knowledge["mean"], knowledge["n"]),
        "report": numbers.score(report["mean"], report["n"]),
    }


def _over_time(editions: Sequence[Edition], code: str) -> str:
    last = editions[-1].overall["offices"][code]
    for earlier in reversed(editions[:-1]):
        first = earlier.overall["offices"].get(code)
        if first is not None:
            break
    else:
        return ""
    found = change_of(first, last)
    facts = {"wave": earlier.wave.label, "points": found.points}
    if found.direction == "same":
        return _("Since %(wave)s nothing has changed.") % facts
    if found.direction == "up":
        told = _("Since %(wave)s up by %(points)s points.") % facts
    else:
        told = _("Since %(wave)s down by %(points)s points.") % facts
    chance = _("That is more than chance explains.") if found.is_certain else _("That may still be chance.")
    return f"{told} {chance}"
