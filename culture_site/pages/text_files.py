"""The texts of the public pages as they lie in the repository: `<key>.<language>.md`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from culture_site.core.content import BrokenText, read_text

HOME = "home"
# Front matter > the field of the page. Each type of page knows those of its own besides.
COMMON = {
    "title": "title",
    "introduction": "introduction",
    "description": "search_description",
    "menu": "show_in_menus",
}
OWN: dict[str, dict[str, str]] = {
    "HomePage": {"promise": "promise"},
    "StandardPage": {},
    "ValuePage": {"value": "value"},
    "StoryIndexPage": {},
    "StoryPage": {"consent": "has_consent", "sample": "is_sample"},
    "EducationIndexPage": {},
    "EventIndexPage": {},
    "NakaTaraPage": {"promise": "promise"},
}
# About the place of the page, not a field of it.
PLACE = frozenset({"type", "key", "parent", "slug", "order"})


@dataclass(frozen=True)
class Text:
    """One file: which page it is, where it hangs, its fields by the names of the model, and its body."""

    name: str
    key: str
    language: str
    type: str
    parent: str
    slug: str
    order: int
    fields: dict[str, Any]
    body: str


def read_texts(folder: Path) -> list[Text]:
    """All texts of a folder, parents before their children, siblings in their order.

    Raises BrokenText for a file that cannot be read, a front matter that says too little or something unknown, two
    types for one key, and a parent that is no text.
    """
    texts = [_read(path) for path in sorted(folder.glob("*.md"))]
    by_key = {(text.key, text.language): text for text in texts}
    for text in texts:
        for language, _name in settings.LANGUAGES:
            other = by_key.get((text.key, language))
            if other and other.type != text.type:
                raise BrokenText(f"{text.name}: is a {text.type}, but {other.name} is a {other.type}")
    return sorted(texts, key=lambda text: (_depth(text, by_key), text.order, text.key, _rank(text.language)))


def _read(path: Path) -> Text:
    values, body = read_text(path)
    file_key, _dot, language = path.stem.rpartition(".")
    if language not in dict(settings.LANGUAGES):
        raise BrokenText(f"{path.name}: the name ends in .id.md or .en.md")
    key = values.get("key", file_key)
    kind = values.get("type", "HomePage" if key == HOME else "")
    if key != file_key:
        raise BrokenText(f"{path.name}: its key is {key}, its name says {file_key}")
    if kind not in OWN:
        raise BrokenText(f"{path.name}: there is no type {kind!r}; there are: {', '.join(OWN)}")
    known = COMMON | OWN[kind]
    # The older name of the field, which the CMS itself uses.
    if "search_description" in values:
        values["description"] = values.pop("search_description")
    if unknown := set(values) - set(known) - PLACE:
        raise BrokenText(f"{path.name}: a {kind} knows no {', '.join(sorted(unknown))}")
    if missing := [name for name in ("title", "slug") if not values.get(name)]:
        raise BrokenText(f"{path.name}: says no {', '.join(missing)}")
    if kind == "HomePage" and "introduction" not in values:
        values["introduction"], _rest, body = body.partition("\n\n")
        values["introduction"] = " ".join(values["introduction"].split())
    return Text(
        name=path.name,
        key=key,
        language=language,
        type=kind,
        parent="" if key == HOME else values.get("parent", HOME),
        slug=values["slug"],
        order=values.get("order", 0),
        fields={known[name]: value for name, value in values.items() if name in known},
        body=body,
    )


def _depth(text: Text, by_key: dict[tuple[str, str], Text]) -> int:
    seen = {text.key}
    depth = 0
    while text.parent:
        parent = by_key.get((text.parent, text.language))
        if parent is None:
            raise BrokenText(f"{text.name}: its parent {text.parent} has no text in this language")
        if parent.key in seen:
            raise BrokenText(f"{text.name}: hangs below itself")
        seen.add(parent.key)
        text, depth = parent, depth + 1
    return depth


def _rank(language: str) -> int:
    return [code for code, _name in settings.LANGUAGES].index(language)
