import pytest
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["id", "en"])
def test_components_page_shows_the_error_of_a_field_in_both_places(client, language):
    client.force_login(UserFactory(service_culture=True))

    html = client.get(f"/{language}/team/components/").content.decode()

    assert 'href="#id_full_name"' in html
    assert 'id="id_full_name_error"' in html
    assert 'aria-describedby="id_full_name_helptext id_full_name_error"' in html


def test_home_greets_by_the_given_name(client):
    client.force_login(UserFactory(name="Rani Anggraini"))

    html = client.get(reverse("dashboard:home")).content.decode()

    assert "Rani</h1>" in html
    assert "Anggraini</h1>" not in html
