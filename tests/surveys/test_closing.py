"""From the last answer to responses that nobody can be found in."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import models
from django.utils import timezone

from culture_site.core.dates import today
from culture_site.jobs.models import MailLog, Notice
from surveys import keys, tasks
from surveys.closing import carry_on, clean, close, count
from surveys.exceptions import AlreadyAnswered, CountDiffers, KeyLost, NotOpen, SurveyError
from surveys.models import Ballot, Comment, Invitation, Response, Wave, WaveState
from surveys.notices import REMINDER_KIND, remind, remind_due
from tests.factories.people import UserFactory
from tests.threads import at_once
from tests.worker import work_off

from .site_waves import answer, counted, offices, opened, people_in

MARKER = "TANDA-PENANDA-7391"


@pytest.fixture
def wave(db):
    offices(20, 14)
    return opened()


def invitations(wave, code: str = "A") -> list[Invitation]:
    return list(wave.invitations.filter(unit__code=code).select_related("person"))


def outcome(action, *arguments) -> type | None:
    """The kind of error that came of it, None if it went well."""
    try:
        action(*arguments)
    except SurveyError as error:
        return type(error)
    return None


@pytest.mark.django_db
def test_answer_is_sealed_and_the_row_of_the_person_says_only_that_they_answered(wave):
    [one, *_others] = invitations(wave)

    answer(one, comment=MARKER)

    one.refresh_from_db()
    assert one.answered is True
    assert MARKER.encode() not in bytes(Ballot.objects.get().sealed)
    assert Response.objects.count() == Comment.objects.count() == 0


@pytest.mark.django_db
def test_second_answer_is_refused_and_the_first_stands(wave):
    [one, *_others] = invitations(wave)
    answer(one)

    with pytest.raises(AlreadyAnswered):
        answer(one, {})

    assert Ballot.objects.count() == 1


@pytest.mark.django_db
def test_invitation_of_another_person_takes_no_answer(wave):
    [one, other, *_rest] = invitations(wave)
    one.person = other.person

    with pytest.raises(AlreadyAnswered):
        answer(one)

    assert not Ballot.objects.exists()


@pytest.mark.django_db
def test_closed_wave_takes_no_answer(wave):
    close(wave=wave)

    with pytest.raises(NotOpen):
        answer(invitations(wave)[0])


def test_twenty_answers_of_one_person_at_once_make_one_ballot(transactional_db):
    offices(12)
    wave = opened()
    [one, *_others] = invitations(wave)

    outcomes = at_once(20, lambda: outcome(answer, one))

    assert Counter(outcomes) == {None: 1, AlreadyAnswered: 19}
    assert Ballot.objects.count() == 1


def test_answers_and_closing_at_once_lose_nothing(transactional_db):
    """Whoever was let in is counted; whoever came too late is told so."""
    offices(24)
    wave = opened()
    asked = invitations(wave)

    turns = iter(asked)

    def act() -> type | None:
        invitation = next(turns)
        if invitation == asked[12]:
            close(wave=wave)
            return Wave
        return outcome(answer, invitation)

    outcomes = Counter(at_once(24, act))
    count(wave_id=wave.pk)

    assert outcomes[None] + outcomes[NotOpen] == 23
    assert wave.units.get().answered == outcomes[None]
    assert not Ballot.objects.exists()


@pytest.mark.django_db
def test_counting_writes_responses_and_forgets_who_answered(wave):
    for invitation in invitations(wave)[:12]:
        answer(invitation)
    for invitation in invitations(wave, "B")[:6]:
        answer(invitation, {"Friendly-k1": "c"}, comment="Pendek saja.")
    close(wave=wave)

    count(wave_id=wave.pk)

    assert Counter(Response.objects.values_list("unit__code", flat=True)) == {"A": 12, "B": 6}
    assert [row.scores[""] for row in Response.objects.filter(unit__code="A")] == [100.0] * 12
    assert set(Invitation.objects.values_list("answered", flat=True)) == {None}
    assert dict(wave.units.values_list("code", "answered")) == {"A": 12, "B": 6}
    assert not Ballot.objects.exists()
    # Six answers in B: their comments stand without an office.
    assert list(Comment.objects.values_list("unit", "text")) == [(None, "Pendek saja.")] * 6


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 4])
def test_office_with_fewer_than_five_answers_leaves_only_their_number(wave, number):
    for invitation in invitations(wave)[:12]:
        answer(invitation)
    for invitation in invitations(wave, "B")[:number]:
        answer(invitation, comment=MARKER)

    close(wave=wave)
    count(wave_id=wave.pk)

    assert set(Response.objects.values_list("unit__code", flat=True)) == {"A"}
    assert not Comment.objects.exists()
    assert wave.units.get(code="B").answered == number


@pytest.mark.django_db
def test_small_job_groups_are_kept_as_not_stated(db):
    [office] = offices(12)
    people_in(office, 4, job_group="lead")
    people_in(office, 6, job_group="support")
    wave = opened()
    for invitation in invitations(wave):
        answer(invitation)

    close(wave=wave)
    count(wave_id=wave.pk)

    assert Counter(Response.objects.values_list("role_group", flat=True)) == {"agent": 12, "": 10}


@pytest.mark.django_db
def test_ballots_that_differ_from_the_people_who_answered_stop_the_count(wave):
    for invitation in invitations(wave)[:6]:
        answer(invitation)
    Ballot.objects.all()[0].delete()
    close(wave=wave)

    with pytest.raises(CountDiffers):
        carry_on(wave_id=wave.pk)

    wave.refresh_from_db()
    assert (wave.state, Ballot.objects.count(), Response.objects.count()) == (WaveState.CLOSING, 5, 0)
    assert "5" in wave.problem


@pytest.mark.django_db
def test_lost_key_keeps_the_ballots_and_is_a_sentence(wave):
    for invitation in invitations(wave)[:6]:
        answer(invitation)
    kept = keys.path_of(wave.pk).read_bytes()
    keys.destroy(wave.pk)
    close(wave=wave)

    with pytest.raises(KeyLost):
        carry_on(wave_id=wave.pk)
    wave.refresh_from_db()
    said = wave.problem
    keys.path_of(wave.pk).write_bytes(kept)
    count(wave_id=wave.pk)

    assert str(keys.path_of(wave.pk)) in said
    assert Response.objects.count() == 6


def test_cleaning_destroys_the_key_and_can_be_called_again(transactional_db):
    offices(12)
    wave = opened()
    for invitation in invitations(wave):
        answer(invitation)

    counted(wave)
    clean(wave_id=wave.pk)
    carry_on(wave_id=wave.pk)

    wave.refresh_from_db()
    assert (wave.state, wave.problem) == (WaveState.CLEANED, "")
    assert not keys.path_of(wave.pk).exists()
    assert Response.objects.count() == 12


@pytest.mark.django_db
def test_closing_twice_keeps_the_first_day(wave):
    close(wave=wave, on=today() - timedelta(days=1))
    close(wave=wave)

    wave.refresh_from_db()
    assert wave.closed_on == today() - timedelta(days=1)


@pytest.mark.django_db
def test_erased_person_stays_one_of_those_asked(wave):
    [one, *_others] = invitations(wave)
    answer(one)

    one.person.delete()

    assert wave.invitations.filter(unit__code="A").count() == 20
    assert wave.invitations.get(person=None).answered is True


@pytest.mark.parametrize("model", [Ballot, Response, Comment])
def test_answers_hold_no_time_no_person_and_no_number_that_counts(model):
    fields = model._meta.get_fields()
    people = {UserFactory._meta.model, Invitation}

    assert not [f for f in fields if isinstance(f, (models.DateField, models.TimeField, models.AutoField))]
    assert not [f for f in fields if f.is_relation and f.related_model in people]
    assert isinstance(model._meta.pk, models.UUIDField)


# What runs each day


@pytest.mark.django_db
def test_wave_is_closed_after_its_last_day(wave):
    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False):
        tasks.daily()
        on_the_last_day = Wave.objects.get().state
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        tasks.daily()

    wave.refresh_from_db()
    assert on_the_last_day == WaveState.OPEN
    assert (wave.state, wave.closed_on) == (WaveState.CLOSING, wave.closes_on)


@pytest.mark.django_db
def test_shown_count_moves_once_a_day_by_five_at_least(wave):
    shown = []
    for number, invitation in enumerate(invitations(wave)[:14], start=1):
        answer(invitation)
        if number in (4, 6, 9, 14):
            tasks.daily()
            shown.append(wave.units.get(code="A").answered_shown)

    # 4 < 5; 6 - 0 >= 5; 9 - 6 < 5; 14 - 6 >= 5
    assert shown == [0, 6, 6, 14]


@pytest.mark.django_db
def test_only_who_has_not_answered_is_reminded_and_never_more_often_than_set(wave):
    answered, *waiting = invitations(wave)
    answer(answered)
    rounds = []
    for day in range(1, 8):
        with time_machine.travel(timezone.now() + timedelta(days=day), tick=False):
            rounds += [(day, pk) for pk in remind_due()]
            remind(wave_id=wave.pk)

    reminded = Notice.objects.filter(kind=REMINDER_KIND)
    assert rounds == [(3, wave.pk), (6, wave.pk)]
    assert not reminded.filter(person=answered.person).exists()
    assert reminded.filter(person=waiting[0].person).count() == 2


@pytest.mark.django_db
def test_reminders_leave_no_trace_after_the_count(wave):
    wave.reminded_on = today()
    wave.save()
    remind(wave_id=wave.pk)
    work_off()
    before = (
        Notice.objects.filter(kind=REMINDER_KIND).count(),
        MailLog.objects.filter(kind=REMINDER_KIND).count(),
    )
    close(wave=wave)

    count(wave_id=wave.pk)

    assert before == (34, 34)
    assert not Notice.objects.filter(kind=REMINDER_KIND).exists()
    assert not MailLog.objects.filter(kind=REMINDER_KIND).exists()
