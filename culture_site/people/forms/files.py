"""Handing in a file with a table."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from culture_site.core.grids import Limits


class TableFileField(forms.FileField):
    """A CSV or XLSX file, refused before it is read if it has more bytes than its `limits` allow."""

    widget = forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"})
    default_error_messages = {"empty": _("The file is empty.")}

    def __init__(self, *, limits: Limits, **kwargs: Any):
        super().__init__(**kwargs)
        self.limits = limits

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value.size > self.limits.bytes.most:
            raise ValidationError(str(self.limits.bytes.sentence))
