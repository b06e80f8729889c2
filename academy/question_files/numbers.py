"""Numbers and weights as people and programs write them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from .parsed import FULL, Unusable

# A comma before three digits may part thousands as well: 1,250 is refused instead of guessed.
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?|[+-]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))")
_LONGEST_NUMBER = 25
_WEIGHT_STEP = Decimal("0.00001")


def number_of(text: str) -> Decimal | None:
    """The number in `text`, with a point or a decimal comma; None if it is none, is ambiguous or is too long."""
    text = text.strip().replace("\u2212", "-")
    if len(text) > _LONGEST_NUMBER or not text.isascii() or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace(",", "."))
    return number if len(plain(number)) <= _LONGEST_NUMBER else None


def plain(number: Decimal) -> str:
    """As digits, without exponent and without zeros at the end: 1E+2 is 100, 0.50 is 0.5, -0 is 0."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def canonical(number: Decimal) -> Decimal:
    return Decimal(plain(number))


def weight_of(text: str) -> Decimal:
    """A weight in percent, to five places. Raises Unusable if it is no number from -100 to 100."""
    number = number_of(text)
    if number is None or abs(number) > FULL:
        reason = _("The weight “%(weight)s” is not a number from -100 to 100.")
        raise Unusable(reason % {"weight": text.strip()[:20]})
    return canonical(number.quantize(_WEIGHT_STEP, ROUND_HALF_UP))


def share(parts: int) -> Decimal:
    """What each of `parts` equal parts of the full weight is, to five places: 3 give 33.33333."""
    return canonical((FULL / parts).quantize(_WEIGHT_STEP, ROUND_HALF_UP))


def middle_and_tolerance(text: str, default: str = "0") -> tuple[Decimal, Decimal]:
    """What `3`, `3:0.1` (a tenth away is still right) or `2.9..3.1` accepts; `default` is the tolerance of the first.

    Raises Unusable if there is something else than a number.
    """
    if ".." in text:
        low, _dots, high = text.partition("..")
        least, most = value_of(low), value_of(high)
        return canonical((least + most) / 2), canonical((most - least) / 2)
    number, _colon, tolerance = text.partition(":")
    return canonical(value_of(number)), canonical(value_of(tolerance or default))


def value_of(text: str) -> Decimal:
    """The number in `text`. Raises Unusable if there is none."""
    number = number_of(text)
    if number is None:
        raise Unusable(_("“%(text)s” is not a number.") % {"text": text.strip()[:60]})
    return number
