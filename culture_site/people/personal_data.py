"""What people, sign-in and the CMS keep about a person: this app's entries in the register.

The libraries know no register of ours, so their models and places are entered here, next to whom they name.
"""

from typing import Any, TypedDict

from django.utils.translation import gettext_lazy as _

from culture_site.core.register import Place, register_model, register_place

from . import leftovers

WHILE_HERE = _("As long as the person is with us; then erased on request or by the administrator.")
WHILE_THE_PAGE = _("As long as the page exists; the person's name goes on erasure.")
TO_SIGN_IN = _("To let the person sign in, and nobody else in their name.")
TO_EDIT = _("To show who changed which page.")


class _Own(TypedDict):
    """What most entries say alike: the row belongs to its `user` and goes with them."""

    person_path: str
    retention: Any


OWN: _Own = {"person_path": "user", "retention": WHILE_HERE}


def register_all() -> None:
    register_model(
        "people.User", person_path="pk", secret=["password"], order=1000, retention=WHILE_HERE,
        purpose=_("To know who works or learns here, and to let them sign in."),
    )  # fmt: skip
    register_model("people.User_groups", purpose=TO_EDIT, **OWN)
    register_model("people.User_user_permissions", purpose=TO_EDIT, **OWN)
    register_model("people.RoleAssignment", purpose=_("To know who may do what, where and when."), **OWN)
    register_model(
        "people.SignInCode", person_path="user", secret=["digest"], purpose=TO_SIGN_IN,
        retention=_("Until it is used, replaced or expired; at most a year after."),
    )  # fmt: skip
    register_model(
        "people.CalendarToken",
        secret=["token"],
        purpose=_("To show the person's calendar in their own app."),
        **OWN,
    )
    register_model(
        "people.RosterDraft", person_path="uploaded_by", find=leftovers.roster_drafts_with, secret=["table"],
        purpose=_("To show what a roster would change before anything is written."),
        retention=_("Until it is decided on; a day at most, and until the next night."),
    )  # fmt: skip
    register_model(
        "people.RosterImport", person_path="created_by", anonymise={"created_by": None},
        purpose=_("To know who brought which people in, and when."), retention=_("A year."),
    )  # fmt: skip
    register_model(
        "people.OfficeAlias", person_path="created_by", anonymise={"created_by": None},
        purpose=_("To know who said which office a spelling means, and when."),
        retention=_("As long as the spelling is remembered; the person's name goes on erasure."),
    )  # fmt: skip
    register_model(
        "people.RosterArrival", person_path="person",
        purpose=_("To invite those whom a roster brought."), retention=_("A year."),
    )  # fmt: skip
    register_model("account.EmailAddress", purpose=TO_SIGN_IN, **OWN)
    register_model(
        "account.EmailConfirmation", person_path="email_address__user", secret=["key"], purpose=TO_SIGN_IN,
        retention=_("A few days."), order=90,
    )  # fmt: skip
    register_model("mfa.Authenticator", secret=["data"], purpose=TO_SIGN_IN, **OWN)
    register_model(
        "usersessions.UserSession", person_path="user", secret=["session_key"],
        purpose=_("To show the person where they are signed in."),
        retention=_("Until the session ends; at most 30 days after the last sign-in."),
    )  # fmt: skip
    register_model("socialaccount.SocialAccount", purpose=TO_SIGN_IN, order=95, **OWN)
    register_model(
        "socialaccount.SocialToken", person_path="account__user", secret=["token", "token_secret"],
        purpose=TO_SIGN_IN, retention=WHILE_HERE, order=90,
    )  # fmt: skip
    register_model(
        "jobs.Job", find=leftovers.jobs_of, purpose=_("To carry out background work once."),
        retention=_("Three months after it is done; a year when it failed."),
    )  # fmt: skip
    register_cms()
    register_places()


def register_cms() -> None:
    register_model("wagtailusers.UserProfile", purpose=_("The person's settings of the CMS."), **OWN)
    register_model("wagtailadmin.EditingSession", purpose=_("To warn two editors of one page."), **OWN)
    register_model("wagtailadmin.FormState", purpose=_("To keep what was typed until it is saved."), **OWN)
    register_model("wagtailcore.APIToken", secret=["key_hash"], purpose=TO_SIGN_IN, **OWN)
    register_model("wagtailcore.PageSubscription", purpose=_("To tell editors of comments."), **OWN)
    register_model("wagtailcore.CommentReply", purpose=_("To talk about a page."), order=90, **OWN)
    register_model("wagtailcore.Comment", purpose=_("To talk about a page."), order=95, **OWN)
    register_model(
        "wagtailcore.Revision",
        person_path="user",
        find=leftovers.revisions_with_comments_of,
        purpose=TO_EDIT,
        retention=WHILE_THE_PAGE,
        secret=["content"],
        anonymise={"user": None, "content": leftovers.without_comments_of},
        order=80,
    )
    register_model(
        "wagtailcore.Page", person_path=["owner", "locked_by"], purpose=TO_EDIT, retention=WHILE_THE_PAGE,
        anonymise={"owner": None, "locked_by": None},
    )  # fmt: skip
    for label in ("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"):
        register_model(
            label, person_path="user", purpose=TO_EDIT, retention=WHILE_THE_PAGE,
            anonymise={"user": None, "data": leftovers.without_words},
        )  # fmt: skip
    for label, name in {
        "wagtaildocs.Document": "uploaded_by_user",
        "wagtailimages.Image": "uploaded_by_user",
        "wagtailcore.WorkflowState": "requested_by",
        "wagtailcore.TaskState": "finished_by",
    }.items():
        register_model(
            label, person_path=name, purpose=TO_EDIT, retention=WHILE_THE_PAGE, anonymise={name: None}
        )
    register_model(
        "wagtailcore.UploadedFile", person_path="uploaded_by_user",
        purpose=_("To keep an uploaded file until its form is complete."), retention=WHILE_HERE,
    )  # fmt: skip
    register_model("admin.LogEntry", purpose=_("To show who changed what in Django's admin."), **OWN)


def register_places() -> None:
    register_place(
        Place(
            name="sessions",
            purpose=_("To keep the person signed in."),
            retention=_("30 days at most."),
            export=leftovers.exported_sessions,
            erase=leftovers.erase_sessions,
        )
    )
    register_place(
        Place(
            name="log entries about the person",
            purpose=_("To show who changed the person's data."),
            retention=WHILE_HERE,
            export=leftovers.exported_log_entries,
            erase=leftovers.erase_log_entries,
        )
    )
    register_place(
        Place(
            name="queue",
            purpose=_("To carry out background work."),
            retention=_("Until it is done."),
            export=leftovers.exported_queue,
            erase=leftovers.erase_queue,
        )
    )
    register_place(
        Place(
            name="mail files",
            purpose=_("Mails of the demo, which sends none."),
            retention=_("As long as the demo is kept."),
            export=leftovers.exported_mail_files,
            erase=leftovers.erase_mail_files,
            is_in_database=False,
        )
    )
    register_place(
        Place(
            name="counters",
            purpose=_("To stop who guesses passwords."),
            retention=_("Ten minutes."),
            export=leftovers.nothing,
            erase=leftovers.erase_from_cache,
            is_in_database=False,
        )
    )
