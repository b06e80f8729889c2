"""One phone, several people, weeks that are kept on it: nobody's answers cross, and one tap leaves nothing."""

import pytest
from django.urls import reverse

from academy.models import ActivityEvent, CheckAnswer, EventKind, LessonPage
from academy.services.progress import refresh_summary
from tests.browser import AXE, AXE_RUN
from tests.factories.academy import EnrollmentFactory, QuestionVersionFactory, path, write_lesson
from tests.factories.people import PASSWORD
from tests.processes import wait_until

pytestmark = pytest.mark.browser

LESSON = "**/dua/"
NEXT = "form.focus-actions button"
LEFT = """async () => [
    Object.keys(localStorage), Object.keys(sessionStorage),
    await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length,
]"""


@pytest.fixture
def enrollment(content, transactional_db):
    """A trainee with one lesson of two steps, the second of which asks something."""
    enrollment = EnrollmentFactory()
    [placement] = path(enrollment.cohort.version, 1)
    write_lesson(
        placement.activity, "satu", "dua", check=QuestionVersionFactory(question__pool=None).question.key
    )
    refresh_summary(enrollment)
    return enrollment


@pytest.fixture
def other(enrollment):
    """Somebody in the same batch."""
    other = EnrollmentFactory(cohort=enrollment.cohort)
    refresh_summary(other)
    return other


def step_of(enrollment, key):
    activity = enrollment.cohort.version.placements.get().activity
    return reverse("academy:lesson-step", args=[activity.uuid, key])


def answer(handset, enrollment, option):
    if handset.path() != step_of(enrollment, "dua"):
        handset.goto(step_of(enrollment, "dua"))
    handset.page.locator(f".check input[value={option}]").check()
    handset.page.locator(".check button").click()


def keep_the_week(handset):
    handset.goto(reverse("academy:offline"))
    handset.page.locator("button[value=save]").click()
    handset.page.locator("button[value=remove]").wait_for()


def sign_in_by_hand(handset, person):
    handset.goto(reverse("account_login"))
    handset.page.locator("#id_login").fill(person.email)
    handset.page.locator("#id_password").fill(PASSWORD)
    handset.page.locator("main form button").first.click()
    handset.page.wait_for_url("**/home/")


def refuse_presses(handset):
    """There is a line, but presses do not get through."""
    handset.context.route(
        LESSON, lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )


def answers_of(person):
    return list(CheckAnswer.objects.filter(person=person).values_list("answer__option", flat=True))


def test_what_one_person_left_unsent_waits_for_them_and_nobody_else(phone, enrollment, other):
    handset = phone(enrollment.person)
    handset.goto(step_of(enrollment, "dua"))
    handset.context.set_offline(True)
    answer(handset, enrollment, "a")
    handset.says_what_is_kept()
    handset.page.close()
    handset.context.set_offline(False)

    handset.sign_in(other.person)
    handset.page = handset.context.new_page()
    answer(handset, other, "b")
    handset.page.locator(".check .alert").wait_for()
    said = handset.says_what_is_kept()
    html = handset.page.locator("#outbox").inner_html()
    kept = handset.kept()
    while_away = answers_of(enrollment.person), answers_of(other.person)
    handset.sign_in(enrollment.person)
    handset.goto(reverse("academy:path"))
    handset.wait_until_sent()

    assert "Benar" not in html
    assert said
    assert [key.split(":")[2] for key in kept] == [str(enrollment.device_key)]
    assert while_away == ([], ["b"])
    assert (answers_of(enrollment.person), answers_of(other.person)) == (["a"], ["b"])


def test_tab_of_somebody_else_sends_nothing_under_the_new_session(phone, enrollment, other):
    """Two tabs of one browser: the older one is still that of who was signed in before."""
    handset = phone(enrollment.person)
    handset.goto(step_of(enrollment, "dua"))
    handset.sign_in(other.person)
    answer(handset, enrollment, "a")
    said = handset.says_what_is_kept()
    kept = handset.kept()
    before = answers_of(enrollment.person), answers_of(other.person)
    handset.sign_in(enrollment.person)
    handset.page.evaluate("dispatchEvent(new Event('online'))")
    handset.wait_until_sent()

    assert said
    assert len(kept) == 1
    assert before == ([], [])
    assert (answers_of(enrollment.person), answers_of(other.person)) == (["a"], [])


def test_what_the_site_refuses_stays_with_its_words_until_it_is_put_away(phone, enrollment):
    handset = phone(enrollment.person)
    handset.goto(step_of(enrollment, "dua"))
    handset.context.set_offline(True)
    answer(handset, enrollment, "c")
    handset.says_what_is_kept()
    LessonPage.objects.update(live=False)
    handset.context.set_offline(False)
    aside = handset.page.locator("#outbox > .alert")
    aside.wait_for()
    handset.goto(reverse("dashboard:home"))
    aside.wait_for()
    text = aside.inner_text()
    kept = handset.kept()
    aside.locator("button").click()
    aside.wait_for(state="detached")

    assert "Salah dua" in text
    assert len(kept) == 1
    assert handset.kept() == []
    assert answers_of(enrollment.person) == []


def test_signing_out_with_unsent_answers_asks_first(phone, enrollment):
    handset = phone(enrollment.person)
    handset.goto(step_of(enrollment, "dua"))
    handset.context.set_offline(True)
    answer(handset, enrollment, "a")
    handset.says_what_is_kept()
    refuse_presses(handset)
    handset.context.set_offline(False)
    handset.goto(reverse("people:me"))
    handset.says_what_is_kept()
    handset.page.locator("main form[action$='/accounts/logout/'] button").click()
    dialog = handset.page.get_by_role("dialog")
    dialog.wait_for()
    handset.page.evaluate(AXE.read_text())
    found = handset.page.evaluate(AXE_RUN)
    dialog.locator("button[value=send]").click()
    dialog.locator("button[value='']").click()
    stayed = handset.path()
    handset.page.locator("main form[action$='/accounts/logout/'] button").click()
    dialog.locator("button[value=leave]").click()
    handset.page.wait_for_url(lambda url: "/accounts/me/" not in url)
    kept = handset.kept()
    handset.context.unroute(LESSON)
    sign_in_by_hand(handset, enrollment.person)
    handset.wait_until_sent()

    assert found == []
    assert stayed == reverse("people:me")
    assert len(kept) == 1
    assert answers_of(enrollment.person) == ["a"]


def test_signing_out_sends_first_and_then_goes(phone, enrollment):
    handset = phone(enrollment.person)
    handset.goto(step_of(enrollment, "dua"))
    handset.context.set_offline(True)
    answer(handset, enrollment, "a")
    handset.says_what_is_kept()
    refuse_presses(handset)
    handset.context.set_offline(False)
    handset.goto(reverse("people:me"))
    handset.says_what_is_kept()
    handset.page.locator("main form[action$='/accounts/logout/'] button").click()
    handset.context.unroute(LESSON)
    handset.page.get_by_role("dialog").locator("button[value=send]").click()
    handset.page.wait_for_url(lambda url: "/accounts/me/" not in url)

    assert handset.kept() == []
    assert answers_of(enrollment.person) == ["a"]


def test_week_that_is_kept_is_read_and_answered_without_a_line(phone, enrollment):
    handset = phone(enrollment.person)
    keep_the_week(handset)
    said = handset.page.locator("[data-state]").inner_text()
    handset.page.evaluate(AXE.read_text())
    found = handset.page.evaluate(AXE_RUN)
    handset.page.close()
    handset.context.set_offline(True)

    handset.page = handset.context.new_page()
    handset.goto(reverse("academy:offline"))
    handset.page.locator("[data-week] a").click()
    handset.page.wait_for_url(f"**{step_of(enrollment, 'satu')}")
    heading = handset.page.locator("h1").inner_text()
    look = handset.page.evaluate("getComputedStyle(document.body).fontFamily")
    handset.page.locator(NEXT).click()
    handset.page.wait_for_url(f"**{step_of(enrollment, 'dua')}")
    answer(handset, enrollment, "b")
    handset.says_what_is_kept()
    handset.page.reload()
    chosen = handset.page.locator(".check input:checked").get_attribute("value")
    answer(handset, enrollment, "a")
    wait_until(lambda: len(handset.kept()) == 3)
    handset.page.locator(NEXT).click()
    wait_until(lambda: len(handset.kept()) == 4)
    before = ActivityEvent.objects.count(), CheckAnswer.objects.count()
    handset.context.set_offline(False)
    handset.wait_until_sent()

    activity = enrollment.cohort.version.placements.get().activity
    assert "KB" in said
    assert found == []
    assert heading == activity.title_ind
    assert "Jakarta" in look
    assert chosen == "b"
    assert before == (0, 0)
    assert answers_of(enrollment.person) == ["b", "a"]
    events = ActivityEvent.objects.filter(person=enrollment.person).values_list("kind", "step")
    assert list(events) == [(EventKind.STEP, "satu"), (EventKind.STEP, "dua"), (EventKind.COMPLETED, "")]


def test_without_a_line_only_pages_of_who_was_signed_in_last_are_shown(phone, enrollment, other):
    handset = phone(enrollment.person)
    keep_the_week(handset)
    lesson = step_of(enrollment, "satu")
    handset.goto(reverse("academy:path"))
    handset.page.context.set_offline(True)
    own = handset.goto(lesson) and handset.page.locator("article.lesson").count()
    unknown = handset.goto("/id/home/") and handset.page.locator("article.lesson, .empty").count()
    handset.context.set_offline(False)
    handset.context.clear_cookies()
    handset.goto(reverse("account_login"))
    handset.context.set_offline(True)
    signed_out = handset.goto(lesson) and handset.page.locator("article.lesson").count()
    handset.context.set_offline(False)
    sign_in_by_hand(handset, other.person)
    handset.goto(reverse("academy:path"))
    handset.context.set_offline(True)
    others = handset.goto(lesson) and handset.page.locator("article.lesson").count()
    text = handset.page.locator("main").inner_text()
    handset.context.set_offline(False)

    assert (own, unknown, signed_out, others) == (1, 1, 0, 0)
    assert "Langkah" not in text
    assert handset.page.evaluate("caches.keys()")


def test_with_a_line_pages_are_never_stale(phone, enrollment):
    handset = phone(enrollment.person)
    keep_the_week(handset)
    LessonPage.objects.update(title="Judul baru")

    handset.goto(step_of(enrollment, "satu"))

    assert handset.page.evaluate("!!navigator.serviceWorker.controller")
    assert handset.page.locator("h1").inner_text() == "Judul baru"


def test_not_my_phone_leaves_nothing_of_anybody(phone, enrollment, other):
    handset = phone(enrollment.person)
    keep_the_week(handset)
    handset.goto(step_of(enrollment, "dua"))
    handset.context.set_offline(True)
    answer(handset, enrollment, "a")
    handset.says_what_is_kept()
    handset.page.close()
    handset.context.set_offline(False)
    handset.sign_in(other.person)
    handset.page = handset.context.new_page()
    keep_the_week(handset)
    before = handset.page.evaluate(LEFT)
    asked = []

    def refuse(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    handset.page.once("dialog", refuse)
    handset.page.locator("[data-not-mine]").click()
    wait_until(lambda: asked)
    kept = handset.page.evaluate(LEFT)
    handset.page.once("dialog", lambda dialog: dialog.accept())
    handset.page.locator("[data-not-mine]").click()
    handset.page.wait_for_url(lambda url: "/offline/" not in url)

    assert kept == before
    assert "One answer" in asked[0] or "Satu jawaban" in asked[0]
    assert handset.page.evaluate(LEFT) == [[], [], [], 0]
    assert answers_of(enrollment.person) == []
    handset.goto(reverse("academy:path"))
    assert "/accounts/login/" in handset.path()


def test_week_is_removed_again_and_the_others_stay(phone, enrollment):
    handset = phone(enrollment.person)
    keep_the_week(handset)

    handset.page.locator("button[value=remove]").click()
    handset.page.locator("button[value=remove]").wait_for(state="hidden")

    names = handset.page.evaluate("caches.keys()")
    assert [name for name in names if str(enrollment.device_key) in name] == []
