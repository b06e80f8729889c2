"""What people did and answered: it goes with them."""

from django.utils.translation import gettext_lazy as _

from culture_site.core.register import register_model

UNTIL = _("Two years after the batch ended.")


def register_all() -> None:
    learning = _("To show how far somebody is, and to carry it along into a later batch.")
    answers = _("To show what was answered, to score it, and to let a coach help.")
    for label, path, purpose in (
        ("ActivityEvent", "person", learning),
        ("ActivityProgress", "person", learning),
        ("EnrollmentSummary", "enrollment__person", learning),
        ("Response", "item__attempt__person", answers),
        ("CheckAnswer", "person", answers),
    ):
        register_model(f"academy.{label}", person_path=path, purpose=purpose, retention=UNTIL)
    register_model(
        "academy.Attempt",
        person_path="person",
        purpose=answers,
        retention=UNTIL,
        secret=("seed", "client_token"),
    )
    # The order of the options would tell apart what the page of an open attempt keeps apart.
    register_model(
        "academy.AttemptItem",
        person_path="attempt__person",
        purpose=answers,
        retention=UNTIL,
        secret=("option_order",),
    )
