"""Where the offices stand on the values after a wave: what culture keeps of it for the other apps."""

from collections.abc import Mapping
from typing import Any

from culture_site.culture.models import ValueStanding

from .models import Wave

# In a ValueStanding: the rule ruled this office out as the lowest.
NOT_LOWEST = "not_lowest"


def standings_of(wave: Wave, figures: Mapping[str, Any]) -> list[ValueStanding]:
    """Unsaved, one row per linked office and linked value that is published; the state is that of the office.

    `figures` are those of the wave's PublishedResult. Empty before the wave is published.
    """
    if wave.published_at is None or wave.published_to_all_at is None:
        return []
    offices = dict(wave.units.exclude(office=None).values_list("code", "office_id"))
    values = dict(wave.values.exclude(core_value=None).values_list("name", "core_value_id"))
    return [
        ValueStanding(
            office_id=offices[code],
            value_id=values[name],
            wave_label=wave.label,
            percent=row["mean"],
            low=row["low"],
            high=row["high"],
            state=table["status"] if code in table["lowest_set"] else NOT_LOWEST,
            published_at=wave.published_at,
            published_to_all_at=wave.published_to_all_at,
        )
        for name, table in figures["values"].items()
        if name in values
        for code, row in table["offices"].items()
        if code in offices
    ]
