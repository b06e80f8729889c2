"""manage.py verify over what a wave published: rows that somebody changed behind its back are named."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from culture_site.culture.models import CoreValue, ValueStanding
from surveys.closing import KEEP_ANSWERS, prune_answers
from surveys.models import PublishedResult, Response, Wave
from surveys.reviewing import correct, publish_reviewed, work_out
from tests.surveys.many_answers import counted_wave
from tests.surveys.vectors import MEANS
from tests.surveys.waves import given, load

pytestmark = pytest.mark.django_db

CLEAN = [
    "surveys.checksums: differences: 0",
    "surveys.standings: differences: 0",
    "Summaries verified: 2. No difference.",
]


@pytest.fixture
def wave(make_office) -> Wave:
    """Published, with standings of two offices in one linked value."""
    CoreValue.objects.get_or_create(
        code="friendly",
        defaults={"name": "Friendly", "promise_ind": "-", "promise_eng": "-", "position": 1},
    )
    make_office("SMG-A", "Semarang")
    make_office("JKT-A", "Jakarta")
    return load(given(MEANS["flagged"], values=("Friendly", "Courage")), label="Wave 7")


def spoil(statement: str, *values: object) -> None:
    """By SQL, as nothing of ours would write it; one row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def standing(office: str) -> ValueStanding:
    return ValueStanding.objects.get(office__code=office)


def verified(capsys) -> list[str]:
    """What the command says of the surveys, having failed."""
    with pytest.raises(CommandError) as failure:
        call_command("verify", "surveys.checksums", "surveys.standings")
    assert failure.value.returncode == 1
    return capsys.readouterr().out.splitlines()


def test_what_publication_wrote_verifies(wave, capsys):
    assert ValueStanding.objects.count() == 2

    call_command("verify", "surveys.checksums", "surveys.standings")

    assert capsys.readouterr().out.splitlines() == CLEAN


def test_surveys_register_their_checks(wave, capsys):
    call_command("verify")

    assert CLEAN[0] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("column", "value"),
    [("percent", 99.5), ("low", None), ("high", 100.0), ("state", "tied_lowest")],
)
def test_a_changed_standing_is_named(wave, capsys, column, value):
    was = getattr(standing("SMG-A"), column)
    spoil(
        f"UPDATE culture_valuestanding SET {column} = %s WHERE id = %s",
        value,
        standing("SMG-A").pk,
    )

    assert verified(capsys) == [
        "surveys.checksums: differences: 0",
        f"surveys.standings: ValueStanding Wave 7 SMG-A friendly {column}: stored {value!r}, rebuilt {was!r}",
        "surveys.standings: differences: 1",
    ]


def test_a_standing_shown_too_early_is_named(wave, capsys):
    spoil(
        "UPDATE culture_valuestanding SET published_to_all_at = %s WHERE id = %s",
        "2020-01-01 00:00:00+00:00",
        standing("JKT-A").pk,
    )

    found = verified(capsys)

    assert len(found) == 3
    assert found[1].startswith(
        "surveys.standings: ValueStanding Wave 7 JKT-A friendly published_to_all_at: stored "
    )


def test_a_missing_standing_is_named(wave, capsys):
    was = standing("JKT-A")
    spoil("DELETE FROM culture_valuestanding WHERE id = %s", was.pk)

    assert verified(capsys)[1:] == [
        f"surveys.standings: ValueStanding Wave 7 JKT-A friendly percent: stored None, rebuilt {was.percent!r}",
        "surveys.standings: differences: 1",
    ]


def test_a_standing_that_no_wave_published_is_named(wave, capsys):
    spoil(
        "UPDATE culture_valuestanding SET wave_label = 'Wave 8' WHERE id = %s",
        standing("JKT-A").pk,
    )
    percent = standing("JKT-A").percent

    assert verified(capsys)[1:] == [
        f"surveys.standings: ValueStanding Wave 7 JKT-A friendly percent: stored None, rebuilt {percent!r}",
        f"surveys.standings: ValueStanding Wave 8 JKT-A friendly percent: stored {percent!r}, rebuilt None",
        "surveys.standings: differences: 2",
    ]


def test_changed_figures_are_named_with_the_standings_that_no_longer_follow(wave, capsys):
    result = PublishedResult.objects.get()
    figures = result.figures
    was = figures["values"]["Friendly"]["offices"]["SMG-A"]["mean"]
    figures["values"]["Friendly"]["offices"]["SMG-A"]["mean"] = 70.25
    spoil(
        "UPDATE surveys_publishedresult SET figures = %s WHERE id = %s",
        json.dumps(figures),
        result.pk,
    )
    result.refresh_from_db()

    found = verified(capsys)

    assert found[0].startswith(
        f"surveys.checksums: PublishedResult Wave 7 checksum: stored '{result.checksum}', rebuilt '"
    )
    assert found[1:] == [
        "surveys.checksums: differences: 1",
        f"surveys.standings: ValueStanding Wave 7 SMG-A friendly percent: stored {was!r}, rebuilt 70.25",
        "surveys.standings: differences: 1",
    ]


def test_a_changed_checksum_is_named(wave, capsys):
    spoil("UPDATE surveys_publishedresult SET checksum = %s WHERE wave_id = %s", "0" * 64, wave.pk)

    rebuilt = PublishedResult.objects.get()

    assert verified(capsys)[0].startswith(
        f"surveys.checksums: PublishedResult Wave 7 checksum: stored '{rebuilt.checksum}', rebuilt '"
    )


@pytest.fixture
def answered(db) -> Wave:
    """A wave of the site with 200 answers and one corrected item, published today."""
    wave = counted_wave(200, label="Wave 9")
    work_out(wave=wave)
    item = wave.version.items.get(uid="friendly-upset")
    correct(
        wave=wave, item=item, new_key=["a", "b"], reason_ind="Keduanya benar.", reason_eng="Both are right."
    )
    publish_reviewed(wave=wave, at=timezone.now())
    wave.refresh_from_db()
    return wave


@pytest.fixture
def plain(db) -> Wave:
    """A wave of the site with 200 answers, published as it was asked."""
    wave = counted_wave(200, label="Wave 9")
    work_out(wave=wave)
    publish_reviewed(wave=wave, at=timezone.now())
    return wave


def figures_verified(capsys) -> list[str]:
    """What the command says of figures and answers, having failed."""
    with pytest.raises(CommandError):
        call_command("verify", "surveys.figures")
    return capsys.readouterr().out.splitlines()


def make_old(wave: Wave) -> None:
    long_ago = timezone.now() - KEEP_ANSWERS - timedelta(days=1)
    Wave.objects.filter(pk=wave.pk).update(published_at=long_ago, published_to_all_at=long_ago)


def test_figures_are_worked_out_again_from_the_answers(answered, capsys):
    assert PublishedResult.objects.get().figures["overall"]["offices"]["SMG-A"]["n"] > 0

    call_command("verify", "surveys.figures")

    assert capsys.readouterr().out.splitlines() == [
        "surveys.figures: differences: 0",
        "Summaries verified: 1. No difference.",
    ]


def test_figures_that_the_answers_do_not_come_to_are_named(answered, capsys):
    result = PublishedResult.objects.get()
    figures = result.figures
    was = figures["overall"]["offices"]["SMG-A"]["mean"]
    figures["overall"]["offices"]["SMG-A"]["mean"] = was + 2e-6
    figures["values"]["Friendly"]["status"] = "unheard_of"
    rebuilt = PublishedResult.objects.get().figures["values"]["Friendly"]["status"]
    spoil("UPDATE surveys_publishedresult SET figures = %s WHERE id = %s", json.dumps(figures), result.pk)

    found = figures_verified(capsys)

    name = "surveys.figures: PublishedResult Wave 9 figures"
    assert len(found) == 3
    assert found[0].startswith(f"{name}.overall.offices.SMG-A.mean: stored {was + 2e-6!r}, rebuilt ")
    assert found[1] == f"{name}.values.Friendly.status: stored 'unheard_of', rebuilt {rebuilt!r}"
    assert found[2] == "surveys.figures: differences: 2"


def test_an_answer_that_was_changed_later_is_noticed(answered, capsys):
    # Right by half, since the correction; with an overall score.
    sheets = Response.objects.filter(unit__code="SMG-A")
    sheet = next(
        one for one in sheets if one.answers.get("friendly-upset") == "b" and one.scores[""] is not None
    )
    answers = {uid: 1 if isinstance(given, int) else "dont-know" for uid, given in sheet.answers.items()}
    spoil(
        "UPDATE surveys_response SET answers = %s WHERE id = %s",
        json.dumps(answers),
        sheet.pk.hex if connection.vendor == "sqlite" else sheet.pk,
    )

    found = figures_verified(capsys)

    assert any("figures.overall.offices.SMG-A.mean: stored" in line for line in found)
    assert any("item_review.items.friendly-upset.difficulty: stored" in line for line in found)


def test_waves_whose_answers_were_deleted_on_schedule_are_skipped_and_named(answered, wave, capsys):
    make_old(answered)
    prune_answers()

    call_command("verify", "surveys.figures")

    assert Response.objects.count() == 0
    assert capsys.readouterr().out.splitlines() == [
        "surveys.figures: skipped PublishedResult Wave 9: its answers were deleted on schedule",
        "surveys.figures: skipped PublishedResult Wave 7: its answers were collected elsewhere and are not kept here",
        "surveys.figures: differences: 0",
        "Summaries verified: 1. No difference.",
    ]


def test_old_waves_are_verified_as_long_as_their_answers_are_there(answered, capsys):
    make_old(answered)
    Response.objects.filter(unit__code="SMG-A").delete()

    assert any("overall.offices.SMG-A" in line for line in figures_verified(capsys))


def test_answers_that_are_gone_before_their_time_are_no_reason_to_skip(answered, capsys):
    Response.objects.all().delete()

    found = figures_verified(capsys)

    assert any("figures.overall.status: stored" in line for line in found)


def test_means_and_spreads_are_those_that_the_database_adds_up(plain, capsys):
    assert len(PublishedResult.objects.get().figures["overall"]["offices"]) == 5

    call_command("verify", "surveys.sums")

    assert "surveys.sums: differences: 0" in capsys.readouterr().out


def test_score_that_was_changed_later_is_noticed_in_its_table_alone(plain, capsys):
    sheets = Response.objects.filter(unit__code="YOG-A")
    sheet = next(one for one in sheets if one.scores["Simple"] is not None)
    sheet.scores["Simple"] += 7
    sheet.save(update_fields=["scores"])

    with pytest.raises(CommandError, match="Differences: 2"):
        call_command("verify", "surveys.sums")

    found = capsys.readouterr().out.splitlines()
    assert found[0].startswith("surveys.sums: PublishedResult Wave 9 YOG-A Simple mean: stored ")
    assert found[1].startswith("surveys.sums: PublishedResult Wave 9 YOG-A Simple sd: stored ")


def test_sums_of_a_corrected_wave_are_skipped_and_named(answered, capsys):
    call_command("verify", "surveys.sums")

    assert (
        "surveys.sums: skipped PublishedResult Wave 9: items were corrected after the count"
        in capsys.readouterr().out
    )
