"""A whole wave over real HTTP: everybody of the demo answers, forty at a time; then it is closed and published.

Web and worker are those of `make demo`, on the database of this test. Sessions stand in the database beforehand: what
is tried is the survey, not the hashing of passwords. Times are recorded and read by people; nothing is timed in a test.
"""

import os
import socket
import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from time import perf_counter

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext

from culture_site.core.dates import today
from culture_site.demo.people import DOMAIN
from culture_site.people.models import User
from surveys import keys
from surveys.models import (
    Ballot,
    Invitation,
    PublishedResult,
    Response,
    SurveyVersion,
    Wave,
    WaveState,
    WorkedOut,
)
from surveys.opening import plan_wave
from tests.bench.measure import record
from tests.bench.visitor import Visitor
from tests.processes import Started, wait_until

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

AT_ONCE = 40
SEED = 1100


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(database_url, tmp_path, port) -> Iterator[Started]:
    """`make demo` with its 1,100 people: gunicorn and the worker, as their supervisor starts them."""
    started = Started(
        "run_demo",
        DJANGO_SETTINGS_MODULE="culture_site.settings.demo",
        DATABASE_URL=database_url,
        VAR_DIR=str(tmp_path),
        MEDIA_ROOT=str(tmp_path / "media"),
        SECRET_KEY=settings.SECRET_KEY,
        PORT=str(port),
        SCALE="full",
    )
    try:
        wait_until(lambda: "Ctrl-C ends everything" in started.output(), 300, "the demo says that it is up")
        yield started
    finally:
        started.end_all()


def sessions_of(people: list[User]) -> dict[int, str]:
    """{person: key of a session in which they are signed in}."""
    store = SessionStore()
    until = timezone.now() + timedelta(days=1)
    rows = {person.pk: Session(session_key=os.urandom(16).hex(), expire_date=until) for person in people}
    for person in people:
        rows[person.pk].session_data = store.encode(
            {
                SESSION_KEY: str(person.pk),
                BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: person.get_session_auth_hash(),
            }
        )
    Session.objects.bulk_create(rows.values(), batch_size=200)
    return {pk: row.session_key for pk, row in rows.items()}


@dataclass(frozen=True)
class Outcome:
    """What one person saw: the statuses that are errors, where the first and the second sheet led, and how long the
    form and the sending took."""

    errors: tuple[int, ...]
    first: str
    second: str
    is_told: bool
    form_seconds: float
    submit_seconds: float


def answer_twice(port: int, session: str, survey: str, with_words: str, random: Random) -> Outcome:
    """Read the promise, fill in the form, send it; then send the same sheet once more, and be told `with_words`."""
    with Visitor(port, session) as visitor:
        intro = visitor.get(survey)
        form = visitor.get(f"{survey}questions/")
        sheet = {name: random.choice(options) for name, options in form.choices.items()}
        sheet["comment"] = "Terima kasih." if random.random() < 0.2 else ""
        sent = visitor.post(f"{survey}questions/", sheet)
        thanks = visitor.get(f"{survey}thanks/")
        again = visitor.post(f"{survey}questions/", sheet)
        told = visitor.get(survey)
    seen = (intro, form, sent, thanks, again, told)
    return Outcome(
        tuple(answer.status for answer in seen if answer.status >= 400),
        sent.location,
        again.location,
        with_words in told.text,
        form.seconds,
        sent.seconds,
    )


def seconds_until(action, is_done) -> float:
    start = perf_counter()
    action()
    wait_until(is_done, 300, "the worker did its part")
    return round(perf_counter() - start, 2)


def shares(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=20)
    return {
        "median_ms": round(1000 * cuts[9]),
        "p95_ms": round(1000 * cuts[18]),
        "max_ms": round(1000 * max(times)),
    }


@pytest.fixture
def team(demo, port) -> Iterator[Visitor]:
    """Whoever runs surveys."""
    person = User.objects.get(email=f"service-culture@{DOMAIN}")
    with Visitor(port, sessions_of([person])[person.pk]) as visitor:
        yield visitor


def test_everybody_answers_forty_at_a_time_and_each_ballot_is_one_answer(
    demo, team, port, settings, tmp_path
):
    settings.SURVEY_KEY_DIR = tmp_path / "survey-keys"
    version = SurveyVersion.objects.askable().first()
    wave = plan_wave(version=version, label="Gelombang uji", closes_on=today() + timedelta(days=7))
    page, survey = f"/id/team/waves/{wave.pk}/", f"/id/surveys/{wave.pk}/"

    def state() -> str:
        return Wave.objects.get(pk=wave.pk).state

    team.get(page)
    opening = seconds_until(lambda: team.post(f"{page}open/"), lambda: state() == WaveState.OPEN)
    people = list(User.objects.filter(survey_invitations__wave=wave).order_by("pk"))
    sessions = sessions_of(people)
    # As it is said in the language of the address, whatever the person's own is.
    told = gettext("Thank you. One person answers once.")

    def take_part(person: User) -> Outcome:
        return answer_twice(port, sessions[person.pk], survey, told, Random(f"{SEED} {person.pk}"))

    start = perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(take_part, people))
    answering = perf_counter() - start

    invited, answered = len(people), Invitation.objects.filter(wave=wave, answered=True).count()
    assert [outcome.errors for outcome in outcomes if outcome.errors] == []
    assert {outcome.first for outcome in outcomes} == {f"{survey}thanks/"}
    assert {outcome.second for outcome in outcomes} == {survey}
    assert all(outcome.is_told for outcome in outcomes)
    assert invited >= 1100
    assert Ballot.objects.filter(wave=wave).count() == answered == invited

    team.get(page)
    closing = seconds_until(
        lambda: team.post(f"{page}close/"), lambda: WorkedOut.objects.filter(wave=wave).exists()
    )
    counted = sum(wave.units.values_list("answered", flat=True))
    responses = Response.objects.filter(wave=wave).count()
    team.get(f"{page}review/")
    moment = timezone.localtime() - timedelta(minutes=5)
    publishing = team.post(f"{page}publish/", {"day": moment.date().isoformat(), "hour": f"{moment:%H:%M}"})
    pulse = team.get(f"/id/pulse/{wave.pk}/")

    figures = PublishedResult.objects.get(wave=wave).figures
    assert (state(), pulse.status) == (WaveState.PUBLISHED, 200)
    assert counted == responses == invited == figures["response"]["n"]
    assert not keys.path_of(wave.pk).exists()
    assert "Traceback" not in demo.output()
    assert "locked" not in demo.output()
    name = f"{invited} people, {AT_ONCE} at a time, {connection.vendor}"
    record(
        f"survey-wave-{connection.vendor}",
        {
            f"opening, {name}": {"seconds": opening},
            f"answering, {name}": {
                "seconds": round(answering, 1),
                "requests_per_second": round(6 * invited / answering, 1),
                "invited": invited,
                "ballots": answered,
                "errors": 0,
                "refused_second_sheets": len(outcomes),
            },
            f"form, {name}": shares([outcome.form_seconds for outcome in outcomes]),
            f"submit, {name}": shares([outcome.submit_seconds for outcome in outcomes]),
            f"closing until the review, {name}": {"seconds": closing},
            f"publishing, {name}": {"seconds": round(publishing.seconds, 2)},
            f"results page, {name}": {"seconds": round(pulse.seconds, 2)},
        },
    )
