"""Helpers: asked once each, one tap, never more than are needed."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from culture_site.jobs.models import Notice
from culture_site.people.models import User
from events.services.changes import cancel_event, cancel_slot, move_event
from nakawan.exceptions import BadProposal, HelpersFound, NotServing, NotYours, TooLate
from nakawan.models import Helper, Term
from nakawan.services.answering import approve, decline
from nakawan.services.helpers import help_with, nakawan_of, stop_helping, want_helpers
from nakawan.services.proposals import withdraw
from tests.factories.activities import ProposalFactory
from tests.factories.activities import nakawan_of as make_nakawan
from tests.factories.events import EventFactory, at
from tests.factories.people import OfficeFactory, UserFactory
from tests.threads import at_once
from tests.worker import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def proposal(office):
    return ProposalFactory(office=office, sent=True, helpers_wanted=2)


@pytest.fixture
def team():
    return UserFactory(service_culture=True)


def asked() -> list[User]:
    work_off()
    found = Notice.objects.filter(title_ind__startswith="Bisa bantu?").order_by("person_id")
    return [notice.person for notice in found]


def test_approval_asks_the_other_nakawan_of_the_office_once(office, proposal, team):
    one, two = make_nakawan(office), make_nakawan(office)
    make_nakawan(OfficeFactory())
    UserFactory(office=office)

    approve(proposal=proposal, by=team)

    assert asked() == [one, two]
    want_helpers(proposal=proposal, by=proposal.by, number=3)
    newcomer = make_nakawan(office)
    want_helpers(proposal=proposal, by=proposal.by, number=4)
    assert asked() == [one, two, newcomer]


def test_nobody_is_asked_for_none_or_before_the_answer(office, proposal, team):
    make_nakawan(office)
    want_helpers(proposal=proposal, by=proposal.by, number=3)
    approve(proposal=ProposalFactory(office=office, sent=True), by=team)

    assert asked() == []


def test_who_is_a_nakawan_of_an_office_now(office):
    by_term, by_role = make_nakawan(office), UserFactory(office=office, nakawan=True)
    gone = make_nakawan(office)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    ended = make_nakawan(office)
    ended.role_assignments.all().delete()
    Term.objects.filter(person=ended).update(
        starts_on="2020-01-01", ends_on="2020-06-30", planned_end_on="2020-06-30"
    )

    assert set(nakawan_of(office)) == {by_term, by_role}


def test_two_are_needed_and_two_are_found(office, proposal):
    one, two, three = (make_nakawan(office) for _number in range(3))

    help_with(proposal=proposal, person=one)
    help_with(proposal=proposal, person=one)
    help_with(proposal=proposal, person=two)
    with pytest.raises(HelpersFound):
        help_with(proposal=proposal, person=three)

    assert list(proposal.helpers.values_list("person", "place")) == [(one.pk, 1), (two.pk, 2)]


@pytest.mark.django_db(transaction=True)
def test_ten_tap_at_once_and_two_are_taken():
    office = OfficeFactory()
    proposal = ProposalFactory(office=office, sent=True, helpers_wanted=2)
    people = [make_nakawan(office) for _number in range(10)]

    def tap():
        try:
            return help_with(proposal=proposal, person=people.pop()).place
        except HelpersFound:
            return None

    found = at_once(10, tap)

    assert sorted(place for place in found if place) == [1, 2]
    assert proposal.helpers.count() == 2


def test_database_keeps_each_place_for_one(proposal, office):
    Helper.objects.create(proposal=proposal, person=make_nakawan(office), place=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Helper.objects.create(proposal=proposal, person=make_nakawan(office), place=1)


def test_taken_back_the_place_is_free_and_the_proposer_hears_of_it(office, proposal):
    one, two, three = (make_nakawan(office) for _number in range(3))
    help_with(proposal=proposal, person=one)
    help_with(proposal=proposal, person=two)

    stop_helping(proposal=proposal, person=one)
    stop_helping(proposal=proposal, person=one)
    help_with(proposal=proposal, person=three)

    assert dict(proposal.helpers.values_list("person", "place")) == {three.pk: 1, two.pk: 2}
    work_off()
    told = Notice.objects.get(person=proposal.by)
    assert told.title_ind == f"Satu relawan batal: {proposal.title_ind}"
    assert told.text_ind.startswith(f"{one.name} tidak jadi membantu")


def test_fewer_than_help_already_is_refused(office, proposal):
    help_with(proposal=proposal, person=make_nakawan(office))

    with pytest.raises(BadProposal, match="1 Nakawan sudah membantu"):
        want_helpers(proposal=proposal, by=proposal.by, number=0)
    for number in (-1, 21):
        with pytest.raises(BadProposal, match="Dari 0 sampai 20 relawan"):
            want_helpers(proposal=proposal, by=proposal.by, number=number)


def test_fewer_wanted_leaves_those_who_help_and_takes_no_more(office):
    proposal = ProposalFactory(office=office, sent=True, helpers_wanted=3)
    people = [make_nakawan(office) for _number in range(4)]
    for person in people[:3]:
        help_with(proposal=proposal, person=person)
    stop_helping(proposal=proposal, person=people[0])
    want_helpers(proposal=proposal, by=proposal.by, number=2)

    with pytest.raises(HelpersFound):
        help_with(proposal=proposal, person=people[3])


def test_who_cannot_help(office, proposal):
    with pytest.raises(NotYours):
        help_with(proposal=proposal, person=proposal.by)
    for stranger in (make_nakawan(OfficeFactory()), UserFactory(office=office), UserFactory(trainee=True)):
        with pytest.raises(NotServing):
            help_with(proposal=proposal, person=stranger)
    with pytest.raises(NotYours):
        want_helpers(proposal=proposal, by=make_nakawan(office), number=5)


def test_nobody_helps_with_what_is_over_or_does_not_take_place(office, team):
    helper = make_nakawan(office)
    over = ProposalFactory(office=office, over=True, helpers_wanted=2)
    called_off = ProposalFactory(office=office, approved=True, helpers_wanted=2)
    cancel_event(event=called_off.event, by=team)
    draft = ProposalFactory(office=office, helpers_wanted=2)

    for proposal in (over, called_off, draft):
        with pytest.raises(TooLate):
            help_with(proposal=proposal, person=helper)


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
def test_helpers_hear_that_it_does_not_take_place(office, proposal, team, how):
    helper = make_nakawan(office)
    help_with(proposal=proposal, person=helper)

    if how == "declined":
        decline(proposal=proposal, by=team, words="Hari itu ada audit.")
    else:
        withdraw(proposal=proposal, by=proposal.by)

    work_off()
    assert Notice.objects.get(person=helper).title_ind == f"Tidak jadi: {proposal.title_ind}"


def test_one_tap_on_the_page_and_the_proposer_sees_who(client, office, proposal):
    helper = make_nakawan(office)
    address = reverse("nakawan:proposal-detail", args=[proposal.uuid])
    client.force_login(helper)

    assert "Perlu 2 relawan lagi." in client.get(address).content.decode()
    page = client.post(reverse("nakawan:proposal-help", args=[proposal.uuid]), follow=True).content.decode()
    assert "Kamu membantu. Terima kasih!" in page
    client.force_login(proposal.by)
    page = client.get(address).content.decode()
    assert helper.name in page
    assert "1 dari 2" in page
    client.force_login(helper)
    page = client.post(
        reverse("nakawan:proposal-help-back", args=[proposal.uuid]), follow=True
    ).content.decode()
    assert "Perlu 2 relawan lagi." in page
    assert not Helper.objects.exists()


def test_number_is_changed_on_the_page_with_a_sentence_for_what_cannot_be(client, proposal):
    client.force_login(proposal.by)
    address = reverse("nakawan:proposal-helpers", args=[proposal.uuid])

    refused = client.post(address, {"number": "21"})
    assert refused.status_code == 422
    assert "Dari 0 sampai 20 relawan." in refused.content.decode()
    assert client.get(address).status_code == 302
    client.post(address, {"number": "5", "state": "approved"})
    proposal.refresh_from_db()
    assert (proposal.helpers_wanted, proposal.state) == (5, "sent")


def notices_about(title: str) -> dict[User, str]:
    work_off()
    return {one.person: one.text_ind for one in Notice.objects.filter(title_ind__startswith=title)}


def test_who_holds_an_activity_hears_when_its_event_is_moved_or_cancelled(office, team):
    proposal = ProposalFactory(office=office, approved=True, helpers_wanted=2)
    helper, other = make_nakawan(office), make_nakawan(office)
    for person in (helper, other):
        help_with(proposal=proposal, person=person)

    move_event(event=proposal.event, starts_at=at(13), by=helper)
    moved = notices_about("Pindah waktu")
    cancel_event(event=proposal.event, by=team)
    cancelled = notices_about("Dibatalkan")

    assert set(moved) == {proposal.by, other}
    assert "13.00 WIB" in moved[other]
    assert set(cancelled) == {proposal.by, helper, other}


def test_changes_of_other_events_and_of_single_times_concern_no_helper(office, team):
    proposal = ProposalFactory(office=office, approved=True)
    cancel_event(event=EventFactory(office=office), by=team)
    cancel_slot(slot=proposal.event.sessions.get().slots.get(), by=team)

    assert notices_about("Dibatalkan") == {}


def test_holders_of_an_activity_that_was_erased_meanwhile_are_told_nothing(office, team):
    proposal = ProposalFactory(office=office, approved=True)
    cancel_event(event=proposal.event, by=team)
    proposal.delete()

    assert notices_about("Dibatalkan") == {}
