import os
import signal
import socket
from types import FrameType

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections
from django.utils.translation import override

from culture_site.demo.people import ACCOUNTS, PASSWORD
from culture_site.demo.statics import collect_when_changed
from culture_site.demo.supervisor import Supervisor


class Command(BaseCommand):
    help = (
        "The whole site with sample data, in the foreground, until Ctrl-C. "
        "Honours PORT, HOST, DATABASE_URL, REDIS_URL."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        if not getattr(settings, "DEMO", False):
            raise CommandError("This is for the demo's settings alone: make demo")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._interrupt)
        host, port = os.environ.get("HOST", "127.0.0.1"), self._port()
        scale = os.environ.get("SCALE", "full")
        if scale not in ("small", "full"):
            raise CommandError(f"SCALE is {scale!r}; small or full is needed.")
        self._need_free(host, port)
        try:
            self._need_services()
            self._prepare(scale)
        except KeyboardInterrupt:
            self.stdout.write("Stopped before the start was complete; the next start goes on from here.")
            return
        supervisor = Supervisor(host, port, self.stderr.write)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: supervisor.stop())
        if not supervisor.run(when_up=lambda: self._welcome(supervisor.address)):
            raise CommandError("The site did not start; see the lines above.")
        self.stdout.write("Stopped.")

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def _port(self) -> int:
        given = os.environ.get("PORT", "8000")
        if not given.isdigit() or not 0 < int(given) < 65536:
            raise CommandError(f"PORT is {given!r}; a number from 1 to 65535 is needed.")
        return int(given)

    def _need_free(self, host: str, port: int) -> None:
        try:
            family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[
                0
            ]
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop what uses it, or choose another: PORT={port + 1 if port < 65535 else 8000} make demo"
            ) from None

    def _need_services(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"The database of DATABASE_URL cannot be reached: {error}") from None
        if settings.REDIS_URL:
            try:
                cache.get("demo")
            except Exception as error:
                raise CommandError(f"The cache of REDIS_URL cannot be reached: {error}") from None

    def _prepare(self, scale: str) -> None:
        self.stdout.write("Database ...")
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Static files ...")
        collect_when_changed()
        options = {"load_demo": ("--scale", scale)}
        for name, title in (
            ("load_content", "Content ..."),
            ("load_curriculum", "Curriculum ..."),
            ("load_demo", "Sample data ..."),
        ):
            if name in get_commands():
                self.stdout.write(title)
                call_command(name, *options.get(name, ()), stdout=self.stdout)
        call_command("load_sample_wave", "open", stdout=self.stdout)
        connections.close_all()

    def _welcome(self, address: str) -> None:
        with override("en"):
            rows = [
                (str(account.role.label) if account.role else "Agent", account.email) for account in ACCOUNTS
            ]
        width = max(len(role) for role, _email in rows)
        lines = [
            "",
            f"Care Culture is at {address}/",
            "",
            f"Sign in with the password {PASSWORD} as:",
            *(f"  {role:<{width}}  {email}" for role, email in rows),
            "",
            f"Mails are written to {settings.VAR_DIR / 'mail'}. Ctrl-C ends everything.",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
