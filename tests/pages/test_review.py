"""A second pair of eyes, from the draft to the page online."""

import pytest
from wagtail.models import Page, TaskState, Workflow, WorkflowPage

from culture_site.jobs.models import Notice
from culture_site.pages.models import SecondReaderTask, StandardPage
from culture_site.pages.review import NAME, place_workflow
from tests.factories.pages import public_page
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def workflow():
    place_workflow()
    return Workflow.objects.get(name=NAME)


@pytest.fixture
def author():
    return UserFactory(content_editor=True, name="Contoh Penulis")


@pytest.fixture
def reader():
    return UserFactory(content_editor=True, name="Contoh Pembaca")


@pytest.fixture
def asked(workflow, author, reader):
    """A page whose change waits for a second reader."""
    page = public_page(title="Jujur")
    page.introduction = "Kalimat baru."
    page.save_revision(user=author)
    workflow.start(page, author)
    return StandardPage.objects.get(pk=page.pk)


def settle(client, person, page, action, comment=""):
    client.force_login(person)
    return client.post(
        f"/cms/pages/workflow/action/{page.pk}/{action}/{page.current_workflow_task_state.pk}/",
        {"comment": comment},
    )


def titles(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title_eng", flat=True))


def test_every_page_has_a_second_reader(workflow):
    assert public_page().get_workflow() == workflow
    assert list(Workflow.objects.active()) == [workflow]


def test_workflow_is_placed_once_and_what_was_changed_since_stays(workflow):
    WorkflowPage.objects.all().delete()
    workflow.name = "Nama lain"
    workflow.save()

    assert place_workflow() is False
    assert WorkflowPage.objects.count() == 0
    assert SecondReaderTask.objects.count() == 1


def test_other_editors_are_told_and_the_author_is_not(asked, author, reader):
    left = UserFactory(content_editor=True, is_active=False)

    assert titles(reader) == ["Waiting for a second reader: Jujur"]
    assert titles(author) == titles(left) == []


def test_second_reader_approves_and_the_page_is_online(client, asked, author, reader):
    settle(client, reader, asked, "approve")

    asked.refresh_from_db()
    assert asked.introduction == "Kalimat baru."
    assert titles(author) == ["Approved and online: Jujur"]


def test_author_cannot_approve_himself(client, asked, author):
    answer = settle(client, author, asked, "approve")

    asked.refresh_from_db()
    assert answer.status_code == 302
    assert asked.introduction == ""
    assert asked.workflow_in_progress


def test_whoever_wrote_last_cannot_approve(client, asked, author, reader):
    asked.introduction = "Satu kalimat lagi."
    asked.save_revision(user=reader)

    settle(client, reader, asked, "approve")
    by_reader = StandardPage.objects.get(pk=asked.pk).introduction
    settle(client, author, asked, "approve")

    assert (by_reader, StandardPage.objects.get(pk=asked.pk).introduction) == ("", "Satu kalimat lagi.")


def test_change_made_while_approving_waits_for_another_reader(client, asked, author, reader):
    client.force_login(reader)
    form = {
        "title": asked.title, "slug": asked.slug, "introduction": "Diubah saat menyetujui.", "body-count": "0",
        "action-workflow-action": "true", "workflow-action-name": "approve", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }  # fmt: skip

    answer = client.post(f"/cms/pages/{asked.pk}/edit/", form)
    page = StandardPage.objects.get(pk=asked.pk)

    assert answer.status_code == 302
    assert (page.introduction, page.workflow_in_progress) == ("", True)
    assert page.get_latest_revision_as_object().introduction == "Diubah saat menyetujui."
    assert titles(author) == ["Waiting for a second reader: Jujur"]
    assert TaskState.objects.reviewable_by(author).count() == 1
    assert not TaskState.objects.reviewable_by(reader).exists()


def test_changes_are_asked_for_with_a_reason(client, asked, author, reader):
    settle(client, reader, asked, "reject", comment="Kalimat kedua terlalu panjang.")

    notice = Notice.objects.get(person=author)
    asked.refresh_from_db()
    assert notice.title_eng == "Changes are asked for: Jujur"
    assert notice.text_ind == "Kalimat kedua terlalu panjang."
    assert asked.introduction == ""


def test_who_edits_no_more_settles_nothing(client, asked):
    answer = settle(client, UserFactory(leader=True), asked, "approve")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/id/accounts/login/")
    assert StandardPage.objects.get(pk=asked.pk).introduction == ""


def test_list_of_what_waits_holds_it_for_the_reader_alone(asked, author, reader):
    assert [state.revision.object_id for state in TaskState.objects.reviewable_by(reader)] == [str(asked.pk)]
    assert not TaskState.objects.reviewable_by(author).exists()
    assert not TaskState.objects.reviewable_by(UserFactory()).exists()


def test_workflow_covers_pages_of_both_languages(workflow):
    root = Page.get_first_root_node()

    assert [row.page_id for row in workflow.workflow_pages.all()] == [root.pk]
