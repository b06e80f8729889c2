"""The house style as its file says it: style.toml beside programme.toml."""

from dataclasses import dataclass, field
from pathlib import Path

from culture_site.core.content import BrokenText, read_toml
from culture_site.core.languages import SUFFIXES

from ..exceptions import BrokenCurriculum

STYLE = "style.toml"


@dataclass(frozen=True)
class LanguageStyle:
    """The bounds of one language. `level` is LIX; `wrong` maps a word or phrase to what should stand there."""

    level: tuple[float, float]
    wrong: dict[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    goods: frozenset[str] = frozenset()


@dataclass(frozen=True)
class HouseStyle:
    """`words`: how long a lesson is. `people` and `places` are the samples that examples may name.

    `terms` are names that may stand in a sentence with a capital letter: of the culture, and of days and months.
    `tags` are the hashtags in use.
    """

    words: tuple[int, int]
    longest_sentence: int
    shared_run: int
    compared_run: int
    most_alike: float
    people: frozenset[str]
    places: frozenset[str]
    address: frozenset[str]
    terms: frozenset[str]
    tags: frozenset[str]
    languages: dict[str, LanguageStyle]


def read_style(folder: Path) -> HouseStyle:
    """The style of the curriculum in `folder`. Raises BrokenCurriculum if it is not there or not whole."""
    path = folder / STYLE
    if not path.is_file():
        raise BrokenCurriculum([f"{folder}: there is no {STYLE} here."])
    try:
        data = read_toml(path)
        shared = data["samples"]
        return HouseStyle(
            words=tuple(data["lesson_words"]),
            longest_sentence=data["longest_sentence"],
            shared_run=data["shared_run"],
            compared_run=data["compared_run"],
            most_alike=data["most_alike_percent"] / 100,
            people=frozenset(shared["people"]),
            places=frozenset(shared["places"]),
            address=frozenset(shared["address"]),
            terms=frozenset(data["terms"]),
            tags=frozenset(data["tags"]),
            languages={
                code: LanguageStyle(
                    level=tuple(data[suffix]["level"]),
                    wrong=dict(data[suffix]["wrong"]),
                    names=frozenset(data[suffix]["names"]),
                    goods=frozenset(data[suffix]["goods"]),
                )
                for code, suffix in SUFFIXES.items()
            },
        )
    except (BrokenText, KeyError, TypeError) as error:
        raise BrokenCurriculum([f"{STYLE}: it is not whole: {error}"]) from error
