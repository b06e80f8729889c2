"""Notices as they lie in an inbox."""

import factory
from factory.django import DjangoModelFactory

from culture_site.jobs.models import Notice

from .people import UserFactory


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    person = factory.SubFactory(UserFactory)
    kind = "test"
    key = factory.Sequence(lambda n: f"test:{n}")
    title_ind = factory.Sequence(lambda n: f"Kabar {n}")
    title_eng = factory.Sequence(lambda n: f"News {n}")
