"""Who may open what. Every address of ours has a line here; one without a line fails.

`ROLES` are the people who knock; `TABLE` says to whom each address answers. An address that is not for somebody
does not exist for them (404); a stranger is asked to sign in.
"""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from culture_site.people.models import Role, User
from culture_site.people.models.roles import STAFF_ROLES
from culture_site.people.services.calendar import open_calendar
from culture_site.people.services.invitations import make_token
from surveys.models import Comment, Invitation, SurveyVersion, Wave, WaveState, WorkedOut
from tests.academy.addresses import TABLE as ACADEMY
from tests.events.addresses import ATTENDERS, OFFICIALS, event_of_another_office, event_of_office
from tests.events.addresses import TABLE as EVENTS
from tests.factories.jobs import NoticeFactory
from tests.factories.pages import ContactMessageFactory, public_page
from tests.factories.people import (
    OfficeAliasFactory,
    OfficeFactory,
    RoleAssignmentFactory,
    RosterDraftFactory,
    RosterImportFactory,
    UserFactory,
)
from tests.factories.surveys import ItemFactory, SurveyVersionFactory, WaveFactory, WaveUnitFactory
from tests.nakawan.addresses import TABLE as NAKAWAN
from tests.nakawan.plan_addresses import PLANNERS, wave_of
from tests.permissions import AGENT, CARERS, EDITORS, EVERYBODY, NAKAMA, SURVEYORS, Line
from tests.surveys.site_waves import site_version
from tests.surveys.waves import small_wave

pytestmark = pytest.mark.django_db

# Addresses of libraries, one line per prefix: what stands below is theirs to guard, and each door is tried in
# tests/people/. The name is that of a representative.
THIRD_PARTY = {
    "cms/": "wagtailadmin_home",
    "django-admin/": "admin:index",
    "accounts/": "account_login",
}


def with_calendar(person: User) -> dict:
    open_calendar(person=person)
    return {}


def own_wave(person: User) -> dict:
    unit = WaveUnitFactory(wave=WaveFactory(state=WaveState.OPEN))
    Invitation.objects.create(wave=unit.wave, unit=unit, person=person)
    return {"pk": unit.wave_id}


def anothers_wave(person: User) -> dict:
    return own_wave(UserFactory())


def item_of(wave: Wave) -> dict:
    return {"pk": wave.pk, "item": ItemFactory(version=wave.version).pk}


def wave_with_office_of(person: User) -> Wave:
    wave = small_wave()
    wave.units.filter(code="A").update(office=person.office)
    return wave


def own_item(version: SurveyVersion) -> dict:
    return {"pk": version.pk, "item": version.items.first().pk}


def comment_of(wave: Wave) -> dict:
    return {"pk": wave.pk, "comment": Comment.objects.create(wave=wave, text="Baik.").pk}


TABLE: dict[str, Line] = {
    **ACADEMY,
    **EVENTS,
    **NAKAWAN,
    "root": Line(is_public=True, answers=302),
    "healthz": Line(is_public=True),
    "readyz": Line(is_public=True, answers=503),  # no worker beats while tests run
    # The token in it opens it, whoever comes; what else there is to try: tests/dashboard/test_calendar_feed.py.
    "calendar-feed": Line(
        is_public=True,
        own=lambda person: {"token": open_calendar(person=person).token},
        foreign=lambda person: {"token": open_calendar(person=person).token[:-2] + "xx"},
    ),
    "dashboard:home": Line(),
    "dashboard:components": Line(open_to=STAFF_ROLES),
    "dashboard:loop-list": Line(open_to=PLANNERS),
    # Service Culture follows all offices.
    "dashboard:loop": Line(
        open_to=PLANNERS,
        own=lambda person: {"pk": wave_of(person)["office"]},
        foreign=lambda person: {"pk": OfficeFactory().pk},
        foreign_to=PLANNERS - {Role.SERVICE_CULTURE},
    ),
    "jobs:notice-list": Line(),
    "jobs:notice-open": Line(
        answers=302,
        own=lambda person: {"pk": NoticeFactory(person=person).pk},
        foreign=lambda person: {"pk": NoticeFactory().pk},
    ),
    "jobs:notices-read": Line(answers=302, post=True),
    "jobs:preference-edit": Line(),
    "people:code-sign-in": Line(is_public=True),
    "people:invitation": Line(
        is_public=True,
        own=lambda person: {"token": make_token(person)},
        foreign=lambda person: {"token": make_token(person)[:-2] + "xx"},
    ),
    "people:me": Line(),
    "people:my-data": Line(),
    # Who comes to events or learns has a calendar.
    "people:calendar": Line(open_to=ATTENDERS),
    "people:calendar-renew": Line(open_to=ATTENDERS, own=with_calendar),
    "people:calendar-close": Line(open_to=ATTENDERS, own=with_calendar),
    "people:person-list": Line(open_to=CARERS | {Role.LEADER}),
    "people:person-csv": Line(open_to=CARERS),
    "people:person-xlsx": Line(open_to=CARERS),
    "people:person-add": Line(open_to=CARERS),
    "people:code-sheet": Line(open_to=CARERS, answers=302),
    "people:invitations": Line(open_to=CARERS, answers=302, post=True),
    "people:person-detail": Line(
        open_to=CARERS | {Role.LEADER},
        own=lambda person: {"pk": UserFactory(office=person.office).pk},
        foreign=lambda person: {"pk": UserFactory().pk},
        foreign_to=frozenset({Role.LEADER}),
    ),
    # Carers of all offices know nobody foreign; those of one office are tried in tests/people/test_team_pages.py.
    **{
        f"people:{name}": Line(
            open_to=CARERS,
            answers=answers,
            post=answers == 302,
            own=lambda person: {"pk": UserFactory(office=person.office).pk},
            foreign=lambda person: {"pk": 0},
        )
        for name, answers in (
            ("person-edit", 200),
            ("person-leave", 200),
            ("role-add", 200),
            ("person-invite", 302),
            ("person-rejoin", 302),
        )
    },
    "people:role-end": Line(
        open_to=CARERS,
        own=lambda person: {"pk": RoleAssignmentFactory(user=UserFactory(office=person.office)).pk},
        foreign=lambda person: {"pk": 0},
    ),
    "people:roster-upload": Line(open_to=CARERS),
    # A preview is for who uploaded the file; one that was decided on leads to where the next is uploaded.
    "people:roster-preview": Line(
        open_to=CARERS,
        own=lambda person: {"pk": RosterDraftFactory(uploaded_by=person).pk},
        foreign=lambda person: {"pk": RosterDraftFactory().pk},
    ),
    "people:roster-cancel": Line(
        open_to=CARERS,
        answers=302,
        post=True,
        own=lambda person: {"pk": RosterDraftFactory(uploaded_by=person).pk},
        foreign=lambda person: {"pk": RosterDraftFactory().pk},
    ),
    "people:roster-confirm": Line(
        open_to=CARERS,
        answers=302,
        post=True,
        own=lambda person: {"pk": RosterDraftFactory(uploaded_by=person).pk},
        foreign=lambda person: {"pk": RosterDraftFactory().pk},
    ),
    "people:spelling-list": Line(open_to=CARERS),
    # Carers of one office are tried in tests/people/test_roster_pages.py, too.
    "people:spelling-forget": Line(
        open_to=CARERS,
        answers=302,
        post=True,
        own=lambda person: {"pk": OfficeAliasFactory(office=person.office).pk},
        foreign=lambda person: {"pk": 0},
    ),
    # Carers of all offices see every import; those of one are tried in tests/people/test_roster_pages.py.
    **{
        f"people:roster-{name}": Line(
            open_to=CARERS,
            answers=answers,
            post=answers == 302,
            own=lambda person: {"pk": RosterImportFactory(created_by=person).pk},
            foreign=lambda person: {"pk": uuid4()},
        )
        for name, answers in (("detail", 200), ("invite", 302))
    },
    # Who did not come in with a code a moment ago is sent to where the old password is asked for.
    "people:password-after-code": Line(answers=302),
    # There is a picture only while its secret is being set up: see tests/people/test_second_factor.py.
    "people:totp-qr": Line(open_to=frozenset()),
    "robots": Line(is_public=True),
    "worker": Line(is_public=True),
    "no-line": Line(is_public=True),
    "sitemap": Line(is_public=True),
    "favicon": Line(is_public=True, answers=302),
    "touch-icon": Line(is_public=True, answers=302),
    # An id of a public page; one that is not public is nobody's: see tests/pages/test_cards.py.
    "social-card": Line(
        is_public=True,
        answers=302,
        own=lambda person: {"pk": public_page().pk, "digest": "older"},
        foreign=lambda person: {"pk": 0, "digest": "older"},
    ),
    "pages:search": Line(is_public=True),
    "pages:contact": Line(is_public=True),
    "pages:story-feed": Line(is_public=True),
    "pages:recap-start": Line(
        open_to=OFFICIALS,
        answers=302,
        post=True,
        own=event_of_office,
        foreign=event_of_another_office,
        foreign_to=frozenset({Role.NAKAWAN, Role.LEADER}),
    ),
    "pages:message-list": Line(open_to=frozenset({Role.ACADEMY_TEAM})),
    "pages:message-handle": Line(
        open_to=frozenset({Role.ACADEMY_TEAM}),
        answers=302,
        post=True,
        own=lambda person: {"pk": ContactMessageFactory().pk},
        foreign=lambda person: {"pk": 0},
    ),
    **{
        f"page-reports:{name}": Line(open_to=EDITORS, refusal=302)
        for name in (
            "translations",
            "translation-results",
            "links",
            "link-results",
            "pictures",
            "picture-results",
        )
    },
    **{
        f"page-reports:{name}": Line(
            open_to=EDITORS,
            refusal=302,
            answers=302,
            post=True,
            own=lambda person: {"pk": public_page().pk},
            foreign=lambda person: {"pk": 0},
        )
        for name in ("translate", "in-step")
    },
    # Only who was asked: an invitation is a person's own.
    "surveys:survey": Line(own=own_wave, foreign=anothers_wave),
    "surveys:survey-answer": Line(own=own_wave, foreign=anothers_wave),
    "surveys:survey-thanks": Line(own=own_wave, foreign=anothers_wave),
    "surveys:survey-preview": Line(
        open_to=SURVEYORS,
        own=lambda person: {"pk": site_version().pk},
        foreign=lambda person: {"pk": SurveyVersionFactory().pk},
    ),
    "surveys:version-list": Line(open_to=SURVEYORS),
    # A version of a file that has no words cannot be asked, and so not be written on.
    **{
        f"surveys:{name}": Line(
            open_to=SURVEYORS,
            answers=answers,
            post=answers == 302,
            own=lambda person: {"pk": site_version(fingerprint="").pk},
            foreign=lambda person: {"pk": SurveyVersionFactory().pk},
        )
        for name, answers in (
            ("version-detail", 200),
            ("version-copy", 302),
            ("version-delete", 302),
            ("version-move", 302),
        )
    },
    "surveys:item-new": Line(
        open_to=SURVEYORS,
        own=lambda person: {"pk": site_version(fingerprint="").pk, "kind": "knowledge"},
        foreign=lambda person: {"pk": SurveyVersionFactory().pk, "kind": "knowledge"},
    ),
    # A question is found in its own version alone.
    **{
        f"surveys:item-{name}": Line(
            open_to=SURVEYORS,
            answers=answers,
            post=answers == 302,
            own=lambda person: own_item(site_version(fingerprint="")),
            foreign=lambda person: (
                own_item(site_version(fingerprint="")) | {"pk": site_version(fingerprint="").pk}
            ),
        )
        for name, answers in (("edit", 200), ("delete", 302))
    },
    "surveys:wave-list": Line(open_to=SURVEYORS),
    # A wave that was collected elsewhere has no working pages.
    **{
        f"surveys:wave-{name}": Line(
            open_to=SURVEYORS,
            answers=answers,
            post=answers == 302,
            own=lambda person: {"pk": WaveFactory().pk},
            foreign=lambda person: {"pk": small_wave().pk},
        )
        for name, answers in (
            ("detail", 200),
            ("change", 200),
            ("delete", 302),
            ("open", 302),
            ("close", 302),
            ("again", 302),
            ("publish", 302),
        )
    },
    "surveys:wave-review": Line(
        open_to=SURVEYORS,
        own=lambda person: {"pk": WorkedOut.objects.create(wave=WaveFactory(closed=True)).wave_id},
        foreign=lambda person: {"pk": small_wave().pk},
    ),
    "surveys:wave-item": Line(
        open_to=SURVEYORS,
        own=lambda person: item_of(WaveFactory(closed=True)),
        foreign=lambda person: item_of(WaveFactory(closed=True)) | {"pk": WaveFactory(closed=True).pk},
    ),
    "surveys:wave-comment": Line(
        open_to=SURVEYORS,
        answers=302,
        post=True,
        own=lambda person: comment_of(WaveFactory(closed=True)),
        foreign=lambda person: comment_of(WaveFactory(closed=True)) | {"pk": WaveFactory(closed=True).pk},
    ),
    "surveys:pulse-latest": Line(open_to=NAKAMA),
    **{
        f"surveys:pulse-{name}": Line(
            open_to=open_to,
            own=lambda person: {"pk": small_wave().pk},
            foreign=lambda person: {"pk": WaveFactory(closed=True).pk},
        )
        for name, open_to in (
            ("detail", NAKAMA),
            ("csv", NAKAMA),
            ("xlsx", NAKAMA),
            ("items", SURVEYORS),
            ("comments", SURVEYORS),
        )
    },
    # There for offices that took part.
    "surveys:pulse-office": Line(
        open_to=NAKAMA,
        own=lambda person: {"pk": wave_with_office_of(person).pk},
        foreign=lambda person: {"pk": WaveFactory(closed=True).pk},
    ),
}
# Served by Wagtail or straight from a folder; neither takes a name that a person could own.
SERVED = {"media", "wagtail_serve"}


def url_names(patterns, prefix: str = "", route: str = "") -> dict[str, str]:
    """{full URL name: route} of everything that can be reversed below `patterns`."""
    found = {}
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= url_names(pattern.url_patterns, namespace, here)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found[f"{prefix}{pattern.name}"] = here
    return found


def is_third_party(route: str) -> bool:
    return any(route.removeprefix("id/").startswith(prefix) for prefix in THIRD_PARTY)


def our_names() -> set[str]:
    return {
        name
        for name, route in url_names(get_resolver().url_patterns).items()
        if (":" in name and name.split(":")[0] in OUR_NAMESPACES) or not is_third_party(route)
    } - SERVED


OUR_NAMESPACES = {
    "academy", "dashboard", "events", "jobs", "nakawan", "page-reports", "pages", "people", "surveys",
}  # fmt: skip


def person_in(role: str) -> User:
    office = OfficeFactory()
    return UserFactory(office=office) if role == AGENT else UserFactory(office=office, **{role: True})


def knock(client: Client, name: str, line: Line, arguments: dict):
    address = reverse(name, kwargs=arguments)
    return client.post(address) if line.post else client.get(address)


def test_every_address_of_ours_has_a_line():
    assert our_names() == set(TABLE)


def test_every_third_party_prefix_is_in_use():
    routes = [route.removeprefix("id/") for route in url_names(get_resolver().url_patterns).values()]

    assert [prefix for prefix in THIRD_PARTY if not any(route.startswith(prefix) for route in routes)] == []


@pytest.mark.parametrize("name", sorted(THIRD_PARTY.values()))
def test_third_party_doors_never_open_to_a_stranger(client, name):
    response = client.get(reverse(name), follow=True)

    assert response.resolver_match.view_name == "account_login"


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_stranger_is_asked_to_sign_in_or_reads_a_public_page(client, name):
    line = TABLE[name]
    response = knock(client, name, line, line.own(person_in(Role.SERVICE_CULTURE)) if line.own else {})

    if line.is_public:
        assert response.status_code == line.answers
    else:
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/id/accounts/login/?next=")


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_address_answers_exactly_those_it_is_for(client, name, role):
    line = TABLE[name]
    person = person_in(role)
    client.force_login(person)
    response = knock(client, name, line, line.own(person) if line.own else {})

    assert response.status_code == (line.answers if role in line.open_to else line.refusal)


@pytest.mark.parametrize("name", sorted(name for name, line in TABLE.items() if line.foreign))
def test_what_is_anothers_does_not_exist(client, name):
    line = TABLE[name]
    for role in sorted(line.foreign_to or line.open_to):
        person = person_in(role)
        client.force_login(person)

        assert knock(client, name, line, line.foreign(person)).status_code == 404, role


def test_every_address_that_takes_an_id_has_a_foreign_one():
    routes = url_names(get_resolver().url_patterns)

    assert [name for name, line in TABLE.items() if "<" in routes[name] and line.foreign is None] == []
