"""Role groups that are too small to be kept beside an answer. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

NOT_STATED = ""


def fold_roles(roles: Sequence[str], least: int) -> dict[str, str]:
    """{role as invited: role as kept} for the answers of one office; "" is "not stated".

    A role with fewer than `least` answers is kept as "not stated". If that group then has 1 to `least` - 1 answers,
    the smallest remaining role joins it, until it has `least` or nothing is left. An office with fewer than `least`
    answers in all keeps nothing, which is not decided here. Ties go by the name of the role.
    """
    counts = Counter(roles)
    kept = {role: role if n >= least else NOT_STATED for role, n in counts.items()}
    while 0 < _not_stated(counts, kept) < least:
        remaining = [role for role, into in kept.items() if into != NOT_STATED]
        if not remaining:
            break
        kept[min(remaining, key=lambda role: (counts[role], role))] = NOT_STATED
    return kept


def _not_stated(counts: Mapping[str, int], kept: Mapping[str, str]) -> int:
    return sum(counts[role] for role, into in kept.items() if into == NOT_STATED)
