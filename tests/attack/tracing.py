"""Whose answer is whose? An attacker who holds the whole database, before and after closing.

A dump is {table: rows}, rows in the order in which they lie on the disk, each a dictionary of all columns, the hidden
ones included (`place`, and on PostgreSQL `writer`, the transaction that wrote the row).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

Row = dict[str, Any]
Dump = dict[str, list[Row]]
# {person: id of a response}
Guess = dict[int, str]


def guesses(before: Dump, after: Dump) -> Iterator[tuple[str, Guess]]:
    """(name of the idea, whom it takes for whom). Everybody is looked for in their own office and role group."""
    for how, people in _orders_of_people(before, after):
        for where, responses in _orders_of_responses(after):
            yield f"{how} against {where}", _in_step(people, responses)


def _orders_of_people(before: Dump, after: Dump) -> Iterator[tuple[str, list[Row]]]:
    answered = [row for row in before["invitation"] if row["answered"]]
    by: dict[str, Callable[[Row], Any]] = {"id": lambda row: row["id"]}
    if answered and "writer" in answered[0]:
        by["transaction of the answer"] = lambda row: int(row["writer"])
    yield "people as they lay before closing", answered
    for name, key in by.items():
        yield f"people by {name}", sorted(answered, key=key)
    known = {row["person"] for row in answered}
    yield "people as they lie after closing", [row for row in after["invitation"] if row["person"] in known]


def _orders_of_responses(after: Dump) -> Iterator[tuple[str, list[Row]]]:
    rows = after["response"]
    yield "responses as they lie", rows
    yield "responses by id", sorted(rows, key=lambda row: str(row["id"]))
    if rows and "writer" in rows[0]:
        yield "responses by transaction", sorted(rows, key=lambda row: int(row["writer"]))


def _in_step(people: list[Row], responses: list[Row]) -> Guess:
    """The n-th person of a cell for the n-th response of the cell, as far as both go."""
    waiting: dict[Any, list[Row]] = defaultdict(list)
    for row in responses:
        waiting[row["unit"], row["role"]].append(row)
    cells = {cell: iter(rows) for cell, rows in waiting.items()}
    found: Guess = {}
    for person in people:
        for cell in ((person["unit"], person["role"]), (person["unit"], "")):
            response = next(cells.get(cell, iter(())), None)
            if response is not None:
                found[person["person"]] = str(response["id"]).replace("-", "")
                break
    return found
