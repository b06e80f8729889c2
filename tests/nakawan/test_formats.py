"""The library of ready formats: loaded once, then in the hands of editors; read by value."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from culture_site.core.content import BrokenText
from culture_site.culture.models import CoreValue
from events.models import SessionKind
from nakawan.formats import formats_for, load_formats
from nakawan.models import ActivityFormat
from tests.factories.activities import FormatFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

CODES = [
    "vision-puzzle", "value-darts", "story-breakfast", "thank-you-wall", "role-swap", "service-clinic",
    "fair-booth",
]  # fmt: skip


@pytest.fixture
def values():
    return {
        code: CoreValue.objects.create(
            code=code, name=code.title(), position=position, promise_ind="Janji.", promise_eng="Promise."
        )
        for position, code in enumerate(("friendly", "proactive", "simple", "trusted"), start=1)
    }


def load() -> str:
    output = StringIO()
    call_command("load_formats", stdout=output)
    return output.getvalue()


def test_seven_formats_are_complete_in_both_languages(values):
    load_formats()

    found = list(ActivityFormat.objects.all())
    assert [one.code for one in found] == CODES
    for one in found:
        one.full_clean()
        for name in ("title", "summary", "text", "needs"):
            ind, eng = getattr(one, f"{name}_ind"), getattr(one, f"{name}_eng")
            assert ind
            assert eng
            assert ind != eng
        # The same steps in both languages.
        assert one.text_ind.count("\n") == one.text_eng.count("\n") >= 4
        assert max(len(one.text_ind), len(one.text_eng)) <= 1000
        assert max(len(one.summary_ind), len(one.summary_eng)) <= 300
        assert SessionKind(one.kind)
        assert 15 <= one.minutes <= 600
        assert one.places >= 1
    trained = {one.value.code for one in found if one.value}
    assert trained == set(values)


def test_second_load_changes_nothing_and_names_what_was_edited(values):
    assert load().count("created") == 7
    ActivityFormat.objects.filter(code="role-swap").update(minutes=90, title_eng="Swap for an hour")

    again = load()

    assert again.splitlines() == [
        "left alone  nakawan.ActivityFormat role-swap (minutes, title_eng): differs from the file",
        "unchanged   6",
    ]
    assert ActivityFormat.objects.get(code="role-swap").minutes == 90


def test_deleted_format_comes_back_and_quiet_is_quiet(values):
    load_formats()
    ActivityFormat.objects.get(code="fair-booth").delete()
    output = StringIO()
    call_command("load_formats", stdout=output, verbosity=0)

    assert output.getvalue() == ""
    assert ActivityFormat.objects.count() == 7


def test_broken_file_is_named_and_nothing_is_loaded(tmp_path):
    (tmp_path / "formats.toml").write_text("[[formats]\ncode = ")

    with pytest.raises(BrokenText, match=r"formats\.toml"):
        load_formats(folder=tmp_path)
    assert not ActivityFormat.objects.exists()


def test_fresh_site_has_the_formats(content):
    assert list(ActivityFormat.objects.values_list("code", flat=True)) == CODES
    assert ActivityFormat.objects.get(code="service-clinic").value.code == "simple"


def test_formats_of_a_value_come_first_and_those_for_every_value_after(values):
    plain, trusted, _simple = (
        FormatFactory(position=1),
        FormatFactory(position=2, value=values["trusted"]),
        FormatFactory(position=3, value=values["simple"]),
    )

    assert list(formats_for(values["trusted"])) == [trusted, plain]
    assert formats_for(None).count() == 3


def page(client, **query) -> str:
    return client.get(reverse("nakawan:format-list"), query).content.decode()


def test_ideas_are_read_in_both_languages_and_by_value(client, values):
    load_formats()
    client.force_login(UserFactory(nakawan=True))

    text = page(client)
    assert "Sarapan Cerita Pelanggan" in text
    assert f"{reverse('nakawan:proposal-new')}?format=service-clinic" in text
    with translation.override("en"):
        assert "Customer story breakfast" in page(client)
    trusted = page(client, value="trusted")
    assert "Dinding Terima Kasih" in trusted
    assert "Panah Nilai" in trusted
    assert "Klinik Layanan" not in trusted
    assert "Klinik Layanan" in page(client, value="nonsense")


def test_leaders_and_the_team_read_ideas_and_propose_none(client, values):
    load_formats()
    for reader in (UserFactory(leader=True), UserFactory(service_culture=True)):
        client.force_login(reader)
        text = page(client)
        assert "Klinik Layanan" in text
        assert reverse("nakawan:proposal-new") not in text
        assert client.get(reverse("nakawan:proposal-new")).status_code == 404


def test_list_costs_the_same_with_ten_times_as_many(client, values, django_assert_num_queries):
    client.force_login(UserFactory(nakawan=True))
    for number in (1, 9):
        for _one in range(number):
            FormatFactory(value=values["simple"])
        # Session, person, roles, term, the chosen value and all for the tabs, formats; and the bell's.
        with django_assert_num_queries(8):
            page(client)
