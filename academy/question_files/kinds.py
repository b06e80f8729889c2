"""Kinds of questions that other systems ask and a quiz here does not, and what to do instead."""

from django.utils.translation import gettext as _

ESSAY, MATCHING, DESCRIPTION, CLOZE = "essay", "matching", "description", "cloze"

_FAMILIES = {
    "essay": ESSAY,
    "essayautograde": ESSAY,
    "poodllrecording": ESSAY,
    "fileupload": ESSAY,
    "match": MATCHING,
    "matching": MATCHING,
    "randomsamatch": MATCHING,
    "ddmatch": MATCHING,
    "description": DESCRIPTION,
    "cloze": CLOZE,
    "multianswer": CLOZE,
    "gapselect": CLOZE,
    "gapfill": CLOZE,
    "ddwtos": CLOZE,
    "ddmarker": "drag",
    "ddimageortext": "drag",
    "hotspot": "drag",
    "imageselect": "drag",
    "ordering": "ordering",
    "order": "ordering",
    "ranking": "ordering",
    "calculated": "calculated",
    "calculatedsimple": "calculated",
    "calculatedmulti": "calculated",
    "formulas": "calculated",
    "random": "random",
}


def reason_against(kind: str) -> str:
    """Why a question of this kind, in the words of its file, is refused."""
    reasons = {
        ESSAY: _("It is an essay: there is no answer to compare with. Make an assignment of it."),
        MATCHING: _("It matches pairs, which no quiz here can ask. Make one question of each pair."),
        DESCRIPTION: _("It is a text without answers. Put it into the lesson, or give it answers in braces."),
        CLOZE: _("It is a text with gaps, which no quiz here can ask. Make one question of each gap."),
        "drag": _("Something is dragged or marked on a picture, which does not work by keyboard."),
        "ordering": _("It puts things in order, which no quiz here can ask. Ask what comes first, or next."),
        "calculated": _("It draws its numbers by chance. Write it down with fixed numbers."),
        "random": _("It stands for another question drawn by chance. The pool of a quiz does that here."),
    }
    family = _FAMILIES.get(kind.strip().casefold(), "")
    return reasons.get(family) or _("The type “%(type)s” is not known here.") % {"type": kind.strip()[:40]}
