"""The sample fair that is over shows something on every page about it, and is the same for the same seed."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from culture_site.demo.models import SampleLoad
from culture_site.demo.people import DOMAIN
from culture_site.jobs.models import Job
from culture_site.people.models import RoleAssignment, User
from events.feedback import summarise, was_there
from events.figures import figures_of
from events.models import Event, Feedback, SignUp, TimeClaim
from events.verification import claims_against_sign_ups, counters_against_sign_ups
from nakawan.models import FocusPlan
from surveys.models import Wave

pytestmark = pytest.mark.django_db


def fair() -> Event:
    return Event.objects.get(slug="hari-nilai-contoh")


def story() -> list:
    """Everything but the codes of tickets, which are drawn by chance."""
    sign_ups = SignUp.objects.filter(event=fair()).order_by("pk")
    return [
        timezone.localtime(fair().starts_at).isoformat(),
        *sign_ups.values_list("person__name", "session__title_ind", "slot__starts_at", "state", "is_walk_in"),
        *Feedback.objects.order_by("pk").values_list("person__name", "rating", "understanding", "comment"),
    ]


def test_sample_fair_is_over_and_has_guests_numbers_and_words():
    call_command("load_demo", "--people", "300", "--on", "2026-07-16", verbosity=0)
    event = fair()
    figures = figures_of(event)

    # The Saturday before Thursday, 16 July 2026.
    assert timezone.localdate(event.starts_at) == date(2026, 7, 11)
    assert 20 < figures.came < figures.people.signed_up + 3
    assert figures.people.walk_ins == 3
    assert summarise(event).shown >= 10
    assert summarise(event).comments
    for name in ("nakawan", "trainee"):
        person = event.tickets.get(person__email=f"{name}@{DOMAIN}").person
        assert was_there(event, person)
        assert not Feedback.objects.filter(person=person).exists()
    assert TimeClaim.objects.filter(sign_up__event=event, quarter__gte=event.ends_at).count() == 0
    assert [*counters_against_sign_ups(), *claims_against_sign_ups()] == []
    told = SignUp.objects.filter(event=event).values_list("transitions", flat=True)
    assert not Job.objects.filter(key__in=[f"sign-up:{pk}" for pk in told]).exists()


@pytest.mark.parametrize("people", [60, 120])
def test_same_seed_tells_the_same_story(people):
    call_command("load_demo", "--people", str(people), "--on", "2026-07-16", verbosity=0)
    first = story()

    for model in (FocusPlan, Wave, RoleAssignment, User, Event, SampleLoad):
        model.objects.all().delete()
    call_command("load_demo", "--people", str(people), "--on", "2026-07-16", verbosity=0)

    assert story() == first
