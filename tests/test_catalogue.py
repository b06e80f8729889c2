"""The Indonesian catalogue is complete, compiled and not stale."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "culture_site" / "locale" / "id" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def identity(entry: polib.POEntry) -> tuple:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_string_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue if not all(texts(entry)) or entry.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue
        for text in texts(entry)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]

    assert wrong == []


def test_compiled_catalogue_is_that_of_the_text(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert {(identity(entry), *texts(entry)) for entry in compiled} == {
        (identity(entry), *texts(entry)) for entry in catalogue
    }


def test_catalogue_holds_exactly_the_strings_of_the_code(catalogue, tmp_path):
    if not shutil.which("xgettext"):
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("xgettext is missing: install gettext")
        pytest.skip("xgettext (package gettext) is not installed")
    copy = tmp_path / "tree"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if name.endswith((".py", ".html", ".txt", ".po")) and (ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "id", "--no-location", "--no-obsolete",
         "-i", "tests/*", "-v", "0"],
        cwd=copy, check=True, env={**os.environ, "DJANGO_SETTINGS_MODULE": "culture_site.settings.test"},
    )  # fmt: skip
    fresh = polib.pofile(str(copy / CATALOGUE.relative_to(ROOT)))

    assert {identity(entry) for entry in catalogue} == {
        identity(entry) for entry in fresh if not entry.obsolete
    }
