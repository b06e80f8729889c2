"""Lessons in the hands of editors: writing, previewing, scheduling, reading by a second pair of eyes, deleting."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale, Page, Site, Workflow
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from academy.models import Activity, ActivityProgress, BriefPage, LessonPage, LibraryPage
from academy.models.previews import OTHER, OWN
from culture_site.jobs.models import Notice
from culture_site.pages.review import NAME, place_workflow
from culture_site.pages.tasks import publish_scheduled
from tests.factories.academy import EnrollmentFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(load):
    load()


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(content_editor=True, language="en"))
    return client


def lesson(language: str = "id") -> LessonPage:
    return LessonPage.objects.get(locale__language_code=language)


def step(key: str, title: str = "Judul", *blocks) -> tuple[str, dict]:
    body = streamfield(blocks or [("text", rich_text("<p>Isi.</p>"))])
    return "step", {"key": key, "title": title, "body": body}


def form_of(page: LessonPage, *steps, **changes) -> dict:
    given = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "steps": streamfield(steps),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }
    return nested_form_data(given | changes)


def save(client, page, *steps, **changes):
    return client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, *steps, **changes))


def begun(page: LessonPage) -> ActivityProgress:
    enrollment = EnrollmentFactory()
    activity = Activity.objects.get(page_key=page.translation_key)
    return ActivityProgress.objects.create(
        person=enrollment.person, activity=activity, started_at=timezone.now(), completed_at=timezone.now()
    )


def test_editor_publishes_a_lesson_and_the_path_has_its_title(editor):
    page = lesson("en")

    answer = save(
        editor, page, step("cerita", "Dawn"), step("cek"), step("lagi"),
        title="Greet, then listen", **{"action-publish": "1"},
    )  # fmt: skip

    assert answer.status_code == 302
    activity = Activity.objects.get(key="sapa-dulu")
    assert (activity.title_ind, activity.title_eng) == ("Sapa dulu", "Greet, then listen")
    assert lesson("en").step_keys == ["cerita", "cek", "lagi"]


def test_draft_leaves_the_title_on_the_path(editor):
    save(editor, lesson("en"), step("cerita"), step("cek"), title="Not yet")

    assert Activity.objects.get(key="sapa-dulu").title_eng == "Greet first"


def test_agenda_gives_its_title_too():
    page = BriefPage.objects.get(slug="temu-batch", locale__language_code="id")
    page.title = "Temu batch pertama"

    page.save_revision().publish()

    assert Activity.objects.get(key="temu-batch").title_ind == "Temu batch pertama"


def test_step_that_is_missing_is_refused_with_a_sentence(editor):
    page = lesson()

    answer = save(editor, page, step("cerita"), step("cek-lagi"), **{"action-publish": "1"})

    assert answer.status_code == 200
    assert "The step cek is missing. This lesson is published" in str(answer.context["form"].errors["steps"])
    assert "The step cek is missing" in answer.content.decode()
    assert lesson().step_keys == ["cerita", "cek"]


def test_step_of_a_lesson_that_was_taken_offline_is_kept_too(editor):
    page = lesson()
    page.unpublish()

    answer = save(editor, page, step("cerita"))

    assert "The step cek is missing" in str(answer.context["form"].errors["steps"])


def test_doubled_step_key_is_refused_with_a_sentence(editor):
    answer = save(editor, lesson(), step("cerita"), step("cek"), step("cek"))

    assert "The step key cek is there twice. Give each step a key of its own." in str(
        answer.context["form"].errors["steps"]
    )


def test_lesson_that_was_never_published_may_change_its_steps(editor):
    library = LibraryPage.objects.get(locale__language_code="id")
    page = library.add_child(instance=LessonPage(title="Baru", locale=library.locale, live=False))
    save(editor, page, step("satu"))

    answer = save(editor, page, step("dua"))

    assert answer.status_code == 302
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().step_keys == ["dua"]


def test_title_that_is_too_long_is_refused_with_a_sentence(editor):
    answer = save(editor, lesson(), step("cerita"), step("cek"), title="J" * 161)

    assert "at most 160 characters" in str(answer.context["form"].errors["title"])


def test_check_question_is_chosen_by_its_wording_and_shows_no_key(editor):
    page = editor.get(f"/cms/pages/{lesson().pk}/edit/").content.decode()

    assert "sapa-dulu-cek: Apa yang pertama?" in page
    assert "m-alat" not in page
    assert "weight" not in page


def preview(client, page, mode: str = "") -> str:
    address = f"/cms/pages/{page.pk}/edit/preview/"
    latest = page.get_latest_revision_as_object()
    steps = [
        ("step", {"key": s.value["key"], "title": s.value["title"], "body": streamfield([])})
        for s in latest.steps
    ]
    check = ("check", {"question": "sapa-dulu-cek"})
    steps[1] = step("cek", steps[1][1]["title"], check)
    assert client.post(address, form_of(latest, *steps)).json()["is_valid"]
    return client.get(address, {"mode": mode} if mode else {}).content.decode()


def test_preview_shows_each_step_as_a_trainee_sees_it(editor):
    page = lesson("en")

    first, second = preview(editor, page), preview(editor, page, f"{OWN}-2")

    assert "<h1>Greet first</h1>" in first
    assert "Step 1 of 2" in first
    assert "<h1>Try</h1>" in second
    assert "What comes first?" in second
    assert "Next: Try" in first
    assert 'method="post"' not in second or "<fieldset" in second.split('method="post"')[0]


def test_preview_speaks_the_language_of_the_page_with_what_is_not_published_there(editor):
    english = lesson("en")
    english.title = "Not online yet"
    english.save_revision()

    here, there = preview(editor, lesson()), preview(editor, lesson(), f"{OTHER}-1")

    assert '<html lang="id"' in here
    assert '<html lang="en"' in there
    assert "Not online yet" in there


def test_preview_has_a_mode_for_each_step_of_each_language():
    with override("en"):
        modes = lesson().preview_modes

    assert modes == [
        ("own-1", "Indonesian: 1. Pagi"),
        ("own-2", "Indonesian: 2. Coba"),
        ("other-1", "English: 1. Morning"),
        ("other-2", "English: 2. Try"),
    ]


def test_preview_of_a_check_question_holds_no_key(editor):
    text = preview(editor, lesson(), f"{OWN}-2")

    assert "Sapa" in text
    assert "Benar." not in text
    assert "weight" not in text


def test_brief_can_be_previewed(editor):
    page = BriefPage.objects.get(slug="surat-satu", locale__language_code="id")

    text = editor.get(f"/cms/pages/{page.pk}/view_draft/").content.decode()

    assert "<h1>Surat satu</h1>" in text
    assert "Tugas yang baik" in text


def test_lesson_that_is_being_made_can_be_previewed(editor):
    library = LibraryPage.objects.get(locale__language_code="id")
    address = f"/cms/pages/add/academy/lessonpage/{library.pk}/preview/"
    form = form_of(LessonPage(title="Baru", slug="baru"), step("satu", "Langkah satu"))

    is_valid = editor.post(address, form).json()["is_valid"]

    assert is_valid
    assert "Langkah satu" in editor.get(address).content.decode()


CMS_DOORS = [
    "/cms/pages/{}/edit/",
    "/cms/pages/{}/view_draft/",
    "/cms/pages/{}/edit/preview/",
    "/cms/pages/{}/revisions/{}/view/",
    "/cms/pages/{}/history/",
    "/cms/pages/{}/revisions/compare/earliest...latest/",
    "/cms/academy-library/",
    "/cms/page-reports/translations/?export=csv",
    "/cms/pages/search/?q=Sapa",
]
SITE_DOORS = [
    "/id/sapa-dulu/",
    "/id/perpustakaan-akademi/sapa-dulu/",
    "/perpustakaan-akademi/sapa-dulu/",
    "/en/academy-library/sapa-dulu/",
    "/id/search/?q=menunggu",
    "/id/search/?q=Sari",
    "/sitemap.xml",
    "/id/feeds/stories/",
]
WORDS = ["Bu Sari", "Sapa dulu", "Greet first", "What comes first?"]


@pytest.mark.parametrize("who", [None, "trainee", "mentor", "academy_team", "service_culture"])
def test_no_text_of_the_library_leaks(client, who):
    page = lesson()
    if who:
        client.force_login(UserFactory(**{who: True}))

    behind = [client.get(door.format(page.pk, page.latest_revision_id)) for door in CMS_DOORS]
    public = [client.get(door) for door in SITE_DOORS]

    assert {answer.status_code for answer in behind} == {302}
    for answer in [*behind, *public]:
        assert not [word for word in WORDS if word in answer.content.decode()]
    assert "academy-library" not in client.get("/sitemap.xml").content.decode()


def test_library_has_no_address_even_for_an_editor(editor):
    page = lesson()

    assert page.get_url() is None
    assert editor.get("/perpustakaan-akademi/sapa-dulu/").status_code == 404
    assert editor.get("/id/perpustakaan-akademi/sapa-dulu/").status_code == 404


def test_site_above_the_library_opens_no_door(client):
    site = Site.objects.get()
    site.root_page = LibraryPage.objects.first()
    site.save()

    answers = [client.get(path) for path in (f"/id/{lesson().slug}/", "/id/", "/sitemap.xml")]

    assert [answer.status_code for answer in answers] == [404, 404, 200]
    assert "sapa-dulu" not in answers[2].content.decode()


def test_explorer_says_that_the_library_has_no_address(editor):
    library = LibraryPage.objects.get(locale__language_code="en")

    text = editor.get(f"/cms/pages/{library.pk}/").content.decode()

    assert "Trainees reach these pages along their path." in text
    assert "There is no site" not in text


def test_site_search_does_not_find_what_the_cms_finds(editor):
    found = editor.get("/cms/pages/search/?q=Sapa dulu").content.decode()

    assert f"/cms/pages/{lesson().pk}/edit/" in found
    assert "Sapa dulu" not in editor.get("/id/search/?q=dulu").content.decode()


def test_menu_leads_to_the_library_in_the_language_of_the_editor(editor):
    library = LibraryPage.objects.get(locale__language_code="en")

    home = editor.get("/cms/").content.decode()
    answer = editor.get("/cms/academy-library/")

    assert "/cms/academy-library/" in home
    assert answer.headers["Location"] == f"/cms/pages/{library.pk}/"


def test_library_cannot_be_deleted_or_taken_offline(client):
    client.force_login(UserFactory(is_superuser=True))
    library = LibraryPage.objects.get(locale__language_code="id")

    for action in ("delete", "unpublish"):
        client.post(f"/cms/pages/{library.pk}/{action}/", {"confirm_site_name": "Care Culture"})
        client.post(
            f"/cms/bulk/wagtailcore/page/{action}/?id={library.pk}", {"confirm_site_name": "Care Culture"}
        )

    library.refresh_from_db()
    assert library.live


def test_lesson_with_progress_on_it_is_not_deleted(client):
    client.force_login(UserFactory(is_superuser=True, language="en"))
    progress = begun(lesson())

    answer = client.post(f"/cms/pages/{lesson().pk}/delete/", follow=True)

    assert "“Sapa dulu” stays: 1 trainee has worked on it." in answer.content.decode()
    assert lesson().live
    assert ActivityProgress.objects.get() == progress


def test_selection_with_progress_on_it_is_not_deleted(client):
    client.force_login(UserFactory(is_superuser=True, language="en"))
    begun(lesson())
    other = BriefPage.objects.filter(locale__language_code="id").first()

    client.post(f"/cms/bulk/wagtailcore/page/delete/?id={other.pk}&id={lesson().pk}")

    assert lesson().live
    assert BriefPage.objects.filter(pk=other.pk).exists()


def test_lesson_that_nobody_has_begun_can_be_deleted(client):
    client.force_login(UserFactory(is_superuser=True))
    page = lesson()

    client.post(f"/cms/pages/{page.pk}/delete/")

    assert not LessonPage.objects.filter(pk=page.pk).exists()
    assert Activity.objects.filter(key="sapa-dulu", page_key=page.translation_key).exists()


def test_progress_survives_a_page_that_is_gone_all_the_same():
    progress = begun(lesson())
    completed_at = progress.completed_at

    for page in LessonPage.objects.all():
        page.delete()

    progress.refresh_from_db()
    assert progress.completed_at == completed_at


def test_taking_a_lesson_offline_says_what_trainees_see(editor):
    begun(lesson())

    answer = editor.post(f"/cms/pages/{lesson().pk}/unpublish/", follow=True)

    assert "1 trainee has worked on “Sapa dulu”. What they did is kept" in answer.content.decode()
    assert not lesson().live


def test_copy_of_a_lesson_is_no_activity(editor):
    page = lesson()
    library = page.get_parent()

    editor.post(
        f"/cms/pages/{page.pk}/copy/",
        {
            "new_title": "Salinan",
            "new_slug": "salinan",
            "new_parent_page": library.pk,
            "publish_copies": "on",
        },
    )

    copy = LessonPage.objects.get(slug="salinan")
    assert copy.live
    assert copy.step_keys == page.step_keys
    assert not Activity.objects.filter(page_key=copy.translation_key).exists()
    assert Activity.objects.get(key="sapa-dulu").title_ind == "Sapa dulu"


def test_lesson_goes_online_at_its_hour():
    page = lesson()
    page.title = "Nanti"
    page.go_live_at = timezone.now() + timedelta(hours=2)
    page.save_revision().publish()

    def title_in(hours: int) -> str:
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            publish_scheduled()
        return Activity.objects.get(key="sapa-dulu").title_ind

    assert [title_in(1), title_in(3)] == ["Sapa dulu", "Nanti"]


def test_second_reader_is_asked_and_puts_the_lesson_online(client):
    place_workflow()
    author, reader = (UserFactory(content_editor=True, language="en") for _number in range(2))
    client.force_login(author)
    page = lesson()

    save(client, page, step("cerita"), step("cek"), title="Dibaca dulu", **{"action-submit": "1"})
    told = list(Notice.objects.filter(person=reader).values_list("title_eng", flat=True))
    client.force_login(reader)
    task = lesson().current_workflow_task_state
    client.post(f"/cms/pages/workflow/action/{page.pk}/approve/{task.pk}/", {"comment": ""})

    assert lesson().get_workflow() == Workflow.objects.get(name=NAME)
    assert told == ["Waiting for a second reader: Dibaca dulu"]
    assert lesson().title == "Dibaca dulu"
    assert Activity.objects.get(key="sapa-dulu").title_ind == "Dibaca dulu"


def test_lesson_hangs_in_the_library_alone():
    home = Page.get_first_root_node()

    assert not LessonPage.can_create_at(home)
    assert not LibraryPage.can_create_at(LibraryPage.objects.first())
    assert LessonPage.can_create_at(LibraryPage.objects.get(locale=Locale.objects.get(language_code="en")))
