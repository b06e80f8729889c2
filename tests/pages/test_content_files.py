"""The texts in the repository: each in both languages, alike in shape, with links that lead somewhere."""

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from culture_site.core.content import read_text, read_toml
from culture_site.culture.services import CONTENT as CULTURE
from culture_site.pages.services import CONTENT

LANGUAGES = ("id", "en")
FILES = sorted(CONTENT.glob("*.md"))
KEYS = sorted({path.stem.rpartition(".")[0] for path in FILES})
EXPECTED = """
    accessibility culture-fair dna education events friendly home nakatara nakawan privacy proactive sharing-sessions
    simple stories story-first-reply story-school-and-squad trusted values vision
""".split()
SAME_IN_BOTH = ("type", "key", "parent", "order", "menu", "value", "sample", "consent")
# What search engines show of a description.
LONGEST_DESCRIPTION = 155
FENCE = re.compile(r"^:::[ \t]*(\w*)", re.MULTILINE)
PAGE_LINK = re.compile(r"\]\(page:([^)]*)\)")


@cache
def text_of(key: str, language: str) -> tuple[dict[str, Any], str]:
    return read_text(CONTENT / f"{key}.{language}.md")


def fences(body: str) -> list[str]:
    """The kinds of the fenced blocks in order, "" for each closing line."""
    return FENCE.findall(body)


def points(body: str, kind: str) -> int:
    inside = re.search(rf"^::: {kind}\n(.*?)^:::$", body, re.MULTILINE | re.DOTALL)
    return len(re.findall(r"^- ", inside.group(1), re.MULTILINE)) if inside else 0


def chats(body: str) -> list[list[str]]:
    found = re.findall(r"^::: chat [^\n]+\n(.*?)^:::$", body, re.MULTILINE | re.DOTALL)
    return [chat.strip().splitlines() for chat in found]


def words(body: str) -> int:
    readable = re.sub(r"^:::[ \t]*\w*|\(page:[^)]*\)|\|", " ", body, flags=re.MULTILINE)
    return sum(any(letter.isalnum() for letter in word) for word in readable.split())


def paragraphs(body: str) -> list[str]:
    """Lines of text without their marks; fences, headings and short labels left out."""
    lines = (line.lstrip("-0123456789. ").strip() for line in body.splitlines())
    return [line for line in lines if len(line) > 40 and not line.startswith((":::", "#", "["))]


def test_all_pages_are_there_in_both_languages():
    assert KEYS == EXPECTED
    assert [path.name for path in FILES] == sorted(f"{key}.{code}.md" for key in KEYS for code in LANGUAGES)


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_agree_on_what_is_not_language(key):
    (indonesian, body_ind), (english, body_eng) = (text_of(key, code) for code in LANGUAGES)

    assert indonesian.keys() == english.keys()
    for name in SAME_IN_BOTH:
        assert indonesian.get(name) == english.get(name), name
    assert indonesian["key"] == key
    assert fences(body_ind) == fences(body_eng)
    assert PAGE_LINK.findall(body_ind) == PAGE_LINK.findall(body_eng)
    assert [len(chat) for chat in chats(body_ind)] == [len(chat) for chat in chats(body_eng)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_text_is_whole(path):
    values, body = read_text(path)

    assert body
    assert values["title"].strip()
    assert values["introduction"].strip()
    assert 0 < len(values["description"]) <= LONGEST_DESCRIPTION
    assert values["key"] == "home" or values["parent"] in KEYS
    assert set(PAGE_LINK.findall(body)) <= set(KEYS)
    kinds = fences(body)
    assert kinds[::2] == [kind for kind in kinds if kind], "an opening line without its closing line"
    assert kinds[1::2] == [""] * (len(kinds) // 2)
    assert len(kinds) % 2 == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_siblings_have_slugs_and_orders_of_their_own(language):
    fronts = [text_of(key, language)[0] for key in KEYS]

    for name in ("slug", "order"):
        places = Counter((front.get("parent"), front[name]) for front in fronts)
        assert [place for place, times in places.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [key for key in KEYS if text_of(key, "id")[0]["type"] == "ValuePage"])
def test_a_value_page_has_its_parts(key, language):
    values, body = text_of(key, language)

    assert values["value"] == key
    assert (points(body, "do"), points(body, "avoid")) == (5, 5)
    assert [6 <= len(chat) <= 8 for chat in chats(body)] == [True]
    assert {line.split(" | ")[0].endswith(", CFS") for line in chats(body)[0]} == {True, False}
    assert {"key", "action"} <= set(fences(body))
    assert 250 <= words(body) <= 400


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [key for key in KEYS if text_of(key, "id")[0]["type"] == "StoryPage"])
def test_a_story_says_that_its_people_are_made_up(key, language):
    values, body = text_of(key, language)

    assert values["sample"] is True
    assert body.startswith({"id": "Ini cerita contoh.", "en": "This is an example story."}[language])
    assert 350 <= words(body) <= 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_twice(language):
    said = Counter(line for key in KEYS for line in paragraphs(text_of(key, language)[1]))

    assert [line for line, times in said.items() if times > 1] == []


def test_education_cards_teach_in_both_languages():
    cards = read_toml(CULTURE / "education_cards.toml")["education_cards"]
    value_codes = {row["code"] for row in read_toml(CULTURE / "core_values.toml")["core_values"]}

    assert 10 <= len(cards) <= 14
    for name in ("code", "title_ind", "title_eng", "text_ind", "text_eng"):
        assert len({card[name] for card in cards}) == len(cards), name
    for card in cards:
        assert set(card) == {"code", "title_ind", "title_eng", "text_ind", "text_eng", "values"}
        assert card["values"]
        assert set(card["values"]) <= value_codes
        assert max(len(card["title_ind"]), len(card["title_eng"])) <= 60
        assert all(30 <= len(card[name].split()) <= 75 for name in ("text_ind", "text_eng")), card["code"]
