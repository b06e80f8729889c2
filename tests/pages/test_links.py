"""Links that lead nowhere, one of each kind."""

import json

import pytest
from wagtail.documents.models import Document

from culture_site.pages.links import LinkChecker, links_of
from tests.factories.pages import public_page

pytestmark = pytest.mark.django_db


def page_with(*blocks):
    return public_page(body=json.dumps([{"type": kind, "value": value} for kind, value in blocks]))


def text(attributes: str) -> tuple[str, str]:
    return "text", f"<p>Lihat <a {attributes}><b>ini &amp; itu</b></a>.</p>"


def faults(page) -> list[tuple[str, str]]:
    return [(found.link.words, str(found.reason)) for found in LinkChecker().broken(page)]


def test_links_of_every_block_are_found():
    target = public_page()
    page = page_with(
        text(f'linktype="page" id="{target.pk}"'),
        text('linktype="document" id="7"'),
        text('href="https://example.org/?a=1&amp;b=2"'),
        ("key", {"title": "Ingat", "text": '<p><a href="/id/">Depan</a></p>'}),
        ("cards", {"title": "", "cards": [
            {"type": "item", "value": {"title": "Kartu", "page": target.pk, "text": ""}, "id": "1"},
            {"type": "item", "value": {"title": "Tanpa", "page": None, "text": ""}, "id": "2"}]}),
        ("action", {"title": "", "links": [
            {"type": "item", "value": {"label": "Lanjut", "page": None, "address": "https://example.org"},
             "id": "3"}]}),
    )  # fmt: skip

    found = [(link.words, link.page, link.document, link.address) for link in links_of(page)]

    assert found == [
        ("ini & itu", target.pk, None, ""),
        ("ini & itu", None, 7, ""),
        ("ini & itu", None, None, "https://example.org/?a=1&b=2"),
        ("Depan", None, None, "/id/"),
        ("Kartu", target.pk, None, ""),
        ("Lanjut", None, None, "https://example.org"),
    ]


def test_good_links_are_not_named():
    target = public_page(slug="ada")
    document = Document.objects.create(title="x", file="documents/x.pdf")
    page = page_with(
        text(f'linktype="page" id="{target.pk}"'),
        text(f'linktype="document" id="{document.pk}"'),
        *(
            text(f'href="{address}"')
            for address in (
                "#atas", "mailto:akademi@example.org", "tel:+62211234567", "https://example.org/ada?x=1",
                "/id/search/", "/id/accounts/login/", "http://127.0.0.1:8000/en/search/",
            )
        ),
    )  # fmt: skip

    assert faults(page) == []


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ('linktype="page" id="999999"', "The page has been deleted."),
        ('linktype="document" id="999999"', "The document has been deleted."),
        ('href="/id/tidak-ada/"', "There is no page at this address."),
        ('href="http://127.0.0.1:8000/id/tidak-ada/"', "There is no page at this address."),
        ('href="mailto:bukan surel"', "The e-mail address is not one."),
        ('href="https://"', "The address is not one."),
        ('href="javascript:alert(1)"', "The address is not one."),
        ('href="contoh.org"', "The address is not one."),
        ('href=""', "The link has no address."),
    ],
)
def test_each_kind_of_broken_link_has_its_sentence(attributes, reason, settings):
    from django.utils import translation

    with translation.override("en"):
        assert faults(page_with(text(attributes))) == [("ini & itu", reason)]


def test_page_that_goes_offline_breaks_the_links_to_it():
    target = public_page()
    page = page_with(text(f'linktype="page" id="{target.pk}"'))

    target.unpublish()

    assert len(faults(page)) == 1


def test_card_of_a_deleted_page_is_named_though_it_shows_without_a_link():
    target = public_page()
    page = page_with(("cards", {"title": "", "cards": [
        {"type": "item", "value": {"title": "Kartu", "page": target.pk, "text": ""}, "id": "1"}]}))  # fmt: skip

    target.delete()

    assert [words for words, _reason in faults(page)] == ["Kartu"]
