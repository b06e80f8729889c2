"""Backup, wipe, restore: every table and every file is what it was, on either database."""

import json
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from culture_site.jobs.models import Notice
from culture_site.jobs.notices import notify
from culture_site.people.models import User
from tests.factories.jobs import NoticeFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

IS_SQLITE = connection.vendor == "sqlite"


def tables() -> dict[str, list[str]]:
    """Every row of every table, read without any of the code that is tried here."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found[name] = sorted(repr(row) for row in cursor.fetchall())
    return found


def next_numbers() -> list[int]:
    """The keys that new rows get: a sequence that fell back would give one out twice."""
    return [NoticeFactory().pk for _ in range(2)]


def roots() -> list[Path]:
    return [Path(storages[alias].location) for alias in ("default", "private")]


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for root in roots() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def _files_of_its_own(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media" / "public"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "media" / "private"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(settings.PRIVATE_MEDIA_ROOT), "base_url": None},
        },
    }


@pytest.fixture
def site():
    """People, notices, jobs, and files with difficult names."""
    person = UserFactory(name="Contoh Ésè 'kutip' \\N \t tab", squad="")
    for number in range(3):
        notify(
            person=person,
            kind="test",
            key=f"told:{number}",
            title_ind="Kabar\nbaru",
            title_eng="News",
            url="/id/",
        )
    Notice.objects.filter(key="told:2").delete()
    public, private = roots()
    for path, content in {
        public / "images" / "foto kelas é.jpg": b"\x00\xff" * 5000,
        public / "empty.txt": b"",
        private / "papers" / "1.pdf": b"%PDF",
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return person


@pytest.fixture
def backup(site, tmp_path) -> Path:
    call_command("backup", str(tmp_path / "backup"))
    return tmp_path / "backup"


def wipe() -> None:
    call_command("flush", interactive=False, verbosity=0)
    for path in files():
        Path(path).unlink()


def test_restore_after_a_wipe_brings_every_table_and_file_back(backup, capsys):
    before = tables(), files()
    wipe()
    assert not User.objects.exists()

    call_command("restore", str(backup))

    assert (tables(), files()) == before
    assert "3 files" in capsys.readouterr().out


def test_restore_into_a_database_without_tables_migrates_first(backup):
    before = tables(), files()
    if IS_SQLITE:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{suffix}").unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for path in files():
        Path(path).unlink()

    call_command("restore", str(backup))

    assert (tables(), files()) == before


def test_restore_lets_new_rows_follow_the_old_ones(backup):
    highest = max(Notice.objects.values_list("pk", flat=True))
    wipe()
    call_command("restore", str(backup))

    assert min(next_numbers()) > highest


def test_restore_refuses_a_site_that_holds_data_and_changes_nothing(backup):
    UserFactory(name="Contoh Baru")
    before = tables(), files()

    with pytest.raises(CommandError, match="This site is not empty: it holds"):
        call_command("restore", str(backup))

    assert (tables(), files()) == before


def test_restore_with_force_replaces_what_is_here(backup):
    before = tables(), files()
    UserFactory(name="Contoh Baru")
    (roots()[0] / "new.txt").write_text("new")

    call_command("restore", str(backup), "--force")

    assert (tables(), files()) == before


def test_a_fresh_site_with_a_file_is_not_empty(backup):
    wipe()
    (roots()[1] / "papers").mkdir(exist_ok=True)
    (roots()[1] / "papers" / "2.pdf").write_bytes(b"%PDF")

    with pytest.raises(CommandError, match="it holds private files"):
        call_command("restore", str(backup))


def a_data_file(backup: Path) -> Path:
    return backup / ("database.sqlite3" if IS_SQLITE else "tables/people_user.copy")


@pytest.mark.parametrize("what", ["database", "public file", "manifest"])
@pytest.mark.parametrize("how", ["changed", "gone"])
def test_restore_of_a_damaged_backup_changes_nothing(backup, what, how):
    path = {
        "database": a_data_file(backup),
        "public file": backup / "media" / "public" / "images" / "foto kelas é.jpg",
        "manifest": backup / "manifest.json",
    }[what]
    if how == "gone":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content if what != "manifest" else b"{")
    wipe()
    before = tables(), files()

    with pytest.raises(CommandError, match=r"damaged|is no backup"):
        call_command("restore", str(backup), "--force")

    assert (tables(), files()) == before


def test_restore_needs_the_same_migrations(backup):
    MigrationRecorder(connection).record_applied("jobs", "0099_from_the_future")
    before = tables()

    with pytest.raises(CommandError, match=r"on this site only: jobs\.0099_from_the_future"):
        call_command("restore", str(backup), "--force")

    assert tables() == before


def test_restore_needs_the_same_kind_of_database(backup):
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["vendor"] = "oracle"
    (backup / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(CommandError, match="made on oracle"):
        call_command("restore", str(backup), "--force")


def test_restore_refuses_a_file_outside_of_the_backup(backup):
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"]["media/public/../../../escaped.txt"] = {"bytes": 0, "sha256": ""}
    (backup / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(CommandError, match="outside of itself"):
        call_command("restore", str(backup), "--force")


def test_restore_that_fails_half_way_leaves_database_and_files_as_they_were(backup, monkeypatch):
    from culture_site.jobs import backup as package

    UserFactory(name="Contoh Baru")
    before = tables(), files()
    seen = []

    def interrupt(name: str) -> None:
        # The second time a name is told it is being put back.
        if name in seen and (IS_SQLITE or name == "people_user"):
            raise KeyboardInterrupt
        seen.append(name)

    with pytest.raises(KeyboardInterrupt):
        package.restore_backup(backup, True, interrupt)

    assert (tables(), files()) == before


def test_restore_waits_for_a_busy_database_and_then_says_so(backup, monkeypatch, database_url):
    UserFactory(name="Contoh Baru")
    before = tables(), files()
    if IS_SQLITE:
        monkeypatch.setattr("culture_site.jobs.backup.sqlite.WAIT_SECONDS", 1)
        busy = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
        busy.execute("BEGIN IMMEDIATE")
    else:
        monkeypatch.setattr("culture_site.jobs.backup.postgres.PLAIN", "SET LOCAL lock_timeout = '1s'")
        busy = psycopg.connect(database_url)
        busy.execute("UPDATE people_user SET squad = squad")

    with pytest.raises(CommandError, match="Stop the web and worker"):
        call_command("restore", str(backup), "--force")

    busy.close()
    assert (tables(), files()) == before


def test_backup_is_readable_by_its_owner_alone(backup):
    modes = {path.stat().st_mode & 0o077 for path in [backup, *backup.rglob("*")]}

    assert modes == {0}


def test_backup_refuses_a_folder_that_is_not_empty(site, tmp_path):
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "note.txt").write_text("mine")

    with pytest.raises(CommandError, match="is not empty"):
        call_command("backup", str(tmp_path / "backup"))

    assert [path.name for path in (tmp_path / "backup").iterdir()] == ["note.txt"]


def test_backup_holds_no_private_key_and_refuses_to_run_over_one(site, tmp_path, settings):
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "wave.pem").write_bytes(b"PRIVATE-KEY-MARKER")
    settings.SURVEY_KEY_DIR = keys
    (roots()[0] / "link").symlink_to(keys)
    (roots()[0] / "link.pem").symlink_to(keys / "wave.pem")
    call_command("backup", str(tmp_path / "backup"))

    for path in (tmp_path / "backup").rglob("*"):
        assert not path.is_file() or b"PRIVATE-KEY-MARKER" not in path.read_bytes()

    settings.SURVEY_KEY_DIR = roots()[1] / "keys"
    with pytest.raises(CommandError, match="SURVEY_KEY_DIR lies inside"):
        call_command("backup", str(tmp_path / "second"))
    assert not (tmp_path / "second").exists()


def test_backup_holds_nothing_that_was_deleted(site, tmp_path):
    NoticeFactory(title_ind="KATA-YANG-DIHAPUS")
    Notice.objects.filter(title_ind="KATA-YANG-DIHAPUS").delete()

    call_command("backup", str(tmp_path / "backup"))

    for path in (tmp_path / "backup").rglob("*"):
        assert not path.is_file() or b"KATA-YANG-DIHAPUS" not in path.read_bytes()
