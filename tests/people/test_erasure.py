"""One person's data: the export holds everything that is planted, after the erasure nothing of it is anywhere."""

import json
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry
from wagtail.users.models import UserProfile

from culture_site.core.traces import traces_of
from culture_site.jobs.models import Job, MailLog, Notice
from culture_site.people.models import RoleAssignment, User
from culture_site.people.services.codes import issue_codes
from culture_site.people.services.invitations import invite
from tests.factories.people import RoleAssignmentFactory, UserFactory

from .doors import with_totp

pytestmark = pytest.mark.django_db(transaction=True)

# Twelve words that stand nowhere else, one per place where something about a person can be.
MARKERS = {
    "name": "Penanda Satu",
    "email": "penanda.dua@example.org",
    "employee_number": "PENANDA-TIGA",
    "squad": "penanda-empat",
    "notice": "penanda-lima",
    "user_agent": "penanda-enam",
    "session": "penanda-tujuh",
    "log_label": "penanda-delapan",
    "mail_kind": "penanda-sembilan",
    "file": "penanda-sepuluh",
    "mail_text": "penanda-sebelas",
    "comment": "penanda-duabelas",
}
# What opens something and so stands in no export.
SECRETS = ["rahasia-kunci-sandi-baru", "rahasia-langkah-kedua"]


@pytest.fixture
def mail_folder(settings, tmp_path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.MEDIA_ROOT = tmp_path / "public"
    return tmp_path / "mail"


@pytest.fixture
def person(mail_folder) -> User:
    """A person who left a trace wherever one can be left; every marker of MARKERS is planted once or more."""
    person = UserFactory(
        name=MARKERS["name"], email=MARKERS["email"], employee_number=MARKERS["employee_number"],
        squad=MARKERS["squad"], service_culture=True,
    )  # fmt: skip
    plant_in_our_rows(person)
    plant_in_sign_in(person)
    plant_in_the_cms(person)
    send_mail("Untuk kamu", MARKERS["mail_text"], "a@example.org", [person.email])
    async_task("culture_site.jobs.services.run", person.email, save=False)
    cache.set(f"allauth:{person.email}", person.email)
    return person


def plant_in_our_rows(person):
    Notice.objects.create(
        person=person, kind="test", key="n", title_ind="x", title_eng="x", text_ind=MARKERS["notice"]
    )
    MailLog.objects.create(person=person, kind=MARKERS["mail_kind"], key="m")
    issue_codes(people=[person], by=person)
    invite(person=person)
    UserFactory(leader=person)
    RoleAssignmentFactory(user=person)


def plant_in_sign_in(person):
    with_totp(person)
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["draft"] = MARKERS["session"]
    session["_password_reset_key"] = SECRETS[0]
    session["mfa.totp.secret"] = SECRETS[1]
    session.save()
    UserSession.objects.create(
        user=person, ip="203.0.113.77", user_agent=MARKERS["user_agent"], session_key=session.session_key
    )
    started = SessionStore()
    started["account_authentication_methods"] = [{"method": "password", "username": person.email}]
    started.save()


def plant_in_the_cms(person):
    about = {"content_type": ContentType.objects.get_for_model(User), "object_id": str(person.pk)}
    LogEntry.objects.create(user=person, action_flag=CHANGE, object_repr=MARKERS["log_label"], **about)
    ModelLogEntry.objects.create(
        label=person.name, action="wagtail.edit", timestamp=timezone.now(), user=UserFactory(), **about
    )
    page = Page.get_first_root_node()
    page.owner = person
    page.save()
    comment = Comment.objects.create(page=page, user=person, text=MARKERS["comment"], contentpath="title")
    revision = page.save_revision(user=person)
    revision.content["wagtail_admin_comments"] = [{"user": person.pk, "text": comment.text, "replies": []}]
    revision.save()
    PageLogEntry.objects.create(
        page=page, label="Root", action="wagtail.comments.create", timestamp=timezone.now(), user=person,
        content_type=page.content_type, data={"comment": {"text": MARKERS["comment"]}},
    )  # fmt: skip
    profile = UserProfile.objects.create(user=person)
    profile.avatar.save(f"{MARKERS['file']}.png", ContentFile(MARKERS["file"].encode()))


def exported(person, tmp_path) -> str:
    call_command("export_person", person.email, out=tmp_path / "export.json")
    return (tmp_path / "export.json").read_text()


def whole_dump() -> str:
    """Every cell of every table."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += cursor.fetchall()
    return repr(rows)


def on_disk(settings, *folders) -> bytes:
    roots = [Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_MEDIA_ROOT), *folders]
    files = [path for root in roots if root.exists() for path in root.rglob("*") if path.is_file()]
    return b"".join(path.name.encode() + path.read_bytes() for path in files)


def test_export_holds_all_twelve_markers_and_no_secret(person, tmp_path):
    text = exported(person, tmp_path)

    data = json.loads(text)
    assert [name for name, marker in MARKERS.items() if marker not in text] == []
    assert "203.0.113.77" in text
    assert [secret for secret in SECRETS if secret in text] == []
    assert person.password not in text
    assert Authenticator.objects.get(user=person).data["secret"] not in text
    assert data["models"]["people.RoleAssignment"]["rows"][0]["role"] == "service_culture"
    assert data["models"]["people.RoleAssignment"]["purpose"]


def test_export_is_found_by_number_and_only_the_owner_may_read_the_file(person, tmp_path):
    call_command("export_person", MARKERS["employee_number"].lower(), out=tmp_path / "export.json")

    assert (tmp_path / "export.json").stat().st_mode & 0o077 == 0


def test_after_the_erasure_nothing_is_left_anywhere(person, settings, mail_folder, capsys):
    other = UserFactory()
    before = whole_dump()

    call_command("erase_person", person.email, yes=True)

    left = whole_dump()
    files = on_disk(settings, mail_folder)
    words = [*MARKERS.values(), "203.0.113.77"]
    assert [
        word for word in words if word not in before and word not in ("penanda-sepuluh", "penanda-sebelas")
    ] == [
        # Sessions are stored encoded; the export above reads them.
        MARKERS["session"]
    ]
    assert [word for word in words if word.lower() in left.lower()] == []
    assert [word for word in words if word.encode() in files] == []
    assert traces_of(words) == {}
    assert User.objects.filter(pk=person.pk).exists() is False
    assert User.objects.filter(pk=other.pk).exists()
    assert "nothing was kept" in capsys.readouterr().out


def files_of_the_tables() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filenode('people_user'), pg_relation_filenode('jobs_notice')")
        return list(cursor.fetchone())


def raw_database() -> bytes:
    path = connection.settings_dict["NAME"]
    files = [Path(f"{path}{end}") for end in ("", "-wal")]
    return b"".join(file.read_bytes() for file in files if file.exists())


def test_files_of_the_database_hold_nothing_after_the_erasure(person):
    """SQLite is one file that can be read; PostgreSQL writes the tables anew, into files of another number."""
    if connection.vendor == "sqlite":
        before = raw_database()
        planted = [marker.encode() for marker in MARKERS.values() if marker.encode() in before]
        call_command("erase_person", person.email, yes=True)
        after = raw_database()
        assert len(planted) >= 9
        assert [marker for marker in planted if marker in after] == []
    else:
        before = files_of_the_tables()
        call_command("erase_person", person.email, yes=True)
        assert not set(before) & set(files_of_the_tables())


def test_erasure_leaves_the_organisations_rows(person):
    page = Page.get_first_root_node()
    member = User.objects.get(leader=person)

    call_command("erase_person", person.number, yes=True)

    page.refresh_from_db()
    member.refresh_from_db()
    log = PageLogEntry.objects.get(action="wagtail.comments.create")
    assert (page.owner, member.leader, log.user_id, log.data) == (None, None, None, {})
    assert page.revisions.get().content["wagtail_admin_comments"] == []


def test_erasure_takes_nothing_of_others(person):
    other = UserFactory(nakawan=True)
    invite(person=other)
    EmailAddress.objects.filter(user=other).update(verified=True)

    call_command("erase_person", person.email, yes=True)

    assert Job.objects.filter(args__0=other.pk).count() == 1
    assert EmailAddress.objects.get(user=other).verified
    assert RoleAssignment.objects.filter(user=other).count() == 1


@pytest.mark.parametrize(("field", "status"), [("email", 1), ("name", 0)])
def test_text_about_the_person_that_somebody_else_wrote_is_reported(person, capsys, field, status):
    """An address or number is theirs alone; a name may be another person's, so it is only pointed out."""
    Notice.objects.create(
        person=UserFactory(), kind="test", key="k", title_ind="x", title_eng="x",
        text_ind=f"Halo dari {getattr(person, field)}.",
    )  # fmt: skip

    try:
        call_command("erase_person", person.email, yes=True)
        ended_with = 0
    except SystemExit as stopped:
        ended_with = stopped.code

    assert ended_with == status
    assert "1 rows of jobs_notice.text_ind" in capsys.readouterr().out


def test_erasure_spares_those_whose_name_or_number_only_looks_alike(mail_folder):
    person = UserFactory(name="Ani", email="ani@example.org", employee_number="NIK-1")
    others = [
        UserFactory(name="Ani", email="rani@example.org", employee_number="NIK-10"),
        UserFactory(name="Ani Lagi", email="ani@example.org.id", employee_number="NIK-1-A"),
    ]
    for other in others:
        send_mail("Untuk Ani", "Halo Ani", "a@example.org", [other.email])
        started = SessionStore()
        started["account_authentication_methods"] = [{"username": other.number}]
        started.save()

    call_command("erase_person", person.email, yes=True)

    assert set(User.objects.all()) == set(others)
    assert len(list(mail_folder.iterdir())) == 2
    assert Session.objects.count() == 2


def test_unknown_person_is_a_sentence():
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("erase_person", "siapa@example.org", yes=True)


def test_without_yes_it_asks_and_no_erases_nothing(person, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "no")

    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_person", person.email)

    assert User.objects.filter(pk=person.pk).exists()


def test_a_session_of_the_erased_person_ends(person, client):
    client.force_login(person)

    call_command("erase_person", person.email, yes=True)

    assert client.get(reverse("people:me")).status_code == 302
