"""What the blocks of a page refuse, with the sentence at its field; and how a picture is shown."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.images.models import Image

from culture_site.core.blocks import ActionBlock, DoAvoidBlock, PictureBlock

# Wagtail leaves the file of a rendition to the garbage collector.
leaves_files_open = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def faults(block, raw) -> list[str]:
    """The names of the fields at fault, from the outside in."""
    try:
        block.clean(block.to_python(raw))
    except ValidationError as error:
        return names(error)
    return []


def names(error) -> list[str]:
    inner = getattr(error, "block_errors", None)
    if not inner:
        return []
    found = inner.items() if isinstance(inner, dict) else ((str(n), e) for n, e in enumerate(inner) if e)
    return [part for name, nested in found for part in (name, *names(nested))]


@pytest.fixture
def picture(db):
    return Image.objects.create(title="IMG_2041.jpg", file="original_images/x.jpg", width=4, height=3)


@pytest.mark.parametrize(
    "words",
    [
        "IMG_2041.jpg",
        "meja-kerja.png",
        "IMG 2041",
        "DSC0012",
        "WhatsApp Image 2026-05-01 at 10.11",
        "PXL_20260501",
        "",
    ],
)
def test_name_of_a_file_describes_no_picture(picture, words):
    raw = {"picture": {"image": picture.pk, "alt_text": words, "decorative": False}, "caption": ""}

    assert faults(PictureBlock(), raw) == ["picture", "alt_text"]


@pytest.mark.parametrize(
    ("words", "decorative"),
    [
        ("Meja kerja dengan dua layar", False),
        ("Tangkapan layar chat", False),
        ("", True),
        ("IMG_2041.jpg", True),
    ],
)
def test_words_describe_a_picture_and_decoration_needs_none(picture, words, decorative):
    raw = {"picture": {"image": picture.pk, "alt_text": words, "decorative": decorative}, "caption": ""}

    assert faults(PictureBlock(), raw) == []


def test_do_and_avoid_needs_one_point():
    assert faults(DoAvoidBlock(), {"do": [], "avoid": []}) == ["do"]


@pytest.mark.parametrize("address", ["", "javascript:alert(1)"])
def test_button_leads_to_a_page_or_an_address(address):
    raw = {"title": "", "links": [{"label": "Lanjut", "page": None, "address": address}]}

    assert faults(ActionBlock(), raw)[0] == "links"


def photograph(colour_at_the_right: str, **focal_point) -> Image:
    """1600 by 900, twice as wide as high; the right sixteenth has a colour of its own."""
    picture = Pillow.new("RGB", (1600, 900), "white")
    picture.paste(colour_at_the_right, (1500, 0, 1600, 900))
    file = io.BytesIO()
    picture.save(file, "PNG")
    image = Image(title="foto", file=ContentFile(file.getvalue(), "foto.png"), **focal_point)
    image._set_image_file_metadata()
    image.save()
    return image


def render(image: Image, **given) -> str:
    block = PictureBlock()
    value = {"image": image.pk, "alt_text": "Meja kerja", "decorative": False} | given
    return block.render(block.to_python({"picture": value, "caption": "Kantor Semarang"}))


@leaves_files_open
def test_picture_is_offered_in_light_formats_and_three_sizes(db):
    html = render(photograph("green"))

    assert re.findall(r'type="(image/\w+)"', html) == ["image/avif", "image/webp"]
    assert re.findall(r"fill-(\d+x\d+)\S*?\.(avif|webp|jpg) (\d+)w", html) == [
        (size, extension, size.split("x")[0])
        for extension in ("avif", "webp", "jpg")
        for size in ("400x300", "800x600", "1200x900")
    ]
    for attribute in ('width="400"', 'height="300"', 'loading="lazy"', 'alt="Meja kerja"'):
        assert attribute in html
    assert "<figcaption>Kantor Semarang</figcaption>" in html


@leaves_files_open
def test_decorative_picture_says_nothing(db):
    assert 'alt=""' in render(photograph("green"), decorative=True, alt_text="")


@leaves_files_open
@pytest.mark.parametrize(
    ("focal_point", "colour"),
    [
        ({}, (255, 255, 255)),
        (
            {"focal_point_x": 1550, "focal_point_y": 450, "focal_point_width": 90, "focal_point_height": 90},
            (0, 128, 0),
        ),
    ],
    ids=["middle", "right"],
)
def test_crop_keeps_what_the_editor_points_at(db, focal_point, colour):
    image = photograph("green", **focal_point)
    render(image)

    rendition = image.renditions.get(filter_spec__startswith="format-webp|fill-800x600")
    with rendition.file.open() as file, Pillow.open(file) as shown:
        near_the_right_edge = shown.convert("RGB").getpixel((790, 300))
    assert max(abs(got - wanted) for got, wanted in zip(near_the_right_edge, colour, strict=True)) < 12
