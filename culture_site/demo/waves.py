"""Sample waves that are published, made as files and loaded by the very command that an operator uses.

Whether a wave flags an office depends on the draw; so each wave is drawn again, with the next number of the same
seed, until it shows the state that the demo wants to show.
"""

import csv
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from django.core.management import call_command

from culture_site.people.models import Office, User
from surveys.assembly import score
from surveys.inputs import read_wave

from .answers import VALUES, SampleItem, draw_answers, make_items

TITLE = "FIRST"
TRIES = 60


@dataclass(frozen=True)
class SampleWave:
    """A wave to be: how many days ago it closed, the state it has to show, and the level of each office.

    It is called by its quarter, `Q2 2026`: a label has no second language, and this one reads alike in both.

    Levels are on the scale of understanding (0 usual, -1 clearly lower); an office that is not named has 0.
    `weak` lowers one office on one value alone. `rates`: the share that answers, where it is not the usual one.
    """

    number: int
    days_ago: int
    state: str
    lowest: str | None
    levels: dict[str, float]
    weak: dict[tuple[str, str], float] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)

    def closed_on(self, on: date) -> date:
        return on - timedelta(days=self.days_ago)

    def label(self, on: date) -> str:
        day = self.closed_on(on)
        return f"Q{(day.month + 2) // 3} {day.year}"


WAVES = (
    SampleWave(
        number=1,
        days_ago=310,
        state="tied_lowest",
        lowest=None,
        levels={"JKT-A": 0.0, "JKT-B": -0.05, "SMG-A": -0.4, "SMG-B": -0.4, "YOG-A": 0.05},
        weak={("SMG-A", "Proactive"): -0.15},
    ),
    SampleWave(
        number=2,
        days_ago=165,
        state="no_office_stands_out",
        lowest=None,
        levels={"JKT-A": 0.05, "JKT-B": 0.05, "SMG-A": 0.05, "SMG-B": 0.05, "YOG-A": 0.05},
    ),
    SampleWave(
        number=3,
        days_ago=20,
        state="flagged_lowest",
        lowest="SMG-A",
        levels={"JKT-A": 0.25, "JKT-B": 0.1, "SMG-A": -0.2, "SMG-B": 0.15, "YOG-A": 0.3},
        weak={("SMG-A", "Proactive"): -0.4},
    ),
)

# The other states that the rule can come to, to be loaded one by one and looked at.
OTHERS = (
    SampleWave(
        number=4,
        days_ago=5,
        state="lowest_small_gap",
        lowest="JKT-A",
        levels={"JKT-A": -0.12, "JKT-B": 0.06, "SMG-A": 0.06, "SMG-B": 0.5, "YOG-A": 0.06},
    ),
    SampleWave(
        number=5,
        days_ago=5,
        state="lowest_indicative",
        lowest="SMG-A",
        levels={"SMG-A": -0.5, "SMG-B": 0.2, "YOG-A": 0.2},
        rates={"SMG-A": 0.42},
    ),
    SampleWave(
        number=6,
        days_ago=5,
        state="not_rankable",
        lowest=None,
        levels={},
        rates={"JKT-B": 0.005, "SMG-A": 0.004, "SMG-B": 0.01, "YOG-A": 0.005},
    ),
)
BY_STATE = {wave.state: wave for wave in (*WAVES, *OTHERS)}


def make_waves(*, on: date, seed: int) -> list[str]:
    """Load the three waves for the offices and people of the database. Returns their labels."""
    cells, items = _cells(on), make_items(Random(seed))
    for wave in WAVES:
        _load(wave, wave.label(on), items, cells, on=on, seed=seed)
    return [wave.label(on) for wave in WAVES]


def make_wave_in_state(state: str, *, on: date, seed: int) -> str:
    """Load one wave that shows `state`, under that name, in place of an earlier one. Returns its label."""
    _load(BY_STATE[state], state, make_items(Random(seed)), _cells(on), "--replace", on=on, seed=seed)
    return state


def _cells(on: date) -> Counter:
    return Counter(
        User.objects.employed(on)
        .exclude(employee_number=None)
        .exclude(office=None)
        .exclude(job_group="")
        .values_list("office__code", "job_group")
    )


def _load(
    wave: SampleWave, label: str, items: list[SampleItem], cells: Counter, *options: str, on: date, seed: int
) -> None:
    with TemporaryDirectory() as folder:
        files = _files_that_show(wave, items, cells, seed, Path(folder))
        call_command(
            "load_wave",
            *files.arguments(),
            "--label", label,
            "--closed-on", wave.closed_on(on).isoformat(),
            "--title", TITLE,
            *options,
            verbosity=0,
        )  # fmt: skip


@dataclass(frozen=True)
class WaveFiles:
    survey: Path
    responses: Path
    roster: Path

    def arguments(self) -> list[str]:
        return [
            "--survey", str(self.survey), "--responses", str(self.responses), "--roster", str(self.roster),
        ]  # fmt: skip


def _files_that_show(
    wave: SampleWave, items: list[SampleItem], cells: Counter, seed: int, folder: Path
) -> WaveFiles:
    files = WaveFiles(folder / "survey.toml", folder / "responses.csv", folder / "roster.csv")
    files.survey.write_text(_survey_text(items))
    _write_roster(files.roster, cells)
    for attempt in range(TRIES):
        random = Random(f"{seed} {wave.number} {attempt}")
        _write_responses(files.responses, wave, items, cells, random)
        read = read_wave(files.survey, files.responses, files.roster)
        overall = score(read.instrument, read.answers, read.units).contract()["overall"]
        if overall["status"] == wave.state and wave.lowest in (None, *overall["lowest_set"]):
            break
    return files


def _survey_text(items: list[SampleItem]) -> str:
    lines = ["weight_knowledge = 0.7", 'correction = "reliability"', "min_group = 5", "gap_points = 3.0"]
    for item in items:
        lines += ["", "[[items]]", f'id = "{item.id}"', f'value = "{item.value}"', f'kind = "{item.kind}"']
        if item.kind == "knowledge":
            lines.append(f'key = ["{item.key}"]')
        else:
            lines += ["points = 5", f"reversed = {str(item.is_reversed).lower()}"]
    return "\n".join(lines) + "\n"


def _write_roster(path: Path, cells: Counter) -> None:
    cities = dict(Office.objects.values_list("code", "city__name"))
    with path.open("w", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["office", "city", "role", "invited"])
        writer.writerows(
            [office, cities[office], role, count] for (office, role), count in sorted(cells.items())
        )


def _write_responses(
    path: Path, wave: SampleWave, items: list[SampleItem], cells: Counter, random: Random
) -> None:
    with path.open("w", newline="") as handle:
        writer = csv.DictWriter(handle, ["office", "role", *(item.id for item in items)])
        writer.writeheader()
        rates = {office: random.uniform(0.66, 0.88) for office, _role in sorted(cells)} | wave.rates
        for (office, role), count in sorted(cells.items()):
            levels = {
                value: wave.levels.get(office, 0.0) + wave.weak.get((office, value), 0.0) for value in VALUES
            }
            for _person in range(count):
                if random.random() < rates[office]:
                    writer.writerow({"office": office, "role": role, **draw_answers(items, levels, random)})
