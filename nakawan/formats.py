"""The library of ready formats: read from a text file once, then in the hands of editors."""

from pathlib import Path

from django.db import transaction
from django.db.models import F, Q, QuerySet

from culture_site.core.content import LoadReport, load_row, read_toml
from culture_site.culture.models import CoreValue

from .models import ActivityFormat

CONTENT = Path(__file__).resolve().parent / "content"


@transaction.atomic
def load_formats(*, folder: Path = CONTENT) -> LoadReport:
    """Create the formats of `formats.toml` where they are missing.

    One that was edited stays as it is and is named in the report. Raises BrokenText for a file that cannot be read.
    """
    report = LoadReport()
    known = {value.code: value for value in CoreValue.objects.all()}
    for entry in read_toml(folder / "formats.toml")["formats"]:
        entry["value"] = known.get(entry.get("value", ""))
        entry |= {name: entry[name].strip() for name in ("text_ind", "text_eng")}
        load_row(report, ActivityFormat, key={"code": entry.pop("code")}, values=entry)
    return report


def formats_for(value: CoreValue | None) -> QuerySet[ActivityFormat]:
    """All formats in order, or those that train one value, with those that fit every value after them."""
    found = ActivityFormat.objects.select_related("value").order_by("position", "pk")
    if value is None:
        return found
    own_first = F("value__position").asc(nulls_last=True)
    return found.filter(Q(value=value) | Q(value=None)).order_by(own_first, "position", "pk")
