"""The rules of the house style, each a sentence per fault."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from urllib.parse import urlsplit

from culture_site.core.languages import SUFFIXES

from ..models import Kind, QuestionKind
from ..text_files import ActivityText, Curriculum, PageText, QuestionText
from .prose import Masks, blocks_in, lix, masked_runs, paragraphs, runs, sentences, word_count, words
from .style import HouseStyle

Check = Callable[[Curriculum, HouseStyle], Iterator[str]]
HREF = re.compile(r'href="([^"]*)"')
HASHTAG = re.compile(r"#[A-Za-z]\w*")
# What opens a quotation or a clause of its own: the next word may have a capital letter.
OPENS = re.compile(r"[“‘(\"/:;–]\s*$")
CAPITAL = re.compile(r"\b[A-Z][a-z][^\W\d_]*(?:[-’][A-Za-z]+)*")
# What may hang on an Indonesian word.
ENDINGS = "(?:nya|mu|ku)?"
# Of fewer words, such as those of an agenda, a reading level says nothing.
ENOUGH_WORDS = 100
# Among so many single questions a habit of the author can be told from chance.
ENOUGH = 20
MOST_AT_ONE_PLACE, MOST_LONGEST = 0.4, 0.5


def proofread(curriculum: Curriculum, style: HouseStyle) -> list[str]:
    """A sentence for each fault in the texts of a curriculum; none if they are fit to print."""
    return [sentence for one in CHECKS for sentence in one(curriculum, style)]


def _lessons(curriculum: Curriculum) -> list[ActivityText]:
    return [activity for activity in curriculum.activities if activity.kind == Kind.LESSON]


def _pages(curriculum: Curriculum) -> Iterator[tuple[str, PageText]]:
    for activity in curriculum.activities:
        yield from activity.pages.items()


def _length(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    least, most = style.words
    for lesson in _lessons(curriculum):
        for page in lesson.pages.values():
            if not least <= (count := word_count(page)) <= most:
                yield f"{page.name}: has {count} words; a lesson has {least} to {most}."


def _shape(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    for lesson in _lessons(curriculum):
        for page in lesson.pages.values():
            kinds = Counter(block["type"] for block in blocks_in(page))
            for kind in ("chat", "key", "check"):
                if kinds[kind] != 1:
                    yield f"{page.name}: has {kinds[kind]} of the block “{kind}”; a lesson has one."
            if page.steps and page.steps[-1].check:
                yield f"{page.name}: ends with its check question; what to remember comes behind it."


def _reading_level(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    for code, page in _pages(curriculum):
        least, most = style.languages[code].level
        if word_count(page) >= ENOUGH_WORDS and not least <= (level := lix(page)) <= most:
            yield f"{page.name}: its reading level (LIX) is {level:.0f}; it lies between {least} and {most}."
        for paragraph in paragraphs(page):
            for sentence in sentences(paragraph):
                if (count := len(words(sentence))) > style.longest_sentence:
                    yield f"{page.name}: a sentence of {count} words: {sentence[:60]}…"


def _said_twice(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    said: dict[tuple[str, tuple[str, ...]], str] = {}
    for code, page in _pages(curriculum):
        found = sorted(runs(paragraphs(page), style.shared_run))
        for run in found:
            first = said.setdefault((code, run), page.name)
            if first != page.name:
                yield f"{page.name}: says what {first} says: {' '.join(run)}"
                break


def _alike(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    """Two lessons that differ in their names, goods, places and numbers only are one lesson."""
    for code, language in style.languages.items():
        masks = Masks(style.people | style.places | style.address | language.goods)
        seen = [
            (lesson.pages[code].name, masked_runs(lesson.pages[code], masks, style.compared_run))
            for lesson in _lessons(curriculum)
            if code in lesson.pages
        ]
        for (one, ours), (other, theirs) in combinations(seen, 2):
            share = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
            if share > style.most_alike:
                yield (
                    f"{one}, {other}: {share:.0%} of their runs of {style.compared_run} words are the same "
                    "once names, goods, places and numbers are masked."
                )


def _terms(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    for code, place, text in _texts(curriculum):
        for wrong, right in style.languages[code].wrong.items():
            if match := re.search(rf"\b(?:{wrong}){ENDINGS}\b", text):
                yield f"{place}: “{match[0]}”; write “{right}”."
        for tag in HASHTAG.findall(text):
            if tag not in style.tags:
                yield f"{place}: the tag {tag} is not one of those in use."


def _names(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    """People and places of examples are samples on a list: nobody real slips in, and masks hide them all.

    A word that is written small elsewhere is no name but the part of a tool: “the line Hold”.
    """
    texts = list(_texts(curriculum))
    samples = {part for name in style.people | style.places | style.terms for part in words(name)}
    small = {
        code: {word for language, _place, text in texts if language == code for word in words(text)}
        for code in style.languages
    }
    for code, place, text in [*texts, *_speakers(curriculum)]:
        known = samples | style.languages[code].names | {word.capitalize() for word in style.address}
        for name in dict.fromkeys(_capitals(text)):
            if name not in known and name.lower() not in small[code]:
                yield f"{place}: who or what is “{name}”? Samples and terms stand in style.toml."


def _speakers(curriculum: Curriculum) -> Iterator[tuple[str, str, str]]:
    """Who speaks in the chats. Behind a word of ours, so that the first word of a name is looked at, too."""
    for code, page in _pages(curriculum):
        for block in blocks_in(page):
            if block["type"] == "chat":
                for message in block["value"]["messages"]:
                    yield code, page.name, f"by {message['value']['who']}"


def _capitals(text: str) -> Iterator[str]:
    """Words with a capital letter that no sentence or quotation begins with."""
    for sentence in sentences(text):
        starts = re.search(r"\w", sentence)
        for match in CAPITAL.finditer(sentence):
            if starts and match.start() > starts.start() and not OPENS.search(sentence[: match.start()]):
                yield match[0].removesuffix("’s")


def _once_each(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    """Examples differ in their people: one that was met in a lesson is not met again in another."""
    for code in style.languages:
        met: dict[str, str] = {}
        for lesson in _lessons(curriculum):
            text = " ".join(paragraphs(lesson.pages[code])) if code in lesson.pages else ""
            for name in set(words(text)) & style.people:
                if met.setdefault(name, lesson.id) != lesson.id:
                    yield f"{lesson.pages[code].name}: {name} is in {met[name]}, too."


def _links(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    for _code, page in _pages(curriculum):
        for block in blocks_in(page):
            for address in HREF.findall(str(block["value"])):
                parts = urlsplit(address)
                if parts.scheme != "https" or "." not in parts.netloc:
                    yield f"{page.name}: the link {address} does not lead to an https:// address."


def _tags_of_questions(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    for question in curriculum.questions:
        for name in ("value", "lesson"):
            if not getattr(question, name):
                yield f"{question.place}: names no {name}."


def _places_of_keys(curriculum: Curriculum, style: HouseStyle) -> Iterator[str]:
    """Whoever always ticks the same place, or the longest option, must not pass a quiz by it."""
    single = [question for question in curriculum.questions if question.kind == QuestionKind.SINGLE]
    places = Counter(_right(question) for question in single)
    if len(single) >= ENOUGH and max(places.values()) > len(single) * MOST_AT_ONE_PLACE:
        yield f"Of {len(single)} single questions {max(places.values())} have the right option at the same place."
    for suffix in SUFFIXES.values():
        longest = sum(_is_longest(question, f"text_{suffix}") for question in single)
        if len(single) >= ENOUGH and longest > len(single) * MOST_LONGEST:
            yield f"Of {len(single)} single questions the right option is the longest in {longest} ({suffix})."


def _right(question: QuestionText) -> int:
    return next(place for place, option in enumerate(question.options) if option["weight"] > 0)


def _is_longest(question: QuestionText, name: str) -> bool:
    lengths = [len(option[name]) for option in question.options]
    return lengths[_right(question)] == max(lengths)


def _texts(curriculum: Curriculum) -> Iterator[tuple[str, str, str]]:
    """(language, place, text) of all that is printed: titles, paragraphs, questions, options, explanations."""
    for code, suffix in SUFFIXES.items():
        yield code, curriculum.key, getattr(curriculum.titles, suffix)
        yield code, curriculum.key, getattr(curriculum.summaries, suffix)
        for week in curriculum.weeks:
            yield code, week.place, getattr(week.titles, suffix)
            yield code, week.place, getattr(week.aims, suffix)
            for activity in week.activities:
                yield code, activity.place, getattr(activity.titles, suffix)
    for code, page in _pages(curriculum):
        yield code, page.name, page.summary
        for step in page.steps:
            yield code, page.name, step.title
        for paragraph in paragraphs(page):
            yield code, page.name, paragraph
    for question in curriculum.questions:
        for code, suffix in SUFFIXES.items():
            yield code, question.place, getattr(question.stems, suffix)
            yield code, question.place, getattr(question.whys, suffix)
            for row in [*question.options, *question.answers]:
                for part in ("text", "why"):
                    yield code, question.place, str(row.get(f"{part}_{suffix}") or "")


CHECKS: tuple[Check, ...] = (
    _length,
    _shape,
    _reading_level,
    _said_twice,
    _alike,
    _terms,
    _names,
    _once_each,
    _links,
    _tags_of_questions,
    _places_of_keys,
)
