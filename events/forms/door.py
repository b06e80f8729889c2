"""What is scanned, typed and asked at the door of an event."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import clock_of
from culture_site.people.models import User

from ..models import LONGEST_REASON, Slot

# A code with whatever a scanner or a thumb adds to it.
LONGEST_TYPED = 40
LONGEST_SEARCH = 100


def look_at(form: forms.Form, *names: str) -> None:
    """Put the keyboard into the first of these that is a field."""
    if name := next((name for name in names if name in form.fields), None):
        form.fields[name].widget.attrs["autofocus"] = True


class DoorForm(forms.Form):
    """A code at the door. `scan` is the id of this scan, so that sending it again changes nothing."""

    code = forms.CharField(
        label=_("Code of the ticket"),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    scan = forms.UUIDField(widget=forms.HiddenInput)


class WrittenTimeField(forms.DateTimeField):
    """A time from JSON, where it could be anything: only text is read."""

    def to_python(self, value: Any) -> datetime | None:
        if not isinstance(value, str):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class ScanForm(forms.Form):
    """One scan of a batch, as a phone kept it. `at` bears its offset from UTC; without one it is Asia/Jakarta."""

    uuid = forms.UUIDField()
    code = forms.CharField(max_length=LONGEST_TYPED)
    at = WrittenTimeField()


class PhotosForm(forms.Form):
    """May photos with somebody be used? One press of one of two buttons."""

    allows = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )


class ReasonForm(forms.Form):
    """Why somebody's place is taken from them. They read it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, help_text=_("The person reads this.")
    )


class SearchForm(forms.Form):
    """Words that a list is narrowed down by; what is too long is cut rather than complained about."""

    q = forms.CharField(
        label=_("Name, number or e-mail"),
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "enterkeyhint": "search", "maxlength": LONGEST_SEARCH}
        ),
    )

    @property
    def words(self) -> str:
        return str(self.cleaned_data["q"])[:LONGEST_SEARCH] if self.is_valid() else ""


class WalkInForm(forms.Form):
    """Somebody without a place, and the time that they come in for. `scan` is the id of the entry, as in DoorForm."""

    person = forms.ModelChoiceField(
        queryset=User.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose who it is.")},
    )
    slot = forms.ModelChoiceField(
        queryset=Slot.objects.none(),
        label=_("Time"),
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": _("This time is over or not there any more. Choose another one.")},
    )
    reason = forms.CharField(
        label=_("Why this person comes in all the same"), required=False, max_length=LONGEST_REASON
    )
    scan = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, slots: list[Slot], **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = people
        fields["slot"].queryset = Slot.objects.filter(pk__in=[slot.pk for slot in slots]).select_related(
            "session__event"
        )
        fields["slot"].label_from_instance = place_and_time
        fields["slot"].choices = [(slot.pk, place_and_time(slot)) for slot in slots]


def place_and_time(slot: Slot) -> str:
    """A slot as the people at the door choose it: what, when, where if elsewhere, and how much room there is."""
    free = gettext("%(count)s left") % {"count": slot.free} if slot.free else gettext("full")
    where = f", {slot.own_place}" if slot.own_place else ""
    return f"{clock_of(slot.starts_at)} {slot.session}{where} ({free})"
