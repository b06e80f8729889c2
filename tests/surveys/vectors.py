"""The five offices of the specification, and small waves written out as files."""

from surveys.estimation import Estimate, Summary, estimate_offices
from surveys.instrument import Answers, Instrument, Item, Kind, Unit

CODES = ("JKT-A", "JKT-B", "SMG-A", "SMG-B", "YOG-A")
CITIES = ("Jakarta", "Jakarta", "Semarang", "Semarang", "Yogyakarta")
INVITED = (320, 210, 240, 60, 190)
ANSWERED = (205, 131, 150, 41, 133)
SPREAD = (13.1, 14.0, 12.6, 15.2, 13.4)
RELIABILITY = 0.80
MEANS = {
    "tied": (74.2, 72.8, 70.9, 69.8, 71.5),
    "flagged": (74.2, 72.8, 64.3, 69.8, 71.5),
    "small": (74.2, 72.8, 68.6, 74.0, 71.5),
    "none": (71.8, 72.1, 71.2, 70.6, 71.5),
}


def summaries(means, sds=SPREAD, answered=ANSWERED) -> list[Summary]:
    rows = zip(CODES, CITIES, INVITED, answered, means, sds, strict=True)
    return [Summary(code, city, invited, n, mean, sd) for code, city, invited, n, mean, sd in rows]


def offices(case: str, reliability: float = RELIABILITY) -> list[Estimate]:
    return estimate_offices(summaries(MEANS[case]), reliability)


def printed(numbers, places: int) -> list[str]:
    return [f"{number:.{places}f}" for number in numbers]


def knowledge(uid: str, value: str = "Friendly", key=("B",), options=()) -> Item:
    return Item(uid, value, Kind.KNOWLEDGE, key=tuple(key), options=tuple(options))


def agreement(uid: str, value: str = "Friendly", *, is_reversed: bool = False, points: int = 5) -> Item:
    return Item(uid, value, Kind.AGREEMENT, points=points, reversed=is_reversed)


def scale(uid: str, value: str = "Friendly", low: float = 0, high: float = 10) -> Item:
    return Item(uid, value, Kind.SCORE, low=low, high=high)


def sheet(office: str, *given, role: str = "") -> Answers:
    """An answer sheet; a text is one pick of a knowledge item, None is no answer."""
    return Answers(office, role, tuple(frozenset({one}) if isinstance(one, str) else one for one in given))


def unit(code: str, invited: int, city: str = "") -> Unit:
    return Unit(code, code, city or code, invited)


def two_scales(**changes) -> Instrument:
    """Two score items of one value."""
    return Instrument((scale("a"), scale("b")), **changes)
