"""A small, strict part of Markdown as the rich text that the CMS keeps.

Paragraphs, `##` and `###` headings, lists, **bold** and [links](https://...), also to pages by key:
[text](page:friendly). Everything else is text and is escaped; what looks like Markdown and is not in this list is an
error, because it would reach readers as stray signs.
"""

import html
import re
from collections.abc import Callable

from .exceptions import RuleError

# Gives the attributes of a link to the page with this key, or None while there is no such page.
PageLink = Callable[[str], str | None]

HEADING = re.compile(r"(#{2,3}) +(.+)")
BULLET = re.compile(r"[-*] +(.+)")
NUMBER = re.compile(r"\d+[.)] +(.+)")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
LINK = re.compile(r"\[([^\]]+)\]\(([^()\s]+)\)")
SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|/(?!/)|#)[^\s\"<>]*\Z")
PAGE_ADDRESS = re.compile(r"page:([a-z0-9-]+)\Z")
NOT_OURS = re.compile(r"# |#{4,}|>|\||```|~~~|:::|[ \t]+(?:[-*]|\d+[.)]) |!\[|(?:-{3,}|={3,}|\*{3,})\s*\Z")


class NotOurMarkdown(RuleError):
    """A line that this part of Markdown does not know."""


def no_pages(key: str) -> str | None:
    return None


def inline(text: str, page_link: PageLink = no_pages) -> str:
    """One run of words: bold and links become tags, the rest is escaped."""

    def link(match: re.Match[str]) -> str:
        words, address = match.group(1), html.unescape(match.group(2))
        if page := PAGE_ADDRESS.match(address):
            attributes = page_link(page.group(1))
            return words if attributes is None else f"<a {attributes}>{words}</a>"
        if SAFE_ADDRESS.match(address):
            return f'<a href="{html.escape(address)}">{words}</a>'
        return match.group(0)

    escaped = html.escape(" ".join(text.split()), quote=False)
    return BOLD.sub(r"<b>\1</b>", LINK.sub(link, escaped))


def to_rich_text(text: str, page_link: PageLink = no_pages) -> str:
    """The HTML of a rich-text field. Raises NotOurMarkdown for a line that cannot be understood."""
    return "".join(
        _block(lines, page_link)
        for part in re.split(r"\n[ \t]*\n", text.strip("\n"))
        if (lines := _lines(part))
    )


def items_of(text: str) -> list[str]:
    """The points of a list, as plain lines. Raises NotOurMarkdown for anything that is not a list."""
    points = _grouped(_lines(text), BULLET)
    if points is None:
        raise NotOurMarkdown("Only lines that start with “- ” can stand here.")
    return points


def _lines(part: str) -> list[str]:
    return [line.rstrip() for line in part.splitlines() if line.strip()]


def _block(lines: list[str], page_link: PageLink) -> str:
    for line in lines:
        if NOT_OURS.match(line):
            raise NotOurMarkdown(f"This cannot be read: {line.strip()[:60]}")
    if heading := HEADING.fullmatch(lines[0]):
        level = len(heading.group(1))
        rest = _block(lines[1:], page_link) if lines[1:] else ""
        return f"<h{level}>{inline(heading.group(2), page_link)}</h{level}>{rest}"
    for mark, tag in ((BULLET, "ul"), (NUMBER, "ol")):
        if (points := _grouped(lines, mark)) is not None:
            return f"<{tag}>{''.join(f'<li>{inline(point, page_link)}</li>' for point in points)}</{tag}>"
    # A list right below its opening line, without an empty line between them.
    for number, line in enumerate(lines[1:], start=1):
        if BULLET.fullmatch(line) or NUMBER.fullmatch(line) or HEADING.fullmatch(line):
            return _block(lines[:number], page_link) + _block(lines[number:], page_link)
    return f"<p>{inline(' '.join(lines), page_link)}</p>"


def _grouped(lines: list[str], mark: re.Pattern[str]) -> list[str] | None:
    """The points that start with `mark`, each with its indented lines; None if the first line starts otherwise."""
    points: list[str] = []
    for line in lines:
        if match := mark.fullmatch(line):
            points.append(match.group(1))
        elif points and line.startswith(" "):
            points[-1] += f" {line.strip()}"
        else:
            return None
    return points or None
