"""A carer brings people in from an untidy file, explains an office, says yes and invites them."""

import pytest

from culture_site.people.models import User
from tests.browser import DESKTOP, PHONE
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = pytest.mark.browser
ROSTER = """NIK;Nama Lengkap;Surel;Kantor;Tanggal Masuk
007;Nur 'Aini Rahmawati;nur.aini@example.org;smg-a;1 Juli 2026
008;dr. Dewi Lestari Kusumawardhani-Soedibyo, M.Kes.;;Kantor Simpang Lima;2/7/2026

Jumlah;2
"""


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone-dark", "desktop-light"]
)
def test_a_roster_is_looked_at_explained_and_carried_out(visit, transactional_db, viewport, scheme, language):
    office = OfficeFactory(code="SMG-A", name="Semarang Satu")
    boss = UserFactory(name="Maya", service_culture=True, office=office)
    visitor = visit(user=boss, viewport=viewport, scheme=scheme)
    page = visitor.page
    visitor.goto(f"/{language}/team/roster/")
    visitor.assert_fine()

    file = {"name": "daftar.csv", "mimeType": "text/csv", "buffer": ROSTER.encode("cp1252")}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button").click()
    visitor.assert_fine()
    page.get_by_label("Kantor Simpang Lima").select_option(label="Semarang Satu")
    page.locator("main form").filter(has=page.locator("select")).locator("button").click()
    visitor.assert_fine()
    page.locator("form[action*=confirm] button").first.click()
    visitor.assert_fine()
    page.locator("form[action*=invite] button").click()
    visitor.assert_fine()

    new = User.objects.exclude(pk=boss.pk).order_by("employee_number")
    assert list(new.values_list("employee_number", "office__code")) == [("007", "SMG-A"), ("008", "SMG-A")]
    assert page.locator("progress").get_attribute("max") == "1"
