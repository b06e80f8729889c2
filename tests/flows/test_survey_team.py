"""Writing a survey, running its wave and reading what it came to, in a real browser, in every dress."""

import pytest

from surveys.closing import carry_on, close
from surveys.models import SurveyVersion, Wave
from surveys.reviewing import work_out
from tests.browser import ALL_LOOKS
from tests.factories.people import UserFactory
from tests.surveys.site_waves import RIGHT, answer, offices, opened, site_version
from tests.surveys.waves import small_wave

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(visit, transactional_db, settings, tmp_path):
    settings.SURVEY_KEY_DIR = tmp_path / "survey-keys"

    def start(**look):
        office = offices(12, 12)[0]
        return visit(user=UserFactory(service_culture=True, office=office), **look)

    return start


def reviewed_wave() -> Wave:
    wave = opened()
    for invitation in wave.invitations.select_related("person"):
        answer(invitation, RIGHT, comment="Lebih banyak latihan bersama.")
    close(wave=wave)
    carry_on(wave_id=wave.pk)
    wave.refresh_from_db()
    work_out(wave=wave)
    return wave


def test_pages_of_the_team_are_fine(visitor):
    visitor = visitor(looks=ALL_LOOKS)
    draft, wave = site_version(fingerprint=""), reviewed_wave()
    published = small_wave()
    published.units.filter(code="A").update(office=wave.units.first().office)
    item = draft.items.first()
    pages = [
        "team/surveys/", f"team/surveys/{draft.pk}/", f"team/surveys/{wave.version_id}/",
        f"team/surveys/{draft.pk}/items/{item.pk}/", f"team/surveys/{draft.pk}/items/new/score/",
        "team/waves/", f"team/waves/{wave.pk}/", f"team/waves/{wave.pk}/review/",
        f"pulse/{published.pk}/office/", f"pulse/{published.pk}/comments/",
    ]  # fmt: skip
    found = {}
    for language in ("id", "en"):
        for page in pages:
            found[language, page] = visitor.goto(f"/{language}/{page}").wrong()

    assert found == {page: [] for page in found}


def test_question_is_written_previewed_mended_moved_and_deleted(visitor):
    visitor = visitor()
    page = visitor.page
    visitor.goto("/id/team/surveys/")
    page.get_by_label("Judul (Indonesia)").fill("Survei layanan")
    page.get_by_label("Judul (Inggris)").fill("Service survey")
    page.get_by_role("button", name="Mulai").click()
    for number in (1, 2):
        page.get_by_role("link", name="Apa yang orang tahu").click()
        page.get_by_label("Nilai").fill("Friendly")
        page.get_by_label("Pertanyaan (Indonesia)").fill(f"Sapaan mana, {number}?")
        page.get_by_label("Pertanyaan (Inggris)").fill(f"Which greeting, {number}?")
        for option in (1, 2):
            page.get_by_label(f"Opsi {option} (Indonesia)").fill(f"Halo {option}")
            page.get_by_label(f"Opsi {option} (Inggris)").fill(f"Hello {option}")
        page.get_by_role("button", name="Simpan pertanyaan").click()
        visitor.assert_fine()
        refused = page.get_by_text("Centang opsi yang benar").first.is_visible()
        page.get_by_label("Opsi 2 benar").check()
        page.get_by_role("button", name="Lihat seperti yang akan tampil").click()
        seen = page.locator("#preview").inner_text()
        visitor.assert_fine()
        page.get_by_role("button", name="Simpan pertanyaan").click()
        page.wait_for_url("**/team/surveys/*/#item-*")
    page.get_by_role("button", name="Pindahkan pertanyaan ini ke atas").click()
    page.wait_for_url("**/team/surveys/*/#item-*")
    version = SurveyVersion.objects.get()
    moved = [item.text_eng for item in version.items.order_by("position")]
    page.get_by_role("link", name="Sapaan mana, 1?").click()
    page.get_by_text("Hapus pertanyaan ini").click()
    page.get_by_role("button", name="Hapus selamanya").click()
    page.wait_for_url("**/team/surveys/*/")

    assert refused
    assert "I don’t know yet" in seen
    assert "Saya belum tahu" in seen
    assert moved == ["Which greeting, 2?", "Which greeting, 1?"]
    assert [item.text_eng for item in version.items.all()] == ["Which greeting, 2?"]
    assert visitor.faults() == []
