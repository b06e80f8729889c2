"""Nakawan: `QuotaFactory(seats=3)` is an office's share of a call that has closed; `applied(quota)` an application."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from culture_site.people.models import User
from nakawan.models import Application, ApplicationState, Call, SeatQuota
from tests.factories.people import OfficeFactory, UserFactory


class CallFactory(DjangoModelFactory):
    """Closed yesterday; `is_open=True` is open until the day after tomorrow."""

    class Meta:
        model = Call

    class Params:
        is_open = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=2)),
            closes_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=2)),
        )

    title_ind = factory.Sequence(lambda n: f"Panggilan contoh {n}")
    title_eng = factory.Sequence(lambda n: f"Sample call {n}")
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=20))
    closes_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))


class QuotaFactory(DjangoModelFactory):
    class Meta:
        model = SeatQuota

    call = factory.SubFactory(CallFactory)
    office = factory.SubFactory(OfficeFactory)
    seats = 3


def applied(quota: SeatQuota, person: User | None = None, **fields) -> Application:
    """A sent application of somebody of that office."""
    return Application.objects.create(
        quota=quota,
        call=quota.call,
        person=person or UserFactory(office=quota.office),
        state=ApplicationState.SUBMITTED,
        submitted_at=timezone.now(),
        why="Karena saya senang menolong.",
        idea="Dinding terima kasih.",
        time="Dua jam seminggu.",
        **fields,
    )
