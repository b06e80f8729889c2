"""Pictures of the CMS: which nobody uses."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page, ReferenceIndex

from .leaves import leaves_of_page


def unused_pictures() -> QuerySet[AbstractImage]:
    """Pictures that stand on no page and in no draft, the oldest first."""
    model = get_image_model()
    references = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(model))
    used = {int(number) for number in references.values_list("to_object_id", flat=True)}
    return model.objects.exclude(pk__in=used | _in_drafts()).order_by("created_at", "pk")


def _in_drafts() -> set[int]:
    """Pictures in drafts of published pages: Wagtail's index holds only what is online."""
    pages = Page.objects.filter(has_unpublished_changes=True).specific()
    drafts = [page.get_latest_revision_as_object() for page in pages]
    return {
        leaf.value
        for draft in drafts
        for leaf in leaves_of_page(draft)
        if isinstance(leaf.block, ImageChooserBlock) and leaf.value
    }
