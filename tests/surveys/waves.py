"""Published waves: the five offices of the specification with the printed means, spreads and numbers of people."""

import math
from collections.abc import Mapping, Sequence
from datetime import date

from surveys.assembly import score
from surveys.instrument import Answers, Correction, Instrument, Item, Kind, Unit, WaveInput
from surveys.models import Wave
from surveys.services import load_wave
from tests.surveys.vectors import ANSWERED, CITIES, CODES, INVITED, MEANS, SPREAD

FIRST = ("Friendly", "Proactive", "Simple", "Trusted")
TITLES = ("Survei budaya", "Culture survey")


def instrument(values: Sequence[str] = FIRST) -> Instrument:
    """One question per value, answered with a number from 0 to 100, which is then the score."""
    items = tuple(Item(f"q-{value}", value, Kind.SCORE, low=0, high=100) for value in values)
    return Instrument(items, correction=Correction.PLAIN)


def numbers(n: int, mean: float, sd: float) -> list[float]:
    """`n` numbers of exactly that mean and standard deviation (with n - 1): half above, half below."""
    pairs = n // 2
    away = sd * math.sqrt((n - 1) / (2 * pairs)) if pairs else 0
    return [mean + away] * pairs + [mean - away] * pairs + [mean] * (n % 2)


def given(
    means: Sequence[float] = MEANS["tied"],
    *,
    values: Sequence[str] = FIRST,
    shifts: Mapping[tuple[str, str], float] | None = None,
    codes: Sequence[str] = CODES,
    cities: Sequence[str] = CITIES,
    invited: Sequence[int] = INVITED,
    answered: Sequence[int] = ANSWERED,
    spread: Sequence[float] = SPREAD,
    roles: Sequence[str] = (),
) -> WaveInput:
    """Everybody answers all values alike, but for `shifts`: {(office, value): points}. Roles take turns."""
    sheets = []
    for code, n, mean, sd in zip(codes, answered, means, spread, strict=True):
        for number, one in enumerate(numbers(n, mean, sd)):
            shifted = tuple(one + (shifts or {}).get((code, value), 0) for value in values)
            sheets.append(Answers(code, roles[number % len(roles)] if roles else "", shifted))
    units = tuple(Unit(code, code, city, n) for code, city, n in zip(codes, cities, invited, strict=True))
    return WaveInput(instrument(values), units, tuple(sheets), has_roles=bool(roles))


def load(wave: WaveInput, label: str = "Wave 1", closed_on: date = date(2026, 6, 10), **options) -> Wave:
    """The wave, published to everybody."""
    results = score(wave.instrument, wave.answers, wave.units)
    return load_wave(given=wave, results=results, label=label, titles=TITLES, closed_on=closed_on, **options)


def published(wave: WaveInput) -> dict:
    return score(wave.instrument, wave.answers, wave.units).published()


def small_wave(label: str = "Wave 1") -> Wave:
    """Two offices in two cities, forty answers each: for tests that need any published wave."""
    two = {"codes": ("A", "B"), "cities": ("Solo", "Malang"), "invited": (50, 60), "answered": (40, 40)}
    return load(given((70, 60), spread=(9, 9), **two), label=label)
