"""Once around the loop in a real browser: a wave, a plan, an activity, the next wave with its effect, and back."""

import pytest
from django.urls import reverse

from nakawan.models import FocusPlan
from tests.browser import ALL_LOOKS, NARROW_LOOKS, on_every_screen
from tests.factories.people import UserFactory
from tests.nakawan.test_plans import activity, step
from tests.nakawan.waves import first_wave, plan_from, second_wave, site
from tests.worker import work_off

pytestmark = pytest.mark.browser


@pytest.fixture
def places(transactional_db):
    return site()


@on_every_screen
def test_once_around_the_loop_and_both_ways_in_two_clicks(visit, places, looks):
    first_wave()
    visitor = visit(user=UserFactory(leader=True, office=places["SMG-A"]), looks=looks, javascript=False)
    page = visitor.page

    # The wave names the lowest office, and beside that stands the step to a plan.
    visitor.goto("/id/pulse/")
    assert page.locator("#verdict").inner_text() == "Skor terendah gelombang ini: Kantor SMG-A, 64,3"
    page.get_by_role("link", name="Buka rencana fokus untuk Kantor SMG-A").click()
    assert "Perubahan terkecil yang bisa dibuktikan gelombang berikutnya: 2,87 poin." in page.content()
    page.get_by_role("button", name="Buka rencana").click()
    page.wait_for_url("**/nakawan/plans/*-*/")
    plan = FocusPlan.objects.get()

    # Its first step.
    page.get_by_label("Langkah (Indonesia)").fill("Bicara dengan semua regu")
    page.get_by_role("button", name="Tambahkan").click()
    page.get_by_role("button", name="Selesai: Bicara dengan semua regu").click()
    assert page.get_by_text("1 dari 1 langkah selesai").is_visible()

    # An activity for it, to which people come; then the next wave is published.
    event = activity(plan, people=3).event
    second_wave({"SMG-A": 69.5})
    work_off()

    # From the first wave to the activity in two clicks, and back.
    visitor.goto(reverse("surveys:pulse-detail", args=[plan.wave_id]))
    page.get_by_role("link", name="Kantor SMG-A: Semua nilai FIRST").click()
    assert page.get_by_text("Kantor SMG-A membaik lebih dari kantor lain: naik 5,2 poin").is_visible()
    page.get_by_role("link", name=f"Kegiatan {event.slug}").click()
    page.wait_for_url(f"**/events/{event.slug}/")
    page.get_by_role("link", name="Lihat rencananya").click()
    page.locator(".breadcrumbs").get_by_role("link", name="Wave 1").click()
    page.wait_for_url(f"**/pulse/{plan.wave_id}/")

    # And all of it on one page.
    visitor.goto(reverse("dashboard:loop", args=[places["SMG-A"].pk]))
    page.locator("summary").click()
    for text in ("3 orang datang", "Kantor SMG-A membaik lebih dari kantor lain"):
        assert page.get_by_text(text).first.is_visible()


def test_pages_are_fine_in_every_dress(visit, places):
    team = UserFactory(service_culture=True, office=places["SMG-A"])
    wave = first_wave(shifts={("SMG-A", "Proactive"): -8})
    plan = plan_from(wave, places["SMG-A"], by=team, target_points=1.0, resources="Dua jam seminggu.")
    for days in (-3, 0, 4, 90, 170):
        step(plan, f"Langkah {days}", days=days)
    activity(plan, people=2)
    other = plan_from(wave, places["JKT-A"], by=team, reason="Tim baru.")
    pages = [
        reverse("surveys:pulse-detail", args=[wave.pk]),
        reverse("nakawan:plan-list"),
        reverse("nakawan:plan-new", args=[wave.pk, places["YOG-A"].pk]),
        *(reverse(f"nakawan:{name}", args=[plan.uuid]) for name in ("plan-detail", "plan-edit", "plan-stop")),
        reverse("nakawan:milestone-edit", args=[plan.uuid, plan.milestones.first().pk]),
        reverse("dashboard:loop-list"),
        reverse("dashboard:loop", args=[places["SMG-A"].pk]),
        reverse("dashboard:loop", args=[places["YOG-A"].pk]),
    ]
    visitor = visit(user=team, looks=(*ALL_LOOKS, *NARROW_LOOKS))
    found = {}
    for address in pages:
        for language in ("id", "en"):
            path = address.replace("/id/", f"/{language}/", 1)
            found[path] = (visitor.goto(path).status, visitor.wrong())
    second_wave({"SMG-A": 60.1})
    work_off()
    for address in (pages[3], reverse("nakawan:plan-detail", args=[other.uuid]), *pages[7:9]):
        found[f"{address} evaluated"] = (visitor.goto(address).status, visitor.wrong())

    assert found == {path: (200, []) for path in found}
