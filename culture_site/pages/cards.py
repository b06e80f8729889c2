"""The picture that stands for a page in chats and on other sites: its title and the petals, 1200 x 630."""

import hashlib
import io
from dataclasses import astuple, dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from .models import SitePage, ValuePage

WIDTH, HEIGHT = 1200, 630
# Part of the name of each picture: a new drawing makes new ones.
DRAWING = 1
FONT = settings.BASE_DIR / "culture_site" / "static" / "font" / "plus-jakarta-sans.woff2"
FOLDER = "cards"
KEEP = timedelta(days=60)

PAPER, INK, INK_2, RIMBA, PUCUK, PALE = "#F4F6F0", "#11241A", "#3D5147", "#0B3A27", "#C9F06C", "#DCF1E1"
SOLIDS = {"friendly": "#C63465", "proactive": "#F0A81C", "simple": "#0C7787", "trusted": "#5A5DD1"}
TINTS = {"friendly": "#FDE6ED", "proactive": "#FFF0CC", "simple": "#DBF2F3", "trusted": "#E6E7FC"}
# Each petal: where it points, and the four curves of its outline in units of the drawing.
DIRECTIONS = {"friendly": (-1, -1), "proactive": (1, -1), "simple": (-1, 1), "trusted": (1, 1)}
OUTLINE = (
    ((9, 9), (9, 125), (70, 162), (171, 171)),
    ((171, 171), (162, 70), (125, 9), (9, 9)),
)
TEXT_WIDTH, MOST_LINES = 640, 4


@dataclass(frozen=True)
class Card:
    """All that the picture shows; `value` is the code of a FIRST value or empty."""

    title: str
    line: str
    value: str

    @property
    def digest(self) -> str:
        content = "\0".join((str(DRAWING), *astuple(self)))
        return hashlib.sha256(content.encode()).hexdigest()[:20]

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.digest}.png"


def card_of(page: SitePage) -> Card:
    value = page.value.code if isinstance(page, ValuePage) else ""
    return Card(page.headline, f"{settings.WAGTAIL_SITE_NAME} · Tokopedia Care", value)


def address_of(page: SitePage) -> str:
    return reverse("social-card", args=[page.pk, card_of(page).digest])


def picture_of(card: Card) -> bytes:
    """The PNG, drawn once and then kept under a name made of its content."""
    if default_storage.exists(card.path):
        with default_storage.open(card.path) as file:
            return file.read()
    content = draw(card)
    default_storage.save(card.path, ContentFile(content))
    return content


def prune_pictures() -> int:
    """Pictures of titles that are long gone; one that is still asked for is drawn again."""
    before = timezone.now() - KEEP
    old = [
        name
        for name in (default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else [])
        if default_storage.get_created_time(f"{FOLDER}/{name}") < before
    ]
    for name in old:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(old)


def draw(card: Card) -> bytes:
    """The PNG of a card."""
    scale = 2
    picture = Image.new("RGB", (WIDTH * scale, HEIGHT * scale), TINTS.get(card.value, PAPER))
    pen = ImageDraw.Draw(picture)
    _petals(pen, card.value, scale)
    _words(pen, card, scale)
    picture = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    kept = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _petals(pen: ImageDraw.ImageDraw, lit: str, scale: int) -> None:
    centre, size = (940 * scale, HEIGHT // 2 * scale), 1.35 * scale
    for value, (right, down) in DIRECTIONS.items():
        points = [
            (centre[0] + right * x * size, centre[1] + down * y * size)
            for curve in OUTLINE
            for x, y in _curve(*curve)
        ]
        colour = SOLIDS[value] if lit in ("", value) else "#FFFFFF"
        pen.polygon(points, fill=colour)
    radius = 52 * size
    if not lit:
        pen.ellipse(
            (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius), fill=RIMBA
        )


Point = tuple[float, float]


def _curve(start: Point, first: Point, second: Point, end: Point, steps: int = 24) -> list[Point]:
    """Points on a cubic Bézier curve, both ends included."""
    found = []
    for step in range(steps + 1):
        t = step / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, first, second, end)
        x = sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True))
        y = sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True))
        found.append((x, y))
    return found


def _words(pen: ImageDraw.ImageDraw, card: Card, scale: int) -> None:
    left = 80 * scale
    for size in (76, 66, 56, 46, 38):
        font = _font(size * scale, 800)
        lines = _wrapped(card.title, font, TEXT_WIDTH * scale)
        if len(lines) <= MOST_LINES and all(font.getlength(line) <= TEXT_WIDTH * scale for line in lines):
            break
    lines = lines[:MOST_LINES]
    step = int(size * scale * 1.16)
    top = (HEIGHT * scale - step * len(lines)) // 2 - 20 * scale
    for number, line in enumerate(lines):
        pen.text((left, top + number * step), line, fill=INK, font=font)
    pen.text((left, (HEIGHT - 96) * scale), card.line, fill=INK_2, font=_font(28 * scale, 600))


def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(Path(FONT)), size)
    font.set_variation_by_axes([weight])
    return font


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
