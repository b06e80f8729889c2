"""Choosing an event in the CMS."""

from typing import Any

from django import forms
from django.db.models import ForeignKey
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.forms.models import register_form_field_override

from events.models import Event


class EventField(forms.ModelChoiceField):
    """Events by title and day, the newest first."""

    def __init__(self, queryset: Any = None, **kwargs: Any):
        super().__init__(queryset=Event.objects.order_by("-starts_at", "-pk"), **kwargs)

    def label_from_instance(self, event: Event) -> str:
        return f"{event}, {date_format(timezone.localtime(event.starts_at), 'DATE_FORMAT')}"


register_form_field_override(ForeignKey, to=Event, override={"form_class": EventField})
