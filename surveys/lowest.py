"""The probability that a group is the lowest: information beside the decision rule, never the rule."""

import math
from array import array
from collections.abc import Sequence

from culture_site.core.stats import student

from .estimation import Estimate

_LEAST_SE = 0.05
_REACH = 12
_STEPS_PER_SE = 10
# Keeps a product from becoming 0 / 0 where a group is certain to lie lower; it cancels out.
_TINY = 1e-12


def probabilities_of_being_lowest(groups: Sequence[Estimate]) -> list[float] | None:
    """p per group, in the same order, summing to 1; None for fewer than two groups.

    p_h = integral of f_h(x) prod_{j != h} (1 - F_j(x)) dx, F_j a Student t with the group's degrees of freedom,
    located at its mean and scaled by its standard error (a flat prior). Simpson's rule with a step of a tenth of the
    smallest standard error, which is taken as 0.05 at least; deterministic. Every group needs a standard error.
    Source: Goldstein and Spiegelhalter (1996), JRSS A 159, 385.
    """
    if len(groups) < 2:
        return None
    errors = [max(group.se or 0.0, _LEAST_SE) for group in groups]
    start = min(group.mean - _REACH * se for group, se in zip(groups, errors, strict=True))
    end = max(group.mean + _REACH * se for group, se in zip(groups, errors, strict=True))
    steps = 2 * math.ceil((end - start) * _STEPS_PER_SE / min(errors) / 2)
    width = (end - start) / steps

    product = array("d", [1.0]) * (steps + 1)
    hazards = []
    for group, se in zip(groups, errors, strict=True):
        densities, survivals = _curves(group, se, start, width, steps)
        for i, survival in enumerate(survivals):
            product[i] *= survival
        hazards.append(array("d", [d / (s * se) for d, s in zip(densities, survivals, strict=True)]))
    areas = [_simpson(hazard, product) for hazard in hazards]
    total = math.fsum(areas)
    return [area / total for area in areas]


def _curves(group: Estimate, se: float, start: float, width: float, steps: int) -> tuple[array, array]:
    """Density and survival 1 - F on the grid.

    The survival is summed up from the density by the trapezoid rule with its end correction, h^2/12 (f'(a) - f'(b)):
    steps are at most a tenth of a standard error, which keeps it right to 1e-7 at a fraction of the cost of the
    distribution function at each point.
    """
    df = math.inf if group.df is None else group.df
    constant, power = student.density_terms(df)
    h = width / se
    z0 = (start - group.mean) / se
    zs = [z0 + i * h for i in range(steps + 1)]
    if math.isinf(df):
        densities = array("d", [constant * math.exp(-z * z / 2) for z in zs])
        slopes = [-z * f for z, f in zip(zs, densities, strict=True)]
    else:
        densities = array("d", [constant * (1 + z * z / df) ** power for z in zs])
        slopes = [-(df + 1) * z / (df + z * z) * f for z, f in zip(zs, densities, strict=True)]
    survivals = array("d", [0.0]) * (steps + 1)
    left = student.upper_tail(z0, df)
    survivals[0] = left
    for i in range(1, steps + 1):
        left -= h / 2 * (densities[i - 1] + densities[i]) + h * h / 12 * (slopes[i - 1] - slopes[i])
        survivals[i] = left if left > _TINY else _TINY
    return densities, survivals


def _simpson(hazard: array, product: array) -> float:
    """Simpson's rule for hazard x product, but for a factor that is the same for all groups of one grid."""
    heights = [a * b for a, b in zip(hazard, product, strict=True)]
    return heights[0] + heights[-1] + 4 * math.fsum(heights[1:-1:2]) + 2 * math.fsum(heights[2:-1:2])
