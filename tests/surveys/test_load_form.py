"""`manage.py load_wave --form`: a form's export in, a wave out, and the mapping remembered; nobody in the database."""

import tomllib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from culture_site.people.models import Role
from surveys.models import Survey, SurveyVersion, Wave
from tests.factories.people import OfficeAliasFactory
from tests.surveys.form_exports.exports import as_csv, as_xlsx
from tests.surveys.site_waves import site_version
from tests.surveys.waves import small_wave

pytestmark = pytest.mark.django_db

HEAD = [
    "Cap waktu",
    "Nama",
    "Kantor",
    "Tanya satu?",
    "Tanya dua?",
    "Setuju?",
    "Ask three?",
    "Ask four?",
    "Agree?",
    "Ada lagi?",
]
SECRETS = ("GMT+7", "Rahasia Sekali", "Kata sendiri")
# What the two questions of each value mean, in the order of the columns.
COLUMNS = {
    "Tanya satu?": "Friendly-k1", "Tanya dua?": "Friendly-k2", "Setuju?": "Friendly-a1",
    "Ask three?": "Proactive-k1", "Ask four?": "Proactive-k2", "Agree?": "Proactive-a1",
}  # fmt: skip
MAPPING = "\n".join(
    ['office = "Kantor"', 'ignore = ["Cap waktu", "Nama", "Ada lagi?"]', "[items]"]
    + [f'{uid} = "{heading}"' for heading, uid in COLUMNS.items()]
)


def answers(office: str, right: int, number: int = 6) -> list[list[str]]:
    """So many sheets of an office, so many of them right in all they are asked."""
    is_right = ["Opsi a", "Option b", "5", "Opsi a", "b", "Sangat setuju"]
    is_wrong = ["Opsi c", "c", "2", "c", "Opsi c", "Tidak setuju"]
    return [
        [
            f"2026/06/01 9:0{n}:11 AM GMT+7", "Rahasia Sekali", office,
            *(is_right if n < right else is_wrong), "Kata sendiri, panjang",
        ]
        for n in range(number)
    ]  # fmt: skip


TABLE = [HEAD, *answers("X", 5), *answers("Kantor Y", 2)]


@pytest.fixture
def version() -> SurveyVersion:
    return site_version(survey__title_eng="Care check", survey__title_ind="Cek budaya")


@pytest.fixture
def load(tmp_path, version, capsys):
    """Loads a table as a user would: files and options in, what was printed out."""
    (tmp_path / "roster.csv").write_text("office,city,invited,name\nX,Solo,8,Kantor X\nY,Malang,9,Kantor Y\n")

    def run(
        table=TABLE, *more: str, label: str = "Wave 1", of_survey: str = "care check", form: str = "form.csv"
    ) -> str:
        (tmp_path / form).write_bytes(as_xlsx(table) if form.endswith("xlsx") else as_csv(table, ";"))
        source = [f"--of-survey={of_survey}"] if of_survey else []
        call_command(
            "load_wave", *source, f"--form={tmp_path / form}", f"--roster={tmp_path / 'roster.csv'}",
            f"--label={label}", *more,
        )  # fmt: skip
        return capsys.readouterr().out

    return run


@pytest.fixture
def mapping(tmp_path) -> str:
    (tmp_path / "mapping.toml").write_text(MAPPING)
    return f"--mapping={tmp_path / 'mapping.toml'}"


def whole_database() -> str:
    """Every cell of every table, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += cursor.fetchall()
    return repr(found)


def test_without_a_mapping_nothing_is_written_but_a_proposal(load, tmp_path, capsys):
    before = whole_database()

    with pytest.raises(CommandError, match="Nothing was loaded") as error:
        load(TABLE, f"--mapping={tmp_path / 'new.toml'}")

    proposed = tomllib.loads((tmp_path / "new.toml").read_text())
    assert whole_database() == before
    assert "column Tanya dua?: The mapping does not say what this column is." in str(error.value)
    assert proposed["office"] == "Kantor"
    assert proposed["ignore"][:2] == ["Cap waktu", "Nama"]
    with pytest.raises(CommandError, match="Keep the mapping above as a file"):
        load(TABLE)
    assert tomllib.loads(capsys.readouterr().out) == proposed
    assert not any(secret in (tmp_path / "new.toml").read_text() for secret in SECRETS)


def test_a_complete_mapping_loads_the_wave_and_is_remembered(load, mapping):
    printed = load(TABLE, mapping)
    again = load(TABLE, label="Wave 2", form="form.xlsx")

    assert "Wave 1: 12 answers from 2 offices, 0 of them linked." in printed
    assert "Wave 2: 12 answers from 2 offices" in again
    first, second = Wave.objects.order_by("label")
    assert first.published_result.figures == second.published_result.figures
    offices = {unit["code"]: unit["answered"] for unit in first.units.values("code", "answered")}
    assert offices == {"X": 6, "Y": 6}
    # X: 5 of 6 people have all right and agree with 5 of 5; one has all wrong and 2 of 5, 0.3 * 1/4 = 7.5 points.
    mean = first.published_result.figures["overall"]["offices"]["X"]["mean"]
    assert mean == pytest.approx((5 * 100 + 7.5) / 6)


def test_nothing_of_who_answered_and_when_reaches_the_database(load, mapping):
    load(TABLE, mapping)

    kept = whole_database()
    assert "Tanya dua?" in kept
    assert [secret for secret in SECRETS if secret in kept] == []


def test_a_new_column_since_the_mapping_was_remembered_is_named_and_stops_it(load, mapping, capsys):
    load(TABLE, mapping)
    wider = [[*HEAD, "Nomor HP"], *([*cells, "0812"] for cells in TABLE[1:])]

    with pytest.raises(CommandError) as error:
        load(wider, label="Wave 2")

    assert str(error.value).splitlines()[0] == (
        "form.csv, row 1, column Nomor HP: The mapping does not say what this column is. By its heading or its cells "
        "it is no answer; the proposal throws it away."
    )
    assert Wave.objects.count() == 1
    proposed = capsys.readouterr().out
    assert tomllib.loads(proposed)["ignore"] == ["Cap waktu", "Nama", "Ada lagi?", "Nomor HP"]
    assert "0812" not in proposed


def test_what_a_later_mapping_says_is_added_to_what_is_remembered(load, mapping, tmp_path):
    load(TABLE, mapping)
    (tmp_path / "more.toml").write_text('ignore = ["Nomor HP"]\n[offices]\n"Cabang" = "X"')
    wider = [[*HEAD, "Nomor HP"], *([*cells, "0812"] for cells in [*answers("Cabang", 3), *answers("Y", 3)])]

    load(wider, f"--mapping={tmp_path / 'more.toml'}", label="Wave 2")
    load(wider, label="Wave 3")

    assert Survey.objects.get(title_eng="Care check").form_mapping["offices"] == {"Cabang": "X"}
    assert Wave.objects.count() == 3


def test_words_of_options_are_asked_for_again_once_the_items_are_others(load, mapping, tmp_path, version):
    """What was letter c may be another one now."""
    (tmp_path / "mapping.toml").write_text(f'{MAPPING}\n[options.Friendly-k1]\nLainnya = "c"')
    table = [HEAD, [*TABLE[1][:3], "Lainnya", *TABLE[1][4:]], *TABLE[2:]]
    load(table, mapping)
    load(table, label="Wave 2")
    version.items.filter(uid="Friendly-k1").update(options=["c", "a", "b"])

    with pytest.raises(CommandError, match=r"column Tanya satu\?: “Lainnya” is nothing that is known"):
        load(table, label="Wave 3")


def test_an_export_with_faults_leaves_wave_and_memory_as_they_were(load, mapping):
    with pytest.raises(CommandError, match=r"row 2, column Setuju\?: “9” is not on the scale"):
        load([HEAD, [*TABLE[1][:5], "9", *TABLE[1][6:]], *TABLE[2:]], mapping)

    assert not Wave.objects.exists()
    assert Survey.objects.get(title_eng="Care check").form_mapping == {}


def test_offices_are_found_by_the_spellings_that_rosters_taught(load, mapping, make_office):
    OfficeAliasFactory(spelling="Pusat", office=make_office("X", "Solo"))

    assert "12 answers from 2 offices, 1 of them linked." in load(
        [HEAD, *answers("PUSAT", 5), *answers("Y", 2)], mapping
    )


def test_a_draft_that_was_asked_elsewhere_is_a_draft_no_more(load, mapping, version):
    SurveyVersion.objects.filter(pk=version.pk).update(fingerprint="")

    load(TABLE, mapping, of_survey="Cek budaya")

    wave = Wave.objects.get()
    assert (wave.version, wave.version.is_draft) == (version, False)


def test_a_survey_is_named_by_title_number_or_version(load, mapping, version):
    SurveyVersion.objects.create(survey=version.survey, number=2, fingerprint="")

    for number, name in enumerate((str(version.survey_id), "Care check 1", "CEK BUDAYA"), start=1):
        load(TABLE, mapping, of_survey=name, label=f"Wave {number}")

    assert set(Wave.objects.values_list("version", flat=True)) == {version.pk}
    with pytest.raises(
        CommandError, match=r"There is no survey “Care chek” with questions\. Did you mean “Care check”"
    ):
        load(TABLE, of_survey="Care chek", label="Wave 9")


def test_a_survey_file_knows_the_words_of_the_survey_of_its_title(load, mapping, tmp_path):
    """The same items in a file: their fingerprint is that of the version with words."""
    load(TABLE, mapping)
    items = "\n".join(
        f'[[items]]\nid = "{value}-{name}"\nvalue = "{value}"\n' + rest
        for value in ("Friendly", "Proactive")
        for name, rest in (
            ("k1", 'kind = "knowledge"\nkey = ["a"]\noptions = ["a", "b", "c"]'),
            ("k2", 'kind = "knowledge"\nkey = ["b"]\noptions = ["a", "b", "c"]'),
            ("a1", 'kind = "agreement"\npoints = 5'),
        )
    )
    (tmp_path / "survey.toml").write_text(items)

    load(TABLE, f"--survey={tmp_path / 'survey.toml'}", "--title=Care check", of_survey="", label="Wave 2")

    first, second = Wave.objects.order_by("label")
    assert second.published_result.figures["overall"] == first.published_result.figures["overall"]


def test_a_survey_of_the_site_takes_the_plain_table_of_answers_too(load, version, tmp_path):
    items = list(COLUMNS.values())
    lines = [",".join(["office", *items]), *(f"{office},a,b,5,a,b,4" for office in "XY" for _n in range(5))]
    (tmp_path / "answers.csv").write_text("\n".join(lines))
    (tmp_path / "roster.csv").write_text("office,city,invited\nX,Solo,8\nY,Malang,9\n")

    call_command(
        "load_wave", "--of-survey=Care check", f"--responses={tmp_path / 'answers.csv'}",
        f"--roster={tmp_path / 'roster.csv'}", "--label=Wave 1", verbosity=0,
    )  # fmt: skip

    assert Wave.objects.get().version == version


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--title=X"], "--title names the survey of a file"),
        (["--mapping=m.toml"], "--mapping explains the export of a form"),
        ([], "There is no such file"),
    ],
)
def test_options_that_do_not_go_together_are_refused(version, tmp_path, options, said):
    with pytest.raises(CommandError, match=said):
        call_command(
            "load_wave", "--of-survey=Care check", f"--responses={tmp_path / 'no.csv'}", "--roster=no.csv",
            "--label=Wave 1", *options,
        )  # fmt: skip


def test_an_export_given_as_plain_answers_is_told_apart(load, tmp_path, version, capsys):
    (tmp_path / "form.xlsx").write_bytes(as_xlsx(TABLE))
    Path(tmp_path / "roster.csv").write_text("office,city,invited\nX,Solo,8\n")

    with pytest.raises(CommandError):
        call_command(
            "load_wave", "--of-survey=Care check", f"--responses={tmp_path / 'form.xlsx'}",
            f"--roster={tmp_path / 'roster.csv'}", "--label=Wave 1",
        )  # fmt: skip

    assert "If this is the export of a form, give it with --form" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Collected elsewhere"), ("id", "Dikumpulkan di tempat lain")]
)
def test_the_pages_of_such_a_wave_say_that_it_was_collected_elsewhere(client, make_person, language, words):
    wave = small_wave()
    client.force_login(make_person(Role.SERVICE_CULTURE))
    pages = [
        f"/{language}/pulse/{wave.pk}/",
        f"/{language}/pulse/{wave.pk}/items/",
        f"/{language}/pulse/{wave.pk}/?view=table",
    ]

    assert [words in client.get(page).content.decode() for page in pages] == [True] * 3

    Wave.objects.update(is_collected_elsewhere=False)
    assert [words in client.get(page).content.decode() for page in pages] == [False] * 3
