"""Questions into the bank: each wording and key is a version, and an older one stays as it was asked."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from culture_site.core.content import LoadReport, differing_fields
from culture_site.culture.models import CoreValue

from ..models import LONGEST_KEY, LONGEST_TITLE, Activity, Pool, Question, QuestionKind, QuestionVersion
from ..question_files.parsed import ParsedQuestion
from ..question_files.stored import CONTENT, as_content, fingerprint

# Of the 100 characters of a key, for the pool and for the name of the question in its file.
LONGEST_PART = 40
# Of a key that another question of the same file has; no pool has this number.
_TAKEN = (0, "")
CREATED, NEW_VERSION, UNCHANGED = "created", "new version", "unchanged"


@transaction.atomic
def put_question(
    *,
    key: str,
    pool: Pool | None,
    kind: QuestionKind,
    stem_ind: str,
    stem_eng: str,
    options: list[dict[str, Any]],
    answers: list[dict[str, Any]],
    why_ind: str,
    why_eng: str,
    is_case_sensitive: bool = False,
    value: CoreValue | None = None,
    difficulty: int = 2,
    lesson: Activity | None = None,
    source: str = "",
) -> tuple[QuestionVersion, str]:
    """The question `key` as it is asked from now on, and what was done: "created", "new version" or "unchanged".

    `options` and `answers` as models.QuestionVersion keeps them. Other words or another answer make a new version;
    where the question belongs (pool, value, lesson, difficulty, source) follows without one. One that was retired is
    drawn again.
    """
    facts = {
        "pool": pool,
        "value": value,
        "difficulty": difficulty,
        "lesson": lesson,
        "source": source,
        "retired_at": None,
    }
    content = {
        "kind": kind,
        "stem_ind": stem_ind,
        "stem_eng": stem_eng,
        "options": options,
        "answers": answers,
        "is_case_sensitive": is_case_sensitive,
        "why_ind": why_ind,
        "why_eng": why_eng,
    }
    question = Question.objects.select_for_update(of=("self",)).filter(key=key).first()
    if question is None:
        question = Question.objects.create(key=key, **facts)
        return question.versions.create(**content), CREATED
    _follow(question, facts)
    current = question.versions.filter(is_current=True).first()
    if current and not differing_fields(current, content):
        return current, UNCHANGED
    return _supersede(question, content), NEW_VERSION


def _follow(question: Question, facts: dict[str, Any]) -> None:
    fields = differing_fields(question, facts)
    for name in fields:
        setattr(question, name, facts[name])
    if fields:
        question.save(update_fields=fields)


def _supersede(question: Question, content: dict[str, Any]) -> QuestionVersion:
    newest = question.versions.order_by("-number").first()
    # Before the new one comes: a question has one current version.
    question.versions.filter(is_current=True).update(is_current=False)
    version: QuestionVersion = question.versions.create(number=newest.number + 1 if newest else 1, **content)
    return version


@transaction.atomic
def retire_missing(*, source: str, keys: set[str]) -> list[str]:
    """Draw no longer what came from `source` or a file in it and is not among `keys` any more; their keys.

    What was asked of it stays. A question that comes back is drawn again (put_question).
    """
    rows = Question.objects.filter(source__startswith=f"{source}/", retired_at=None).exclude(key__in=keys)
    retired = list(rows.values_list("key", flat=True))
    rows.filter(key__in=retired).update(retired_at=timezone.now())
    return retired


def pool_named(name: str) -> Pool:
    """The pool of that key or title, whatever its capitals; a new one where there is none."""
    title = " ".join(name.split())[:LONGEST_TITLE]
    key = slugify(title)[:LONGEST_KEY].strip("-") or fingerprint(title)
    known = Pool.objects.filter(title__iexact=title).order_by("key").first()
    return known or Pool.objects.get_or_create(key=key, defaults={"title": title})[0]


@transaction.atomic
def load_parsed(*, questions: Iterable[ParsedQuestion], pool: Pool, source: str) -> LoadReport:
    """Put questions that were read from a file into `pool`; the keys of what was created, updated or unchanged.

    What the pool has already, in whatever version, is left as it is: the same file again adds nothing, and takes no
    correction of an editor back. A question of the same name and `source` with other content is its new version. Two of
    one name in one file are two questions.
    """
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    prefix = pool.key[:LONGEST_PART]
    known = _known_contents(pool, prefix)
    owners = _owners(prefix)
    report = LoadReport()
    for question in questions:
        content = as_content(question)
        mark = fingerprint(content)
        if mark in known:
            report.unchanged.append(known[mark])
            owners[known[mark]] = _TAKEN
            continue
        key = f"{prefix}-{slugify(question.name)[:LONGEST_PART].strip('-') or mark}"
        if owners.get(key, (pool.pk, source)) != (pool.pk, source):
            key = f"{prefix}-{mark}"
        _version, done = put_question(key=key, pool=pool, source=source, **content)
        (report.created if done == CREATED else report.updated).append(key)
        known[mark] = key
        owners[key] = _TAKEN
    return report


def _known_contents(pool: Pool, prefix: str) -> dict[str, str]:
    """{fingerprint: key} of every version in the pool, and of what was loaded into it and moved since."""
    here = Q(question__pool=pool) | Q(question__key__startswith=f"{prefix}-")
    versions = QuestionVersion.objects.filter(here).select_related("question")
    return {
        fingerprint({name: getattr(version, name) for name in CONTENT}): version.question.key
        for version in versions
    }


def _owners(prefix: str) -> dict[str, tuple[int | None, str]]:
    """{key: (pool, source)} of the keys that questions of a file might get."""
    rows = Question.objects.filter(key__startswith=f"{prefix}-").values_list("key", "pool_id", "source")
    return {key: (pool, source) for key, pool, source in rows}
