"""The sheet of a quiz, as somebody meets it without a script and as the outbox sends it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from academy.answers import JSON
from academy.models import ActivityEvent, Attempt, EventKind, Response
from academy.services.attempts import submit
from tests.academy.quizzes import (
    answered,
    begun,
    multiple,
    numeric,
    plain,
    quiz_for,
    quiz_of,
    right,
    save,
    short,
    stored,
)
from tests.factories.academy import EnrollmentFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def enrollment(client):
    enrollment = EnrollmentFactory()
    client.force_login(enrollment.person)
    return enrollment


@pytest.fixture
def attempt(enrollment):
    return begun(enrollment, quiz_for(enrollment))


def address(attempt: Attempt, page: str = "", language: str = "en") -> str:
    return f"/{language}/academy/attempts/{attempt.uuid}/{page}"


def text_of(response) -> str:
    """What is read on the page, with single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def place(attempt: Attempt, position: int, option: str) -> str:
    return str(attempt.items.get(position=position).option_order.index(option) + 1)


def fields_of(response) -> dict[str, list[str]]:
    """What a browser would send of the sheet if nobody touched it."""
    form = response.context["form"]
    sent = {}
    for _item, field, shown in form.questions():
        value = field.value()
        sent[field.html_name] = value if isinstance(value, list) else [value or ""]
        sent[shown.html_name] = [shown.value()]
    return sent


def send(browser, attempt: Attempt, **fields):
    """One answer as the script sends it."""
    fields = {"key": uuid4(), "client": uuid4(), "sequence": 1} | fields
    return browser.post(address(attempt, "answer/"), fields, headers={"Accept": JSON})


def test_sheet_asks_every_question_in_the_readers_language(client, attempt):
    indonesian, english = (client.get(address(attempt, language=language)) for language in ("id", "en"))

    for item in attempt.items.select_related("version"):
        assert item.version.stem_ind in text_of(indonesian)
        assert item.version.stem_eng in text_of(english)
    assert english.content.decode().count("(en)") == 9
    assert re.findall(r'data-item="(\d)"', english.content.decode()) == ["1", "2", "3"]
    assert "no-store" in english.headers["Cache-Control"]


def test_options_stand_in_the_order_of_the_attempt_and_are_named_by_their_places(client, attempt):
    page = client.get(address(attempt, language="id")).content.decode()

    item = attempt.items.first()
    texts = {option["id"]: option["text_ind"] for option in item.version.options}
    shown = re.findall(r'name="item-1" value="(.)".*?<span>([^<]+)</span>', page, re.S)
    assert shown == [(str(number), texts[id_]) for number, id_ in enumerate(item.option_order, start=1)]


def test_answers_stay_when_the_language_is_switched(client, attempt):
    save(attempt, 1, "a")

    for language in ("id", "en"):
        form = client.get(address(attempt, language=language)).context["form"]
        assert form["item-1"].value() == place(attempt, 1, "a")
    page = client.get(address(attempt, language="id")).content.decode()
    assert address(attempt, language="en") in page


def test_sheet_without_a_script_is_kept_for_later(client, attempt):
    page = client.get(address(attempt))
    sent = fields_of(page) | {"item-1": place(attempt, 1, "a"), "do": "later"}

    answer = client.post(address(attempt, "submit/"), sent, follow=True)

    assert stored(attempt) == {1: "a"}
    assert answer.redirect_chain == [(f"/en/academy/quizzes/{attempt.activity.uuid}/", 302)]
    assert "Your answers are saved. Go on whenever you like." in text_of(answer)
    assert client.get(address(attempt)).context["done"] == 1


def test_enter_in_a_text_saves_and_stays(client, attempt):
    sent = fields_of(client.get(address(attempt))) | {"item-1": place(attempt, 1, "a")}

    answer = client.post(address(attempt, "submit/"), sent)

    assert stored(attempt) == {1: "a"}
    assert answer.headers["Location"] == address(attempt)


def test_page_that_was_opened_earlier_takes_back_nothing(client, attempt):
    earlier = fields_of(client.get(address(attempt)))
    save(attempt, 1, "a")
    save(attempt, 2, "b")

    client.post(address(attempt, "submit/"), earlier | {"item-2": place(attempt, 2, "c"), "do": "later"})

    assert stored(attempt) == {1: "a", 2: "c"}


def test_answer_that_is_emptied_on_the_page_is_taken_back(client, enrollment):
    attempt = begun(enrollment, quiz_of(enrollment, [short("resi")]))
    save(attempt, 1, text="resi")
    page = client.get(address(attempt))

    client.post(address(attempt, "submit/"), fields_of(page) | {"item-1": "", "do": "later"})

    assert stored(attempt) == {1: ""}


def test_full_sheet_is_handed_in_at_once(client, attempt):
    sent = fields_of(client.get(address(attempt))) | {"do": "hand-in"}
    for item in attempt.items.select_related("version"):
        sent[f"item-{item.position}"] = place(attempt, item.position, right(item)[0])

    answers = [client.post(address(attempt, "submit/"), sent) for _time in range(2)]

    attempt.refresh_from_db()
    assert [answer.headers["Location"] for answer in answers] == [address(attempt, "result/")] * 2
    assert attempt.score_percent == 100
    assert ActivityEvent.objects.filter(kind=EventKind.SCORED).count() == 1


def test_handing_in_with_open_questions_asks_first_and_names_them(client, attempt):
    sent = fields_of(client.get(address(attempt))) | {"item-2": place(attempt, 2, "a"), "do": "hand-in"}

    asked = client.post(address(attempt, "submit/"), sent, follow=True)

    attempt.refresh_from_db()
    assert (attempt.is_open, stored(attempt)) == (True, {2: "a"})
    assert asked.context["missing"] == [1, 3]
    assert "2 questions have no answer yet" in text_of(asked)
    assert address(attempt) + "#question-3" in asked.content.decode()

    client.post(address(attempt, "submit/"), {"do": "confirmed"})
    attempt.refresh_from_db()
    assert attempt.score_percent == pytest.approx(33.3333)


def test_number_that_cannot_be_read_is_named_before_handing_in(client, enrollment):
    attempt = begun(enrollment, quiz_of(enrollment, [numeric(6)]))
    sent = fields_of(client.get(address(attempt))) | {"item-1": "enam hari", "do": "hand-in"}

    asked = client.post(address(attempt, "submit/"), sent, follow=True)

    assert stored(attempt) == {1: "enam hari"}
    assert (asked.context["missing"], asked.context["unreadable"]) == ([], [1])
    assert "cannot be read as one" in text_of(asked)


@pytest.mark.parametrize(
    ("sent", "words"),
    [({"item-1": "9"}, "Select a valid choice. 9 is not one of the available choices."),
     ({"score": "100"}, "Nothing was saved: only the site decides about “score”. Open the quiz again."),
     ({"weight": "100", "is_met": "1"}, "Nothing was saved: only the site decides about “is_met, weight”.")],
)  # fmt: skip
def test_sheet_with_what_does_not_belong_there_changes_nothing(client, attempt, sent, words):
    whole = fields_of(client.get(address(attempt))) | {"item-2": place(attempt, 2, "a"), "do": "hand-in"}

    answer = client.post(address(attempt, "submit/"), whole | sent)

    assert (answer.status_code, stored(attempt)) == (200, {})
    assert words in text_of(answer)
    # What was chosen on the page is still chosen.
    assert answer.context["form"]["item-2"].value() == place(attempt, 2, "a")


def test_text_that_is_too_long_is_shown_again(client, enrollment):
    attempt = begun(enrollment, quiz_of(enrollment, [short("resi")]))
    sent = fields_of(client.get(address(attempt))) | {"item-1": "x" * 501, "do": "later"}

    answer = client.post(address(attempt, "submit/"), sent)

    assert 'href="#id_item-1"' in answer.content.decode()
    assert "x" * 501 in answer.content.decode()
    assert stored(attempt) == {}


def test_answer_is_saved_while_somebody_works(client, attempt):
    answer = send(client, attempt, item=2, answer=place(attempt, 2, "c"))

    assert (answer.status_code, answer.json(), stored(attempt)) == (200, {"state": "saved"}, {2: "c"})


def test_answers_of_several_kinds_are_saved_as_the_page_names_them(client, enrollment):
    attempt = begun(enrollment, quiz_of(enrollment, [multiple(a=50, b=50, c=0), short("resi")]))
    kinds = {item.version.kind: item for item in attempt.items.select_related("version")}
    ticks, text = kinds["multiple"].position, kinds["short"].position

    send(client, attempt, item=ticks, answer=[place(attempt, ticks, "c"), place(attempt, ticks, "a")])
    send(client, attempt, item=text, answer="  Nomor resi ")

    assert stored(attempt) == {ticks: "ac", text: "Nomor resi"}


def test_answer_can_be_taken_back_while_somebody_works(client, attempt):
    save(attempt, 1, "a")

    send(client, attempt, item=1)

    assert stored(attempt) == {1: ""}


def test_same_key_and_older_sequence_change_nothing(client, attempt):
    phone, key = uuid4(), uuid4()
    send(
        client,
        attempt,
        item=1,
        answer=place(attempt, 1, "a"),
        key=key,
        client=phone,
        sequence=1_764_000_000_000,
    )

    again = send(client, attempt, item=1, answer=place(attempt, 1, "b"), key=key, client=phone, sequence=1)
    older = send(client, attempt, item=1, answer=place(attempt, 1, "c"), client=phone, sequence=2)

    assert [answer.json() for answer in (again, older)] == [{"state": "saved"}] * 2
    assert stored(attempt) == {1: "a"}


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"item": 4, "answer": "1"}, 409, "There is no such question in this quiz. Nothing was changed."),
        ({"item": 1, "answer": "9"}, 409, "This answer does not fit the question."),
        ({"item": 1, "answer": "a"}, 409, "This answer does not fit the question."),
        ({"item": 1, "answer": ["1", "2"]}, 409, "This answer does not fit the question."),
        (
            {"item": 1, "answer": "1", "score_percent": "100"},
            422,
            "only the site decides about “score_percent”",
        ),
        ({"item": 1, "answer": "1", "weight": "100"}, 422, "only the site decides about “weight”"),
        ({"item": 1, "answer": "1", "is_met": "true"}, 422, "only the site decides about “is_met”"),
        ({"item": 1, "answer": "x" * 501}, 422, "This answer is too long. Shorten it to 500 characters."),
        ({"item": 1, "answer": "1", "key": "?"}, 422, "Enter a valid UUID."),
        ({"item": 1, "answer": "1", "sequence": -1}, 422, "greater than or equal to 0"),
        ({"item": 1, "answer": "1", "sequence": 2**63}, 422, "less than or equal to"),
        ({"item": 99_999, "answer": "1"}, 422, "less than or equal to"),
    ],
)
def test_what_does_not_belong_there_gets_a_sentence_and_changes_nothing(
    client, attempt, fields, status, words
):
    save(attempt, 1, "c")

    answer = send(client, attempt, **fields)

    assert (answer.status_code, answer.json()["state"]) == (status, "refused")
    assert words in answer.json()["sentence"]
    assert stored(attempt) == {1: "c"}


@pytest.mark.parametrize("page", ["", "answer/", "submit/", "result/"])
def test_attempt_of_another_person_does_not_exist(client, enrollment, page):
    other = EnrollmentFactory(cohort=enrollment.cohort)
    attempt = begun(other, quiz_for(other))

    read = client.get(address(attempt, page))
    sent = client.post(address(attempt, page), {"item": 1, "answer": "1", "do": "confirmed"})

    assert (read.status_code, sent.status_code) == (404, 404)
    attempt.refresh_from_db()
    assert (attempt.is_open, stored(attempt)) == (True, {})


def test_answer_after_handing_in_gets_a_sentence(client, attempt):
    submit(attempt=answered(attempt))

    answer = send(client, attempt, item=1, answer=place(attempt, 1, "b"))
    page = client.post(
        address(attempt, "answer/"),
        {"item": 1, "answer": place(attempt, 1, "b"), "key": uuid4(), "client": uuid4(), "sequence": 1},
        follow=True,
    )

    words = "This quiz was handed in already. What was handed in stands: nothing was changed."
    assert (answer.status_code, answer.json()["sentence"]) == (409, words)
    assert words in text_of(page)
    assert stored(attempt) == {1: "a", 2: "a", 3: "a"}


def test_sheet_of_a_second_tab_after_handing_in_gets_a_sentence(client, attempt):
    sheet = fields_of(client.get(address(attempt)))
    submit(attempt=answered(attempt))

    answer = client.post(
        address(attempt, "submit/"), sheet | {"item-1": place(attempt, 1, "b"), "do": "hand-in"}, follow=True
    )

    assert "This quiz was handed in already." in text_of(answer)
    assert answer.redirect_chain[-1][0] == address(attempt, "result/")
    assert stored(attempt)[1] == "a"


@pytest.fixture
def timed(enrollment):
    return begun(enrollment, quiz_for(enrollment, limit_minutes=20), at=NOW)


def test_remaining_time_is_said_by_the_server(client, timed):
    end = timezone.localtime(timed.expires_at)

    with time_machine.travel(NOW + 2 * MINUTE + timedelta(seconds=30), tick=False):
        indonesian, english = (client.get(address(timed, language=language)) for language in ("id", "en"))

    assert f"{end:%H.%M}" in text_of(indonesian)
    assert (english.context["minutes_left"], english.context["seconds_left"]) == (18, 1050)
    assert f"Until {end:%H:%M} (about 18 min left)." in text_of(english)


def test_page_in_the_grace_says_that_the_time_is_over_and_still_saves(client, timed):
    with time_machine.travel(NOW + 20 * MINUTE + timedelta(seconds=30), tick=False):
        page = client.get(address(timed))
        send(client, timed, item=1, answer=place(timed, 1, "a"))

    assert page.context["seconds_left"] == 0
    assert stored(timed) == {1: "a"}


def test_attempt_whose_time_is_over_is_closed_when_it_is_looked_at(client, timed):
    save(timed, 1, "a", at=NOW)

    with time_machine.travel(NOW + 60 * MINUTE, tick=False):
        page = client.get(address(timed), follow=True)

    timed.refresh_from_db()
    assert (timed.ran_out, timed.score_percent) == (True, pytest.approx(33.3333))
    assert "This attempt was closed with the answers that had arrived by then." in text_of(page)


def test_answer_after_the_end_is_kept_and_said_so(client, timed):
    save(timed, 1, "b", at=NOW)
    phone, key = uuid4(), uuid4()
    late = {"item": 1, "answer": place(timed, 1, "a"), "key": key, "client": phone, "sequence": 9}

    with time_machine.travel(NOW + 60 * MINUTE, tick=False):
        answers = [send(client, timed, **late) for _time in range(2)]
        page = client.get(address(timed, "result/"))

    words = "This answer came after the end. It is kept: your coach sees it and can let it count."
    assert [answer.json() for answer in answers] == [
        {"state": "saved", "is_late": True, "sentence": words}
    ] * 2
    row = Response.objects.get()
    assert (plain(row.answer), plain(row.late_answer)) == ("b", "a")
    assert "1 answer came after the end." in text_of(page)


def test_whole_sheet_after_the_end_is_kept_and_said_so(client, timed):
    with time_machine.travel(NOW, tick=False):
        sheet = fields_of(client.get(address(timed)))
    for item in timed.items.all():
        sheet[f"item-{item.position}"] = place(timed, item.position, "a")

    with time_machine.travel(NOW + 60 * MINUTE, tick=False):
        answer = client.post(address(timed, "submit/"), sheet | {"do": "hand-in"}, follow=True)

    assert "3 answers came after the end. They are kept" in text_of(answer)
    assert [plain(row.late_answer) for row in Response.objects.all()] == ["a", "a", "a"]
    timed.refresh_from_db()
    assert (timed.score_percent, timed.ran_out) == (0, True)


def test_sheet_that_is_saved_in_time_says_until_when_it_goes_on(client, timed):
    with time_machine.travel(NOW, tick=False):
        sheet = fields_of(client.get(address(timed)))
        answer = client.post(address(timed, "submit/"), sheet | {"do": "later"}, follow=True)

    assert f"You can go on until {timezone.localtime(timed.expires_at):%H:%M}." in text_of(answer)


def test_outbox_is_told_where_to_go_on(client, attempt):
    headers = {"Accept": JSON}

    asked = client.post(address(attempt, "submit/"), {"do": "hand-in"}, headers=headers)
    done = client.post(address(attempt, "submit/"), {"do": "confirmed"}, headers=headers)

    assert [answer.json() for answer in (asked, done)] == [
        {"state": "saved", "next": address(attempt, "submit/")},
        {"state": "saved", "next": address(attempt, "result/")},
    ]


@pytest.mark.parametrize("questions", [5, 25])
def test_sheet_and_answer_take_the_same_statements_with_many_questions(
    client, enrollment, questions, django_assert_num_queries
):
    attempt = begun(enrollment, quiz_for(enrollment, questions=questions, limit_minutes=60))
    answered(attempt)

    values = {"item": questions, "answer": place(attempt, questions, "b")}

    # Session, person, attempt, enrolment, questions with answers.
    with django_assert_num_queries(5):
        client.get(address(attempt))
    # The question, a savepoint and its release, the attempt under its lock, the question again, the answer.
    with django_assert_num_queries(10):
        send(client, attempt, **values)
