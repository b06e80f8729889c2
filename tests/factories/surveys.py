"""Surveys and waves. `WaveFactory(published=True)` is out for everybody since the day after it closed."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from surveys.models import Item, ItemKind, Survey, SurveyVersion, Wave, WaveState, WaveUnit, WaveValue

FIRST_INSTANT = datetime(2026, 6, 12, 2, tzinfo=UTC)
SECOND_INSTANT = datetime(2026, 6, 15, 2, tzinfo=UTC)


class SurveyFactory(DjangoModelFactory):
    class Meta:
        model = Survey

    title_eng = factory.Sequence(lambda number: f"Culture survey {number}")
    title_ind = factory.Sequence(lambda number: f"Survei budaya {number}")


class SurveyVersionFactory(DjangoModelFactory):
    class Meta:
        model = SurveyVersion

    survey = factory.SubFactory(SurveyFactory)
    number = 1
    fingerprint = factory.Sequence(lambda number: f"{number:064x}")


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = Item

    version = factory.SubFactory(SurveyVersionFactory)
    position = factory.Sequence(int)
    uid = factory.Sequence(lambda number: f"q{number}")
    value = "Friendly"
    kind = ItemKind.KNOWLEDGE
    key = ["B"]


class WaveFactory(DjangoModelFactory):
    class Meta:
        model = Wave

    class Params:
        closed = factory.Trait(state=WaveState.REVIEWED, closed_on=date(2026, 6, 10))
        published = factory.Trait(
            state=WaveState.PUBLISHED,
            closed_on=date(2026, 6, 10),
            published_at=FIRST_INSTANT,
            published_to_all_at=SECOND_INSTANT,
        )

    version = factory.SubFactory(SurveyVersionFactory)
    label = factory.Sequence(lambda number: f"Wave {number}")


class WaveUnitFactory(DjangoModelFactory):
    class Meta:
        model = WaveUnit

    wave = factory.SubFactory(WaveFactory)
    code = factory.Sequence(lambda number: f"OFF-{number}")
    name = factory.LazyAttribute(lambda unit: unit.code)
    city = "Jakarta"
    invited = 100
    answered = 80


class WaveValueFactory(DjangoModelFactory):
    class Meta:
        model = WaveValue

    wave = factory.SubFactory(WaveFactory)
    name = factory.Sequence(lambda number: f"Value {number}")
    position = factory.Sequence(int)
