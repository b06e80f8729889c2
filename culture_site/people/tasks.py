"""What the worker does for people: ids come in, one service is called. Each is safe to run twice."""

from .models import User
from .services import invitations, passwords


def send_invitation(person_id: int, stamp: str) -> None:
    person = User.objects.filter(pk=person_id).first()
    if person is not None:
        invitations.send_invitation(person=person, stamp=stamp)


def send_password_reset(person_id: int, token: str) -> None:
    person = User.objects.filter(pk=person_id).first()
    if person is not None:
        passwords.send_password_reset(person=person, token=token)
