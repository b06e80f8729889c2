"""What is posted from a quiz. Whether it fits the attempt is for the services to say."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from culture_site.core.languages import in_language

from ..models import AttemptItem, QuestionKind
from ..services.answers import Sending
from ..sheets import answer_of, choices, stored_answer, values_of

LONGEST_ANSWER = 500
MOST_VALUES = 50
LARGEST_NUMBER = 2**63 - 1

# Only the server knows these; who sends them expects something that will not happen.
DECIDED_HERE = frozenset(
    {"score", "score_percent", "weight", "is_met", "met", "seed", "expires_at", "submitted_at", "late_answer"}
)


class DecidedHereMixin(forms.Form):
    """Refuses a posted score, weight and the like with a sentence."""

    def clean(self) -> dict[str, Any] | None:
        sent = sorted(DECIDED_HERE & set(self.data))
        if sent:
            words = _("Nothing was saved: only the site decides about “%(names)s”. Open the quiz again.")
            raise forms.ValidationError(words % {"names": ", ".join(sent)})
        return super().clean()


class ValuesField(forms.Field):
    """The values of all fields of one name: places of ticked options, or a text. None at all is no answer."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        values = [text.strip() for text in value or [] if text.strip()]
        if len(values) > MOST_VALUES or any(len(text) > LONGEST_ANSWER for text in values):
            raise forms.ValidationError(too_long())
        return values


def too_long() -> str:
    return _("This answer is too long. Shorten it to %(most)s characters.") % {"most": LONGEST_ANSWER}


class AnswerForm(DecidedHereMixin):
    """One answer as the page sends it while somebody works: see `Sending` for key, client and sequence."""

    item = forms.IntegerField(min_value=1, max_value=32767)
    answer = ValuesField(required=False)
    key = forms.UUIDField()
    client = forms.UUIDField()
    sequence = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER)

    def sending(self) -> Sending:
        return Sending(*(self.cleaned_data[name] for name in ("key", "client", "sequence")))


class SheetForm(DecidedHereMixin):
    """The whole sheet, for those who send it at once: one field per question, each of which may stay empty.

    A hidden field beside each says what the page showed. Only what was changed on this very page is an answer, so a
    page that was opened earlier takes back nothing that was saved since.
    """

    def __init__(self, *args: Any, items: Iterable[AttemptItem], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            values = values_of(item, stored_answer(item))
            self.fields[name_of(item)] = _field(item, values)
            self.fields[shown_name(item)] = forms.CharField(
                required=False, initial=joined(values), widget=forms.HiddenInput
            )

    def questions(self) -> list[tuple[AttemptItem, BoundField, BoundField]]:
        return [(item, self[name_of(item)], self[shown_name(item)]) for item in self.items]

    def answers(self) -> dict[int, dict[str, Any]]:
        """{position: answer} of the questions whose answer was changed on this page."""
        found = {}
        for item in self.items:
            given = self.cleaned_data[name_of(item)] or []
            values = given if isinstance(given, list) else [given]
            if joined(values) != self.cleaned_data[shown_name(item)]:
                found[item.position] = answer_of(item, values)
        return found


def name_of(item: AttemptItem) -> str:
    return f"item-{item.position}"


def shown_name(item: AttemptItem) -> str:
    return f"shown-{item.position}"


def joined(values: list[str]) -> str:
    return ",".join(values)


HINTS = {
    QuestionKind.MULTIPLE: gettext_lazy("Tick all that are right."),
    QuestionKind.SHORT: gettext_lazy("A word or a few."),
    QuestionKind.NUMERIC: gettext_lazy("A number, such as 12 or 3.5."),
}


def _field(item: AttemptItem, values: list[str]) -> forms.Field:
    kind = item.version.kind
    label = f"{item.position}. {in_language(item.version, 'stem')}"
    facts: dict[str, Any] = {
        "label": label,
        "required": False,
        "help_text": HINTS.get(QuestionKind(kind), ""),
    }
    if kind == QuestionKind.MULTIPLE:
        return forms.MultipleChoiceField(
            choices=choices(item), initial=values, widget=forms.CheckboxSelectMultiple, **facts
        )
    only = values[0] if values else ""
    if item.version.is_choice:
        return forms.ChoiceField(choices=choices(item), initial=only, widget=forms.RadioSelect, **facts)
    keys = "decimal" if kind == QuestionKind.NUMERIC else "text"
    widget = forms.TextInput(attrs={"inputmode": keys, "autocomplete": "off"})
    return forms.CharField(initial=only, max_length=LONGEST_ANSWER, widget=widget, **facts)
