"""What the inbox and its mails keep about a person: this app's entries in the register."""

from django.utils.translation import gettext_lazy as _

from culture_site.core.register import register_model


def register_all() -> None:
    register_model(
        "jobs.Notice", person_path="person", purpose=_("To tell the person what concerns them."),
        retention=_("At most a year; half a year once it is read."),
    )  # fmt: skip
    register_model(
        "jobs.NoticePreference", person_path="person", purpose=_("To send only the mails the person wants."),
        retention=_("As long as the person is with us."),
    )  # fmt: skip
    register_model(
        "jobs.MailLog", person_path="person", purpose=_("To send no mail twice."),
        retention=_("Half a year after the mail; it never holds the text."),
    )  # fmt: skip
