"""What passes between a trainee and the coach: it goes with the trainee; of a coach the name alone goes."""

from django.utils.translation import gettext_lazy as _

from culture_site.core.register import register_model

WHILE_HERE = _("As long as the person is with us; then erased on request or by the administrator.")


def register_all() -> None:
    register_model(
        "academy.Submission", person_path="person", retention=WHILE_HERE,
        purpose=_("To let a coach read what was handed in, and answer it."),
    )  # fmt: skip
    register_model(
        "academy.Thread", person_path="enrollment__person", retention=WHILE_HERE, order=90,
        purpose=_("To answer the questions that a person asks."),
    )  # fmt: skip
    # Of the messages that are left then, the person is the coach.
    register_model(
        "academy.ThreadMessage", person_path=["author", "thread__enrollment__person"],
        retention=WHILE_HERE, anonymise={"author": None}, order=95,
        purpose=_("To answer the questions that a person asks."),
    )  # fmt: skip
    register_model(
        "academy.Note", person_path="enrollment__person", retention=WHILE_HERE,
        purpose=_("To keep in mind what helps this person to learn, and to tell them."),
    )  # fmt: skip
