from typing import Any, cast

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .models import NoticePreference
from .notices import kinds_for


class PreferenceForm(forms.Form):
    """The kinds of notices that a person also wants by e-mail: those ticked."""

    by_mail = forms.MultipleChoiceField(
        label=_("Also by e-mail"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        self.person = person
        self.kinds = kinds_for(person)
        off = set(
            NoticePreference.objects.filter(person=person, by_mail=False).values_list("kind", flat=True)
        )
        kwargs["initial"] = {"by_mail": [kind.name for kind in self.kinds if kind.name not in off]}
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["by_mail"])
        field.choices = [(kind.name, kind.label) for kind in self.kinds]

    @transaction.atomic
    def save(self) -> None:
        NoticePreference.objects.bulk_create(
            [
                NoticePreference(
                    person=self.person, kind=kind.name, by_mail=kind.name in self.cleaned_data["by_mail"]
                )
                for kind in self.kinds
            ],
            update_conflicts=True,
            unique_fields=["person", "kind"],
            update_fields=["by_mail"],
        )
