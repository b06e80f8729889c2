"""What the blocks of a page refuse, with the sentence at its field."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images.models import Image

from culture_site.core.blocks import ActionBlock, DoAvoidBlock, PictureBlock


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
