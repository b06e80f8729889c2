"""Which pages are ahead of the other language, by small hand-made pairs."""

import pytest
from wagtail.models import Page

from culture_site.pages.models import HomePage, InStep, StandardPage
from culture_site.pages.translations import Gap, PageGap, find_gaps, mark_in_step, other_locale, translate
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(site):
    """One page in both languages, published by the loader."""
    return page_of("id"), page_of("en")


def page_of(language: str) -> StandardPage:
    return StandardPage.objects.filter(locale__language_code=language).order_by("path").first()


def publish(page: StandardPage, **changes) -> StandardPage:
    page = StandardPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def test_loaded_pages_are_in_step(site):
    assert find_gaps() == {}
    assert (
        InStep.objects.count() == Page.objects.filter(depth__gte=2, locale__isnull=False, live=True).count()
    )


def test_page_changed_in_one_language_is_named_with_both_versions(pair):
    indonesian, english = pair
    before = indonesian.live_revision_id

    changed = publish(indonesian, introduction="Baru.")

    assert find_gaps() == {
        indonesian.pk: PageGap(indonesian.pk, Gap.CHANGED, "id", english.pk, before, changed.live_revision_id)
    }


def test_pair_is_in_step_again_once_the_other_language_follows(pair):
    indonesian, english = pair

    publish(indonesian, introduction="Baru.")
    publish(english, introduction="New.")

    assert find_gaps() == {}


def test_change_after_both_followed_is_a_new_one(pair):
    indonesian, english = pair
    publish(indonesian, introduction="Baru.")
    publish(english, introduction="New.")

    publish(english, introduction="Newer.")

    assert [(gap.page, gap.language) for gap in find_gaps().values()] == [(english.pk, "en")]


def test_second_change_of_the_same_language_is_still_one_gap_from_the_first(pair):
    indonesian, _english = pair
    before = indonesian.live_revision_id

    publish(indonesian, introduction="Baru.")
    publish(indonesian, introduction="Lebih baru.")

    assert [gap.was for gap in find_gaps().values()] == [before]


def test_draft_changes_nothing(pair):
    pair[0].introduction = "Masih ditulis."
    pair[0].save_revision()

    assert find_gaps() == {}


def test_editor_says_that_the_other_language_needs_no_change(pair):
    changed = publish(pair[0], introduction="Salah ketik dibetulkan.")

    mark_in_step(changed)

    assert find_gaps() == {}


def test_page_taken_offline_in_one_language_is_named(pair):
    indonesian, english = pair
    english.unpublish()

    assert find_gaps() == {indonesian.pk: PageGap(indonesian.pk, Gap.NOT_ONLINE, "id", english.pk)}


def test_page_of_one_language_is_missing_in_the_other(pair):
    parent = HomePage.objects.get(locale__language_code="en")
    alone = parent.add_child(instance=StandardPage(title="Alone", slug="alone", locale=parent.locale))

    assert find_gaps() == {alone.pk: PageGap(alone.pk, Gap.MISSING, "en")}


def test_translation_is_a_draft_below_the_same_parent(pair):
    parent = HomePage.objects.get(locale__language_code="en")
    above = parent.add_child(instance=StandardPage(title="Above", slug="above", locale=parent.locale))
    alone = above.add_child(instance=StandardPage(title="Alone", slug="alone", locale=parent.locale))

    made = translate(alone, user=UserFactory(is_superuser=True))

    assert (made.live, made.locale.language_code, made.title) == (False, "id", "Alone")
    assert made.get_parent().specific == above.get_translation(other_locale(above))
    assert {gap.gap for gap in find_gaps().values()} == {Gap.NOT_ONLINE}


def test_translating_twice_makes_one_page(pair):
    parent = HomePage.objects.get(locale__language_code="en")
    alone = parent.add_child(instance=StandardPage(title="Alone", slug="alone", locale=parent.locale))
    editor = UserFactory(is_superuser=True)

    assert translate(alone, user=editor).pk == translate(alone, user=editor).pk
