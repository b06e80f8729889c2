"""The size that is said before a week is kept, held against the pages of the real lessons."""

import pytest
from django.core.management import call_command

from academy.models import CurriculumVersion, Placement
from academy.path import load_path
from academy.saving import weeks_to_save
from academy.services.progress import refresh_summary
from tests.factories.academy import CohortFactory, EnrollmentFactory

pytestmark = pytest.mark.django_db


def test_size_of_the_written_weeks_is_within_a_tenth_of_their_pages(client, content):
    call_command("load_curriculum", verbosity=0)
    Placement.objects.update(needs=[])
    enrollment = EnrollmentFactory(cohort=CohortFactory(version=CurriculumVersion.objects.get()))
    refresh_summary(enrollment)
    client.force_login(enrollment.person)

    weeks = weeks_to_save(load_path(enrollment))
    measured = [sum(len(client.get(address).content) for address in week.addresses) / 1024 for week in weeks]

    said = [week.kilobytes for week in weeks]
    assert [week.module.week for week in weeks] == list(range(1, 14))
    assert [one for one, other in zip(said, measured, strict=True) if abs(one / other - 1) > 0.1] == []
