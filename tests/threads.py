"""Several who do the same at the same moment, each with a database connection, as processes of their own have."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Outcome = TypeVar("Outcome")


def at_once(number: int, action: Callable[[], Outcome]) -> list[Outcome]:
    """What `action` gives back to each of `number` threads that start together. Needs a test with `transaction=True`.

    An error in one of them is raised here.
    """
    barrier = Barrier(number)

    def take_part(_position: int) -> Outcome:
        try:
            barrier.wait()
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(take_part, range(number)))
