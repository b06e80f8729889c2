"""`manage.py load_wave`: real files in, a published wave and its address out."""

import json
import os
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from culture_site.people.models import Role
from surveys.models import Wave

pytestmark = pytest.mark.django_db

SURVEY = """
weight_knowledge = 0.5
[[items]]
id = "k1"
value = "Friendly"
kind = "knowledge"
key = ["B"]
[[items]]
id = "a1"
value = "Friendly"
kind = "agreement"
points = 5
"""


@pytest.fixture
def files(tmp_path) -> dict[str, str]:
    """Two offices, six people each: the options of the command."""
    (tmp_path / "culture-check.toml").write_text(SURVEY)
    rows = [
        f"{office},{'B' if n < right else 'A'},{n % 5 + 1}"
        for office, right in (("X", 5), ("Y", 2))
        for n in range(6)
    ]
    (tmp_path / "responses.csv").write_text("\n".join(["office,k1,a1", *rows]))
    (tmp_path / "roster.csv").write_text("office,city,invited\nX,Solo,8\nY,Solo,9\n")
    return {
        "survey": str(tmp_path / "culture-check.toml"),
        "responses": str(tmp_path / "responses.csv"),
        "roster": str(tmp_path / "roster.csv"),
        "label": "Wave 1",
    }


def run(files: dict[str, str], *more: str) -> None:
    """As from a shell: every option is text."""
    call_command(
        "load_wave", *(part for name, value in files.items() for part in (f"--{name}", value)), *more
    )


def test_it_prints_the_address_of_the_page(files, capsys, client, make_person):
    run(files)

    printed = capsys.readouterr().out
    wave = Wave.objects.get()
    address = re.search(r"http://\S+?(/id/pulse/\d+/)", printed)[1]
    assert "12 answers from 2 offices, 0 of them linked" in printed
    assert str(wave.version.survey) == "Culture check"
    client.force_login(make_person(Role.LEADER))
    assert client.get(address).context["wave"] == wave


def test_the_same_label_again_is_refused_and_replace_does_it(files, capsys):
    run(files)
    first = Wave.objects.get()

    with pytest.raises(CommandError, match="already"):
        run(files)
    run(files, "--replace", "--title=Other", "--closed-on=2026-01-09")

    wave = Wave.objects.get()
    assert (wave.pk, wave.version.survey.title_eng, str(wave.closed_on)) == (first.pk, "Other", "2026-01-09")


def test_a_faulty_file_is_refused_with_file_row_and_column_and_leaves_nothing(files):
    with Path(files["responses"]).open("a") as responses:
        responses.write("\nZ,A,9")

    with pytest.raises(CommandError) as error:
        run(files)

    assert "responses.csv, row 14, column a1" in str(error.value)
    assert not Wave.objects.exists()


def test_all_others_can_wait_for_a_day(files):
    run(files, "--closed-on=2026-06-10", "--published-to-all-on=2026-06-15")

    wave = Wave.objects.get()
    assert [wave.published_at.isoformat(), wave.published_to_all_at.isoformat()] == [
        "2026-06-11T02:00:00+00:00",
        "2026-06-15T02:00:00+00:00",
    ]


CULTURE_DATA = os.environ.get("CULTURE_DATA")


@pytest.mark.skipif(not CULTURE_DATA, reason="CULTURE_DATA names no folder with the regions")
def test_the_regions_stand_on_the_page_as_the_reference_has_them(client, make_person):
    folder = Path(CULTURE_DATA) / "regions"
    expected = json.loads((folder / "expected.json").read_text())["reliability"]
    files = {name: str(folder / file) for name, file in (
        ("survey", "survey.toml"), ("responses", "responses.csv"), ("roster", "roster.csv"))}  # fmt: skip

    run(files | {"label": "Regions"})

    client.force_login(make_person(Role.NAKAWAN))
    page = client.get("/en/pulse/").content.decode()
    dots = re.findall(r"<b>(\d+\.\d)</b> <span>(\d+\.\d to \d+\.\d)</span>", page)
    wanted = {
        (f"{row['mean']:.1f}", f"{row['low']:.1f} to {row['high']:.1f}")
        for row in expected["offices"].values()
    }
    assert len(wanted) == 12
    assert wanted <= set(dots)
    assert {f"{city['mean']:.1f}" for city in expected["cities"].values()} <= {
        mean for mean, _interval in dots
    }
    assert "Lowest score this wave: NE, 49.0" in page
    assert "NE cannot be told apart from NW, WA and WM." in page
    assert f"all offices {expected['company']['mean']:.1f}" in page
