"""The locks under which terms are given: the person, then the office, held until the transaction ends."""

from culture_site.core.locks import advisory

# Nothing else here uses these numbers.
PERSON, OFFICE = 7401, 7402


def lock_person(pk: int) -> None:
    advisory(PERSON, [pk])


def lock_office(pk: int) -> None:
    advisory(OFFICE, [pk])
