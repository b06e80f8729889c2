"""What the worker does for people: ids come in, one service is called. Each is safe to run twice."""

from uuid import UUID

from .models import User
from .services import cms, invitations, members, passwords
from .services.roster import arrivals


def send_invitation(person_id: int, stamp: str) -> None:
    person = User.objects.filter(pk=person_id).first()
    if person is not None:
        invitations.send_invitation(person=person, stamp=stamp)


def invite_batch(record_id: str, stamp: str, number: int) -> None:
    arrivals.invite_batch(record_id=UUID(record_id), stamp=stamp, number=number)


def send_password_reset(person_id: int, token: str) -> None:
    person = User.objects.filter(pk=person_id).first()
    if person is not None:
        passwords.send_password_reset(person=person, token=token)


def close_access_of_leavers() -> None:
    members.close_access_of_leavers()


def sync_cms_access() -> None:
    cms.sync_cms_access_of_all()
