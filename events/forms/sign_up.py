"""What is pressed on the page of an event."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Slot


class SignUpForm(forms.Form):
    """One chosen slot for each session, named session-ID; whatever else is posted is not looked at."""

    def __init__(self, *args: Any, event: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[int, str]]] = {}
        rows = Slot.objects.filter(session__event=event).order_by("pk").values_list("session", "pk")
        for session, pk in rows:
            choices.setdefault(f"session-{session}", []).append((pk, str(pk)))
        for name, slots in choices.items():
            self.fields[name] = forms.TypedChoiceField(
                required=False, coerce=int, empty_value=None, choices=slots
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.slots = [pk for pk in cleaned.values() if pk]
        if not self.errors and not self.slots:
            raise forms.ValidationError(_("Choose at least one time first."))
        return cleaned
