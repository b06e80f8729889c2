"""What a wave says, in sentences: the verdict by state, for offices and for cities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import numbers

FLAGGED = "flagged_lowest"
INDICATIVE = "lowest_indicative"
SMALL_GAP = "lowest_small_gap"
TIED = "tied_lowest"
NONE_STANDS_OUT = "no_office_stands_out"
NOT_RANKABLE = "not_rankable"


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def listed_or_counted(names: Sequence[str], most: int = 8) -> str:
    """The names, or how many offices there are where a list would be too long to read."""
    if len(names) <= most:
        return listed(names)
    return _("%(count)s offices") % {"count": numbers.count(len(names))}


@dataclass(frozen=True)
class Comparison:
    """What the rule found among places of one kind: the facts a sentence needs.

    `lowest` is the name of the place with the lowest mean, `tied` the rest of the lowest set, `half_silent` the
    places where fewer than half answered, `gap` in points.
    """

    status: str
    lowest: str
    tied: tuple[str, ...] = ()
    gap: float | None = None
    count: int = 0
    half_silent: tuple[str, ...] = ()
    n: int = numbers.WHOLE_BELOW

    @property
    def is_flagged(self) -> bool:
        return self.status == FLAGGED

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "lowest": self.lowest,
            "tied": listed(self.tied),
            "tied_or_count": listed_or_counted(self.tied),
            "gap": numbers.score(self.gap, self.n),
            "count": self.count,
            "half_silent": listed(self.half_silent),
        }


def office_certainty(found: Comparison) -> str:
    """How certain it is that the office with the lowest score is the lowest one."""
    if found.status == FLAGGED:
        text = _(
            "%(lowest)s is clearly lowest, %(gap)s points below the next office. Chance does not explain it."
        )
    elif found.status == INDICATIVE:
        text = _(
            "%(lowest)s is lowest among those who answered, but in %(half_silent)s fewer than half did. "
            "Follow up on the missing answers first."
        )
    elif found.status == SMALL_GAP:
        text = _("%(lowest)s is lowest, but only %(gap)s points below the next office: real, but small.")
    elif found.status == TIED:
        text = _("%(lowest)s cannot be told apart from %(tied)s.")
    elif found.status == NONE_STANDS_OUT:
        text = _("No office is clearly lowest: the scores of all %(count)s offices are too close together.")
    elif found.count:
        text = _("Only one office has enough answers, so there is nothing to compare it with.")
    else:
        text = _("No office has enough answers yet, so there is nothing to show.")
    return text % found.facts


def city_certainty(found: Comparison) -> str:
    """The same for the cities."""
    if found.status == FLAGGED:
        text = _("%(lowest)s is clearly the lowest city, %(gap)s points below the next one.")
    elif found.status == INDICATIVE:
        text = _(
            "%(lowest)s is the lowest city among those who answered, but in %(half_silent)s fewer than half did."
        )
    elif found.status == SMALL_GAP:
        text = _(
            "%(lowest)s is the lowest city, but only %(gap)s points below the next one: real, but small."
        )
    elif found.status == TIED:
        text = _("%(lowest)s has the lowest score of the cities and cannot be told apart from %(tied)s.")
    elif found.status == NONE_STANDS_OUT:
        text = _("No city is clearly lowest.")
    elif found.count:
        text = _("All offices with enough answers are in one city, so cities are not compared.")
    else:
        return ""
    return text % found.facts


def value_certainty(found: Comparison) -> str:
    """The same for one value, short enough for a list of values."""
    if found.status == FLAGGED:
        text = _("%(lowest)s is clearly lowest, %(gap)s points below the next office.")
    elif found.status == INDICATIVE:
        text = _("%(lowest)s is lowest, but fewer than half answered in %(half_silent)s.")
    elif found.status == SMALL_GAP:
        text = _("%(lowest)s is lowest, by only %(gap)s points.")
    elif found.status == TIED:
        text = _("%(lowest)s has the lowest score and cannot be told apart from %(tied_or_count)s.")
    elif found.status == NONE_STANDS_OUT:
        text = _("No office is clearly lowest.")
    else:
        text = _("Too few offices have enough answers to compare.")
    return text % found.facts


def state_label(status: str) -> str:
    """The state in a few words, for a badge or a cell of a table."""
    return {
        FLAGGED: _("Clearly lowest"),
        INDICATIVE: _("Lowest, indicative"),
        SMALL_GAP: _("Lowest, small gap"),
        TIED: _("Not certain"),
        NONE_STANDS_OUT: _("Not certain"),
        NOT_RANKABLE: _("Not compared"),
    }[status]


def by_knowledge(same_set: bool) -> str:
    """Does the verdict rest on what people know, or on what they say about themselves?"""
    if same_set:
        return _("On knowledge alone the answer is the same.")
    return _("On knowledge alone the answer is different: this depends on self-report.")


def tipping_point(found: dict[str, Any], name: str, n: int) -> str:
    """How different the people who did not answer would have to be for another office to be lowest."""
    if found["state"] == "everybody_answered":
        return _("Everybody answered in %(office)s, so nobody's silence can change its score.") % {
            "office": name
        }
    facts = {
        "office": name,
        "missing": numbers.count(found["missing"]),
        "points": numbers.score(found["points"], n),
    }
    if found["state"] == "out_of_reach":
        return (
            ngettext(
                "The one person in %(office)s who did not answer could not lift it above the next office.",
                "Whatever the %(missing)s people in %(office)s who did not answer would say, it would stay lowest.",
                found["missing"],
            )
            % facts
        )
    facts["mean"] = numbers.score(found["mean"], n)
    return (
        ngettext(
            "The one person in %(office)s who did not answer would have to score %(mean)s, "
            "%(points)s points above those who did, for it not to be lowest.",
            "The %(missing)s people in %(office)s who did not answer would have to average %(mean)s, "
            "%(points)s points above those who did, for it not to be lowest.",
            found["missing"],
        )
        % facts
    )


def without(names: Sequence[str]) -> str:
    """Names the offices that enter no figure; empty if there is none."""
    return _("Without %(offices)s: too few answers.") % {"offices": listed(names)} if names else ""


def against_target(under: Sequence[str], count: int) -> str:
    """Which of `count` places stay under the target response rate."""
    if not under:
        return _("All reach it.")
    if len(under) == count:
        return _("None reaches it.")
    return _("Under it: %(offices)s.") % {"offices": listed_or_counted(under)}
