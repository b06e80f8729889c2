"""The target that the Nakawan of an office set themselves, and how far they are."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from culture_site.core.dates import today
from nakawan.activities import team_progress
from nakawan.exceptions import BadTarget, NotServing
from nakawan.models import TeamTarget, Term
from nakawan.services.targets import set_target
from tests.factories.activities import ProposalFactory, nakawan_of
from tests.factories.events import at
from tests.factories.people import OfficeFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db

PAGE = "nakawan:team-target"


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def nakawan(office):
    return nakawan_of(office)


def numbers(office):
    team = team_progress(office)
    return team.done, team.target, team.left


def test_without_a_target_of_its_own_the_team_goes_by_what_its_terms_ask_for(office, nakawan):
    other = nakawan_of(office)
    Term.objects.filter(person=other).update(target=2)
    nakawan_of(OfficeFactory())

    assert numbers(office) == (0, 3, 3)


def test_activities_of_everybody_since_the_first_of_them_began_count(office, nakawan):
    ProposalFactory(office=office, over=True, by=nakawan)
    ProposalFactory(office=office, over=True, by=UserFactory(office=office))
    ProposalFactory(office=office, approved=True, by=nakawan)  # still to come
    ProposalFactory(office=office, sent=True, by=nakawan)
    ProposalFactory(over=True)  # at another office
    ProposalFactory(office=office, approved=True, starts_at=at(9, days=-11), by=nakawan)  # by those before

    set_target(office=office, activities=5, by=nakawan)

    assert numbers(office) == (2, 5, 3)


def test_more_than_the_target_leaves_nothing(office, nakawan):
    for _number in range(2):
        ProposalFactory(office=office, over=True, by=nakawan)

    assert numbers(office) == (2, 1, 0)


def test_target_is_changed_and_taken_back(office, nakawan):
    set_target(office=office, activities=4, by=nakawan)
    set_target(office=office, activities=7, by=nakawan_of(office))
    assert team_progress(office).target == 7

    set_target(office=office, activities=None, by=nakawan)

    assert numbers(office) == (0, 2, 2)


def test_target_below_what_the_terms_ask_for_is_refused_and_one_that_fell_below_is_lifted(office, nakawan):
    nakawan_of(office)
    with pytest.raises(BadTarget, match="2"):
        set_target(office=office, activities=1, by=nakawan)
    set_target(office=office, activities=2, by=nakawan)

    nakawan_of(office)

    assert team_progress(office).target == 3


def test_only_who_serves_there_now_sets_it(office, nakawan):
    for person in (nakawan_of(OfficeFactory()), UserFactory(office=office, leader=True)):
        with pytest.raises(NotServing):
            set_target(office=office, activities=4, by=person)
    assert not TeamTarget.objects.exists()


def test_those_who_follow_start_without_it(office, nakawan):
    set_target(office=office, activities=9, by=nakawan)
    TeamTarget.objects.update(set_on=today() - timedelta(days=11))

    assert team_progress(office).target == 1


def test_several_at_once_leave_one_target(transactional_db, office, nakawan):
    at_once(4, lambda: set_target(office=office, activities=5, by=nakawan))

    assert TeamTarget.objects.get().activities == 5


def test_database_refuses_a_target_of_nothing(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamTarget.objects.create(office=office, activities=0)


# ---- The page


def test_page_sets_it_and_the_hub_says_how_far_they_are(client, office, nakawan):
    ProposalFactory(office=office, over=True, by=nakawan)
    client.force_login(nakawan)

    answer = client.post(reverse(PAGE), {"activities": "4", "office": OfficeFactory().pk}, follow=True)
    shown = client.get(reverse(PAGE)).content.decode()

    assert "1 kegiatan selesai, 3 lagi menuju target" in answer.content.decode()
    assert TeamTarget.objects.get().office == office
    assert 'value="4"' in shown
    client.post(reverse(PAGE), {"activities": ""})
    assert "1 kegiatan selesai, target tercapai" in client.get(reverse("nakawan:hub")).content.decode()


@pytest.mark.parametrize("typed", ["0", "-3", "101", "banyak", "2,5"])
def test_what_cannot_be_is_a_sentence_and_stays_typed(client, nakawan, typed):
    client.force_login(nakawan)

    answer = client.post(reverse(PAGE), {"activities": typed})

    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert "error-summary" in answer.content.decode()
    assert not TeamTarget.objects.exists()


def test_who_serves_by_the_role_alone_or_not_at_all_has_no_such_page(client, office):
    for person in (UserFactory(office=office, nakawan=True), UserFactory(leader=True), UserFactory()):
        client.force_login(person)
        assert client.get(reverse(PAGE)).status_code == 404
        assert client.post(reverse(PAGE), {"activities": "4"}).status_code == 404
