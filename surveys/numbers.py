"""How figures of a wave are written: one decimal, whole numbers for small groups, in the reader's language."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .estimation import INDICATIVE_BELOW, WARN_BELOW

# Below this many answers a decimal would claim more than is known.
WHOLE_BELOW = 20
MINUS = "\N{MINUS SIGN}"
# Probabilities closer to an end than this are said as an inequality.
NEAR_CERTAIN, NEAR_IMPOSSIBLE = 0.99, 0.01


def decimals(n: int) -> int:
    return 0 if n < WHOLE_BELOW else 1


def rounded(value: float, n: int) -> float:
    """The figure that is shown and exported for a group of `n` answers."""
    return round(value, decimals(n)) if decimals(n) else float(round(value))


def score(value: float | None, n: int) -> str:
    """A score on the 0-100 scale: `69.8`, or `70` for fewer than 20 answers; a dash if there is none."""
    if value is None:
        return "\N{EN DASH}"
    return number_format(rounded(value, n), decimals(n), use_l10n=True)


def difference(value: float, n: int) -> str:
    """A signed difference with a real minus: `+3.1`, `−2.4`, `0`."""
    text = score(abs(value), n)
    if rounded(abs(value), n) == 0:
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def probability(p: float) -> str:
    """Of being the lowest: `70%`, and `> 99%` or `< 1%` at the ends."""
    if p > NEAR_CERTAIN:
        return "> 99%"
    if p < NEAR_IMPOSSIBLE:
        return "< 1%"
    return f"{100 * p:.0f}%"


def rate(share: float) -> str:
    """A response rate, never rounded up to everybody nor down to nobody, nor over a border that warns."""
    points = round(100 * share)
    if any(share < border <= points / 100 for border in (WARN_BELOW, INDICATIVE_BELOW)):
        points -= 1
    if share < 1:
        points = min(points, 99)
    if share > 0:
        points = max(points, 1)
    return f"{points}%"


def interval(low: float | None, high: float | None, n: int) -> str:
    """`66.6 to 73.0`; nothing where there is no interval."""
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": score(low, n), "high": score(high, n)}


def signed_interval(low: float | None, high: float | None, n: int) -> str:
    """Of a change: `+3.2 to +7.2`; nothing where there is no interval."""
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": difference(low, n), "high": difference(high, n)}


def count(number: int) -> str:
    return number_format(number, 0, use_l10n=True, force_grouping=True)


def plain(value: float, places: int) -> str:
    """Any other figure, with so many decimals and a real minus."""
    text = number_format(abs(round(value, places)), places, use_l10n=True)
    return f"{MINUS}{text}" if round(value, places) < 0 else text
