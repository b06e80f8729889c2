"""What the locks are for: the tests of the rush would see an oversold slot, and constraints hold without the lock.

With the lock alone taken away nobody is oversold, because the version and the constraints stand behind it. With lock,
version and constraints away together, a writer that stands here alone oversells every time: so the harness can tell.
"""

from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection

from events import locks
from events.exceptions import SlotBusy
from events.models import SignUp, SignUpState, Slot
from events.services import seats
from tests.events.invariants import broken
from tests.factories.events import SlotFactory
from tests.factories.people import UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, PLACES = 24, 5


@pytest.fixture
def without_the_lock(monkeypatch):
    """No advisory lock on PostgreSQL; on SQLite a transaction that begins by reading, so that two can."""
    monkeypatch.setattr(locks, "advisory", lambda kind, ids: None)
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if "transaction_mode" in options:
        monkeypatch.setitem(options, "transaction_mode", "DEFERRED")


@pytest.mark.usefixtures("without_the_lock")
@pytest.mark.parametrize("_run", range(5))
def test_without_the_lock_some_are_asked_to_press_again_and_nobody_is_oversold(_run):
    slot = SlotFactory(capacity=PLACES)
    people = [UserFactory() for _number in range(PEOPLE)]

    def press():
        try:
            return seats.sign_up(person=people.pop(), slots=[slot.pk])[0].sign_up is not None
        except SlotBusy:
            return False

    taken = at_once(PEOPLE, press)

    assert broken() == []
    slot.refresh_from_db()
    assert slot.confirmed == min(PLACES, sum(taken))
    assert SignUp.objects.count() == sum(taken) >= PLACES


@pytest.fixture
def drop_constraint(monkeypatch):
    """`drop_constraint(model, name)` in this test's own database. SQLite makes the table anew, by what Meta says."""

    def drop(model, name):
        gone = next(one for one in model._meta.constraints if one.name == name)
        rest = [one for one in model._meta.constraints if one is not gone]
        monkeypatch.setattr(model._meta, "constraints", rest)
        with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
            editor.remove_constraint(model, gone)

    return drop


@pytest.mark.parametrize("_run", range(5))
def test_without_lock_version_and_constraints_the_harness_sees_the_slot_oversold(drop_constraint, _run):
    slot = SlotFactory(capacity=PLACES)
    people = [UserFactory() for _number in range(PEOPLE)]
    drop_constraint(Slot, "slot_is_never_oversold")
    drop_constraint(SignUp, "sign_up_order_of_arrival")
    barrier = Barrier(PEOPLE)

    def press():
        person, read = people.pop(), Slot.objects.get(pk=slot.pk)
        barrier.wait()
        if read.free:
            Slot.objects.filter(pk=slot.pk).update(confirmed=read.confirmed + 1, next_seq=read.next_seq + 1)
            SignUp.objects.create(
                slot=slot, session=slot.session, event=slot.session.event, person=person,
                state=SignUpState.CONFIRMED, seq=read.next_seq,
            )  # fmt: skip

    at_once(PEOPLE, press)

    assert SignUp.objects.filter(state=SignUpState.CONFIRMED).count() > PLACES
    assert any("counts" in sentence for sentence in broken(claims=False))
