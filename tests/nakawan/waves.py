"""Waves of the five offices of the specification, linked to offices and values of the site, and plans from them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, User
from nakawan.models import FocusPlan
from nakawan.services.plans import open_plan
from surveys.comparison import shrink
from surveys.estimation import Estimate
from surveys.models import Wave
from surveys.services import publish
from tests.factories.people import CityFactory, OfficeFactory, UserFactory
from tests.factories.surveys import SurveyVersionFactory, WaveFactory, WaveUnitFactory, WaveValueFactory
from tests.surveys.vectors import CITIES, CODES, MEANS
from tests.surveys.waves import FIRST, given, load

# So that a plan of today lies between the two.
FIRST_CLOSED = date(2026, 6, 10)


def site() -> dict[str, Office]:
    """The five offices by code, in their cities, and the four values."""
    cities = {name: CityFactory(name=name) for name in dict.fromkeys(CITIES)}
    for position, name in enumerate(FIRST, start=1):
        CoreValue.objects.get_or_create(
            code=name.lower(),
            defaults={"name": name, "position": position, "promise_ind": "Contoh", "promise_eng": "Sample"},
        )
    return {
        code: OfficeFactory(code=code, name=f"Kantor {code}", city=cities[city])
        for code, city in zip(CODES, CITIES, strict=True)
    }


def first_wave(case: str = "flagged", **changes: Any) -> Wave:
    return load(given(MEANS[case], **changes), "Wave 1", FIRST_CLOSED)


def second_wave(means: Mapping[str, float], **changes: Any) -> Wave:
    """The next wave of the same survey, closed today: the first one's means (flagged) but for those named."""
    known = dict(zip(CODES, MEANS["flagged"], strict=True)) | means
    return load(given([known[code] for code in CODES], **changes), "Wave 2", today())


def plan_from(wave: Wave, office: Office, value: CoreValue | None = None, **facts: Any) -> FocusPlan:
    """Opened by somebody of Service Culture, for a gain of 4 points."""
    by: User = facts.pop("by", None) or UserFactory(service_culture=True)
    return open_plan(
        wave=wave, office=office, value=value, by=by,
        **{
            "goal_ind": "Naik empat poin.", "goal_eng": "Four points up.", "target_points": 4.0, "owner": by,
            "starts_on": today(), "ends_on": today() + timedelta(days=180),
        } | facts,
    )  # fmt: skip


class Printed:
    """Results whose overall table holds exactly these estimates."""

    def __init__(self, offices: Mapping[str, Estimate], like: dict[str, Any]):
        self.offices, self.like = offices, like

    def published(self) -> dict[str, Any]:
        overall = self.like["overall"]
        rows = {
            code: overall["offices"][code]
            | {name: getattr(one, name) for name in ("n", "invited", "mean", "sd", "se", "low", "high")}
            for code, one in self.offices.items()
        }
        pull = shrink(list(self.offices.values()))
        return self.like | {"overall": overall | {"offices": rows, "tau2": pull.tau2, "mu": pull.mu}}

    def review(self) -> dict[str, Any]:
        return {}


def printed_wave(
    label: str,
    closed_on: date,
    offices: Mapping[str, Estimate],
    like: dict[str, Any],
    earlier: Wave | None = None,
) -> Wave:
    """A published wave with exactly these figures over all, linked to the offices of the same codes."""
    version = earlier.version if earlier else SurveyVersionFactory()
    wave = WaveFactory(closed=True, version=version, label=label, closed_on=closed_on)
    for code, one in offices.items():
        office = Office.objects.get(code=code)
        WaveUnitFactory(
            wave=wave,
            code=code,
            name=code,
            city=office.city.name,
            invited=one.invited,
            answered=one.n,
            office=office,
        )
    for position, name in enumerate(FIRST):
        WaveValueFactory(wave=wave, name=name, position=position, core_value=CoreValue.objects.get(name=name))
    first = timezone.now() - timedelta(days=(today() - closed_on).days, minutes=1)
    publish(wave=wave, results=Printed(offices, like), at=first, to_all_at=first)
    wave.refresh_from_db()
    return wave
