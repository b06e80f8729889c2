"""Signing others up from a list, in the browser's words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import EventState, SignUp, SignUpState, SlotState
from events.services.seats import sign_up
from tests.events.planning_pages.forms import put_in, text_of, url
from tests.factories.events import SlotFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(event):
    return SlotFactory(session__event=event, capacity=2)


@pytest.fixture
def address(event, slot):
    return url("slot-people", event.slug, slot.pk)


def colleagues(event, count):
    return [UserFactory(office=event.office) for _number in range(count)]


def said(response):
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def test_list_is_looked_at_before_anything_is_written(client, event, slot, address):
    siti = UserFactory(office=event.office, name="Siti Contoh")

    preview = client.post(address, {"people": "Siti Contoh\ntidak.ada@example.org"})

    assert [(line.person, line.is_ready) for line in preview.context["lines"]] == [
        (siti, True),
        (None, False),
    ]
    assert "tidak.ada@example.org" in text_of(preview)
    assert "Belum ada yang ditulis." in text_of(preview)
    assert not SignUp.objects.exists()


def test_the_yes_signs_up_in_the_order_of_the_list(client, official, event, slot, address):
    first, second, third = colleagues(event, 3)

    page = client.post(address, {"confirm": "1", "person": [third.pk, first.pk, second.pk]}, follow=True)

    assert list(slot.sign_ups.order_by("seq").values_list("person", flat=True)) == [
        third.pk, first.pk, second.pk,
    ]  # fmt: skip
    assert said(page) == [
        ("success", "2 orang punya tempat."), ("success", "1 orang masuk daftar tunggu."),
    ]  # fmt: skip
    [step] = slot.sign_ups.get(person=third).transitions.all()
    assert step.by == official


def test_who_cannot_be_signed_up_is_named_with_the_reason(client, event, slot, address):
    [busy, free] = colleagues(event, 2)
    sign_up(person=busy, slots=[SlotFactory(starts_at=slot.starts_at).pk])

    page = client.post(address, {"confirm": "1", "person": [busy.pk, free.pk]}, follow=True)

    assert said(page) == [
        ("success", "1 orang punya tempat."),
        ("error", f"{busy.name}: Sudah punya tempat lain pada jam ini."),
    ]


def test_more_people_than_places_are_announced(client, event, slot, address):
    put_in(slot)
    people = colleagues(event, 3)
    listed = "\n".join(person.email for person in people)

    preview = client.post(address, {"people": listed})

    assert preview.context["to_wait"] == 2
    assert "2 orang masuk daftar tunggu" in text_of(preview)
    put_in(slot, 2)
    assert client.post(address, {"people": listed}).context["to_wait"] == 3


def test_a_file_is_read_as_well(client, event, address):
    [person] = colleagues(event, 1)
    file = SimpleUploadedFile("tim.csv", f"nama;email\n{person.name};{person.email}\n".encode())

    preview = client.post(address, {"file": file})

    assert [line.person for line in preview.context["lines"]] == [person]


@pytest.mark.parametrize(
    "posted",
    [
        {}, {"people": " \n "}, {"people": "; ;"}, {"people": "a@example.org\n" * 301},
    ],
)  # fmt: skip
def test_a_list_of_nobody_or_of_too_many_is_a_sentence(client, address, posted):
    page = client.post(address, posted)

    assert page.context["form"].errors
    assert "lines" not in page.context
    assert page.context["form"]["people"].value() in (None, posted.get("people"))


@pytest.mark.parametrize("person", [[], ["x"], ["0"], ["-1"], ["9" * 30], ["007"]])
def test_nobody_can_be_made_up(client, event, address, person):
    page = client.post(address, {"confirm": "1", "person": person}, follow=True)

    assert [level for level, _words in said(page)] == ["error"]
    assert not SignUp.objects.exists()


def test_nobody_of_another_office_can_be_named(client, address):
    assert "hanya orang dari kantor itu yang dicari" in text_of(client.get(address))
    page = client.post(address, {"confirm": "1", "person": [UserFactory().pk]}, follow=True)

    assert [level for level, _words in said(page)] == ["error"]
    assert not SignUp.objects.exists()


def test_state_and_order_cannot_be_posted(client, event, slot, address):
    put_in(slot, 2)
    [person] = colleagues(event, 1)

    client.post(address, {"confirm": "1", "person": [person.pk], "state": "confirmed", "seq": "1"})

    found = SignUp.objects.get(person=person)
    assert (found.state, found.seq, found.is_walk_in) == (SignUpState.WAITING, 3, False)


@pytest.mark.parametrize("posted", [{"people": "x@example.org"}, {"confirm": "1"}])
def test_a_closed_time_says_so_and_takes_nobody(client, event, slot, address, posted):
    slot.state = SlotState.CLOSED
    slot.save()
    [person] = colleagues(event, 1)

    page = client.post(
        address, posted | ({"person": [person.pk]} if "confirm" in posted else {}), follow=True
    )

    assert "Pendaftarannya ditutup." in text_of(page)
    assert "<textarea" not in text_of(client.get(address))
    assert not SignUp.objects.exists()


def test_a_draft_is_to_be_published_first(client, event, slot, address):
    event.state = EventState.DRAFT
    event.save()

    assert "Terbitkan dulu." in text_of(client.get(address))
    assert address not in text_of(client.get(url("slot-edit", event.slug, slot.pk)))
    event.state = EventState.PUBLISHED
    event.save()
    assert address in text_of(client.get(url("slot-edit", event.slug, slot.pk)))
