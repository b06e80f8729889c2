"""The locks under which places are given: persons by id, then slots by id, held until the transaction ends."""

from collections.abc import Iterable

from culture_site.core.locks import advisory

# Nothing else here uses these numbers.
PERSON, SLOT = 7301, 7302


def lock_persons(ids: Iterable[int]) -> None:
    advisory(PERSON, ids)


def lock_slots(ids: Iterable[int]) -> None:
    advisory(SLOT, ids)
