"""The whole demo under its supervisor: it answers, mends itself, and leaves nobody behind."""

import json
import os
import signal
import socket
import urllib.request

import pytest

from culture_site.demo.models import SampleLoad
from culture_site.demo.people import ACCOUNTS
from culture_site.jobs.models import Heartbeat
from culture_site.people.models import User
from tests.processes import Started, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(database_url, tmp_path, port):
    started = []

    def start_(**environment: str) -> Started:
        given = {
            "DJANGO_SETTINGS_MODULE": "culture_site.settings.demo",
            "DATABASE_URL": database_url,
            "VAR_DIR": str(tmp_path),
            "MEDIA_ROOT": str(tmp_path / "media"),
            "PORT": str(port),
            "SCALE": "small",
        }
        started.append(Started("run_demo", **{**given, **environment}))
        return started[-1]

    yield start_
    for one in started:
        one.end_all()


def fetch(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def test_demo_starts_mends_itself_and_stops_clean(start, port):
    demo = start()
    wait_until(lambda: "Ctrl-C ends everything" in demo.output(), 240, "the demo says that it is up")

    for account in ACCOUNTS:
        assert account.email in demo.output()
    assert f"http://127.0.0.1:{port}/" in demo.output()
    wait_until(lambda: fetch(port, "/readyz")[0] == 200, what=f"ready: {fetch(port, '/readyz')}")
    assert json.loads(fetch(port, "/readyz")[1])["status"] == "ok"
    for path, language in (("/en/", "en"), ("/id/accounts/login/", "id")):
        status, page = fetch(port, path)
        assert status == 200, demo.output()
        assert f'lang="{language}"' in page

    # A web server that dies is started again.
    before = set(demo.family())
    web = next(pid for pid in before if is_leader(pid) and "gunicorn" in command_of(pid))
    os.kill(web, signal.SIGKILL)
    wait_until(lambda: "web process has ended" in demo.output(), what="the supervisor noticed")
    wait_until(lambda: fetch(port, "/healthz") == (200, "ok"), what="the site answers again")

    demo.process.send_signal(signal.SIGTERM)
    assert demo.process.wait(120) == 0
    assert demo.family() == []
    assert demo.output().rstrip().endswith("Stopped.")

    # The second start changes no data.
    people, loads = list(User.objects.values()), list(SampleLoad.objects.values())
    Heartbeat.objects.all().delete()
    again = start()
    wait_until(lambda: "Ctrl-C ends everything" in again.output(), 240, "the second start")
    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(120) == 0
    assert again.family() == []
    assert (list(User.objects.values()), list(SampleLoad.objects.values())) == (people, loads)


def command_of(pid: int) -> str:
    with open(f"/proc/{pid}/cmdline") as file:
        return file.read().replace("\0", " ")


def is_leader(pid: int) -> bool:
    return os.getsid(pid) == pid


def test_demo_says_when_its_port_is_taken(start, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        demo = start()

        assert demo.process.wait(120) == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in demo.output()
    assert "Traceback" not in demo.output()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'; a number from 1 to 65535 is needed."),
        ({"SCALE": "huge"}, "SCALE is 'huge'; small or full is needed."),
        ({"REDIS_URL": "redis://127.0.0.1:9/0"}, "The cache of REDIS_URL cannot be reached"),
        (
            {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"},
            "The database of DATABASE_URL cannot be reached",
        ),
        ({"DJANGO_SETTINGS_MODULE": "culture_site.settings.dev"}, "make demo"),
    ],
)
def test_demo_refuses_what_it_cannot_use_in_a_sentence(start, environment, sentence):
    demo = start(**environment)

    assert demo.process.wait(120) == 1
    assert sentence in demo.output()
    assert "Traceback" not in demo.output()
