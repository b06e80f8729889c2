"""Writing a survey: its versions, their questions and the order in which they are asked."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .exceptions import CannotEdit
from .models import Item, Survey, SurveyVersion, by_value
from .opening import faults_of

# Positions are unique, so that a new order is written over places that no item has.
_ASIDE = 10_000
MOST_ITEMS = 100
WORDS = ("title_ind", "title_eng", "comment_ind", "comment_eng")


@transaction.atomic
def create_survey(
    *, title_ind: str, title_eng: str, comment_ind: str = "", comment_eng: str = ""
) -> SurveyVersion:
    """A new survey with an empty draft. Raises CannotEdit if there is one of that title."""
    if Survey.objects.filter(title_eng__iexact=title_eng).exists():
        raise CannotEdit(
            _("There is a survey “%(title)s” already. Copy its newest version instead.")
            % {"title": title_eng}
        )
    survey = Survey.objects.create(title_ind=title_ind, title_eng=title_eng)
    return survey.versions.create(number=1, fingerprint="", comment_ind=comment_ind, comment_eng=comment_eng)


@transaction.atomic
def copy_version(*, version: SurveyVersion) -> SurveyVersion:
    """A draft with the same questions, to be changed for a wave to come. Questions keep their identifiers."""
    survey = Survey.objects.select_for_update().get(pk=version.survey_id)
    draft = survey.versions.create(
        number=survey.next_number(),
        fingerprint="",
        comment_ind=version.comment_ind,
        comment_eng=version.comment_eng,
    )
    items = list(version.items.order_by("position"))
    for item in items:
        item.pk, item.version = None, draft
    Item.objects.bulk_create(items)
    return draft


@transaction.atomic
def set_words(*, version: SurveyVersion, **words: str) -> None:
    """The titles of the survey, and the last question of this draft. Raises CannotEdit as `create_survey` does."""
    draft = _draft(version)
    others = Survey.objects.exclude(pk=draft.survey_id)
    if others.filter(title_eng__iexact=words["title_eng"]).exists():
        raise CannotEdit(_("Another survey has this title already."))
    Survey.objects.filter(pk=draft.survey_id).update(
        title_ind=words["title_ind"], title_eng=words["title_eng"]
    )
    draft.comment_ind, draft.comment_eng = words["comment_ind"], words["comment_eng"]
    draft.save(update_fields=["comment_ind", "comment_eng"])


@transaction.atomic
def save_item(*, item: Item, asks_something_else: bool = False) -> Item:
    """Keep a new or changed question of a draft; it stands after the others of its value.

    `asks_something_else`: it gets a new identifier, so that no trend takes it for the question it was. Raises
    CannotEdit with a sentence for each thing that it lacks.
    """
    version = _draft(item.version)
    items = list(version.items.order_by("position"))
    if not item.pk and len(items) >= MOST_ITEMS:
        raise CannotEdit(_("A survey has at most %(most)s questions.") % {"most": MOST_ITEMS})
    if not item.uid or asks_something_else:
        item.uid = _free_uid(version.survey_id, item.value)
    if faults := list(faults_of(item)):
        raise CannotEdit(" ".join(faults))
    if not item.pk:
        item.position = _ASIDE - 1
    item.save()
    kept = next((known for known in items if known.pk == item.pk), None)
    if kept is None or kept.value != item.value:
        _write_order([*(known for known in items if known.pk != item.pk), item])
    return item


@transaction.atomic
def delete_item(*, item: Item) -> None:
    version = _draft(item.version)
    item.delete()
    _write_order(list(version.items.order_by("position")))


@transaction.atomic
def move_item(*, item: Item, up: bool) -> None:
    """One place up or down among the questions of its value; at an end nothing changes."""
    items = list(_draft(item.version).items.order_by("position"))
    own = [known for known in items if known.value == item.value]
    _swap(own, [known.pk for known in own].index(item.pk), up)
    ordered = iter(own)
    _write_order([next(ordered) if known.value == item.value else known for known in items])


@transaction.atomic
def move_value(*, version: SurveyVersion, value: str, up: bool) -> None:
    """All questions of a value one place up or down among the values; an unknown value changes nothing."""
    items = by_value(_draft(version).items.order_by("position"))
    values = list(items)
    if value in values:
        _swap(values, values.index(value), up)
        _write_order([item for name in values for item in items[name]])


@transaction.atomic
def delete_version(*, version: SurveyVersion) -> None:
    """A draft that no wave is planned with; a survey goes with its last version."""
    draft = _draft(version)
    if draft.waves.exists():
        raise CannotEdit(_("A wave is planned with this version: it cannot be deleted."))
    draft.delete()
    if not draft.survey.versions.exists():
        draft.survey.delete()


def was_asked_before(item: Item) -> bool:
    """Does another version of the survey hold a question of this identifier?"""
    others = Item.objects.filter(version__survey=item.version.survey_id, uid=item.uid)
    return bool(item.pk) and others.exclude(version=item.version_id).exists()


def _draft(version: SurveyVersion) -> SurveyVersion:
    """The version, locked until the transaction ends."""
    found = SurveyVersion.objects.select_for_update().get(pk=version.pk)
    if not found.is_draft:
        raise CannotEdit(_("This version was asked and stays as it was. Copy it, and change the copy."))
    return found


def _free_uid(survey_id: int, value: str) -> str:
    """ "friendly-7": a number that no version of the survey has used for the value."""
    stem = slugify(value)[:150] or "item"
    used = set(Item.objects.filter(version__survey=survey_id).values_list("uid", flat=True))
    return next(uid for uid in (f"{stem}-{number}" for number in range(1, len(used) + 2)) if uid not in used)


def _swap(rows: list[Any], place: int, up: bool) -> None:
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]


def _write_order(items: Sequence[Item]) -> None:
    """Questions of a value stand together, in the order of `items`."""
    ordered = [item for own in by_value(items).values() for item in own]
    for start in (_ASIDE, 0):
        for position, item in enumerate(ordered, start):
            item.position = position
        Item.objects.bulk_update(ordered, ["position"])
