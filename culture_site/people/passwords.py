"""The rules of a new password, said in our own words: Django's Indonesian ones address people formally."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class NotLikeThePersonValidator(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This password is too much like your name, e-mail or number. Choose another one.")

    def get_help_text(self) -> str:
        return _("Not your name, e-mail or number.")


class LengthValidator(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        text = ngettext(
            "This password is too short. Use %(least)s character or more.",
            "This password is too short. Use %(least)s characters or more.",
            self.min_length,
        )
        return text % {"least": self.min_length}

    def get_help_text(self) -> str:
        text = ngettext("%(least)s character or more.", "%(least)s characters or more.", self.min_length)
        return text % {"least": self.min_length}


class NotCommonValidator(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password, so it is easy to guess. Choose another one.")

    def get_help_text(self) -> str:
        return _("Nothing that many people use.")


class NotNumbersAloneValidator(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("This password has numbers only. Add letters.")

    def get_help_text(self) -> str:
        return _("Not numbers alone.")
