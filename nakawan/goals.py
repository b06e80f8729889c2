"""A goal to begin with: specific, measured, with a day. People write it over."""

import math
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveys import numbers

from .verdicts import Verdict

# What a target is before anybody has thought of one and the wave cannot say what can be verified.
USUAL_TARGET = 3.0


def usual_target(smallest_detectable: float | None) -> float:
    """The least that the next wave can verify, rounded up to a tenth of a point."""
    if smallest_detectable is None:
        return USUAL_TARGET
    return min(100.0, math.ceil(10 * smallest_detectable) / 10)


def usual_goal(verdict: Verdict, *, target: float, until: date) -> dict[str, str]:
    """{"goal_ind", "goal_eng"}."""
    goals = {}
    for suffix, language in (("ind", "id"), ("eng", "en")):
        with override(language):
            facts = {
                "office": verdict["name"],
                "value": verdict["value"],
                "target": numbers.plain(target, 1),
                "day": date_format(until, "j F Y"),
            }
            if verdict["value"]:
                text = _(
                    "By %(day)s %(office)s gains at least %(target)s points on %(value)s over the other offices, "
                    "measured by the next wave."
                )
            else:
                text = _(
                    "By %(day)s %(office)s gains at least %(target)s points over the other offices, "
                    "measured by the next wave."
                )
            goals[f"goal_{suffix}"] = text % facts
    return goals
