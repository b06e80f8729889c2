"""What is typed about an activity, and what is answered, asked and written about it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from culture_site.core.widgets import date_input
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office

from ..models import LONGEST_REFLECTION, LONGEST_WORDS, FocusPlan, PlanState, Proposal
from ..services.proposals import Idea

_GROUPED = re.compile(r"[0-9]{1,3}([., ][0-9]{3})+")


class RupiahField(forms.Field):
    """An amount without decimals, in groups of three as anybody writes it: 250000, 250.000, Rp 250,000."""

    default_error_messages = {"invalid": _("Write the amount in rupiah, such as 250.000.")}

    def __init__(self, **kwargs: Any):
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        typed = re.sub(r"^rp\.?\s*", "", str(value or "").strip(), flags=re.IGNORECASE)
        sign, digits = ("-", typed[1:].strip()) if typed.startswith("-") else ("", typed)
        if _GROUPED.fullmatch(digits):
            digits = re.sub(r"[., ]", "", digits)
        if not digits:
            return 0
        if not re.fullmatch(r"[0-9]{1,20}", digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(sign + digits)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class NoneChoice(forms.ModelChoiceField):
    """A choice of rows that may stay open, in words instead of dashes."""

    def __init__(self, *, none: Any, wrong: Any, **kwargs: Any):
        super().__init__(required=False, empty_label=none, error_messages={"invalid_choice": wrong}, **kwargs)


def _number(label: Any, least: int) -> forms.IntegerField:
    """A whole number; the services say which can be, so that every number gets a sentence."""
    widget = forms.NumberInput(attrs={"min": least, "step": 1})
    return forms.IntegerField(
        label=label,
        widget=widget,
        error_messages={"invalid": _("Write a whole number.")},
    )


def _words(label: Any, longest: int, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ProposalForm(forms.Form):
    """One activity; day and hour as they are in Jakarta. `key` is the id of this page: pressing twice is once."""

    title_ind = forms.CharField(label=_("Title (Indonesian)"), max_length=120, required=False)
    title_eng = forms.CharField(label=_("Title (English)"), max_length=120, required=False)
    text_ind = _words(_("What happens (Indonesian)"), LONGEST_WORDS)
    text_eng = _words(_("What happens (English)"), LONGEST_WORDS)
    value = NoneChoice(
        label=_("Value"),
        queryset=CoreValue.objects.all(),
        none=_("Every value"),
        wrong=_("There is no such value. Choose one of the list."),
    )
    plan = NoneChoice(
        label=_("Focus plan"),
        queryset=FocusPlan.objects.none(),
        none=_("No plan"),
        wrong=_("This is no focus plan of your office. Choose one of the list, or none."),
    )
    day = forms.DateField(label=_("Day"), required=False, widget=date_input())
    hour = forms.TimeField(
        label=_("Start, on the quarter hour (WIB)"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M"),
    )
    minutes = _number(_("Minutes"), 15)
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    places = _number(_("For how many"), 1)
    budget_idr = RupiahField(label=_("Budget in rupiah"), required=False)
    budget_note = forms.CharField(label=_("What the money is for"), max_length=LONGEST_WORDS, required=False)
    helpers_wanted = _number(_("Helpers needed"), 0)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    # What stands side by side where there is room.
    PAIRS = (
        ("title_ind", "title_eng"),
        ("text_ind", "text_eng"),
        ("value", "plan"),
        ("day", "hour"),
        ("minutes", "place"),
        ("places", "helpers_wanted"),
        ("budget_idr", "budget_note"),
    )

    def __init__(self, *args: Any, office: Office, proposal: Proposal | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kept = Q(pk=proposal.plan_id) if proposal and proposal.plan_id else Q(pk__in=[])
        plans = FocusPlan.objects.filter(Q(office=office, state=PlanState.OPEN) | kept)
        plans = plans.select_related("office", "value")
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]

    def idea(self) -> Idea:
        """What was typed, as the services take it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Idea(**typed)

    def take(self, faults: dict[str, str]) -> None:
        """Show each sentence of the services at its field."""
        for name, sentence in faults.items():
            self.add_error(name if name in self.fields else None, sentence)

    @staticmethod
    def initial_of(idea: Idea) -> dict[str, Any]:
        return {name: getattr(idea, name) for name in Idea.__dataclass_fields__}

    def pairs(self) -> list[list[Any]]:
        return [[self[name] for name in pair] for pair in self.PAIRS]


class AnswerForm(forms.Form):
    """Approve, or one of the two answers that need a sentence."""

    APPROVE, CHANGES, DECLINE = "approve", "changes", "decline"

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(APPROVE, _("Approve")), (CHANGES, _("Ask for a change")), (DECLINE, _("Not this time"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer."), "invalid_choice": _("Choose an answer.")},
    )
    words = _words(
        _("A sentence"), LONGEST_WORDS, _("Needed unless you approve. The Nakawan of the office can read it.")
    )


class HelpersForm(forms.Form):
    number = _number(_("Helpers needed"), 0)


class ReflectionForm(forms.Form):
    reflection = _words(
        _("Looking back"),
        LONGEST_REFLECTION,
        _("A sentence or two: what went well, and what you would do differently. Name nobody."),
        rows=5,
    )


class ValueFilterForm(forms.Form):
    """A value to choose ideas for; what is no value is as none."""

    value = forms.ModelChoiceField(
        label=_("FIRST value"),
        queryset=CoreValue.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("All values"),
    )


class OfficeFilterForm(forms.Form):
    """An office to look at; what is no office in reach is as none."""

    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All offices"),
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
