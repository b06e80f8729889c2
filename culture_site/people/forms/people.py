"""Choosing people in a form."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# More digits than a database's number holds are nobody's id.
ID = re.compile(r"[0-9]{1,18}")


class PeopleField(forms.ModelMultipleChoiceField):
    """Several people, each shown with their office."""

    def clean(self, value: Any) -> Any:
        strange = [item for item in value or [] if not ID.fullmatch(str(item))]
        if strange:
            message = self.error_messages["invalid_pk_value"]
            raise ValidationError(message, code="invalid_pk_value", params={"pk": strange[0][:20]})
        return super().clean(value)

    def label_from_instance(self, person: Any) -> str:
        return f"{person.name}, {person.office}" if person.office else person.name
