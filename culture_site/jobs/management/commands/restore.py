from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from culture_site.jobs.backup import restore_backup
from culture_site.jobs.exceptions import BackupError


class Command(BaseCommand):
    help = (
        "Replace database and media by a backup. Refuses a site that holds data, unless --force is given. "
        "Stop the web and worker processes first."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a folder written by backup")
        parser.add_argument("--force", action="store_true", help="replace what is here")

    def handle(self, *args, **options):
        folder = options["folder"].absolute()
        try:
            with tqdm(desc="Restore", unit="", disable=None) as bar:
                manifest = restore_backup(folder, options["force"], lambda _name: bar.update())
        except BackupError as error:
            raise CommandError(str(error)) from error
        files = sum(name.startswith("media/") for name in manifest.files)
        self.stdout.write(
            self.style.SUCCESS(
                f"Restored the backup of {manifest.made_at}: {len(manifest.tables)} tables, {files} files."
            )
        )
