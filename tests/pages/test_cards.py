"""The picture of a page."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from culture_site.pages.cards import Card, address_of, card_of, draw, prune_pictures
from culture_site.pages.models import StoryPage
from tests.factories.pages import public_page

pytestmark = pytest.mark.django_db


def test_picture_has_the_size_that_chats_want_and_is_light():
    content = draw(Card("Jadilah sahabat yang diharapkan setiap pelanggan.", "Care Culture", ""))

    assert Image.open(io.BytesIO(content)).size == (1200, 630)
    assert len(content) < 60 * 1024


@pytest.mark.parametrize("title", ["", "x" * 400, "kata " * 200, "日本語 العربية 🙂"])
def test_any_title_can_be_drawn(title):
    assert draw(Card(title, "Care Culture", "friendly"))


def test_picture_is_drawn_once_and_kept(client):
    page = public_page()
    address = address_of(page)

    first, second = client.get(address), client.get(address)

    assert first.content == second.content
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert default_storage.exists(card_of(page).path)


def test_a_new_title_has_a_new_address_and_the_old_one_leads_there(client):
    page = public_page()
    old = address_of(page)
    page.title = "Judul baru"
    page.save_revision().publish()

    assert address_of(page) != old
    assert client.get(old).headers["Location"] == address_of(page)


def test_a_page_that_is_not_public_has_no_picture(client, site):
    story = StoryPage.objects.first()
    draft = public_page()
    draft.unpublish()
    StoryPage.objects.update(has_consent=False)

    assert client.get(address_of(story)).status_code == 404
    assert client.get(address_of(draft)).status_code == 404


def test_pictures_that_are_old_go(client, time_machine):
    client.get(address_of(public_page()))
    assert prune_pictures() == 0

    time_machine.move_to(timezone.now() + timedelta(days=61))

    assert prune_pictures() >= 1
