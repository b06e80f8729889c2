"""programme.toml, the weeks with their pages, the questions: from a folder into plain values."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from culture_site.core.content import BrokenText, read_toml
from culture_site.core.languages import SUFFIXES

from ..exceptions import BrokenCurriculum
from ..models import LONGEST_TITLE, Kind, Rule, Scoring, Stage
from .checks import check
from .entries import Entry
from .pages import BRIEF_FENCES, blocks_of, read_brief, read_lesson
from .plain import ActivityText, Curriculum, PageText, QuestionText, QuizText, WeekText, Words
from .questions import read_question

PROGRAMME = "programme.toml"
WEEK_FILE = re.compile(r"week-\d+\.toml\Z")
FOLDERS = {Kind.LESSON: ("lessons", read_lesson), Kind.ASSIGNMENT: ("assignments", read_brief)}
MOST_WEEKS, MOST_DAYS, MOST_MINUTES, MOST_DRAWN = 60, 400, 600, 100


def read_curriculum(folder: Path, *, values: Collection[str]) -> Curriculum:
    """The curriculum in `folder`. Raises BrokenCurriculum with a sentence for each fault in any of its files."""
    faults: list[str] = []
    if not (folder / PROGRAMME).is_file():
        raise BrokenCurriculum([f"{folder}: there is no {PROGRAMME} here."])
    entry = Entry(_toml(folder / PROGRAMME, faults), PROGRAMME, faults)
    found = Curriculum(
        key=entry.slug("id"),
        titles=entry.words("title", longest=LONGEST_TITLE),
        summaries=entry.words("summary", is_needed=False),
        weeks=tuple(
            sorted(
                (_week(path, values, faults) for path in _weeks(folder)),
                key=lambda week: (week.week, week.place),
            )
        ),
        questions=tuple(
            question
            for path in sorted(folder.glob("week-*-questions.toml"))
            for question in _questions(path, values, faults)
        ),
    )
    entry.close()
    _name_strangers(folder, found, faults)
    faults += check(found)
    if faults:
        raise BrokenCurriculum(faults)
    return found


def _toml(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return read_toml(path)
    except BrokenText as error:
        faults.append(str(error))
        return {}


def _weeks(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("week-*.toml") if WEEK_FILE.match(path.name))


def _week(path: Path, values: Collection[str], faults: list[str]) -> WeekText:
    entry = Entry(_toml(path, faults), path.name, faults)
    topics = entry.texts("topics_ind"), entry.texts("topics_eng")
    if len(topics[0]) != len(topics[1]):
        entry.fault(f"there are {len(topics[0])} topics in Indonesian and {len(topics[1])} in English.")
    found = WeekText(
        place=path.name,
        week=entry.whole("week", 1, MOST_WEEKS),
        stage=entry.choice("stage", Stage.values),
        titles=entry.words("title", longest=LONGEST_TITLE),
        aims=entry.words("aim", is_needed=False),
        topics=topics,
        activities=tuple(
            _activity(data, path, number, values, faults)
            for number, data in enumerate(entry.tables("activities"), start=1)
        ),
    )
    entry.close()
    return found


def _activity(data: Any, path: Path, number: int, values: Collection[str], faults: list[str]) -> ActivityText:
    entry = Entry(data, f"{path.name}, activity {number}", faults)
    key = entry.slug("id")
    if key:
        entry.place = f"{path.name}, activity {key}"
    kind = entry.choice("kind", Kind.values)
    pages = _pages(entry, key, kind, path.parent)
    titles = Words(*(page.title for page in pages.values())) if kind in FOLDERS else Words()
    if kind and kind not in FOLDERS:
        titles = entry.words("title", longest=LONGEST_TITLE)
    found = ActivityText(
        place=entry.place,
        id=key,
        kind=Kind(kind or Kind.LESSON),
        titles=titles,
        offset=entry.whole("offset", 0, MOST_DAYS),
        minutes=entry.whole("minutes", 1, MOST_MINUTES, default=10),
        rule=Rule(entry.choice("rule", Rule.values, default=Rule.REQUIRED) or Rule.REQUIRED),
        group=entry.slug("group", is_needed=False),
        values=_values(entry, values),
        needs=entry.texts("needs"),
        quiz=_quiz(entry) if kind == Kind.QUIZ else None,
        pages=pages,
    )
    entry.close()
    return found


def _values(entry: Entry, values: Collection[str]) -> tuple[str, ...]:
    found = entry.texts("values")
    for value in found:
        if value not in values:
            entry.fault(f"there is no value “{value}”; there are: {', '.join(values)}.")
    return found


def _quiz(entry: Entry) -> QuizText:
    return QuizText(
        pool=entry.slug("pool"),
        draw=entry.whole("draw", 1, MOST_DRAWN),
        pass_percent=entry.whole("pass_percent", 0, 100, default=70),
        scoring=entry.choice("scoring", Scoring.values, default=Scoring.HIGHEST),
        attempts=entry.whole_or_none("attempts", 1, 100),
        limit_minutes=entry.whole_or_none("limit_minutes", 1, MOST_MINUTES),
    )


def _pages(entry: Entry, key: str, kind: str, folder: Path) -> dict[str, PageText]:
    """By language: the files of a lesson or an assignment, the agenda of a live session."""
    if kind == Kind.LIVE:
        return _agendas(entry)
    if not key or kind not in FOLDERS:
        return {}
    name, read = FOLDERS[Kind(kind)]
    paths = {code: folder / name / f"{key}.{code}.md" for code in SUFFIXES}
    missing = [path for path in paths.values() if not path.is_file()]
    if len(missing) == len(paths):
        entry.fault(f"there is no text {name}/{key}.{'|'.join(SUFFIXES)}.md.")
    elif missing:
        entry.fault(f"it is there in one language only; {name}/{missing[0].name} is missing.")
    if missing:
        return {}
    pages = {code: read(path, f"{name}/{path.name}", entry.faults) for code, path in paths.items()}
    return {code: page for code, page in pages.items() if page}


def _agendas(entry: Entry) -> dict[str, PageText]:
    agenda = entry.words("agenda", is_needed=False)
    return {
        code: PageText(
            name=f"{entry.place}, agenda_{suffix}",
            title=str(entry.data.get(f"title_{suffix}") or ""),
            blocks=blocks_of(
                getattr(agenda, suffix), f"{entry.place}, agenda_{suffix}", BRIEF_FENCES, entry.faults
            ),
        )
        for code, suffix in SUFFIXES.items()
    }


def _questions(path: Path, values: Collection[str], faults: list[str]) -> list[QuestionText]:
    entry = Entry(_toml(path, faults), path.name, faults)
    tables = entry.tables("questions")
    entry.close()
    return [
        read_question(data, path.name, number, values, faults) for number, data in enumerate(tables, start=1)
    ]


def _name_strangers(folder: Path, found: Curriculum, faults: list[str]) -> None:
    """Texts that no week names: a slip in a file name, or an activity that was forgotten."""
    for kind, (name, _read) in FOLDERS.items():
        known = {
            f"{activity.id}.{code}"
            for activity in found.activities
            if activity.kind == kind
            for code in SUFFIXES
        }
        faults += [
            f"{name}/{path.name}: no week has the {kind.value} “{path.stem.rpartition('.')[0] or path.stem}”."
            for path in sorted((folder / name).glob("*.md"))
            if path.stem not in known
        ]
