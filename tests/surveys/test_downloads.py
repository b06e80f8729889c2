"""Everything that all audiences can download together, against the solver of tests.attack."""

import ast
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from culture_site.people.models import JobGroup, Role
from surveys.instrument import WaveInput
from surveys.instruments import instrument_of
from surveys.models import PublishedResult, Response, Wave
from surveys.reviewing import publish_reviewed, work_out
from tests.attack.downloads import Downloads, Places
from tests.attack.solver import Attack, Cell

from .attacked import cells_of, survey_of
from .site_waves import answer, counted, offices, opened, people_in
from .vectors import CITIES, CODES, INVITED, MEANS
from .waves import given, load

FOUR_IN_SMG_B = (205, 131, 150, 4, 133)
# Vector R of the specification, in the order of the offices.
BY_ROLE = ((180, 15, 10), (115, 12, 4), (132, 11, 7), (33, 5, 3), (118, 9, 6))
WIDE = (Role.NAKAWAN, Role.LEADER, Role.SERVICE_CULTURE)


@pytest.fixture
def download(client, make_person):
    """Everything that these people get of a wave: an ordinary Nakama of each office, and the wide roles."""

    def get(wave: Wave, offices: Iterable) -> list[Downloads]:
        people = [make_person(None, office) for office in offices]
        people += [make_person(role, people[0].office) for role in WIDE]
        found = []
        for person in people:
            client.force_login(person)
            contents = [
                client.get(f"/en/pulse/{wave.pk}/{rest}").content
                for rest in ("", "?view=table", "results.csv", "results.xlsx")
            ]
            items = client.get(f"/en/pulse/{wave.pk}/items/")
            found.append(
                Downloads(
                    contents[0].decode(), contents[1].decode(), contents[2], contents[3],
                    items.content.decode() if items.status_code == 200 else "",
                )
            )  # fmt: skip
        return found

    return get


def test_attackers_know_nothing_of_the_program():
    attack = Path(__file__).parent.parent / "attack"
    found = set()
    for path in attack.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").split(".")[0])

    assert "fractions" in found
    assert found <= sys.stdlib_module_names


# A wave of the site.

# Office: answers by job group. C stays under five, D says one thing, nobody answers in E.
ASKED = {
    "A": {"agent": 22, "lead": 6, "support": 3},
    "B": {"agent": 18, "lead": 6, "support": 5},
    "C": {"agent": 4},
    "D": {"agent": 14, "lead": 5},
    "E": {},
    "F": {"agent": 15, "support": 5},
}


def told(chance: random.Random) -> dict[str, object]:
    able = chance.random()
    known = {
        f"{value}-{key}": right if chance.random() < able else "c"
        for value in ("Friendly", "Proactive")
        for key, right in (("k1", "a"), ("k2", "b"))
    }
    return known | {f"{value}-a1": min(5, max(1, round(5 * able))) for value in ("Friendly", "Proactive")}


@pytest.fixture
def site_wave(transactional_db) -> Wave:
    made = offices(26, 18, 12, 14, 12, 15, cities=[0, 0, 1, 1, 2, 2])
    for office in made:
        for role, number in ASKED[office.code].items():
            if role != "agent":
                people_in(office, number, job_group=role)
    wave = opened()
    chance = random.Random(1)
    alike = told(chance)
    left = {(code, role): number for code, roles in ASKED.items() for role, number in roles.items()}
    for invitation in wave.invitations.select_related("person", "unit").order_by("pk"):
        cell = invitation.unit.code, invitation.role_group
        if left.get(cell, 0) > 0:
            left[cell] -= 1
            answer(invitation, alike if invitation.unit.code == "D" else told(chance))
    assert not any(left.values())
    wave = counted(wave)
    work_out(wave=wave)
    publish_reviewed(wave=wave, at=timezone.now())
    Wave.objects.filter(pk=wave.pk).update(published_to_all_at=timezone.now())
    wave.refresh_from_db()
    return wave


def kept_cells(wave: Wave) -> Counter[Cell]:
    """People per cell, as the answers are kept; of the office that left none, those who answered."""
    labels = {"": ""} | {group.value: str(group.label) for group in JobGroup}
    cells = Counter(
        Cell(office, labels[role], wave=wave.label)
        for office, role in Response.objects.filter(wave=wave).values_list("unit__name", "role_group")
    )
    return cells + Counter({Cell("Kantor C", wave=wave.label): 4})


@pytest.mark.usefixtures("_english")
def test_nothing_small_can_be_worked_out_of_all_pages_and_exports(site_wave, download):
    units = list(site_wave.units.select_related("office").order_by("code"))
    cities = {unit.name: unit.city for unit in units}
    counts = kept_cells(site_wave)
    places = Places(cities, site_wave.label)

    read = download(site_wave, [unit.office for unit in units])
    attack = attack_with(read, survey_of(instrument_of(site_wave)), counts, units, places)

    assert attack.odd == []
    # Two values, each with knowledge and self-report, of four offices: 16; two scores of three roles: 6; one item of
    # knowledge per value, the other follows: 2. All else that is shown follows from these.
    assert len(attack.solved) == 24
    for insider in (None, *counts):
        assert attack.findings(insider=insider) == []


@pytest.fixture
def _english():
    from django.utils import translation

    with translation.override("en"):
        yield


def attack_with(read: Sequence[Downloads], survey, counts, units, *places: Places) -> Attack:
    attack = Attack(
        survey,
        counts,
        {unit.name: unit.invited for unit in units},
        {unit.name: unit.city for unit in units},
    )
    return attack.read(figure for place in places for one in read for figure in one.figures(place))


# Waves that were collected elsewhere, whose roles are kept as they are.


def with_roles(wave: WaveInput) -> WaveInput:
    """The roles of vector R, as far as there are answers."""
    names = dict(
        zip(
            CODES,
            ([role for role, n in zip("ALS", row, strict=True) for _ in range(n)] for row in BY_ROLE),
            strict=True,
        )
    )
    left = {code: iter(roles) for code, roles in names.items()}
    return replace(
        wave, answers=tuple(replace(one, role=next(left[one.office])) for one in wave.answers), has_roles=True
    )


def attack_loaded(download, make_office, waves: Sequence[tuple[str, WaveInput]], plant=None) -> Attack:
    """The attack on waves of these labels, oldest first; `plant` changes the figures of the last before
    they are read."""
    made = [make_office(code, city) for code, city in zip(CODES, CITIES, strict=True)]
    read, counts = [], Counter()
    for number, (label, wave) in enumerate(waves, start=1):
        loaded = load(wave, label, date(2026, number, 10))
        counts += cells_of(wave.instrument, wave.answers, label)
    if plant:
        result = PublishedResult.objects.get(wave=loaded)
        plant(result.figures)
        PublishedResult.objects.filter(pk=result.pk).update(figures=result.figures)
    for loaded in Wave.objects.order_by("closed_on"):
        place = Places(dict(zip(CODES, CITIES, strict=True)), loaded.label)
        read.append((place, download(loaded, made)))
    units = waves[-1][1].units
    attack = Attack(
        survey_of(waves[-1][1].instrument),
        counts,
        {unit.code: unit.invited for unit in units},
        {unit.code: unit.city for unit in units},
    )
    return attack.read(figure for place, found in read for one in found for figure in one.figures(place))


def small(attack: Attack, **options) -> dict[tuple[tuple[str, str], ...], list]:
    """{cells that can be worked out: the findings about them}."""
    found: dict = {}
    for finding in attack.findings(**options):
        cells = tuple(sorted((cell.office, cell.role) for cell in finding.cells))
        found.setdefault(cells, []).append(finding)
    return found


@pytest.fixture
def two_waves() -> list[tuple[str, WaveInput]]:
    """In the first one office has four answers and is left out; in the second there are the roles of vector R."""
    first = given(MEANS["none"], answered=FOUR_IN_SMG_B)
    second = with_roles(given(MEANS["flagged"], shifts={("SMG-A", "Proactive"): -12}))
    return [("Wave 1", first), ("Wave 2", second)]


@pytest.mark.django_db
def test_two_waves_read_together_give_nothing_small_away(download, make_office, two_waves):
    attack = attack_loaded(download, make_office, two_waves)

    assert attack.odd == []
    # Four values of four offices; then of five offices and three roles, less one: all people are in both.
    assert len(attack.solved) == 4 * 4 + 4 * (5 + 3 - 1)
    for insider in (None, *attack.counts):
        assert attack.findings(insider=insider) == []


@pytest.mark.django_db
def test_table_of_offices_and_roles_is_found_out(download, make_office, two_waves):
    """Planted: the mean of each office's roles, as rows of the cut by role."""
    wave = two_waves[1][1]
    scores: dict[tuple[str, str], list[float]] = {}
    for one in wave.answers:
        scores.setdefault((one.office, one.role), []).append(sum(one.given) / len(one.given))

    def plant(figures: dict) -> None:
        figures["roles"]["rows"] = [
            {"role": f"{office} · {role}", "n": len(found), "overall": sum(found) / len(found), "values": {}}
            for (office, role), found in scores.items()
        ]

    attack = attack_loaded(download, make_office, two_waves[1:], plant)
    found = small(attack, statistics=["Overall"])

    assert attack.odd == []
    assert set(found) == {(("JKT-B", "S"),), (("SMG-B", "S"),)}
    for (cell,), (finding,) in found.items():
        assert finding.people == len(scores[cell]) < 5
        assert abs(finding.mean - sum(scores[cell]) / len(scores[cell])) <= finding.give <= 0.5


@pytest.mark.django_db
def test_company_mean_with_an_office_that_is_left_out_is_found_out(download, make_office):
    """Planted, on vector D: four answered in SMG-B, and the average of all offices has them in it."""
    wave = given(MEANS["tied"], answered=FOUR_IN_SMG_B)
    means = dict(zip(CODES, MEANS["tied"], strict=True))
    people = dict(zip(CODES, INVITED, strict=True))

    def plant(figures: dict) -> None:
        company = figures["overall"]["company"]
        company["mean"] = sum(people[code] * means[code] for code in CODES) / sum(INVITED)
        company |= {"n": sum(FOUR_IN_SMG_B), "invited": sum(INVITED)}

    honest = attack_loaded(download, make_office, [("Wave 1", wave)])
    Wave.objects.all().delete()
    planted = attack_loaded(download, make_office, [("Wave 1", wave)], plant)
    found = small(planted)

    assert honest.findings() == []
    assert set(found) == {(("SMG-B", ""),)}
    finding = found[("SMG-B", ""),][0]
    assert (finding.statistic, finding.people) == ("Overall", 4)
    assert abs(finding.mean - means["SMG-B"]) <= finding.give
