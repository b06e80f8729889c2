"""Everything that is kept about one person, as JSON."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from culture_site.core.personal_data import export
from culture_site.people.models import User


class Command(BaseCommand):
    help = "Write everything that is kept about one person as JSON."

    def add_arguments(self, parser):
        parser.add_argument("person", help="e-mail, employee number or trainee number")
        parser.add_argument("--out", type=Path, help="the file to write (default: standard output)")

    def handle(self, *args, **options):
        person = User.objects.identified_by(options["person"])
        if person is None:
            raise CommandError(f"Nobody here has the e-mail or number {options['person']}.")
        text = json.dumps(export(person), ensure_ascii=False, indent=2)
        if options["out"] is None:
            self.stdout.write(text)
            return
        try:
            options["out"].write_text(text + "\n")
            options["out"].chmod(0o600)
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        self.stdout.write(self.style.SUCCESS(f"Written to {options['out']}."))
