"""Writing a survey: the words of a version, and one question with both languages side by side."""

from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..instrument import is_dont_know
from ..models import Item, ItemKind, SurveyVersion
from ..opening import LEAST_OPTIONS

MOST_OPTIONS = 8
# So many rows are there at least, and so many stay free below the last option.
ROWS, FREE_ROWS = 5, 2


class WordsForm(forms.Form):
    title_ind = forms.CharField(label=gettext_lazy("Title (Indonesian)"), max_length=120)
    title_eng = forms.CharField(label=gettext_lazy("Title (English)"), max_length=120)
    comment_ind = forms.CharField(
        label=gettext_lazy("Last question (Indonesian)"), max_length=300, required=False,
        help_text=gettext_lazy("Answered in own words. Leave both empty to take no comments."),
    )  # fmt: skip
    comment_eng = forms.CharField(
        label=gettext_lazy("Last question (English)"), max_length=300, required=False
    )

    @classmethod
    def initial_of(cls, version: SurveyVersion) -> dict[str, str]:
        survey = version.survey
        return {
            "title_ind": survey.title_ind, "title_eng": survey.title_eng,
            "comment_ind": version.comment_ind, "comment_eng": version.comment_eng,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one, other in (("comment_ind", "comment_eng"), ("comment_eng", "comment_ind")):
            if cleaned.get(one) and not cleaned.get(other):
                self.add_error(other, _("Give the last question in both languages, or in none."))
        return cleaned


@dataclass(frozen=True)
class OptionRow:
    """One option as three fields: whether it is right, and its words in both languages."""

    code: str
    number: int
    right: BoundField
    ind: BoundField
    eng: BoundField


class ItemForm(forms.Form):
    """A question of one kind. Fields that the kind does not use are not there."""

    value = forms.CharField(
        label=gettext_lazy("Value"), max_length=60,
        help_text=gettext_lazy("Questions of one value stand together on a screen."),
        widget=forms.TextInput(attrs={"list": "values", "autocomplete": "off"}),
    )  # fmt: skip
    text_ind = forms.CharField(
        label=gettext_lazy("Question (Indonesian)"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_eng = forms.CharField(
        label=gettext_lazy("Question (English)"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_reversed = forms.BooleanField(
        label=gettext_lazy("Reversed: whoever agrees has understood less"), required=False
    )
    low = forms.FloatField(label=gettext_lazy("Lowest number"), localize=True, initial=0)
    high = forms.FloatField(label=gettext_lazy("Highest number"), localize=True, initial=10)
    sameness = forms.ChoiceField(
        label=gettext_lazy("This question stands in another version, too. What do you change?"),
        choices=[
            ("same", gettext_lazy("Only the wording: it still asks the same, and its trend goes on")),
            ("other", gettext_lazy("What it asks: it counts as another question from now on")),
        ],
        widget=forms.RadioSelect, initial="same",
    )  # fmt: skip

    def __init__(self, *args: Any, item: Item, was_asked_before: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.item = item
        unused = {
            ItemKind.KNOWLEDGE: ("is_reversed", "low", "high"),
            ItemKind.AGREEMENT: ("low", "high"),
            ItemKind.SCORE: (),
        }[ItemKind(item.kind)]
        for name in (*unused, *(() if was_asked_before else ("sameness",))):
            del self.fields[name]
        for name in self.fields:
            if name != "sameness" and item.pk:
                self.initial.setdefault(name, getattr(item, name))
        self.codes = self._codes()
        for number, code in enumerate(self.codes, start=1):
            words = item.option_texts.get(code, {})
            self.fields[f"right-{code}"] = forms.BooleanField(
                label=_("Option %(number)s is right") % {"number": number}, required=False,
                initial=code in item.key,
            )  # fmt: skip
            for language, label in (
                ("ind", _("Option %(number)s (Indonesian)")), ("eng", _("Option %(number)s (English)")),
            ):  # fmt: skip
                self.fields[f"{language}-{code}"] = forms.CharField(
                    label=label % {"number": number}, max_length=300, required=False,
                    initial=words.get(language, ""), widget=forms.Textarea(attrs={"rows": 2}),
                )  # fmt: skip

    def _codes(self) -> list[str]:
        """Those of the options that are there, then free letters for more."""
        if self.item.kind != ItemKind.KNOWLEDGE:
            return []
        codes = list(self.item.options)
        wanted = min(max(len(codes) + FREE_ROWS, ROWS), max(MOST_OPTIONS, len(codes)))
        free = (letter for letter in ascii_lowercase if letter not in codes)
        return codes + [next(free) for _number in range(wanted - len(codes))]

    def option_rows(self) -> list[OptionRow]:
        return [
            OptionRow(code, number, self[f"right-{code}"], self[f"ind-{code}"], self[f"eng-{code}"])
            for number, code in enumerate(self.codes, start=1)
        ]

    def clean_value(self) -> str:
        return " ".join(self.cleaned_data["value"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.item.kind == ItemKind.KNOWLEDGE:
            self._clean_options(cleaned)
        low, high = cleaned.get("low"), cleaned.get("high")
        if low is not None and high is not None and low >= high:
            self.add_error("high", _("The highest number must be larger than the lowest."))
        return cleaned

    def _clean_options(self, cleaned: dict[str, Any]) -> None:
        filled, right = [], []
        for code in self.codes:
            words = {language: cleaned.get(f"{language}-{code}", "") for language in ("ind", "eng")}
            for language, text in words.items():
                if not text and any(words.values()):
                    self.add_error(f"{language}-{code}", _("The option lacks its words in this language."))
                if is_dont_know(text):
                    self.add_error(
                        f"{language}-{code}", _("“I don’t know yet” is always offered: leave it out.")
                    )
            if any(words.values()):
                filled.append(code)
                right += [code] if cleaned.get(f"right-{code}") else []
            elif cleaned.get(f"right-{code}"):
                self.add_error(f"right-{code}", _("An option that counts as right needs words."))
        self._no_doubles(cleaned, filled)
        if len(filled) < LEAST_OPTIONS:
            self.add_error(None, _("Give at least two options to choose from."))
        elif not right and not self.errors:
            self.add_error(None, _("Tick the option that is right, or all that are."))
        elif len(right) == len(filled) and not self.errors:
            self.add_error(
                None, _("If every option is right there is nothing to know: add one that is wrong.")
            )
        cleaned |= {"options": filled, "key": right}

    def _no_doubles(self, cleaned: dict[str, Any], filled: list[str]) -> None:
        for language in ("ind", "eng"):
            seen: set[str] = set()
            for code in filled:
                text = " ".join(cleaned.get(f"{language}-{code}", "").split()).casefold()
                if text and text in seen:
                    self.add_error(f"{language}-{code}", _("Another option says the same."))
                seen.add(text)

    def fill(self) -> Item:
        """The item with what was typed, not saved."""
        item, typed = self.item, self.cleaned_data
        for name in ("value", "text_ind", "text_eng", "is_reversed", "low", "high"):
            if name in typed:
                setattr(item, name, typed[name])
        if item.kind == ItemKind.KNOWLEDGE:
            item.options, item.key = typed["options"], typed["key"]
            item.option_texts = {
                code: {"ind": typed[f"ind-{code}"], "eng": typed[f"eng-{code}"]} for code in typed["options"]
            }
        return item

    @property
    def asks_something_else(self) -> bool:
        return self.cleaned_data.get("sameness") == "other"
