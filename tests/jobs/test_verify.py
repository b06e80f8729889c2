"""manage.py verify: differences by row, exit status 1 if there are any."""

import pytest
from django.core.management import CommandError, call_command

from culture_site.jobs import verify
from culture_site.jobs.verify import Difference, Skipped


@pytest.fixture(autouse=True)
def _only_these(monkeypatch):
    monkeypatch.setattr(verify, "_checks", {})


def test_verify_names_each_difference_and_fails(capsys):
    verify.register("test.sums", lambda: [Difference("Slot 4", "confirmed", 12, 11)])
    verify.register("test.means", list)

    with pytest.raises(CommandError, match="Differences: 1"):
        call_command("verify")

    assert capsys.readouterr().out.splitlines() == [
        "test.means: differences: 0",
        "test.sums: Slot 4 confirmed: stored 12, rebuilt 11",
        "test.sums: differences: 1",
    ]


def test_verify_says_what_it_skips_and_passes(capsys):
    verify.register(
        "test.sums", lambda: [Skipped("waves before 2026", "their answers were deleted on schedule")]
    )

    call_command("verify")

    assert capsys.readouterr().out.splitlines() == [
        "test.sums: skipped waves before 2026: their answers were deleted on schedule",
        "test.sums: differences: 0",
        "Summaries verified: 1. No difference.",
    ]


def test_verify_of_one_summary_leaves_the_others(capsys):
    verify.register("test.sums", list)
    verify.register("test.broken", lambda: 1 / 0)

    call_command("verify", "test.sums")

    assert "test.broken" not in capsys.readouterr().out


def test_verify_of_an_unknown_summary_says_which_are_known():
    verify.register("test.sums", list)

    with pytest.raises(CommandError, match=r"Known: test\.sums"):
        call_command("verify", "test.means")
