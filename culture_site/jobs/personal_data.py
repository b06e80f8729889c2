"""What the inbox and its mails keep about a person: this app's entries in the register."""

from django.utils.translation import gettext_lazy as _

from culture_site.core.register import register_model


def register_all() -> None:
    register_model(
        "jobs.Notice", person_path="person", purpose=_("To tell the person what concerns them."),
        retention=_("As long as the person is with us; read ones at most two years."),
    )  # fmt: skip
    register_model(
        "jobs.NoticePreference", person_path="person", purpose=_("To send only the mails the person wants."),
        retention=_("As long as the person is with us."),
    )  # fmt: skip
    register_model(
        "jobs.MailLog", person_path="person", purpose=_("To send no mail twice."),
        retention=_("Some months after the mail; it never holds the text."),
    )  # fmt: skip
