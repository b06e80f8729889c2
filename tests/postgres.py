"""A PostgreSQL to test on: the one that is named, the one that runs here, or a throw-away cluster."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


class PostgresMissing(Exception):
    """No server answers and none can be started; the text says what was tried."""


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def _binaries() -> Path | None:
    """The folder with initdb and postgres: on the PATH, or where Debian keeps each version."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def _throw_away_cluster(binaries: Path) -> Iterator[str]:
    """A cluster in a temporary folder, gone at the end. The server refuses to run as root, so root lends `nobody`."""
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    identity = {"user": account.pw_uid, "group": account.pw_gid} if account else {}
    folder = Path(tempfile.mkdtemp(prefix="care-culture-postgres-"))
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, port = folder / "data", _free_port()

    def run(command: str, *arguments: str) -> None:
        subprocess.run(
            [str(binaries / command), *arguments],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, env={"LC_ALL": "C.UTF-8"}, **identity,
        )  # fmt: skip

    try:
        run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        # Gone at the end, so nothing has to survive a power cut.
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_url() -> Iterator[str]:
    """The address of a server on which databases may be made and dropped. Raises PostgresMissing."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    local = "postgres://postgres@127.0.0.1:5432/postgres"
    if _answers(local):
        yield local
        return
    if binaries := _binaries():
        with _throw_away_cluster(binaries) as url:
            yield url
        return
    raise PostgresMissing("no server at 127.0.0.1:5432, no initdb, and TEST_POSTGRES_URL is not set")
