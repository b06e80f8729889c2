"""Days with their hours, as people type them: in Asia/Jakarta."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 2000, 2099


class HourInput(forms.DateTimeInput):
    """The browser's own calendar and clock, which send and want ISO whatever the page's language."""

    input_type = "datetime-local"

    def __init__(self, **attrs: Any):
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class HourField(forms.DateTimeField):
    """A day and an hour of this century. `quarters`: the browser offers quarter hours."""

    default_error_messages = {"invalid": _("Give a day and an hour, such as 2026-07-25 09:00.")}

    def __init__(self, *, quarters: bool = False, **options: Any):
        super().__init__(widget=HourInput(**({"step": "900"} if quarters else {})), **options)

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        if found and not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValidationError(
                _("Choose a year from %(first)s to %(last)s.")
                % {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
            )
        return found
