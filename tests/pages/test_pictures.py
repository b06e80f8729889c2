"""Pictures that editors upload, good and hostile; and those nobody uses."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from wagtail.images.models import Image

from culture_site.pages.pictures import unused_pictures
from tests.factories.pages import public_page
from tests.factories.people import UserFactory
from tests.pages.hostile import hostile_files, picture

pytestmark = pytest.mark.django_db
HOSTILE = hostile_files()
# Wagtail leaves the file of a rendition to the garbage collector.
leaves_files_open = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(content_editor=True))
    return client


def stored(name: str = "foto.png") -> Image:
    file = SimpleUploadedFile(name, picture())
    image = Image(title=name, file=file)
    image._set_image_file_metadata()
    image.save()
    return image


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_file_is_refused_with_a_sentence_at_its_field(editor, name):
    answer = editor.post("/cms/images/add/", {"title": "x", "file": SimpleUploadedFile(name, HOSTILE[name])})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["file"]
    assert not Image.objects.exists()


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_file_is_refused_among_several(editor, name):
    answer = editor.post(
        "/cms/images/multiple/add/",
        {"title": "x", "files[]": SimpleUploadedFile(name, HOSTILE[name])},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert answer.status_code == 200
    assert answer.json()["success"] is False
    assert answer.json()["error_message"]
    assert not Image.objects.exists()


@leaves_files_open
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_file_is_refused_from_within_a_page_and_instead_of_a_good_one(editor, name):
    good = stored()

    chooser = editor.post(
        "/cms/images/chooser/create/",
        {
            "image-chooser-upload-title": "x",
            "image-chooser-upload-file": SimpleUploadedFile(name, HOSTILE[name]),
        },
    )
    edit = editor.post(
        f"/cms/images/{good.pk}/", {"title": "x", "file": SimpleUploadedFile(name, HOSTILE[name])}
    )

    assert (chooser.status_code, edit.status_code) == (200, 200)
    assert list(Image.objects.values_list("title", flat=True)) == ["foto.png"]


@leaves_files_open
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", picture()),
        ("a.PNG", picture()),
        ("with-alpha.png", picture(mode="RGBA")),
        ("palette.png", picture(mode="P")),
        ("grey.jpg", picture("JPEG", mode="L")),
        ("print.jpeg", picture("JPEG", mode="CMYK")),
        ("a.gif", picture("GIF", mode="P")),
        ("a.webp", picture("WEBP")),
        ("a.avif", picture("AVIF")),
        ("one-pixel.png", picture(size=(1, 1))),
        ("narrow.png", picture(size=(4000, 2))),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_good_picture_is_taken_and_shown_to_the_site(editor, name, content):
    editor.post("/cms/images/add/", {"title": "x", "file": SimpleUploadedFile(name, content)})
    shown = editor.get("/cms/images/")
    image = Image.objects.get()

    assert shown.status_code == 200
    for kind in ("AVIF", "WEBP"):
        with image.get_rendition(f"fill-40x30|format-{kind.lower()}").file.open() as file:
            assert Pillow.open(io.BytesIO(file.read())).format == kind


def test_picture_of_a_page_is_used(site):
    used, drafted, lonely = stored("satu.png"), stored("dua.png"), stored("tiga.png")
    page = public_page(body=block(used))
    page.body = block(drafted)
    page.save_revision()

    assert list(unused_pictures()) == [lonely]


def test_picture_of_a_page_that_was_never_published_is_used(site):
    used = stored()
    public_page(body=block(used), live=False)

    assert not unused_pictures().exists()


def block(image: Image) -> str:
    value = {"picture": {"image": image.pk, "alt_text": "Meja kerja", "decorative": False}, "caption": ""}
    return json.dumps([{"type": "picture", "value": value}])
