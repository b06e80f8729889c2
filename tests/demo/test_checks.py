"""Production is complete, and never has the demo's accounts."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks

from tests.factories.people import UserFactory
from tests.processes import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "culture_site.settings.production",
    "ALLOWED_HOSTS": "care.example.org",
    "SECRET_KEY": "qb7Zr2Vn5Xy8Kc4Lw9Mt1Pd6Gh3Js0Fa-qb7Zr2Vn5Xy8Kc4Lw9Mt1Pd6Gh3",
}


@pytest.fixture
def run(tmp_path):
    """Run Python under production settings, every warning an error, as on a machine that is set up."""
    (tmp_path / "static").mkdir()
    # Meant for the process of the tests alone, see tests/conftest.py.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}

    def run_(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-W", "error", *arguments],
            cwd=ROOT,
            env={**inherited, **PRODUCTION, "VAR_DIR": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    return run_


def test_production_passes_the_deploy_checks_without_a_warning(run):
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (result.returncode, result.stderr) == (0, "")
    assert "no issues (0 silenced)" in result.stdout


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("SECRET_KEY", "Set SECRET_KEY to at least 50"), ("ALLOWED_HOSTS", "Set ALLOWED_HOSTS to the names")],
)
def test_production_refuses_to_start_half_configured(run, missing, sentence):
    result = run("-c", "import culture_site.wsgi", **{missing: ""})

    assert result.returncode == 1
    assert sentence in result.stderr


def test_production_refuses_to_start_with_the_demos_accounts(run, database_url):
    UserFactory(email="agent@contoh.example")

    start = run("-c", "import culture_site.wsgi", DATABASE_URL=database_url)
    check = run("manage.py", "check", "--database", "default", DATABASE_URL=database_url)

    assert start.returncode == check.returncode == 1
    assert "accounts of the demo" in start.stderr
    assert "demo.E001" in check.stderr


def test_production_starts_with_accounts_of_its_own(run, database_url):
    UserFactory(email="rani@contoh.example.org")

    result = run("-c", "import culture_site.wsgi", DATABASE_URL=database_url)

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.django_db
def test_the_demo_itself_may_have_them(settings):
    UserFactory(email="agent@contoh.example")

    assert run_checks(tags=["database"], databases=["default"]) == []
    settings.REFUSE_DEMO_ACCOUNTS = True
    assert [check.id for check in run_checks(tags=["database"], databases=["default"])] == ["demo.E001"]
