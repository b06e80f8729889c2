"""What all public pages share: an introduction, a body of blocks, the way here and the same page in the other
language."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from culture_site.core.context_processors import OTHER_LANGUAGES
from culture_site.core.fields import BodyField
from culture_site.people.services.cms import CMS_ROLES

# The pages of a language hang below its home page, which hangs below the root.
TOP_DEPTH = 3
# The mode of a preview that shows the translation.
OTHER_LANGUAGE = "other-language"
# First parts of addresses that rooms of the site answer, there already or still to come.
RESERVED_SLUGS = frozenset(
    "academy accounts cards cms contact events feeds home inbox media nakawan pulse search static surveys team".split()
)


class SitePage(Page):
    """Abstract. A page of the public site in one language."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("One or two sentences, shown large below the title.")
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.AutocompleteField("introduction"),
        index.AutocompleteField("body"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS and self.is_at_the_top:
            raise ValidationError(
                {"slug": _("A room of the site has this address. Choose another one, such as “about-…”.")}
            )

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [*Page.DEFAULT_PREVIEW_MODES, (OTHER_LANGUAGE, _("The other language"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as it is being written; or its translation beside it, with what is not published yet."""
        if mode_name != OTHER_LANGUAGE:
            return super().serve_preview(request, mode_name)
        other = self.get_translations().first()
        if other is None:
            return TemplateResponse(request, "pages/no_translation.html")
        return other.get_latest_revision_as_object().make_preview_request(request)

    @property
    def is_at_the_top(self) -> bool:
        return self.depth == TOP_DEPTH

    @property
    def headline(self) -> str:
        """What a reader takes the page to be called: its heading."""
        return self.title

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        translations = self.addresses_by_language(request)
        # Where there is no translation the switch leads to the front door of the other language.
        others = {code: translations.get(code, f"/{code}/") for code, _name in settings.LANGUAGES}
        setattr(request, OTHER_LANGUAGES, others)
        return context | {
            "translations": translations,
            "trail": self.trail(request),
            "may_edit": request.user.is_authenticated
            and (request.user.is_superuser or request.user.access.has(*CMS_ROLES)),
        }

    def addresses_by_language(self, request: HttpRequest) -> dict[str, str]:
        """{language: path} of this page and its published translations."""
        others = self.get_translations().live().select_related("locale")
        found = {other.locale.language_code: other.get_url(request) for other in others}
        if self.locale.language_code in dict(settings.LANGUAGES):
            found[self.locale.language_code] = self.get_url(request)
        return {code: url for code, url in found.items() if url}

    def trail(self, request: HttpRequest) -> list[tuple[str, str]]:
        """The way here for the breadcrumbs: (title, path), this page last and without a path."""
        if self.depth < TOP_DEPTH:
            return []
        above = self.get_ancestors().filter(depth__gte=TOP_DEPTH - 1).live()
        steps = [
            (str(_("Front page")) if page.depth < TOP_DEPTH else page.title, page.get_url(request) or "")
            for page in above
        ]
        return [*steps, (self.title, "")]
