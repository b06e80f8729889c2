"""What follows when editors publish a page of the library."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from culture_site.core.languages import SUFFIXES

from .models import Activity, BriefPage, LessonPage
from .models.lessons import LibraryItem


@receiver(page_published, sender=LessonPage)
@receiver(page_published, sender=BriefPage)
def copy_title(sender: type[LibraryItem], instance: LibraryItem, **kwargs: Any) -> None:
    """Lists of activities read their titles without a page: they are a copy, made at each publication."""
    if suffix := SUFFIXES.get(instance.locale.language_code):
        activities = Activity.objects.filter(page_key=instance.translation_key)
        activities.update(**{f"title_{suffix}": instance.title})
