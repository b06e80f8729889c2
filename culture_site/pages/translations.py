"""Pages that are missing in one language, or that were changed in one only."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.models import Locale, Page

from .models import InStep
from .models.base import TOP_DEPTH

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Gap(models.TextChoices):
    """What the other language lacks."""

    MISSING = "missing", _("There is no page in the other language")
    NOT_ONLINE = "not-online", _("The page in the other language is not online")
    CHANGED = "changed", _("Changed in this language only")


@dataclass(frozen=True)
class PageGap:
    """`page` is ahead of its translation `other` (an id, None while there is none). `was` and `now` are the versions
    between which it changed, where that is the gap."""

    page: int
    gap: Gap
    language: str
    other: int | None = None
    was: int | None = None
    now: int | None = None


def find_gaps() -> dict[int, PageGap]:
    """{id of a page: what its translation lacks}, for every page that is ahead of the other language."""
    marks = dict(InStep.objects.values_list("page_id", "revision_number"))
    pairs: dict[Any, dict[str, dict[str, Any]]] = defaultdict(dict)
    rows = Page.objects.filter(depth__gte=TOP_DEPTH - 1, locale__language_code__in=LANGUAGES)
    for row in rows.values("pk", "translation_key", "locale__language_code", "live", "live_revision_id"):
        pairs[row["translation_key"]][row["locale__language_code"]] = row
    gaps = [_gap(versions, marks) for versions in pairs.values()]
    return {gap.page: gap for gap in gaps if gap}


def _gap(versions: dict[str, dict[str, Any]], marks: dict[int, int | None]) -> PageGap | None:
    if len(versions) == 1:
        [(language, page)] = versions.items()
        return PageGap(page["pk"], Gap.MISSING, language)
    online = {language: row for language, row in versions.items() if row["live"]}
    if len(online) == 1:
        [(language, page)] = online.items()
        other = next(row for code, row in versions.items() if code != language)
        return PageGap(page["pk"], Gap.NOT_ONLINE, language, other["pk"])
    changed = {code: row for code, row in online.items() if _has_changed(row, marks)}
    if len(changed) != 1:
        return None
    [(language, page)] = changed.items()
    other = next(row for code, row in versions.items() if code != language)
    return PageGap(
        page["pk"], Gap.CHANGED, language, other["pk"], marks[page["pk"]], page["live_revision_id"]
    )


def _has_changed(row: dict[str, Any], marks: dict[int, int | None]) -> bool:
    return row["pk"] in marks and marks[row["pk"]] != row["live_revision_id"]


@transaction.atomic
def note_publication(page: Page) -> None:
    """After each publication: once both languages have moved on since they last said the same, they do again."""
    pair = [page, *page.get_translations().filter(locale__language_code__in=LANGUAGES)]
    if len(pair) != len(LANGUAGES) or not all(version.live for version in pair):
        return
    marks = dict(InStep.objects.filter(page__in=pair).values_list("page_id", "revision_number"))
    stayed = [
        version for version in pair if version.pk in marks and marks[version.pk] == version.live_revision_id
    ]
    if not stayed or len(marks) < len(pair):
        _mark(pair)


@transaction.atomic
def mark_in_step(page: Page) -> None:
    """Somebody has looked: what is online in both languages says the same."""
    _mark([page, *page.get_translations().filter(locale__language_code__in=LANGUAGES)])


def _mark(pair: list[Page]) -> None:
    for version in pair:
        InStep.objects.update_or_create(
            page_id=version.pk, defaults={"revision_number": version.live_revision_id}
        )


def other_locale(page: Page) -> Locale:
    """The language that `page` is not in."""
    [code] = [code for code in LANGUAGES if code != page.locale.language_code]
    return Locale.objects.get_or_create(language_code=code)[0]


def translate(page: Page, *, user: Any) -> Page:
    """A copy of `page` in the other language to be translated, not online yet; the one that is there, if there is.

    Pages above it are copied, too, where they are missing.
    """
    locale = other_locale(page)
    found = page.get_translation_or_none(locale)
    if found:
        return found
    return CopyPageForTranslationAction(page.specific, locale, copy_parents=True, user=user).execute()
