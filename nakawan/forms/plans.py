"""Opening, changing and stopping a focus plan, and its steps."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from culture_site.people.models import Office, User
from surveys import numbers

from ..goals import usual_goal
from ..models import LONGEST_GOAL, LONGEST_REASON, LONGEST_STEP, FocusPlan, Milestone
from ..services.plans import owners_for
from ..verdicts import Verdict


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OwnerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.office}" if obj.office else obj.name


class PlanForm(forms.Form):
    """Office, value and wave are in the address; nothing that is posted changes them."""

    target_points = forms.FloatField(
        label=_("Target: points to gain over the other offices"),
        min_value=0.1,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )
    goal_ind = forms.CharField(label=_("Goal (Indonesian)"), max_length=LONGEST_GOAL, widget=words())
    goal_eng = forms.CharField(label=_("Goal (English)"), max_length=LONGEST_GOAL, widget=words())
    owner = OwnerField(
        label=_("Looked after by"),
        queryset=User.objects.none(),
        empty_label=_("Choose somebody"),
        help_text=_("A Nakawan or leader of the office, or Service Culture."),
    )
    starts_on = forms.DateField(label=_("From"), widget=date_input())
    ends_on = forms.DateField(
        label=_("Until"),
        widget=date_input(),
        help_text=_("The next wave measures it. This day is for the office itself."),
    )
    resources = forms.CharField(
        label=_("What goes into it"),
        max_length=LONGEST_REASON,
        required=False,
        widget=words(2),
        help_text=_("Time, people, money: what the office gives for it."),
    )

    def __init__(
        self,
        *args: Any,
        office: Office,
        verdict: Verdict,
        smallest_detectable: float | None,
        owner: User | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.verdict = verdict
        owners = owners_for(office).select_related("office")
        if owner is not None:
            # Who looks after it may go on, although the role is over.
            owners = (owners | User.objects.filter(pk=owner.pk).select_related("office")).distinct()
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["target_points"].help_text = detectable_words(smallest_detectable)

    def clean(self) -> dict[str, Any]:
        """A goal that nobody wrote over follows the target and the day."""
        found = super().clean() or {}
        target, until = found.get("target_points"), found.get("ends_on")
        if target and until and found.get("starts_on") and until <= found["starts_on"]:
            self.add_error("ends_on", _("The plan ends before it begins."))
        elif target and until and self.initial.get("target_points") and self.initial.get("ends_on"):
            before = usual_goal(
                self.verdict, target=self.initial["target_points"], until=self.initial["ends_on"]
            )
            after = usual_goal(self.verdict, target=target, until=until)
            for name in ("goal_ind", "goal_eng"):
                if found.get(name, "").strip() == before[name]:
                    found[name] = after[name]
        return found


class NewPlanForm(PlanForm):
    """`reason` is there for an office that the wave did not name."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.verdict["is_named"]:
            self.fields["reason"] = forms.CharField(
                label=_("Why this office"),
                max_length=LONGEST_REASON,
                widget=words(2),
                help_text=format_lazy(
                    _("{wave} did not name it among the lowest, so the plan keeps the reason."),
                    wave=self.verdict["wave"]["label"],
                ),
            )
            self.order_fields(["reason"])


def detectable_words(smallest_detectable: float | None) -> Any:
    """Beside the target: what the next wave can tell from chance."""
    if smallest_detectable is None:
        return _(
            "The next wave will not be able to verify a gain: there are too few figures to compare with."
        )
    return format_lazy(
        _(
            "Smallest change that the next wave can verify: {points} points. "
            "What is smaller cannot be told from chance."
        ),
        points=numbers.plain(smallest_detectable, 2),
    )


def initial_of(plan: FocusPlan) -> dict[str, Any]:
    names = ("target_points", "goal_ind", "goal_eng", "starts_on", "ends_on", "resources")
    return {name: getattr(plan, name) for name in names} | {"owner": plan.owner_id}


class StopForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the plan stops"),
        max_length=LONGEST_REASON,
        widget=words(),
        error_messages={"required": _("Say in a sentence why the plan stops.")},
    )


class MilestoneForm(forms.Form):
    title_ind = forms.CharField(label=_("Step (Indonesian)"), max_length=LONGEST_STEP)
    title_eng = forms.CharField(label=_("Step (English)"), max_length=LONGEST_STEP, required=False)
    due_on = forms.DateField(label=_("Due"), widget=date_input())

    @staticmethod
    def initial_of(milestone: Milestone) -> dict[str, Any]:
        return {name: getattr(milestone, name) for name in ("title_ind", "title_eng", "due_on")}
