"""Live sessions: when and where, and who was there."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from culture_site.core.widgets import date_input

from ..models import Activity, AttendanceState, Enrollment, Kind
from ..services.sessions import LONGEST_MINUTES


class SessionForm(forms.Form):
    """A session that is there; day and hour as they are in Jakarta."""

    day = forms.DateField(label=_("Day"), widget=date_input())
    hour = forms.TimeField(
        label=_("Hour (WIB)"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST_MINUTES)
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("A place, a link, or both."),
    )

    @staticmethod
    def initial_of(starts_at: datetime) -> dict[str, Any]:
        local = timezone.localtime(starts_at)
        return {"day": local.date(), "hour": local.time()}

    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        typed = dict(self.cleaned_data)
        day, hour = typed.pop("day"), typed.pop("hour")
        return typed | {"starts_at": timezone.make_aware(datetime.combine(day, hour))}


class NewSessionForm(SessionForm):
    activity = forms.ModelChoiceField(
        label=_("Live session"), queryset=Activity.objects.none(), empty_label=None
    )
    field_order = ("activity", "day", "hour", "minutes", "place", "link")

    def __init__(self, *args: Any, version_id: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        live = Activity.objects.filter(kind=Kind.LIVE, placements__version=version_id)
        self.fields["activity"].queryset = live.order_by(  # type: ignore[attr-defined]
            "placements__module__week", "pk"
        )


class AttendanceForm(forms.Form):
    """One choice per person, none of them chosen beforehand. What is left open stays unmarked."""

    def __init__(self, *args: Any, members: Iterable[Enrollment], known: Mapping[int, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for member in members:
            self.fields[f"mark_{member.pk}"] = forms.ChoiceField(
                label=member.person.name,
                choices=AttendanceState.choices,
                required=False,
                initial=known.get(member.pk),
                widget=forms.RadioSelect,
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each person with what is chosen, for the template."""
        return [{"field": field, "chosen": field.value() or ""} for field in self]

    def marks(self) -> dict[int, AttendanceState]:
        return {
            int(name.removeprefix("mark_")): AttendanceState(state)
            for name, state in self.cleaned_data.items()
            if state
        }
