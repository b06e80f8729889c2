"""Pages of a trainee in every dress."""

from datetime import timedelta

import pytest

from academy.models import (
    CurriculumVersion,
    Enrollment,
    Kind,
)
from academy.path import load_path
from academy.services.progress import refresh_summary
from culture_site.core.dates import today
from tests.browser import DESKTOP, NARROWEST, PHONE
from tests.factories.academy import CohortFactory, EnrollmentFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def enrollment(transactional_db, curriculum) -> Enrollment:
    cohort = CohortFactory(version=CurriculumVersion.objects.get(), starts_on=today() - timedelta(days=27))
    enrollment = EnrollmentFactory(cohort=cohort)
    refresh_summary(enrollment)
    return enrollment


@pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [
        (PHONE, "light", "id"),
        (PHONE, "dark", "en"),
        (DESKTOP, "light", "en"),
        (DESKTOP, "dark", "id"),
        (NARROWEST, "light", "id"),
    ],
)
def test_pages_of_a_trainee_are_fine(visit, enrollment, viewport, scheme, language):
    visitor = visit(user=enrollment.person, viewport=viewport, scheme=scheme)
    items = load_path(enrollment).items
    first = items[0].activity.uuid
    locked = next(item.activity.uuid for item in items if not item.is_open)
    meeting = next(item.activity.uuid for item in items if item.activity.kind == Kind.LIVE)
    pages = [
        "home/", "academy/", f"academy/activities/{first}/", f"academy/activities/{locked}/", "academy/days/",
        f"academy/sessions/{meeting}/", "academy/questions/", f"academy/questions/new/{first}/", "academy/offline/",
    ]  # fmt: skip

    for page in pages:
        visitor.goto(f"/{language}/{page}")
        visitor.assert_fine()
