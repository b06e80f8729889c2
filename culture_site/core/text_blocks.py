"""The body of a text file as the raw data of a StreamField: Markdown, and fenced blocks between its paragraphs.

    ::: key What to remember
    One sentence.
    :::

The kinds of fences are those in `FENCES`; docs/texts.md shows each one. A caller may bring kinds of its own.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .content import BrokenText
from .markdown import LINK, PAGE_ADDRESS, NotOurMarkdown, PageLink, items_of, no_pages, to_rich_text

OPEN = re.compile(r":::[ \t]*([a-z]+)[ \t]*(.*)\Z")
CLOSE = ":::"
OURS = ", CFS"
WHO = "-- "

# Gives the id of the page with this key, or None while there is no such page.
PageId = Callable[[str], int | None]
RawBlock = dict[str, Any]


def no_ids(key: str) -> int | None:
    return None


@dataclass(frozen=True)
class Links:
    """How a text names pages: as attributes in rich text, as an id in a chooser."""

    attributes: PageLink = no_pages
    page_id: PageId = no_ids


# Makes a block of the title and the text of a fence.
Fence = Callable[[str, str, Links], RawBlock]
Fences = Mapping[str, Fence]


def to_blocks(
    body: str, links: Links = Links(), name: str = "", fences: Fences | None = None
) -> list[RawBlock]:
    """[{type, value}, ...]. Only `fences` may stand in the body, those of FENCES if none are given.

    Raises BrokenText with `name` and what is wrong.
    """
    known = FENCES if fences is None else fences
    try:
        return _merged([_read(kind, title, text, links, known) for kind, title, text in _parts(body, known)])
    except NotOurMarkdown as error:
        raise BrokenText(f"{name}: {error}" if name else str(error)) from error


def page_keys(body: str) -> set[str]:
    """The keys of all pages that a body names."""
    return {match.group(1) for link in LINK.finditer(body) if (match := PAGE_ADDRESS.match(link.group(2)))}


def _parts(body: str, fences: Fences) -> list[tuple[str, str, str]]:
    """(kind, title, text) of each stretch, in order; plain stretches are of the kind "text"."""
    parts: list[tuple[str, str, list[str]]] = [("text", "", [])]
    for line in body.splitlines():
        is_open = parts[-1][0] != "text"
        if is_open and line.strip() == CLOSE:
            parts.append(("text", "", []))
        elif match := OPEN.match(line):
            kind, title = match.groups()
            if is_open:
                raise NotOurMarkdown(f"“::: {parts[-1][0]}” is not closed before “::: {kind}”.")
            if kind not in fences:
                raise NotOurMarkdown(f"There is no block “{kind}”; there are: {', '.join(sorted(fences))}.")
            parts.append((kind, title.strip(), []))
        else:
            parts[-1][2].append(line)
    if parts[-1][0] != "text":
        raise NotOurMarkdown(f"“::: {parts[-1][0]}” is not closed with “:::”.")
    found = [(kind, title, "\n".join(lines).strip("\n")) for kind, title, lines in parts]
    return [part for part in found if part[0] != "text" or part[2].strip()]


def _read(kind: str, title: str, text: str, links: Links, fences: Fences) -> RawBlock:
    if kind == "text":
        return {"type": "text", "value": to_rich_text(text, links.attributes)}
    return fences[kind](title, text, links)


def _merged(blocks: list[RawBlock]) -> list[RawBlock]:
    """What to do and what to avoid stand side by side when they follow one another."""
    found: list[RawBlock] = []
    for block in blocks:
        last = found[-1] if found else None
        if block["type"] == "do_avoid" and last and last["type"] == "do_avoid":
            new, old = block["value"], last["value"]
            if not any(new[side] and old[side] for side in ("do", "avoid")):
                last["value"] = {side: old[side] + new[side] for side in ("do", "avoid")}
                continue
        found.append(block)
    return found


def _list(values: list[Any]) -> list[RawBlock]:
    return [{"type": "item", "value": value} for value in values]


def _chat(title: str, text: str, links: Links) -> RawBlock:
    messages: list[dict[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        cells = [cell.strip() for cell in line.split("|", 2)]
        if len(cells) == 3:
            side = "agent" if cells[0].endswith(OURS) else "customer"
            messages.append({"who": cells[0], "at": cells[1], "text": cells[2], "side": side})
        elif messages:
            messages[-1]["text"] += f"\n{line}"
        else:
            raise NotOurMarkdown(f"A line of a chat reads “who | when | words”: {line[:60]}")
    return {"type": "chat", "value": {"title": title, "messages": _list(messages)}}


def _key(title: str, text: str, links: Links) -> RawBlock:
    return {"type": "key", "value": {"title": title, "text": to_rich_text(text, links.attributes)}}


def _do(title: str, text: str, links: Links) -> RawBlock:
    return {"type": "do_avoid", "value": {"do": _list(items_of(text)), "avoid": []}}


def _avoid(title: str, text: str, links: Links) -> RawBlock:
    return {"type": "do_avoid", "value": {"do": [], "avoid": _list(items_of(text))}}


def _quote(title: str, text: str, links: Links) -> RawBlock:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    who = [line.removeprefix(WHO).strip() for line in lines if line.startswith(WHO)]
    words = " ".join(line for line in lines if not line.startswith(WHO))
    return {"type": "quote", "value": {"text": words, "who": who[-1] if who else ""}}


def _link(line: str, links: Links) -> tuple[dict[str, Any], str]:
    """What the link at the start of a line leads to, and the words behind it."""
    match = LINK.match(line)
    address = match.group(2) if match else ""
    page = PAGE_ADDRESS.match(address)
    if match is None or not (page or address.startswith(("https://", "http://"))):
        raise NotOurMarkdown(f"A link [words](page:key) is missing: {line[:60]}")
    target = {
        "label": match.group(1),
        "page": links.page_id(page.group(1)) if page else None,
        "address": "" if page else address,
    }
    return target, line[match.end() :].strip()


def _cards(title: str, text: str, links: Links) -> RawBlock:
    cards = []
    for point in items_of(text):
        target, words = _link(point, links)
        cards.append({"title": target["label"], "page": target["page"], "text": words})
    return {"type": "cards", "value": {"title": title, "cards": _list(cards)}}


def _action(title: str, text: str, links: Links) -> RawBlock:
    targets = [_link(line.strip().removeprefix("- "), links)[0] for line in text.splitlines() if line.strip()]
    return {"type": "action", "value": {"title": title, "links": _list(targets)}}


def _calls(title: str, text: str, links: Links) -> RawBlock:
    return {"type": "calls", "value": None}


FENCES: dict[str, Fence] = {
    "chat": _chat,
    "key": _key,
    "do": _do,
    "avoid": _avoid,
    "quote": _quote,
    "cards": _cards,
    "action": _action,
    "calls": _calls,
}
