"""Plain text out of HTML, Markdown and whatever else a question bank holds. Nothing of a page survives."""

import re
import unicodedata
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from .parsed import Unusable

# The reader of HTML grows slow on hostile texts; no question that can be taken comes near.
LONGEST_SOURCE = 40_000
HTML, MARKDOWN, MOODLE, PLAIN = "html", "markdown", "moodle", "plain"

_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_PLUGIN_FILE = "@@PLUGINFILE@@"
_BLOCKS = set(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr html main nav ol p pre section table ul".split()
)
_LINES = {"br", "tr", "caption", "li", "option"}
_CELLS = {"td", "th"}
_MEDIA = set(
    "img image picture svg canvas audio video source track iframe embed object applet map math".split()
)
_UNREAD = {"script", "style", "template", "head", "title", "noscript"}
_INLINE = set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby s samp small span "
    "strike strong sub sup tbody tfoot thead time tt u var wbr".split()
)
_KNOWN = _BLOCKS | _LINES | _CELLS | _MEDIA | _UNREAD | _INLINE
# Where HTML is only mixed in, what is no tag of HTML is text: <3, <nama>.
_NO_TAG = re.compile(rf"<(?!/?(?:{'|'.join(sorted(_KNOWN))})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_MEDIA_FILE = re.compile(
    r"\.(?:mp3|m4a|wav|ogg|mp4|webm|mov|avi|jpe?g|png|gif|svg|webp)(?:$|[?#])", re.IGNORECASE
)
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


class NeedsPicture(Unusable):
    def __init__(self) -> None:
        super().__init__(_("A picture, a sound or a file belongs to it. Put what it shows into words."))


def cleaned(text: str) -> str:
    """Without characters that nobody sees, every line ended by a line feed."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def tidy(text: str) -> str:
    """Composed characters, single blanks, at most one empty line in a row, nothing around it. Idempotent."""
    text = unicodedata.normalize("NFC", cleaned(text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def tidy_line(text: str) -> str:
    """The same on one line, as names are."""
    return " ".join(tidy(text).split())


def beginning_of(text: str) -> str:
    """The first words, as a name for a question that has none and may not be readable."""
    return tidy_line(re.sub(r"<[^<>]*>", " ", text[:400]))[:60].strip()


def to_plain(text: str, form: str) -> str:
    """Tidy plain text out of `text`; `form` is HTML, MARKDOWN, MOODLE (text with some HTML in it) or PLAIN.

    Raises Unusable if a picture, a sound or a file belongs to it, or if it is far too long.
    """
    if len(text) > LONGEST_SOURCE:
        raise Unusable(_("A text is far too long."))
    if _PLUGIN_FILE in text:
        raise NeedsPicture
    if form == PLAIN:
        return tidy(text)
    text = cleaned(text)
    if form == MARKDOWN:
        text = _without_marks(text)
    if form != HTML:
        text = _NO_TAG.sub("&lt;", text).replace("\n", "<br>")
    # What is opened behind the last tag is no tag; the reader would leave it out.
    tags, end, rest = text.rpartition(">")
    text = tags + end + rest.replace("<", "&lt;")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.unread:
        raise Unusable(_("Its HTML is broken: a script or a style does not end."))
    return tidy(reader.text)


def _without_marks(text: str) -> str:
    """Markdown without its signs for bold, italic, code, headings and links."""
    if re.search(r"!\[[^\[\]]*\]\(", text):
        raise NeedsPicture
    text = re.sub(r"\[([^\[\]\n]+)\]\((https?://[^)\s]+)\)", r"\1 (\2)", text)
    text = re.sub(r"^ {0,3}#{1,6} +", "", text, flags=re.MULTILINE)
    text = re.sub(r"(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    return re.sub(r"`([^`\n]+)`", r"\1", text)


class _Reader(HTMLParser):
    """Collects `text`; `unread` counts the scripts and the like that are still open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.unread = 0
        self.link: tuple[str, int] | None = None
        self.shifted: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MEDIA:
            raise NeedsPicture
        if tag in _UNREAD:
            self.unread += 1
        elif tag == "a":
            self.link = ((dict(attrs).get("href") or "").strip(), len(self.text))
            if _MEDIA_FILE.search(self.link[0]):
                raise NeedsPicture
        elif tag in ("sup", "sub"):
            self.shifted = (tag, len(self.text))
        else:
            self._part(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNREAD:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self.unread = max(0, self.unread - 1)
        elif tag == "a":
            self._end_link()
        elif tag in ("sup", "sub"):
            self._end_shift()
        elif tag in _BLOCKS:
            self.text += "\n\n"

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.text += re.sub(r"\s+", " ", data)

    def _part(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text += "\n\n"
        elif tag in _LINES:
            self.text += "\n- " if tag == "li" else "\n"
        elif tag in _CELLS:
            self.text += " "

    def _end_link(self) -> None:
        """Where it leads stays readable behind the words, if it leads to a page."""
        address, start = self.link or ("", 0)
        self.link = None
        if address.startswith(("http://", "https://")) and address not in self.text[start:]:
            self.text += f" ({address})"

    def _end_shift(self) -> None:
        """10<sup>2</sup> must not become 102."""
        tag, start = self.shifted or ("", len(self.text))
        self.shifted = None
        inner = self.text[start:]
        signs = "0123456789+-" + ("n" if tag == "sup" else "")
        if inner and all(sign in signs for sign in inner):
            self.text = self.text[:start] + inner.translate(_RAISED if tag == "sup" else _LOWERED)
