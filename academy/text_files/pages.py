"""The Markdown files of lessons and briefs, and the steps in them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from culture_site.core.content import BrokenText, read_text
from culture_site.core.markdown import NotOurMarkdown
from culture_site.core.text_blocks import FENCES, Fences, Links, page_keys, to_blocks

from ..models import LONGEST_TITLE
from .entries import SLUG, Entry
from .plain import PageText, RawBlock, StepText

# === step-key Title of the step
STEP = re.compile(r"={3} +([a-z0-9-]{1,60}) +(\S.*)\Z")
STEP_SIGN = "==="
LONGEST_STEP_TITLE = 120
HEADING = re.compile(r"<h[23]>(.*?)</h[23]>")


def _check(title: str, text: str, links: Links) -> RawBlock:
    """The id may stand behind the word `check` or below it."""
    key = f"{title} {text}".strip()
    if not SLUG.match(key):
        raise NotOurMarkdown(f"“::: check” holds the id of one question and nothing else: {key[:60]}")
    return {"type": "check", "value": {"question": key}}


STEP_FENCES: Fences = {name: FENCES[name] for name in ("chat", "key", "do", "avoid", "quote")} | {
    "check": _check
}
BRIEF_FENCES: Fences = {name: FENCES[name] for name in ("chat", "key", "do", "avoid", "quote")}

Read = Callable[[Path, str, list[str]], PageText | None]


def read_lesson(path: Path, name: str, faults: list[str]) -> PageText | None:
    """The lesson in `path`; None, and a fault, if the file cannot be read at all."""
    found = _read(path, name, faults)
    if found is None:
        return None
    entry, body = found
    return _page(entry, name, steps=_steps(body, name, faults))


def read_brief(path: Path, name: str, faults: list[str]) -> PageText | None:
    found = _read(path, name, faults)
    if found is None:
        return None
    entry, body = found
    if not body:
        faults.append(f"{name}: there is no text below the front matter.")
    return _page(entry, name, blocks=blocks_of(body, name, BRIEF_FENCES, faults))


def _read(path: Path, name: str, faults: list[str]) -> tuple[Entry, str] | None:
    try:
        front, body = read_text(path)
    except BrokenText as error:
        faults.append(str(error).replace(path.name, name, 1))
        return None
    return Entry(front, name, faults), body


def _page(entry: Entry, name: str, **parts: Any) -> PageText:
    title, summary = entry.text("title", longest=LONGEST_TITLE), entry.text("summary")
    entry.close()
    return PageText(name=name, title=title, summary=summary, **parts)


def blocks_of(body: str, place: str, fences: Fences, faults: list[str]) -> list[RawBlock]:
    """The blocks of a text. The library stands beside the site, so nothing in it leads to a page by its key."""
    if keys := page_keys(body):
        faults.append(f"{place}: links to page:{', page:'.join(sorted(keys))}; only https:// works here.")
    try:
        return to_blocks(body, name=place, fences=fences)
    except BrokenText as error:
        faults.append(str(error))
        return []


def _steps(body: str, name: str, faults: list[str]) -> tuple[StepText, ...]:
    parts: list[tuple[str, str, list[str]]] = []
    stray: list[str] = []
    for line in body.splitlines():
        if match := STEP.match(line.rstrip()):
            parts.append((match.group(1), match.group(2), []))
        elif line.startswith(STEP_SIGN):
            faults.append(f"{name}: a step starts with “=== key Title of the step”: {line[:60]}")
            parts.append(("", "", []))
        else:
            (parts[-1][2] if parts else stray).append(line)
    if any(line.strip() for line in stray):
        faults.append(f"{name}: there are words before the first step (“=== key Title”).")
    if not parts:
        faults.append(f"{name}: a lesson has at least one step (“=== key Title”).")
    keys = [key for key, _title, _lines in parts if key]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        faults.append(f"{name}: the step key {key} stands there {keys.count(key)} times.")
    return tuple(_step(key, title, "\n".join(lines), name, faults) for key, title, lines in parts if key)


def _step(key: str, title: str, text: str, name: str, faults: list[str]) -> StepText:
    place = f"{name}, step {key}"
    if len(title) > LONGEST_STEP_TITLE:
        faults.append(f"{place}: its title has {len(title)} characters; at most {LONGEST_STEP_TITLE} fit.")
    known = len(faults)
    blocks = blocks_of(text, place, STEP_FENCES, faults)
    if not blocks and len(faults) == known:
        faults.append(f"{place}: is empty.")
    for block in blocks:
        if block["type"] == "text" and (heading := HEADING.search(block["value"])):
            faults.append(f"{place}: a step has its title and no further heading: {heading.group(1)[:60]}")
    checks = [block["value"]["question"] for block in blocks if block["type"] == "check"]
    if len(checks) > 1:
        faults.append(f"{place}: asks {len(checks)} check questions; one fits.")
    return StepText(key, title, blocks, checks[0] if checks else "")
