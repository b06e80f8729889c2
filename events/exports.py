"""The sign-ups of an event with who came, as rows of a table."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from .models import CheckIn, Event, SignUp, SignUpState, Ticket

# The state's own words speak to the person.
OFFERED = pgettext_lazy("sign-up in a list", "Offered")


def head() -> list[str]:
    return [
        _("Event"), _("Session"), _("Slot"), _("Starts (WIB)"), _("Name"), _("Employee or trainee number"),
        _("Office"), _("State"), _("Order of arrival"), _("Position on the waiting list"), _("Signed up (WIB)"),
        _("Arrived (WIB)"), _("Let in by"), _("Walk-in"), _("Photos allowed"),
    ]  # fmt: skip


def rows_of(event: Event) -> Iterator[list[Any]]:
    """A row for each sign-up, by slot and order of arrival; three statements.

    Who came in stands with the confirmed places alone, which is what attendance counts.
    """
    entries = {
        entry.ticket.person_id: entry
        for entry in CheckIn.objects.filter(ticket__event=event, is_entry=True).select_related("ticket", "by")
    }
    photos = dict(Ticket.objects.filter(event=event).values_list("person", "allows_photos"))
    waiting: Counter[int] = Counter()
    sign_ups = SignUp.objects.filter(event=event).select_related("slot", "session", "person__office")
    for one in sign_ups.order_by("session__position", "session_id", "slot__starts_at", "slot_id", "seq"):
        is_waiting, is_confirmed = one.state == SignUpState.WAITING, one.state == SignUpState.CONFIRMED
        waiting[one.slot_id] += is_waiting
        entry = entries.get(one.person_id) if is_confirmed else None
        yield [
            event, one.session, _hours(one), _minute(one.slot.starts_at), one.person.name, one.person.number,
            one.person.office, _state(one), one.seq, waiting[one.slot_id] if is_waiting else None,
            _minute(one.created_at), _minute(entry.at) if entry else None, entry.by if entry else None,
            _yes_or_no(one.is_walk_in), _yes_or_no(photos.get(one.person_id)),
        ]  # fmt: skip


def _state(one: SignUp) -> str:
    return str(OFFERED if one.state == SignUpState.OFFERED else one.get_state_display())


def _hours(one: SignUp) -> str:
    ends = [timezone.localtime(moment) for moment in (one.slot.starts_at, one.slot.ends_at)]
    return "–".join(date_format(moment, "TIME_FORMAT") for moment in ends)


def _minute(moment: datetime) -> datetime:
    """In Asia/Jakarta, without a zone: the heading names it."""
    return timezone.make_naive(moment).replace(second=0, microsecond=0)


def _yes_or_no(answer: bool | None) -> str:
    """Empty where nobody asked."""
    return "" if answer is None else _("Yes") if answer else _("No")
