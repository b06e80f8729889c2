"""The answer sheet as a form: one field per item, each of which may stay empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from culture_site.core.languages import in_language

from ..instruments import DONT_KNOW_ANSWER
from ..models import LONGEST_COMMENT, Item, ItemKind, SurveyVersion, by_value
from ..scales import scale_words


@dataclass(frozen=True)
class Part:
    """The items of one value: what stands together on a screen."""

    number: int
    value: str
    fields: list[BoundField]


class AnswerForm(forms.Form):
    """Fields are named by the position of their item, so that no address and no log holds more than a number."""

    comment = forms.CharField(
        required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("If you like. At most 1,000 characters. Name nobody: your words are read."),
    )  # fmt: skip

    def __init__(self, *args: Any, version: SurveyVersion, items: list[Item], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items = items
        comment = self.fields.pop("comment")
        for number, item in enumerate(items, start=1):
            self.fields[name_of(item)] = _field(item, number)
        question = in_language(version, "comment")
        if question:
            comment.label = question
            self.fields["comment"] = comment

    def parts(self) -> list[Part]:
        return [
            Part(number, value, [self[name_of(item)] for item in items])
            for number, (value, items) in enumerate(by_value(self.items).items(), start=1)
        ]

    def answers(self) -> dict[str, Any]:
        """{uid: option, list of options or number}, without the items that were left empty."""
        found = {}
        for item in self.items:
            given = self.cleaned_data[name_of(item)]
            if given not in ("", [], None):
                found[item.uid] = given
        return found

    def left_empty(self) -> list[BoundField]:
        names = [name_of(item) for item in self.items]
        return [self[name] for name in names if self.cleaned_data[name] in ("", [], None)]

    @classmethod
    def to_be_continued(cls, data: Mapping[str, Any], **kwargs: Any) -> "AnswerForm":
        """An unsent sheet with what was filled in so far, unchecked: the other language, the same answers."""
        form = cls(**kwargs)
        for name, field in form.fields.items():
            form.initial[name] = field.widget.value_from_datadict(data, {}, name)
        return form


def name_of(item: Item) -> str:
    return f"item-{item.position}"


def _field(item: Item, number: int) -> forms.Field:
    label = f"{number}. {in_language(item, 'text')}"
    if item.kind == ItemKind.SCORE:
        return forms.FloatField(
            label=label, required=False, min_value=item.low, max_value=item.high, localize=True,
            help_text=_("A number from %(low)s to %(high)s.") % {"low": f"{item.low:g}", "high": f"{item.high:g}"},
        )  # fmt: skip
    if item.kind == ItemKind.AGREEMENT:
        return forms.TypedChoiceField(
            label=label,
            required=False,
            coerce=int,
            choices=_scale(item.points or 0),
            widget=forms.RadioSelect,
        )
    choices = [(option, item.words_of(option)) for option in item.options]
    choices.append((DONT_KNOW_ANSWER, _("I don’t know yet")))
    if len(item.key) > 1:
        return forms.MultipleChoiceField(
            label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple,
            help_text=_("Tick all that are right."),
        )  # fmt: skip
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)


def _scale(points: int) -> list[tuple[int, str]]:
    words = scale_words(points)
    if len(words) == points:
        return words
    ends = dict(words)
    return [(n, f"{n}: {ends[n]}" if n in ends else str(n)) for n in range(1, points + 1)]
