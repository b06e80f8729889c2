from django.core.management.base import BaseCommand, CommandError

from culture_site.jobs import verify


class Command(BaseCommand):
    help = "Rebuild every summary from the facts and report the differences, row by row. Changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", help="only these summaries (default: all)")

    def handle(self, *args, **options):
        names = options["names"] or verify.names()
        if unknown := set(names) - set(verify.names()):
            known = ", ".join(verify.names()) or "none"
            raise CommandError(f"No summary is called {', '.join(sorted(unknown))}. Known: {known}.")
        total = 0
        for name in names:
            differences = 0
            for result in verify.results(name):
                if isinstance(result, verify.Skipped):
                    self.stdout.write(f"{name}: skipped {result.what}: {result.why}")
                    continue
                differences += 1
                self.stdout.write(
                    f"{name}: {result.row} {result.field}: stored {result.stored!r}, rebuilt {result.rebuilt!r}"
                )
            self.stdout.write(f"{name}: differences: {differences}")
            total += differences
        if total:
            raise CommandError(f"Differences: {total}.")
        self.stdout.write(self.style.SUCCESS(f"Summaries verified: {len(names)}. No difference."))
