"""The Nakawan's part of the register of personal data."""

from django.utils.translation import gettext_lazy as _

from culture_site.core.register import register_model


def register_all() -> None:
    register_model(
        "nakawan.Application",
        person_path="person",
        purpose=_("To choose Nakawan fairly, per office."),
        retention=_("Two years after the call."),
    )
    register_model(
        "nakawan.Term",
        person_path="person",
        purpose=_("To know who is a Nakawan where, and until when."),
        retention=_("Five years after its end."),
    )
    register_model(
        "nakawan.Handover",
        person_path="term__person",
        purpose=_("To leave a note to the Nakawan who follow."),
        retention=_("Five years after its end."),
    )
    register_model(
        "nakawan.Proposal",
        person_path="by",
        purpose=_("To hold activities, and to learn from them."),
        retention=_("Five years after its end."),
    )
    register_model(
        "nakawan.ProposalStep",
        person_path="by",
        purpose=_("To know what became of a proposal, and why."),
        retention=_("Five years after its end."),
        anonymise={"by": None},
    )
    register_model(
        "nakawan.Helper",
        person_path="person",
        purpose=_("To know who helps with an activity."),
        retention=_("Five years after its end."),
    )
    register_model(
        "nakawan.FocusPlan",
        person_path="owner",
        purpose=_("To know who looks after a plan."),
        retention=_("While the plan is kept; erasure takes the name out of it."),
        anonymise={"owner": None},
    )
