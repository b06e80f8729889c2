"""What happens to a wave: answers collected elsewhere come in, results go out."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.workdays import add_workdays
from culture_site.culture.models import CoreValue, ValueStanding
from culture_site.people.models import Holiday, Office

from .exceptions import LabelTaken, NotReadyToPublish, SurveyError
from .instrument import Instrument, WaveInput
from .instruments import asked
from .models import (
    LONGEST_NAME,
    Item,
    PublishedResult,
    Survey,
    SurveyVersion,
    Wave,
    WaveState,
    WaveUnit,
    WaveValue,
)
from .models.results import checksum_of
from .signals import wave_published
from .standings import standings_of

LONGEST_LABEL = 80
# When a result appears on the day of its publication, in Jakarta.
HOUR_OF_PUBLICATION = time(9)


class Publishable(Protocol):
    """What is published: surveys.results.Results."""

    def published(self) -> dict[str, Any]: ...

    def review(self) -> dict[str, Any]: ...


def second_instant(first: datetime) -> datetime:
    """When everybody may see what leaders saw at `first`: one working day later, at the same time of day."""
    local = timezone.localtime(first)
    holidays = Holiday.objects.at(None).as_dates()
    day = add_workdays(local.date(), 1, holidays)
    return timezone.make_aware(datetime.combine(day, local.time()))


@transaction.atomic
def publish(
    *, wave: Wave, results: Publishable, at: datetime, to_all_at: datetime | None = None
) -> PublishedResult:
    """Freeze what may be shown of `wave` and show it: to leaders, Nakawan and Service Culture from `at` on.

    All others see it from `to_all_at` on, by default one working day later. A second call returns what was published
    and changes nothing. Raises NotReadyToPublish before the review, AuditFailed if even without the role cut a group
    that is too small could be worked out.
    """
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.is_published:
        return wave.published_result
    if wave.state != WaveState.REVIEWED:
        raise NotReadyToPublish(_("Only a wave that is closed and reviewed can be published."))
    figures = _with_frozen_names(results.published(), wave)
    published = PublishedResult.objects.create(
        wave=wave, figures=figures, item_review=results.review(), checksum=checksum_of(figures)
    )
    wave.state = WaveState.PUBLISHED
    wave.published_at = at
    wave.published_to_all_at = to_all_at or second_instant(at)
    wave.save()
    ValueStanding.objects.bulk_create(standings_of(wave, figures))
    wave_published.send(Wave, wave=wave)
    return published


def _with_frozen_names(figures: dict[str, Any], wave: Wave) -> dict[str, Any]:
    """A file may know an office by its code alone; the wave froze its name."""
    names = dict(wave.units.values_list("code", "name"))
    return {**figures, "units": [{**unit, "name": names[unit["code"]]} for unit in figures["units"]]}


@transaction.atomic
def load_wave(
    *,
    given: WaveInput,
    results: Publishable,
    label: str,
    titles: tuple[str, str],
    closed_on: date | None = None,
    to_all_at: datetime | None = None,
    replace: bool = False,
    version: SurveyVersion | None = None,
    form_mapping: dict[str, Any] | None = None,
) -> Wave:
    """Answers that were collected elsewhere, as a closed and published wave of the site.

    `titles` are those of the survey, Indonesian and English; a survey of that English title gets another wave, and
    another version if its items differ. Offices and values are linked to those of the same code or name; nothing is
    created in people or culture. Both audiences see it at once, unless `to_all_at` says when the second one does.
    `version`: the survey is that one of the database, whatever its title. `form_mapping` is remembered for the next
    export of the same form. Raises LabelTaken if there is a wave of that label, unless it came in this way and
    `replace` is asked for.
    """
    closed_on = closed_on or today()
    _check(given, label, titles, closed_on)
    existing = Wave.objects.select_for_update().filter(label__iexact=label).first()
    if existing and not (replace and existing.is_collected_elsewhere):
        raise _label_taken(existing, replace)
    wave = existing or Wave(label=label)
    if existing:
        _clear(existing)
    if version is None:
        version = _version(given.instrument, titles)
    freeze_items(version)
    if form_mapping is not None:
        Survey.objects.filter(pk=version.survey_id).update(form_mapping=form_mapping)
    _freeze(wave, given.instrument, version, closed_on)
    _write_units(wave, given)
    _write_values(wave, given.instrument)
    at = _moment_after(closed_on)
    publish(wave=wave, results=results, at=at, to_all_at=max(to_all_at or at, at))
    wave.refresh_from_db()
    return wave


def _check(given: WaveInput, label: str, titles: tuple[str, str], closed_on: date) -> None:
    if not label or len(label) > LONGEST_LABEL:
        raise SurveyError(_("The label of a wave has 1 to %(most)s characters.") % {"most": LONGEST_LABEL})
    if not all(titles) or max(map(len, titles)) > 120:
        raise SurveyError(_("The title of a survey has 1 to %(most)s characters.") % {"most": 120})
    if closed_on > today():
        raise SurveyError(_("A wave that is loaded has closed already: the date lies in the future."))
    items = given.instrument.items
    names = [
        *(name for unit in given.units for name in (unit.code, unit.name, unit.city)),
        *(name for item in items for name in (item.id, item.value)),
    ]
    longest = max(names, key=len, default="")
    if len(longest) > LONGEST_NAME:
        raise SurveyError(
            _("“%(name)s…” is too long: names, codes and identifiers have at most %(most)s characters.")
            % {"name": longest[:40], "most": LONGEST_NAME}
        )


def _label_taken(wave: Wave, replace: bool) -> LabelTaken:
    facts = {"label": wave.label, "survey": wave.version.survey, "date": wave.closed_on or ""}
    if replace:
        return LabelTaken(_("“%(label)s” is a wave of this site and cannot be replaced by a file.") % facts)
    return LabelTaken(
        _(
            "There is a wave “%(label)s” already (%(survey)s, %(date)s). Choose another label, or add --replace."
        )
        % facts
    )


def _clear(wave: Wave) -> None:
    """Take back what a loaded wave had published; the wave keeps its address."""
    ValueStanding.objects.filter(
        wave_label=wave.label, office__wave_units__wave=wave, value__wave_values__wave=wave
    ).delete()
    PublishedResult.objects.filter(wave=wave).delete()
    wave.units.all().delete()
    wave.values.all().delete()


def _freeze(wave: Wave, instrument: Instrument, version: SurveyVersion, closed_on: date) -> None:
    wave.version = version
    wave.state = WaveState.REVIEWED
    wave.is_collected_elsewhere = True
    wave.closed_on = closed_on
    wave.published_at = wave.published_to_all_at = None
    wave.weight_knowledge = instrument.weight_knowledge
    wave.correction = instrument.correction
    wave.min_group = instrument.min_group
    wave.gap_points = instrument.gap_points
    wave.save()


def _version(instrument: Instrument, titles: tuple[str, str]) -> SurveyVersion:
    """The version of the survey that holds exactly these items, made if it is new."""
    survey, _created = Survey.objects.get_or_create(title_eng=titles[1], defaults={"title_ind": titles[0]})
    fingerprint = fingerprint_of(instrument)
    version = survey.versions.filter(fingerprint=fingerprint).first()
    if version is None:
        version = survey.versions.create(number=survey.next_number(), fingerprint=fingerprint)
        Item.objects.bulk_create(_items(instrument, version))
    return version


def freeze_items(version: SurveyVersion) -> None:
    """A draft that was asked is no draft any more."""
    if version.is_draft:
        items = version.items.order_by("position")
        version.fingerprint = fingerprint_of(Instrument(tuple(asked(item) for item in items)))
        version.save(update_fields=["fingerprint"])


def fingerprint_of(instrument: Instrument) -> str:
    """SHA-256 over the items with their keys and scales; the weights of a wave are not part of it."""
    items = [asdict(item) for item in instrument.items]
    return hashlib.sha256(json.dumps(items, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _items(instrument: Instrument, version: SurveyVersion) -> list[Item]:
    rows = []
    for position, item in enumerate(instrument.items):
        row = Item(
            version=version,
            position=position,
            uid=item.id,
            value=item.value,
            kind=item.kind,
            is_reversed=item.reversed,
        )
        if item.kind == "knowledge":
            row.key, row.options = list(item.key), list(item.options)
        elif item.kind == "agreement":
            row.points = item.points
        else:
            row.low, row.high = item.low, item.high
        rows.append(row)
    return rows


def _write_units(wave: Wave, given: WaveInput) -> None:
    offices = _by_name(Office.objects.all(), ("code", "name"))
    taken: set[int] = set()
    answered: dict[str, int] = {}
    for sheet in given.answers:
        answered[sheet.office] = answered.get(sheet.office, 0) + 1
    units = []
    for unit in given.units:
        office = _first_free(offices, (unit.code, unit.name), taken)
        units.append(
            WaveUnit(
                wave=wave,
                code=unit.code,
                name=office.name if office and unit.name == unit.code else unit.name,
                city=unit.city,
                invited=unit.invited,
                answered=answered.get(unit.code, 0),
                office=office,
            )
        )
    WaveUnit.objects.bulk_create(units)


def _write_values(wave: Wave, instrument: Instrument) -> None:
    known = _by_name(CoreValue.objects.all(), ("code", "name"))
    taken: set[int] = set()
    WaveValue.objects.bulk_create(
        WaveValue(wave=wave, name=name, position=position, core_value=_first_free(known, (name,), taken))
        for position, name in enumerate(instrument.values)
    )


def _by_name(rows: Any, fields: Sequence[str]) -> dict[str, Any]:
    """{code or name, without case: row}; a code comes before a name."""
    found: dict[str, Any] = {}
    for field in fields:
        for row in rows:
            found.setdefault(getattr(row, field).casefold(), row)
    return found


def _first_free(known: dict[str, Any], names: Sequence[str], taken: set[int]) -> Any:
    """The row of the first of `names` that is not linked yet: two units of one office would count it twice."""
    for name in names:
        row = known.get(name.casefold())
        if row and row.pk not in taken:
            taken.add(row.pk)
            return row
    return None


def _moment_after(closed_on: date) -> datetime:
    """The morning of the day after closing, or now if that has not come: a wave of last year is no news of today."""
    morning = timezone.make_aware(datetime.combine(closed_on + timedelta(days=1), HOUR_OF_PUBLICATION))
    return min(morning, timezone.now())
