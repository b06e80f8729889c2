from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from academy.models import CurriculumVersion, Programme
from culture_site.culture.services import load_culture
from tests.academy.curriculum_files import edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(folder):
    def run(*options: str) -> str:
        output = StringIO()
        call_command("load_curriculum", folder, *options, stdout=output)
        return output.getvalue()

    load_culture()
    return run


def test_load_says_what_it_did(run, folder):
    first = run()
    edit(folder, "lessons/sapa-dulu.id.md", "**menunggu**", "**menanti**")

    second = run()

    assert first == "created     13\ncreated     version 1\n"
    assert second == "unchanged   12\nupdated     lessons/sapa-dulu.id.md (steps)\n"


def test_dry_run_names_everything_and_writes_nothing(run):
    said = run("--dry-run")

    assert "created     question sapa-dulu-cek\n" in said
    assert "created     lessons/sapa-dulu.id.md\n" in said
    assert said.endswith("created     version 1\nThis was a dry run: nothing was written.\n")
    assert not Programme.objects.exists()


def test_faults_are_listed_and_end_the_command_badly(run, folder):
    edit(folder, "week-01.toml", 'id = "sapa-dulu"\n', "")
    edit(folder, "week-02.toml", "offset = 5", "offset = -5")

    with pytest.raises(CommandError) as error:
        run()

    assert str(error.value).startswith("Nothing was loaded. These have to be mended first:\n- ")
    assert "- week-01.toml, activity 1: there is no id.\n" in str(error.value)
    assert (
        "- week-02.toml, activity surat-satu: offset is -5; a whole number from 0 to 400 is needed.\n"
        in str(error.value)
    )
    assert not CurriculumVersion.objects.exists()
