"""Put the values, the service vision and the education cards in place."""

from pathlib import Path

from django.db import transaction

from culture_site.core.content import LoadReport, load_row, read_toml

from .models import CoreValue, EducationCard, ServiceVision

CONTENT = Path(__file__).resolve().parent / "content"


@transaction.atomic
def load_culture(*, folder: Path = CONTENT) -> LoadReport:
    """Create the FIRST values, the service vision and the education cards from the text files where they are missing.

    A row that was edited stays as it is and is named in the report. Raises BrokenText for a file that cannot be read.
    """
    report = LoadReport()
    for entry in read_toml(folder / "core_values.toml")["core_values"]:
        load_row(report, CoreValue, key={"code": entry.pop("code")}, values=entry)
    for entry in read_toml(folder / "service_visions.toml")["service_visions"]:
        load_row(report, ServiceVision, key={"valid_from": entry.pop("valid_from")}, values=entry)
    for entry in read_toml(folder / "education_cards.toml")["education_cards"]:
        values = entry.pop("values", [])
        code = entry.pop("code")
        if load_row(report, EducationCard, key={"code": code}, values=entry):
            card = EducationCard.objects.get(code=code)
            card.values.set(CoreValue.objects.filter(code__in=values))
    return report


def value_codes(folder: Path = CONTENT) -> list[str]:
    """The codes of the FIRST values that come with the site, in order; without a database."""
    return [entry["code"] for entry in read_toml(folder / "core_values.toml")["core_values"]]
