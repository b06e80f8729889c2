"""Pages of the library as a trainee will see them, for who writes them. The CMS asks first who may edit."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import override

if TYPE_CHECKING:
    from wagtail.models import Page as Base
else:
    Base = object

OWN, OTHER = "own", "other"


class TraineePreview(Base):
    """A mode for each screen of the page, and for each one of its translation with what is not published there yet.

    A page gives `preview_template`, `preview_screens` (their titles) and `preview_screen(number)` (a context).
    """

    preview_template: str

    @property
    def preview_screens(self) -> list[str]:
        return [self.title]

    def preview_screen(self, number: int) -> dict[str, Any]:
        return {"page": self}

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        modes = self._modes(OWN)
        other = self._translation()
        return modes + other._modes(OTHER) if other else modes

    def _modes(self, which: str) -> list[tuple[str, str]]:
        language = dict(settings.LANGUAGES).get(self.locale.language_code, self.locale.language_code)
        return [
            (f"{which}-{number}", f"{language}: {number}. {title}")
            for number, title in enumerate(self.preview_screens or [self.title], start=1)
        ]

    def _translation(self) -> Any:
        other = self.get_translations().select_related("locale").first()
        return other.get_latest_revision_as_object() if other else None

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """One screen, dressed in the language of the page. Nothing on it can be pressed."""
        which, _dash, number = mode_name.partition("-")
        page = self._translation() if which == OTHER else self
        page = page or self
        last = max(len(page.preview_screens), 1)
        screen = min(max(int(number), 1), last) if number.isdigit() else 1
        language = page.locale.language_code
        with override(language):
            context = page.preview_screen(screen) | {"language": language}
            # Rendered here: outside this block it would speak the language of the editor.
            return TemplateResponse(request, self.preview_template, context).render()
