"""The events' part of the register of personal data."""

from django.utils.translation import gettext_lazy as _

from culture_site.core.register import Place, register_model, register_place
from culture_site.people.models import User

from .locks import lock_persons, lock_slots
from .models import SignUp

UNTIL = _("Two years after the event.")


def register_all() -> None:
    for label, path, purpose in (
        ("SignUp", "person", _("To keep a place for somebody, and to know who is next.")),
        ("SignUpTransition", "sign_up__person", _("To know what became of a place, and why.")),
        ("Ticket", "person", _("To let somebody in.")),
        ("CheckIn", "ticket__person", _("To know who was there.")),
        (
            "Feedback",
            "person",
            _("To make the next event better. Officials see counts and comments without names."),
        ),
        ("TimeClaim", "person", _("To let nobody be in two places at once.")),
    ):
        register_model(f"events.{label}", person_path=path, purpose=purpose, retention=UNTIL)
    register_model(
        "events.EventChange",
        person_path="by",
        purpose=_("To know who moved or cancelled an event, and why."),
        retention=UNTIL,
        anonymise={"by": None},
    )
    # Before any row goes: whoever presses at this moment takes the locks in the same order.
    register_place(
        Place(
            "events.locks",
            purpose=_("To erase while others sign up."),
            retention=UNTIL,
            export=lambda person: [],
            erase=_take_locks,
        )
    )


def _take_locks(person: User) -> int:
    """Hold the person and their slots until the erasure's transaction ends; nothing is removed."""
    lock_persons([person.pk])
    lock_slots(SignUp.objects.filter(person=person).values_list("slot", flat=True))
    return 0
