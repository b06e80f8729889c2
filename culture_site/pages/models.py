"""The public page tree. The FIRST content grows from here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue, ServiceVision


class HomePage(Page):
    """The front door, one per language: a promise, the four values, the way in."""

    promise = models.CharField(_("promise"), max_length=120, help_text=_("One sentence, shown large."))
    introduction = RichTextField(_("introduction"), features=["bold", "link"], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("promise"), FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "core_values": CoreValue.objects.all(),
            "vision": ServiceVision.objects.filter(valid_from__lte=today()).first(),
        }
