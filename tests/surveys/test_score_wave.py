"""`manage.py score_wave`, run as whoever scores a wave runs it."""

import json
import os
import random
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

SURVEY = """
weight_knowledge = 0.5

[[items]]
id = "K1"
value = "Ramah"
kind = "knowledge"
key = ["B"]

[[items]]
id = "L1"
value = "Ramah"
kind = "agreement"

[[items]]
id = "S1"
value = "Sigap"
kind = "score"
low = 0
high = 10
"""
ROSTER = "office,city,invited\nJKT,Jakarta,60\nSMG,Semarang,40\nYOG,Yogyakarta,20\nSLO,Solo,9\n"


def responses(*, lowest="SMG"):
    chance = random.Random(1)
    lines = ["office,K1,L1,S1"]
    for office, n in (("JKT", 50), ("SMG", 35), ("YOG", 12), ("SLO", 4)):
        for _ in range(n):
            level = chance.choice([-1, 0, 1])
            base = 0.2 if office == lowest else 0.8
            right = "B" if chance.random() < base + level / 8 else "A"
            lines.append(f"{office},{right},{3 + level},{round(10 * base + level, 1)}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def files(tmp_path):
    def write(survey=SURVEY, answers=None, roster=ROSTER):
        (tmp_path / "survey.toml").write_text(survey, encoding="utf-8")
        (tmp_path / "responses.csv").write_text(answers or responses(), encoding="utf-8")
        (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
        return [
            f"--{name}={tmp_path / file}"
            for name, file in (
                ("survey", "survey.toml"),
                ("responses", "responses.csv"),
                ("roster", "roster.csv"),
            )
        ]

    return write


def run(arguments, language="en"):
    out, err = StringIO(), StringIO()
    call_command("score_wave", *arguments, f"--language={language}", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_tells_the_lowest_first_and_then_how_certain_that_is(files):
    out, err = run(files())

    lines = out.splitlines()
    assert lines[0].startswith("Lowest score: SMG, ")
    assert lines[1].startswith("SMG is clearly lowest, ")
    assert "Without SLO: too few answers." in lines
    assert "Fewer than 50% answered in SLO: indicative only." in lines
    assert err == ""


def test_numbers_are_written_in_the_language_asked_for(files):
    english, _err = run(files())
    indonesian, _err = run(files(), language="id")

    assert re.search(r"SMG, \d\d\.\d\b", english)
    assert re.search(r"SMG, \d\d,\d\b", indonesian)


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as caught:
        call_command("score_wave", "--help")

    assert caught.value.code == 0
    told = capsys.readouterr().out
    assert all(f"--{name}" in told for name in ("survey", "responses", "roster", "json", "language"))


def test_writes_all_figures_without_rounding(files, tmp_path):
    target = tmp_path / "out.json"

    run([*files(), f"--json={target}"])

    found = json.loads(target.read_text(encoding="utf-8"))
    assert (found["overall"]["status"], found["overall"]["lowest_set"]) == ("flagged_lowest", ["SMG"])
    assert found["overall"]["excluded"] == ["SLO"]
    assert set(found["values"]) == {"Ramah", "Sigap"}

    assert found["overall"]["offices"]["SMG"]["se"] != round(found["overall"]["offices"]["SMG"]["se"], 9)


def test_each_fault_is_one_sentence(files):
    arguments = files(answers=responses() + "BDG,B,3,4\nJKT,B,many,4\n")

    with pytest.raises(CommandError) as caught:
        run(arguments)

    assert str(caught.value).splitlines() == [
        "responses.csv, row 103, column office: The office “BDG” is not in the roster.",
        "responses.csv, row 104, column L1: “many” is not a number. Leave the cell empty where there is no answer.",
    ]


def test_very_many_faults_are_counted(files):
    roster = ROSTER.replace("60", "600")

    with pytest.raises(CommandError) as caught:
        run(files(answers=responses() + "JKT,B,x,4\n" * 300, roster=roster))

    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (201, "And 100 more faults.")


def test_unused_column_is_said_and_does_no_harm(files):
    answers = "\n".join(f"{line},{n}" for n, line in enumerate(responses().splitlines())).replace(
        "S1,0", "S1,nr", 1
    )

    out, err = run(files(answers=answers + "\n"))

    assert err.strip() == "responses.csv: the column “nr” is no item and was left out."
    assert out == run(files())[0]


def test_figures_that_cannot_be_written_are_a_sentence(files, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        run([*files(), f"--json={tmp_path}"])


@pytest.mark.parametrize("counts", [(0, 0), (1, 0), (4, 4), (30, 0)])
def test_too_few_answers_are_told_not_refused(files, counts):
    lines = ["office,K1,L1,S1"]
    for office, n in zip(("JKT", "SMG"), counts, strict=True):
        lines += [f"{office},B,{1 + k % 5},{k % 10}" for k in range(n)]

    out, _err = run(files(answers="\n".join(lines) + "\n"))

    assert "SMG" in next(line for line in out.splitlines() if line.startswith("Without "))


def test_everyone_the_same_answer_is_told(files):
    answers = "office,K1,L1,S1\n" + "JKT,A,3,5\n" * 20 + "SMG,A,3,5\n" * 20

    out, _err = run(files(answers=answers))

    assert "No office is clearly lowest" in out.splitlines()[1]


def process(arguments, environment):
    return subprocess.run(
        [sys.executable, "manage.py", "score_wave", *arguments],
        cwd=Path(settings.BASE_DIR),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "culture_site.settings.dev", **environment},
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_needs_no_database_and_reports_its_state_by_exit_status(files, tmp_path):
    # A database that nothing could open: any query would fail.
    nowhere = {"DATABASE_URL": f"sqlite:///{tmp_path}/no/such/folder/db.sqlite3"}

    good = process(files(), nowhere)
    bad = process(files(roster="office,city\nJKT,Jakarta\n"), nowhere)

    assert (good.returncode, good.stderr) == (0, "")
    assert "SMG" in good.stdout.splitlines()[0]
    assert bad.returncode == 1
    assert "roster.csv" in bad.stderr
    assert "Traceback" not in bad.stderr
