"""Put the values and the service vision in place."""

from pathlib import Path

from django.db import transaction

from culture_site.core.content import LoadReport, load_row, read_toml

from .models import CoreValue, ServiceVision

CONTENT = Path(__file__).resolve().parent / "content"


@transaction.atomic
def load_culture(*, folder: Path = CONTENT) -> LoadReport:
    """Create the four FIRST values and the service vision from the text files where they are missing.

    A row that was edited stays as it is and is named in the report. Raises BrokenText for a file that cannot be read.
    """
    report = LoadReport()
    for entry in read_toml(folder / "core_values.toml")["core_values"]:
        load_row(report, CoreValue, key={"code": entry.pop("code")}, values=entry)
    for entry in read_toml(folder / "service_visions.toml")["service_visions"]:
        load_row(report, ServiceVision, key={"valid_from": entry.pop("valid_from")}, values=entry)
    return report
