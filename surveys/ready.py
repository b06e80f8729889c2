"""The survey that comes with the site: read from its file, and there as a version that waves can be planned with."""

from pathlib import Path
from typing import Any

from django.db import transaction

from culture_site.core.content import LoadReport, differing_fields, read_toml

from .instrument import Instrument
from .instruments import asked
from .models import Item, ItemKind, Survey, SurveyVersion, WaveState
from .services import fingerprint_of

FILE = Path(__file__).resolve().parent / "content" / "first.toml"


@transaction.atomic
def load_survey(path: Path = FILE) -> LoadReport:
    """Make a version of the survey in the file, or bring the wording of the one that is there up to date.

    Other questions, options or keys make another version. The words of a version that was asked stay as people read
    them, and are named.
    """
    report = LoadReport()
    data = read_toml(path)
    survey, _created = Survey.objects.get_or_create(
        title_eng=data["title_eng"], defaults={"title_ind": data["title_ind"]}
    )
    rows = [_item(position, entry) for position, entry in enumerate(data["items"])]
    comment = {"comment_ind": data.get("comment_ind", ""), "comment_eng": data.get("comment_eng", "")}
    fingerprint = fingerprint_of(Instrument(tuple(asked(row) for row in rows)))
    version = survey.versions.filter(fingerprint=fingerprint).first()
    if version is None:
        version = survey.versions.create(number=survey.next_number(), fingerprint=fingerprint, **comment)
        for row in rows:
            row.version = version
        Item.objects.bulk_create(rows)
        report.created.append(path.name)
    else:
        _follow(report, path.name, version, rows, comment)
    return report


def _follow(
    report: LoadReport, name: str, version: SurveyVersion, rows: list[Item], comment: dict[str, str]
) -> None:
    known = {item.uid: item for item in version.items.all()}
    changed = []
    for row in rows:
        words = {field: getattr(row, field) for field in ("text_ind", "text_eng", "option_texts")}
        if differing_fields(known[row.uid], words):
            for field, value in words.items():
                setattr(known[row.uid], field, value)
            changed.append(known[row.uid])
    differs = bool(changed or differing_fields(version, comment))
    was_asked = version.waves.exclude(state=WaveState.PLANNED).exists()
    if not differs or was_asked:
        report.note(name, ["words"] if differs else [])
        return
    Item.objects.bulk_update(changed, ["text_ind", "text_eng", "option_texts"])
    SurveyVersion.objects.filter(pk=version.pk).update(**comment)
    report.updated.append(f"{name} (words)")


def _item(position: int, entry: dict[str, Any]) -> Item:
    options = entry.get("options", {})
    return Item(
        position=position,
        uid=entry["id"],
        value=entry["value"],
        kind=ItemKind(entry["kind"]),
        key=entry.get("key", []),
        options=list(options),
        option_texts=options,
        points=entry.get("points"),
        is_reversed=entry.get("reversed", False),
        text_ind=entry["ind"],
        text_eng=entry["eng"],
    )
