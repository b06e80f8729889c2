"""Every test, on every database and browser that can be found; `make test` calls it.

    python -m tests.run [--fast]

What cannot be found is named on the last lines; with REQUIRE_ALL=1 that is a failure.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.postgres import PostgresMissing, postgres_url

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    given = os.environ.get("CHROMIUM")
    return given or next((found for name in BROWSERS if (found := shutil.which(name))), None)


def run_pytest(title: str, *arguments: str, **environment: str) -> tuple[int, list[str]]:
    """Run one part. Returns its exit status and the reasons of tests that were skipped."""
    print(f"\n=== {title}", flush=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    skipped = []
    assert process.stdout
    for line in process.stdout:
        print(line, end="", flush=True)
        if match := re.match(r"SKIPPED \[\d+\] (.*)", line):
            skipped.append(match[1])
    status = process.wait()
    # 5: nothing was collected for this part, which only a narrowed run can mean.
    return status, skipped


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fast", action="store_true", help="SQLite only, without the browser")
    chosen = parser.parse_args()
    workers = ["-n", os.environ.get("TEST_WORKERS", "auto"), "--dist", "loadfile", "--no-loadscope-reorder"]
    sqlite = {
        "DATABASE_URL": os.environ.get("TEST_SQLITE_URL", f"sqlite:///{ROOT / 'var' / 'unused.sqlite3'}")
    }
    (ROOT / "var").mkdir(exist_ok=True)
    missing: list[str] = []
    failed: list[str] = []

    def part(title: str, *arguments: str, **environment: str) -> None:
        status, skipped = run_pytest(title, *arguments, **environment)
        missing.extend(f"{title}: {reason}" for reason in skipped)
        if status:
            failed.append(title)

    part("SQLite", "-m", "not browser and not bench", *workers, **sqlite)
    if not chosen.fast:
        with ExitStack() as stack:
            try:
                url = stack.enter_context(postgres_url())
            except PostgresMissing as reason:
                missing.append(f"PostgreSQL: {reason}")
            else:
                chosen_tests = ["-m", "not browser and not bench", "--second-database"]
                part("PostgreSQL", *chosen_tests, *workers, DATABASE_URL=url)
        if browser := find_browser():
            part("Chromium", "-m", "browser", *workers, CHROMIUM=browser, **sqlite)
        else:
            missing.append(f"Chromium: none of {', '.join(BROWSERS)} is on the PATH")

    print("\n=== Summary")
    for line in failed:
        print(f"FAILED  {line}")
    for line in missing:
        print(f"SKIPPED {line}")
    if not failed and not missing:
        print("Everything ran and passed; nothing was skipped.")
    required = os.environ.get("REQUIRE_ALL") == "1" and not chosen.fast
    if required and missing:
        print("REQUIRE_ALL=1: a skip is a failure.")
    return 1 if failed or (required and missing) else 0


if __name__ == "__main__":
    sys.exit(main())
