"""Two who say yes at the same moment: one of them writes, the other is told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from culture_site.people.models import RosterDraft, RosterImport, User
from culture_site.people.services.roster.drafts import plan_of
from tests.factories.people import OfficeFactory, UserFactory
from tests.threads import at_once

from .rosters import small

pytestmark = pytest.mark.django_db(transaction=True)


def uploaded(person: User, content: bytes) -> RosterDraft:
    client = Client()
    client.force_login(person)
    client.post(reverse("people:roster-upload"), {"file": SimpleUploadedFile("roster.csv", content)})
    return RosterDraft.objects.select_related("uploaded_by").get(uploaded_by=person)


def yes_to(draft: RosterDraft, digest: str) -> str:
    """The address to which a yes to what was seen leads."""
    client = Client()
    client.force_login(draft.uploaded_by)
    answer = client.post(reverse("people:roster-confirm", args=[draft.pk]), {"digest": digest})
    return answer.headers.get("Location", str(answer.status_code))


@pytest.fixture
def office():
    return OfficeFactory(code="SMG-A")


def test_a_double_click_carries_a_roster_out_once(office):
    draft = uploaded(UserFactory(service_culture=True), small("8,Budi,budi@example.org,SMG-A"))
    digest = plan_of(draft).digest

    leads_to = at_once(3, lambda: yes_to(draft, digest))

    record = RosterImport.objects.get()
    assert User.objects.filter(name="Budi").count() == 1
    assert sorted(leads_to) == sorted(
        [reverse("people:roster-detail", args=[record.pk]), *[reverse("people:roster-upload")] * 2]
    )


def test_of_two_who_bring_the_same_people_one_gets_a_new_preview(office):
    drafts = [
        uploaded(UserFactory(service_culture=True), small("8,Budi,budi@example.org,SMG-A", "9,Joko,,SMG-A"))
        for _n in range(2)
    ]
    seen = iter([(draft, plan_of(draft).digest) for draft in drafts])

    leads_to = at_once(2, lambda: yes_to(*next(seen)))

    record = RosterImport.objects.get()
    other = RosterDraft.objects.get()
    assert User.objects.filter(name__in=["Budi", "Joko"]).count() == 2
    assert sorted(leads_to) == sorted(
        [
            reverse("people:roster-detail", args=[record.pk]),
            reverse("people:roster-preview", args=[other.pk]),
        ]
    )
