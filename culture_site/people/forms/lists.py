"""Handing in a list of people, and choosing from what was found."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import User, UserQuerySet
from ..services.lists import LIST, Line, read_file, read_text
from .files import TableFileField
from .people import PeopleField


class PeopleListForm(forms.Form):
    """A list of people, pasted or as a file."""

    people = forms.CharField(
        label=_("People, one per line"),
        required=False,
        strip=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("E-mail, number or name; also “name; number; e-mail”."),
    )
    file = TableFileField(
        limits=LIST,
        label=_("Or a file"),
        required=False,
        help_text=_("CSV or XLSX, at most 1 MB. Columns name, number and e-mail."),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed.get("file") and not (typed.get("people") or "").strip():
            raise ValidationError(_("Write at least one person, or choose a file."))
        return typed

    def lines(self) -> list[Line]:
        """What was handed in; the file if there is one. Raises RuleError."""
        typed = self.cleaned_data
        return read_file(typed["file"].read()) if typed["file"] else read_text(typed["people"])


class ChosenPeopleForm(forms.Form):
    """The people of the preview that were left ticked. Whoever is not `among` them cannot be named."""

    person = PeopleField(
        queryset=User.objects.none(), error_messages={"required": _("Choose at least one person.")}
    )

    def __init__(self, *args: Any, among: UserQuerySet, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = among.distinct()  # type: ignore[attr-defined]

    def people(self) -> list[User]:
        """In the order of the list."""
        ticked = self["person"].data
        return sorted(self.cleaned_data["person"], key=lambda person: ticked.index(str(person.pk)))
