"""Until a wave is out for an audience, no page and no export tells that audience anything of its figures."""

import html
import random
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from culture_site.pages.models import ValuePage
from culture_site.people.models import Role
from surveys import numbers
from surveys.models import Wave, WorkedOut
from surveys.reviewing import publish_reviewed, work_out

from .site_waves import RIGHT, answer, counted, offices, opened

# A Wednesday; all see the results on Friday, one working day after leaders.
COUNTED = datetime(2026, 6, 10, 2, tzinfo=UTC)
TO_LEADERS = COUNTED + timedelta(days=1)
TO_ALL = COUNTED + timedelta(days=2)
WIDE = (Role.LEADER, Role.NAKAWAN, Role.SERVICE_CULTURE)
AUDIENCES = (None, *WIDE)
SECOND = timedelta(seconds=1)


@pytest.fixture
def wave(transactional_db, content) -> Wave:
    """Counted, with nothing worked out. A wave links its values as it opens, so the values come first."""
    with time_machine.travel(COUNTED, tick=False):
        offices(40, 40)
        wave = opened()
        chance = random.Random(3)
        for invitation in wave.invitations.select_related("person"):
            able = chance.random()
            told = {name: right if chance.random() < able else 1 for name, right in RIGHT.items()}
            answer(
                invitation, {name: "c" if one == 1 and "-k" in name else one for name, one in told.items()}
            )
        return counted(wave)


@pytest.fixture
def read(client, wave, make_person):
    """{(role, address): (status, words)} of everything that could show a figure, at one moment."""
    office = wave.units.get(code="A").office
    people = {role: make_person(role, office) for role in AUDIENCES}
    value = ValuePage.objects.get(value__code="friendly", locale__language_code="en")
    pulse = f"/en/pulse/{wave.pk}/"
    addresses = [
        "/en/home/", "/en/inbox/", "/en/pulse/", value.url,
        *(pulse + rest for rest in ("", "?view=table", "office/", "items/", "comments/", "results.csv")),
        f"{pulse}results.xlsx",
    ]  # fmt: skip

    def at(moment: datetime) -> dict:
        found = {}
        with time_machine.travel(moment, tick=False):
            for role, person in people.items():
                client.force_login(person)
                for address in addresses:
                    response = client.get(address)
                    found[role, address] = (
                        response.status_code,
                        words(response.content.decode(errors="replace")),
                    )
        return found

    return at


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def shown_figures(wave: Wave) -> set[str]:
    """As they would be read: every score of a place with its interval."""
    figures = WorkedOut.objects.get(wave=wave).figures
    return {
        numbers.score(row[name], row["n"])
        for table in (figures["overall"], *figures["values"].values())
        for row in (*table["offices"].values(), *table["cities"].values(), table["company"])
        for name in ("mean", "low", "high")
    }


def changed(before: dict, after: dict) -> dict:
    """{role: addresses that read otherwise}."""
    found: dict = {}
    for role, address in before:
        if before[role, address] != after[role, address]:
            found.setdefault(role, set()).add(address)
    return found


def test_nobody_reads_anything_before_their_hour(read, wave):
    """What is read before a figure exists is read until the hour of the audience, word by word; then it is not."""
    without = {moment: read(moment) for moment in (TO_LEADERS - SECOND, TO_ALL - SECOND, TO_ALL)}
    with time_machine.travel(COUNTED, tick=False):
        work_out(wave=wave)
        worked_out = read(TO_LEADERS - SECOND)
        publish_reviewed(wave=wave, at=TO_LEADERS)

    found = {moment: changed(pages, read(moment)) for moment, pages in without.items()}

    wave.refresh_from_db()
    assert (wave.published_at, wave.published_to_all_at) == (TO_LEADERS, TO_ALL)
    assert changed(without[TO_LEADERS - SECOND], worked_out) == {}
    assert found[TO_LEADERS - SECOND] == {}
    assert set(found[TO_ALL - SECOND]) == set(WIDE)
    assert set(found[TO_ALL]) == set(AUDIENCES)
    value = next(address for _role, address in without[TO_ALL] if "friendly" in address)
    assert {"/en/home/", "/en/pulse/", value, f"/en/pulse/{wave.pk}/results.csv"} <= found[TO_ALL][None]


def test_working_pages_show_no_score_before_publication(client, make_person, wave):
    with time_machine.travel(COUNTED, tick=False):
        work_out(wave=wave)
        client.force_login(make_person(Role.SERVICE_CULTURE))
        pages = [
            words(client.get(f"/en/team/waves/{rest}").content.decode())
            for rest in ("", f"{wave.pk}/", f"{wave.pk}/review/")
        ]

    figures = shown_figures(wave)
    assert len(figures) > 20
    assert "Difficulty" in pages[2]
    for page in pages:
        assert figures & set(re.findall(r"\d+\.\d+", page)) == set()
