"""Planning a wave and opening it: whom it asks, in which offices they count, and the key that seals what they say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.jobs.services import enqueue
from culture_site.people.models import Office, User
from culture_site.people.models.users import UserQuerySet

from . import keys
from .exceptions import CannotEdit, CannotOpen, LabelTaken, SurveyError
from .models import Invitation, Item, ItemKind, SurveyVersion, Wave, WaveState, WaveUnit, WaveValue
from .services import freeze_items

# An office with fewer people than this counts together with a sibling of its city.
LEAST_OFFICE = 10
LEAST_OPTIONS = 2


@transaction.atomic
def plan_wave(*, version: SurveyVersion, label: str, closes_on: date, **rules: float | str) -> Wave:
    """A wave to be opened later. `rules` are fields of Wave such as `weight_knowledge`.

    Raises LabelTaken if there is a wave of that label, CannotOpen if its last day has gone by.
    """
    label = _free_label(label, Wave.objects.all())
    _check_last_day(closes_on)
    return Wave.objects.create(version=version, label=label, closes_on=closes_on, **rules)


@transaction.atomic
def change_wave(
    *,
    wave: Wave,
    label: str | None = None,
    version: SurveyVersion | None = None,
    closes_on: date,
    remind_every_days: int,
) -> Wave:
    """Change the plan of a wave; of an open one its last day and its reminders alone.

    Raises LabelTaken and CannotOpen as `plan_wave` does, CannotEdit for a wave that takes no answers any more.
    """
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.state not in (WaveState.PLANNED, WaveState.OPEN):
        raise CannotEdit(_("Only a wave that is planned or open can be changed."))
    _check_last_day(closes_on)
    wave.closes_on, wave.remind_every_days = closes_on, remind_every_days
    if wave.state == WaveState.PLANNED:
        wave.label = _free_label(label or wave.label, Wave.objects.exclude(pk=wave.pk))
        wave.version = version or wave.version
    wave.save()
    return wave


@transaction.atomic
def delete_plan(*, wave: Wave) -> None:
    """Take a planned wave back. Raises CannotEdit for one that opened."""
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.state != WaveState.PLANNED:
        raise CannotEdit(_("Only a wave that never opened can be deleted."))
    wave.delete()


def _free_label(label: str, others: models.QuerySet[Wave]) -> str:
    label = " ".join(label.split())
    if others.filter(label__iexact=label).exists():
        raise LabelTaken(_("There is a wave “%(label)s” already. Choose another label.") % {"label": label})
    return label


def _check_last_day(closes_on: date | None) -> None:
    if closes_on is None or closes_on < today():
        raise CannotOpen(_("The last day for answers has gone by: choose a later one."))


@transaction.atomic
def request_opening(*, wave: Wave) -> Wave:
    """Have a worker open the wave: it alone reads and writes keys. A second call changes nothing.

    Raises CannotOpen with everything that the wave lacks.
    """
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.state not in (WaveState.PLANNED, WaveState.OPENING):
        return wave
    version = SurveyVersion.objects.select_for_update().get(pk=wave.version_id)
    check_items(version)
    _check_last_day(wave.closes_on)
    if not people_to_ask().exists():
        raise CannotOpen(_("There is nobody to ask: no Nakama with an office works here today."))
    freeze_items(version)
    wave.state = WaveState.OPENING
    wave.problem = ""
    wave.save(update_fields=["state", "problem"])
    enqueue("surveys.tasks.open_wave", wave.pk, key=f"wave-opening:{wave.pk}")
    return wave


def check_items(version: SurveyVersion) -> None:
    """Raises CannotOpen with a sentence for each item that cannot be asked on the site."""
    items = list(version.items.order_by("position"))
    faults = [fault for item in items for fault in faults_of(item)]
    if not items:
        faults.append(_("The survey has no items."))
    if faults:
        raise CannotOpen(" ".join(faults))


def faults_of(item: Item) -> Iterable[str]:
    """A sentence for each thing that the item lacks to be asked on the site."""
    told = {"item": item.uid}
    if not item.text_ind or not item.text_eng:
        yield _("“%(item)s” lacks its text in one of the languages.") % told
    if item.kind != ItemKind.KNOWLEDGE:
        return
    if not item.key:
        yield _("“%(item)s” has no right option.") % told
    if len(item.options) < LEAST_OPTIONS:
        yield _("“%(item)s” offers fewer than two options.") % told
    for key in item.key:
        if key not in item.options:
            yield _("The key “%(key)s” of “%(item)s” is not one of its options.") % (told | {"key": key})
    for option in item.options:
        words = item.option_texts.get(option, {})
        if not words.get("ind") or not words.get("eng"):
            yield _("The option “%(option)s” of “%(item)s” lacks its words in one of the languages.") % (
                told | {"option": option}
            )


def people_to_ask() -> UserQuerySet:
    """Every Nakama who works in an office today. Trainees and partners have no employee number."""
    day = today()
    return (
        User.objects.employed(day)
        .filter(is_active=True, employee_number__isnull=False, office__isnull=False)
        .exclude(joined_on__gt=day)
    )


@dataclass
class Reporting:
    """One unit to be: the office that it is called by, those merged into it, and the people in all of them."""

    office: Office
    merged: list[Office] = field(default_factory=list)
    people: list[User] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " + ".join(office.name for office in (self.office, *self.merged))


def reporting_units(people: Iterable[User]) -> tuple[list[Reporting], list[Office]]:
    """Units of at least LEAST_OFFICE people where a city allows it, and the offices that take no part.

    The smallest office joins the next smaller sibling of its city, and so on, so that as few as possible are merged.
    Pure but for reading `person.office` and its city.
    """
    units: dict[int, Reporting] = {}
    for person in people:
        assert person.office is not None, "Only people with an office are asked."
        units.setdefault(person.office.pk, Reporting(person.office)).people.append(person)
    kept: list[Reporting] = []
    left_out: list[Office] = []
    cities: dict[int, list[Reporting]] = {}
    for unit in units.values():
        cities.setdefault(unit.office.city_id, []).append(unit)
    for siblings in cities.values():
        siblings.sort(key=lambda unit: (len(unit.people), unit.office.code))
        while len(siblings) > 1 and len(siblings[0].people) < LEAST_OFFICE:
            small, larger = siblings.pop(0), siblings.pop(0)
            # The larger one gives the name.
            larger.merged += [small.office, *small.merged]
            larger.people += small.people
            siblings.append(larger)
            siblings.sort(key=lambda unit: (len(unit.people), unit.office.code))
        for unit in siblings:
            if len(unit.people) < LEAST_OFFICE:
                left_out += [unit.office, *unit.merged]
            else:
                kept.append(unit)
    return sorted(kept, key=lambda unit: unit.office.code), sorted(left_out, key=lambda office: office.code)


def open_wave(*, wave_id: int) -> None:
    """The worker's part: make and prove the key pair, then freeze whom the wave asks, all of it or nothing.

    Safe to call again after it was killed anywhere: a key that is there already is used again. Where no key can be
    kept the wave says so on its page, and the error is raised.
    """
    wave = Wave.objects.get(pk=wave_id)
    if wave.state != WaveState.OPENING:
        return
    try:
        public = keys.make_key(wave_id)
        keys.prove(wave_id, public)
    except SurveyError as error:
        Wave.objects.filter(pk=wave_id).update(problem=str(error))
        raise
    _freeze(wave_id, public)


@transaction.atomic
def _freeze(wave_id: int, public: bytes) -> None:
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.state != WaveState.OPENING:
        return
    people = list(people_to_ask().select_related("office__city").order_by("?"))
    units, left_out = reporting_units(people)
    if not units:
        _hold_back(wave)
        return
    for unit in units:
        row = WaveUnit.objects.create(
            wave=wave,
            code=unit.office.code,
            name=unit.name,
            city=unit.office.city.name,
            invited=len(unit.people),
            office=unit.office,
        )
        row.merged.set(unit.merged)
        Invitation.objects.bulk_create(
            Invitation(wave=wave, unit=row, person=person, role_group=person.job_group)
            for person in unit.people
        )
    _freeze_values(wave)
    wave.public_key = public
    wave.left_out = [office.name for office in left_out]
    wave.opened_on = today()
    wave.state = WaveState.OPEN
    wave.problem = ""
    wave.save(update_fields=["public_key", "left_out", "opened_on", "state", "problem"])
    enqueue("surveys.tasks.tell_invited", wave.pk, 0, key=f"wave-told:{wave.pk}:0")


def _hold_back(wave: Wave) -> None:
    wave.state = WaveState.PLANNED
    wave.problem = _(
        "No office has %(least)s people or more, alone or with a sibling of its city: nobody can be asked."
    ) % {"least": LEAST_OFFICE}
    wave.save(update_fields=["state", "problem"])


def _freeze_values(wave: Wave) -> None:
    names = list(dict.fromkeys(wave.version.items.order_by("position").values_list("value", flat=True)))
    known = {value.name.casefold(): value for value in CoreValue.objects.all()}
    WaveValue.objects.bulk_create(
        WaveValue(wave=wave, name=name, position=position, core_value=known.get(name.casefold()))
        for position, name in enumerate(names)
    )
