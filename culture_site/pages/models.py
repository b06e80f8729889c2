"""The public page tree. The FIRST content grows from here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PagePermissionTester, Site

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue, ServiceVision


class FrontDoorPermissions(PagePermissionTester):
    """The page where the site starts stays, in each language: without it every public page is missing, and with it
    the CMS would delete the site."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False


class HomePage(Page):
    """The front door, one per language: a promise, the four values, the way in."""

    promise = models.CharField(_("promise"), max_length=120, help_text=_("One sentence, shown large."))
    introduction = RichTextField(_("introduction"), features=["bold", "link"], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("promise"), FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def permissions_for_user(self, user):
        is_front_door = Site.objects.filter(root_page__translation_key=self.translation_key).exists()
        return FrontDoorPermissions(user, self) if is_front_door else super().permissions_for_user(user)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "core_values": CoreValue.objects.all(),
            "vision": ServiceVision.objects.filter(valid_from__lte=today()).first(),
        }
