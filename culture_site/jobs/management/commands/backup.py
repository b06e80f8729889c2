from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from culture_site.jobs.backup import write_backup
from culture_site.jobs.backup.media import elsewhere
from culture_site.jobs.exceptions import BackupError


class Command(BaseCommand):
    help = "Write database and media into a new folder, with a checksum for each table and file."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a new or empty folder")

    def handle(self, *args, **options):
        folder = options["folder"].absolute()
        try:
            with tqdm(desc="Backup", unit="", disable=None) as bar:
                manifest = write_backup(folder, lambda _name: bar.update())
        except BackupError as error:
            raise CommandError(str(error)) from error
        for kind in elsewhere():
            self.stdout.write(f"Not in the backup: {kind} files, which are kept in a storage of their own.")
        files = sum(name.startswith("media/") for name in manifest.files)
        rows = sum(table["rows"] for table in manifest.tables.values())
        self.stdout.write(
            self.style.SUCCESS(f"{folder}: {len(manifest.tables)} tables, {rows} rows, {files} files.")
        )
        self.stdout.write("It holds personal data: encrypt it, and delete it when its time is over.")
