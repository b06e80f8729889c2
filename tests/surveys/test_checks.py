"""What is said about the keys before one is lost, or read by somebody else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.checks import run_checks

from culture_site.jobs.sweep import sweep
from surveys import keys
from surveys.checks import lost_keys
from surveys.closing import close
from surveys.exceptions import CannotKeepKey
from surveys.models import Wave, WaveState
from surveys.opening import open_wave, request_opening

from .site_waves import counted, offices, opened, planned

NOBODY = 65534


def ids(tag: str) -> list[str]:
    found = run_checks(tags=[tag], databases=["default"])
    return [check.id for check in found if check.id.startswith("surveys.")]


@contextmanager
def somebody_else() -> Iterator[None]:
    """A user who may not look into the folder of the keys: another one, or its owner without the right."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    else:
        keys.folder().chmod(0)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        else:
            keys.folder().chmod(0o700)


@pytest.fixture
def wave(db) -> Wave:
    offices(12)
    return opened()


def test_folder_that_the_worker_made_is_fine(wave):
    assert ids("security") == ids("database") == []


@pytest.mark.parametrize("other", ["MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "STATIC_ROOT"])
def test_folder_inside_what_is_served_or_backed_up_is_named(settings, tmp_path, other):
    setattr(settings, other, tmp_path / "files")
    settings.SURVEY_KEY_DIR = str(tmp_path / "elsewhere" / ".." / "files" / "keys")

    found = run_checks(tags=["security"])

    assert [check.id for check in found if check.id.startswith("surveys.")] == ["surveys.W001"]
    assert any(f"lies inside {other}" in check.msg for check in found)


def test_folder_whose_name_only_starts_alike_is_fine(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SURVEY_KEY_DIR = tmp_path / "files-keys"

    assert ids("security") == []


@pytest.mark.parametrize(
    ("of", "mode"), [("folder", 0o750), ("folder", 0o701), ("key", 0o640), ("key", 0o604)]
)
def test_folder_or_key_that_others_may_read_is_named(wave, of, mode):
    path = keys.folder() if of == "folder" else keys.path_of(wave.pk)
    path.chmod(mode)

    [found] = [check for check in run_checks(tags=["security"]) if check.id == "surveys.W002"]

    assert str(path) in found.msg
    assert f"{mode:o}" in found.msg


@pytest.mark.parametrize("state", [WaveState.OPEN, WaveState.CLOSING])
def test_lost_key_of_a_wave_that_still_needs_it_is_named(wave, state):
    keys.path_of(wave.pk).unlink()
    if state == WaveState.CLOSING:
        close(wave=wave)

    [found] = [
        check for check in run_checks(tags=["database"], databases=["default"]) if check.id == "surveys.W003"
    ]

    assert wave.label in found.msg
    assert str(keys.path_of(wave.pk)) in found.msg
    # The database is only asked when it is named, as Django has it.
    assert run_checks(tags=["database"]) == []


def test_wave_that_needs_no_key_lacks_none(transactional_db):
    offices(12)
    counted(opened())
    planned("Gelombang 2")

    assert ids("database") == []
    assert lost_keys() == []


def test_whoever_may_not_look_is_told_to_ask_as_the_worker(wave):
    with somebody_else():
        found = ids("database")

    assert found == ["surveys.W004"]


def test_nightly_check_of_the_worker_names_a_lost_key(wave):
    keys.path_of(wave.pk).unlink()

    assert any(str(keys.path_of(wave.pk)) in str(finding) for finding in sweep())


def test_key_that_cannot_be_written_is_said_on_the_wave_and_opening_can_be_tried_again(
    settings, tmp_path, transactional_db
):
    offices(12)
    (tmp_path / "taken").write_text("a file, no folder")
    settings.SURVEY_KEY_DIR = tmp_path / "taken"
    wave = request_opening(wave=planned())

    with pytest.raises(CannotKeepKey):
        open_wave(wave_id=wave.pk)
    wave.refresh_from_db()
    said = wave.state, str(tmp_path / "taken") in wave.problem
    (tmp_path / "taken").unlink()
    open_wave(wave_id=wave.pk)

    wave.refresh_from_db()
    assert said == (WaveState.OPENING, True)
    assert (wave.state, wave.problem) == (WaveState.OPEN, "")
