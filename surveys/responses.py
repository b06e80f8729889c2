"""The answers of a counted wave as scoring takes them; the number of statements does not depend on theirs."""

from collections import Counter

from .instrument import Answers, Instrument, Unit
from .instruments import sheet_of
from .models import Response, Wave

AT_ONCE = 2000


def sheets_of(wave: Wave, instrument: Instrument) -> list[Answers]:
    """All answer sheets, with the items of `instrument` alone."""
    codes = dict(wave.units.values_list("pk", "code"))
    rows = Response.objects.filter(wave=wave).order_by("pk").values_list("unit_id", "role_group", "answers")
    # Read bit by bit: an answer as the database gives it takes many times the room of a sheet.
    return [
        sheet_of(instrument, office=codes[unit], role=role, answers=answers)
        for unit, role, answers in rows.iterator(chunk_size=AT_ONCE)
    ]


def units_of(wave: Wave) -> list[Unit]:
    """The offices as the wave froze them, with the people invited per job group."""
    invited: dict[int, Counter[str]] = {}
    for unit, role in wave.invitations.values_list("unit_id", "role_group"):
        invited.setdefault(unit, Counter())[role] += 1
    return [
        Unit(
            unit.code, unit.name, unit.city, unit.invited,
            tuple(sorted(invited.get(unit.pk, Counter()).items())),
        )
        for unit in wave.units.order_by("code")
    ]  # fmt: skip
