"""Ratios in one run: two pages in turn, A B A B, so that a machine that drifts slows both."""

import json
import platform
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

RESULTS = Path(__file__).parent / "results"


def seconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


def ratio(
    measured: Callable[[], object], yardstick: Callable[[], object], rounds: int = 25
) -> dict[str, float]:
    """Median of the ratios pair by pair, with their smallest and largest, after three rounds of warming up."""
    for _ in range(3):
        measured()
        yardstick()
    pairs = [(seconds(measured), seconds(yardstick)) for _ in range(rounds)]
    ratios = sorted(first / second for first, second in pairs)
    return {
        "median": round(statistics.median(ratios), 2),
        "min": round(ratios[0], 2),
        "max": round(ratios[-1], 2),
        "rounds": rounds,
    }


def record(name: str, rows: dict[str, dict]) -> None:
    """Write `rows` to results/<name>.json and print them."""
    RESULTS.mkdir(exist_ok=True)
    content = {"python": platform.python_version(), "rows": rows}
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=1, sort_keys=True) + "\n")
    for title, row in rows.items():
        print(f"{title:45} {row}")
