"""A ticket on a phone: it opens without a line, to its person and to nobody else, and goes when they sign out."""

import pytest
from django.urls import reverse

from academy.services.progress import refresh_summary
from culture_site.core.offline import binding_of
from events.models import SignUp, Ticket
from events.services.seats import cancel, sign_up
from tests.factories.academy import EnrollmentFactory, path, write_lesson
from tests.factories.events import EventFactory, SlotFactory
from tests.factories.people import UserFactory
from tests.flows.test_shared_phone import LEFT, keep_the_week, sign_in_by_hand
from tests.processes import wait_until

pytestmark = pytest.mark.browser

KEPT = "p[data-kept]"
CODE = ".ticket-code b"


@pytest.fixture
def fair(transactional_db):
    return EventFactory(title_ind="Culture Fair contoh", slug="fair-contoh")


def ticket_for(person, fair):
    slot = SlotFactory(session__event=fair)
    sign_up(person=person, slots=[slot.pk])
    return Ticket.objects.get(person=person)


def address_of(ticket):
    return reverse("events:ticket-detail", args=[ticket.uuid])


def open_and_keep(handset, ticket):
    handset.goto(address_of(ticket))
    handset.page.locator(KEPT).wait_for()


def codes_without_a_line(handset, ticket):
    """Which codes a phone shows at the address of a ticket while there is no line."""
    handset.context.set_offline(True)
    handset.goto(address_of(ticket))
    codes = handset.page.locator(CODE).all_inner_texts()
    assert codes or handset.page.locator(".empty").is_visible()
    handset.context.set_offline(False)
    return codes


def kept_tickets(handset):
    return [name for name in handset.page.evaluate("caches.keys()") if name.endswith(":tickets")]


def test_ticket_that_was_opened_once_opens_without_a_line(phone, fair):
    person = UserFactory()
    ticket = ticket_for(person, fair)
    handset = phone(person)
    open_and_keep(handset, ticket)
    scripts = [tag.get_attribute("src") for tag in handset.page.locator("script[src]").all()]
    # Between the two the person looks at pages that were never kept, one of them behind which others sign in.
    handset.goto(reverse("people:me"))
    handset.goto(address_of(ticket))
    handset.context.set_offline(True)

    handset.reload()
    shown = handset.page.locator(CODE).inner_text()
    picture = handset.page.locator(".qr svg").bounding_box()
    is_said = handset.page.locator(KEPT).is_visible()
    look = handset.page.evaluate("getComputedStyle(document.body).fontFamily")
    handset.page.close()
    handset.page = handset.context.new_page()
    handset.goto(reverse("dashboard:home"))
    link = handset.page.locator("#kept a")
    link.wait_for()
    names = link.all_inner_texts()
    link.click()
    handset.page.wait_for_url(f"**{address_of(ticket)}")

    assert shown == handset.page.locator(CODE).inner_text() == ticket.code
    assert picture["width"] > 150
    assert is_said
    assert "Jakarta" in look
    assert names == ["Tiket, Culture Fair contoh"]
    assert not any("academy" in script for script in scripts)


def test_whoever_signs_in_next_sees_nothing_of_it(phone, fair):
    person, other = UserFactory(), UserFactory()
    ticket = ticket_for(person, fair)
    handset = phone(person)
    open_and_keep(handset, ticket)

    handset.sign_in(other)
    with_a_line = handset.goto(address_of(ticket)).status
    handset.goto(reverse("events:event-list"))
    after_another = codes_without_a_line(handset, ticket)
    left = kept_tickets(handset)

    assert with_a_line == 404
    assert (after_another, left) == ([], [])
    assert (
        handset.page.evaluate("caches.match('/', {cacheName: 'phone:1:who'}).then(it => it.text())")
        == (binding_of(other)["owner"])
    )


def test_page_from_the_history_says_nothing_about_who_is_signed_in(phone, fair):
    """The browser may show it as it kept it, when somebody else has the phone by now."""
    person = UserFactory()
    ticket = ticket_for(person, fair)
    handset = phone(person)
    open_and_keep(handset, ticket)
    handset.goto(reverse("events:schedule"))
    handset.goto(reverse("no-line"))
    handset.page.evaluate("caches.delete('phone:1:who')")

    handset.page.go_back()

    assert handset.path() == reverse("events:schedule")
    assert codes_without_a_line(handset, ticket) == []


def test_while_nobody_is_signed_in_it_stays_shut_and_opens_to_its_person_again(phone, fair):
    person = UserFactory()
    ticket = ticket_for(person, fair)
    handset = phone(person)
    open_and_keep(handset, ticket)

    handset.context.clear_cookies()
    handset.goto(address_of(ticket))
    asked = handset.path()
    nobody = codes_without_a_line(handset, ticket)
    handset.goto(reverse("account_login"))
    sign_in_by_hand(handset, person)
    again = codes_without_a_line(handset, ticket)

    assert asked.startswith("/id/accounts/login/")
    assert (nobody, again) == ([], [ticket.code])


@pytest.mark.parametrize("has_line", [True, False])
def test_signing_out_takes_it_along(phone, fair, has_line):
    person = UserFactory()
    ticket = ticket_for(person, fair)
    handset = phone(person)
    open_and_keep(handset, ticket)
    before = len(kept_tickets(handset))

    handset.context.set_offline(not has_line)
    with handset.page.expect_request("**/accounts/logout/"):
        handset.page.locator("aside form[action$='/accounts/logout/'] button").click(no_wait_after=True)
    if has_line:
        handset.page.wait_for_url(lambda url: "/tickets/" not in url)
    handset.context.set_offline(False)
    handset.goto(reverse("account_login"))
    wait_until(lambda: kept_tickets(handset) == [], what="the ticket is gone")

    assert before == 1
    assert codes_without_a_line(handset, ticket) == []


def test_with_a_line_the_newest_is_shown_and_kept(phone, fair):
    person = UserFactory()
    ticket = ticket_for(person, fair)
    handset = phone(person)
    open_and_keep(handset, ticket)

    cancel(sign_up=SignUp.objects.get(person=person))
    handset.goto(address_of(ticket))
    now = handset.page.locator(".alert").inner_text()
    handset.page.locator("aside [data-kept]").wait_for()
    handset.context.set_offline(True)
    handset.reload()

    assert "Kamu tidak punya tempat di acara ini." in now
    assert handset.page.locator(".alert").inner_text() == now
    assert handset.page.locator(KEPT).count() == 0


def test_trainee_who_signs_out_keeps_the_weeks_and_not_my_phone_leaves_nothing(phone, content, fair):
    enrollment = EnrollmentFactory()
    [placement] = path(enrollment.cohort.version, 1)
    write_lesson(placement.activity, "satu", "dua")
    refresh_summary(enrollment)
    ticket = ticket_for(enrollment.person, fair)
    handset = phone(enrollment.person)
    open_and_keep(handset, ticket)
    keep_the_week(handset)
    both = codes_without_a_line(handset, ticket)

    handset.goto(reverse("people:me"))
    handset.page.locator("main form[action$='/accounts/logout/'] button").click()
    handset.page.wait_for_url(lambda url: "/accounts/me/" not in url)
    signed_out = sorted(name.split(":")[-2] for name in handset.page.evaluate("caches.keys()"))
    tickets = kept_tickets(handset)
    handset.sign_in(enrollment.person)
    open_and_keep(handset, ticket)
    handset.goto(reverse("academy:offline"))
    handset.page.once("dialog", lambda dialog: dialog.accept())
    handset.page.locator("[data-not-mine]").click()
    handset.page.wait_for_url(lambda url: "/offline/" not in url)

    assert both == [ticket.code]
    assert "week" in signed_out
    assert tickets == []
    assert handset.page.evaluate(LEFT) == [[], [], [], 0]


def test_without_javascript_it_is_there_with_a_line_and_nothing_is_promised(visit, fair):
    person = UserFactory()
    ticket = ticket_for(person, fair)

    page = visit(user=person, javascript=False).goto(address_of(ticket)).page

    assert page.locator(CODE).inner_text() == ticket.code
    assert page.locator(".qr svg").is_visible()
    assert [part.is_visible() for part in page.locator("[data-kept]").all()] == [False, False]


def test_on_paper_it_is_black_on_white_and_nothing_else(visit, fair):
    person = UserFactory()
    ticket = ticket_for(person, fair)
    page = visit(user=person).goto(address_of(ticket)).page

    page.emulate_media(media="print", color_scheme="dark")

    ink, paper = (
        page.locator(place).evaluate(f"it => getComputedStyle(it).{what}")
        for place, what in ((CODE, "color"), (".qr", "backgroundColor"))
    )
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert page.locator(".qr svg").is_visible()
    assert [page.locator(place).first.is_visible() for place in (".frame-head", "aside section", KEPT)] == [
        False
    ] * 3
