"""Messages to the academy team: how they come in and whom they reach."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from culture_site.jobs.notices import notify
from culture_site.jobs.services import enqueue
from culture_site.people.models import Role, RoleAssignment, User

from .exceptions import TooManyMessages
from .models import ContactMessage

KIND = "contact-message"
# A school writes from one address: generous for people, tight for a script.
PER_ADDRESS = 10
WINDOW_SECONDS = 3600


def take_turn(request: HttpRequest) -> None:
    """Count one message from this address. Raises TooManyMessages when the hour is full.

    Slots that run out by themselves, as in people.limits; keys hold a digest, no address.
    """
    ip = get_adapter().get_client_ip(request)
    digest = salted_hmac("pages.contact", str(ip), algorithm="sha256").hexdigest()[:40]
    slots = [f"contact:{digest}:{number}" for number in range(PER_ADDRESS)]
    taken = cache.get_many(slots)
    if not any(cache.add(slot, 1, WINDOW_SECONDS) for slot in slots if slot not in taken):
        raise TooManyMessages(_("Too many messages from here within an hour. Please write again later."))


@transaction.atomic
def receive(*, message: ContactMessage) -> ContactMessage:
    """Keep a message and have the academy team told about it."""
    message.save()
    enqueue(tell_academy_team, message.pk, key=f"{KIND}:{message.pk}")
    return message


@transaction.atomic
def tell_academy_team(message_id: int) -> None:
    """The job: one notice for each member of today. It names nobody; who wrote stands on the page alone."""
    message = ContactMessage.objects.filter(pk=message_id).first()
    if message is None:
        return
    with override(message.language):
        url = reverse("pages:message-list")
    team = RoleAssignment.objects.active().filter(role=Role.ACADEMY_TEAM).values("user_id")
    for person in User.objects.filter(is_active=True, pk__in=team):
        notify(
            person=person,
            kind=KIND,
            key=f"{KIND}:{message.pk}:{person.pk}",
            title_ind="Ada pesan baru lewat halaman NakaTara",
            title_eng="A new message came in through the NakaTara page",
            url=url,
        )


def set_handled(*, message: ContactMessage, is_handled: bool) -> None:
    """Mark a message as answered, or open it again."""
    message.handled_at = timezone.now() if is_handled else None
    message.save(update_fields=["handled_at"])
