"""Opening a call, and giving it seats."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.people.models import Office

from ..exceptions import Announced, BadQuota, NakawanError
from ..locks import lock_office
from ..models import Call, SeatQuota
from .selection import set_seats


def make_call(**facts: Any) -> Call:
    """A new call; the same call sent twice is one."""
    return Call.objects.get_or_create(**facts)[0]


@transaction.atomic
def change_call(*, call: Call, **facts: Any) -> Call:
    """Change what a call says. Once somebody was decided on it is not opened again: raises Announced."""
    for office in call.quotas.order_by("office").values_list("office", flat=True):
        lock_office(office)
    decided = call.applications.exclude(decision="").exists()
    if facts["closes_at"] > timezone.now() and (decided or call.quotas.exclude(announced_at=None).exists()):
        raise Announced(
            _("People were decided on already: this call cannot be opened again. Make a new one.")
        )
    for name, value in facts.items():
        setattr(call, name, value)
    call.save(update_fields=list(facts))
    return call


@transaction.atomic
def set_all_seats(*, call: Call, wanted: Iterable[tuple[Office, int]]) -> list[tuple[Office, NakawanError]]:
    """Give each office its number of seats; 0 takes it out of the call. Returns what was refused, office by office."""
    known = {quota.office_id: quota for quota in call.quotas.select_related("office")}
    refused: list[tuple[Office, NakawanError]] = []
    for office, seats in wanted:
        quota = known.get(office.pk)
        try:
            if quota is None and seats:
                SeatQuota.objects.create(call=call, office=office, seats=seats)
            elif quota and seats and seats != quota.seats:
                set_seats(quota=quota, seats=seats)
            elif quota and not seats:
                _take_out(quota)
        except NakawanError as refusal:
            refused.append((office, refusal))
    return refused


def _take_out(quota: SeatQuota) -> None:
    try:
        with transaction.atomic():
            quota.delete()
    except ProtectedError:
        raise BadQuota(_("Somebody has applied there already: the office stays in the call.")) from None
