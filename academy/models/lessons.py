"""The library: pages of lessons, briefs and agendas. It hangs below no site, so no address of the page tree leads
there and no site search or sitemap lists it; academy.views.lessons serves it after the enrolment check."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester, Revision

from culture_site.core.blocks import ChatBlock, DoAvoidBlock, KeyBlock, PictureBlock, QuoteBlock, TextBlock
from culture_site.core.fields import BodyField
from culture_site.people.models import User

from .curriculum import LONGEST_KEY, LONGEST_TITLE, Placement
from .previews import TraineePreview
from .questions import Question, QuestionVersion


def check_questions() -> list[tuple[str, str]]:
    """(key, key and wording) of each question that can stand in a lesson."""
    questions = Question.objects.filter(pool=None, retired_at=None, versions__is_current=True)
    return [(key, f"{key}: {stem[:80]}") for key, stem in questions.values_list("key", "versions__stem_ind")]


class CheckBlock(blocks.StructBlock):
    """A check question, by its key. The answer stays with the question, never in the page."""

    question = blocks.ChoiceBlock(label=_("Question"), choices=check_questions)

    class Meta:
        icon = "help"
        label = _("Check question")
        description = _("One question with an explanation for every answer. At most one in a step.")


class StepBody(blocks.StreamBlock):
    text = TextBlock(features=["bold", "ol", "ul", "link"])
    chat = ChatBlock()
    key = KeyBlock()
    do_avoid = DoAvoidBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    check = CheckBlock()


class StepBlock(blocks.StructBlock):
    """One screen of a lesson."""

    key = blocks.RegexBlock(
        regex=r"^[a-z0-9-]{1,60}$",
        label=_("Key"),
        help_text=_("The same in both languages; small letters, digits and dashes. Do not change it later."),
        error_messages={"invalid": _("Small letters, digits and dashes only.")},
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    body = StepBody(label=_("Content"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsField(StreamField):
    """The steps of a lesson. Its blocks are no part of a migration (as culture_site.core.fields.BodyField)."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__([("step", StepBlock())], **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _blocks, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class ShelfPermissions(PagePermissionTester):
    """The library stays: with it would go every lesson, and none comes back by loading."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False


class LibraryPage(Page):
    """The shelf of one language. It hangs directly below the root, beside the site and not in it."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["academy.LessonPage", "academy.BriefPage"]

    class Meta:
        verbose_name = _("academy library")
        verbose_name_plural = _("academy libraries")

    preview_modes: list[tuple[str, Any]] = []

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return ShelfPermissions(user, self)


class LibraryItem(TraineePreview, Page):
    """Abstract. A page of the library: shown by the academy's own views alone."""

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One sentence: what this gives the trainee.")
    )

    parent_page_types = ["academy.LibraryPage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if len(self.title) > LONGEST_TITLE:
            raise ValidationError(
                {
                    "title": _("A title of a lesson has at most %(longest)s characters.")
                    % {"longest": LONGEST_TITLE}
                }
            )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Never by way of the page tree, should somebody hang a site above it."""
        raise Http404


class LessonPage(LibraryItem):
    steps = StepsField(verbose_name=_("steps"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("steps")]
    preview_template = "academy/lesson_preview.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def step_keys(self) -> list[str]:
        return [step.value["key"] for step in self.steps]

    def clean(self) -> None:
        """A key is what progress knows a step by: one step each, and none goes once trainees could have done it."""
        super().clean()
        keys = self.step_keys
        if doubled := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValidationError(
                {
                    "steps": _("The step key %(keys)s is there twice. Give each step a key of its own.")
                    % {"keys": ", ".join(doubled)}
                }
            )
        if gone := [key for key in self._published_keys() if key not in keys]:
            raise ValidationError(
                {
                    "steps": _(
                        "The step %(keys)s is missing. This lesson is published, and what trainees did is kept by the "
                        "keys of its steps: leave each key as it was. Titles and contents may change, and steps may "
                        "be added."
                    )
                    % {"keys": ", ".join(gone)}
                }
            )

    def _published_keys(self) -> list[str]:
        """Of the version that is online, or was last."""
        stored = LessonPage.objects.filter(pk=self.pk).exclude(first_published_at=None).first()
        return stored.step_keys if stored else []

    @property
    def preview_screens(self) -> list[str]:
        return [step.value["title"] for step in self.steps]

    def preview_screen(self, number: int) -> dict[str, Any]:
        steps = [step.value for step in self.steps]
        step = steps[number - 1] if steps else {"title": self.title, "body": []}
        placement = (
            Placement.objects.filter(activity__page_key=self.translation_key)
            .select_related("module")
            .order_by("-version__number")
            .first()
        )
        return {
            "lesson": {"page": self},
            "step": step,
            "number": number,
            "bar": ["half" if place == number else "open" for place in range(1, len(steps) + 1)],
            "steps": steps,
            "behind": steps[number] if number < len(steps) else None,
            "item": {"placement": placement},
            "check": _unanswered(step),
        }


def _unanswered(step: Any) -> dict[str, Any] | None:
    """The check question of a step before anybody answered it: without weights and explanations."""
    key = next((block.value["question"] for block in step["body"] if block.block_type == "check"), "")
    version = QuestionVersion.objects.filter(question__key=key, is_current=True).first()
    if version is None:
        return None
    names = ("id", "text_ind", "text_eng")
    options = [{name: option.get(name, "") for name in names} for option in version.options]
    return {"version": version, "answer": None, "options": options}


class BriefPage(LibraryItem):
    """What an assignment asks for, or the agenda of a live session."""

    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    preview_template = "academy/brief_preview.html"

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")


class LoadedPage(models.Model):
    """Which page came from which text file, so that loading again touches nobody's work.

    `revision` is the one that the load made: while it is still the page's latest, nobody has edited the page. A row
    whose page is gone says that an editor deleted it, and it does not come back.
    """

    key = models.SlugField(_("key"), max_length=LONGEST_KEY)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    page = models.OneToOneField(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        related_name="loaded_academy_text",
        verbose_name=_("page"),
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("revision")
    )

    class Meta:
        verbose_name = _("loaded page")
        verbose_name_plural = _("loaded pages")
        ordering = ["key", "language"]
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="academy_page_loaded_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.key}.{self.language}"
