"""Applying: kept as a draft, sent, withdrawn until the call closes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.people.models import User

from ..exceptions import CallClosed, Incomplete
from ..models import Application, ApplicationState, Call, SeatQuota

ANSWERS = ("why", "idea", "time")


@transaction.atomic
def save_application(*, call: Call, person: User, why: str, idea: str, time: str) -> Application:
    """Keep the three answers; what was sent before stays sent. Raises CallClosed.

    The application is for the person's own office, whatever it was when the draft was begun.
    """
    quota = _quota_for(call, person)
    found, _is_new = Application.objects.select_for_update().get_or_create(
        call=call, person=person, defaults={"quota": quota}
    )
    found.quota = quota
    found.why, found.idea, found.time = why.strip(), idea.strip(), time.strip()
    if found.state == ApplicationState.SUBMITTED:
        _refuse_incomplete(found)
    found.saved_at = timezone.now()
    found.save()
    return found


@transaction.atomic
def submit(*, application: Application) -> Application:
    """Send it; twice is once. Raises CallClosed, Incomplete."""
    found = Application.objects.select_for_update().select_related("call", "person").get(pk=application.pk)
    found.quota = _quota_for(found.call, found.person)
    _refuse_incomplete(found)
    if found.state != ApplicationState.SUBMITTED:
        found.state, found.submitted_at = ApplicationState.SUBMITTED, timezone.now()
        found.save()
    return found


@transaction.atomic
def withdraw(*, application: Application) -> Application:
    """Take it back until the call closes; the answers stay, and it can be sent again. Raises CallClosed."""
    found = Application.objects.select_for_update().select_related("call", "person").get(pk=application.pk)
    if not found.call.is_open:
        raise CallClosed(
            _("The call is closed: your application stands. Tell the Service Culture team if you cannot.")
        )
    if found.state == ApplicationState.SUBMITTED:
        found.state, found.submitted_at = ApplicationState.WITHDRAWN, None
        found.save()
    return found


def _quota_for(call: Call, person: User) -> SeatQuota:
    if not call.is_open:
        if call.is_closed:
            raise CallClosed(_("The call is closed. The next one will be shown on your home page."))
        raise CallClosed(_("The call is not open yet."))
    quota = SeatQuota.objects.filter(call=call, office=person.office_id).first()
    if quota and quota.announced_at:
        raise CallClosed(_("Your office has chosen already. The next call will be shown on your home page."))
    if quota is None:
        raise CallClosed(_("Your office looks for nobody in this call."))
    return quota


def _refuse_incomplete(application: Application) -> None:
    if not all(getattr(application, name) for name in ANSWERS):
        raise Incomplete(_("Answer all three questions first. What you wrote is kept."))
