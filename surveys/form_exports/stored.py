"""What the database knows about a form: the survey that was asked with it, its words, and the mapping of last time."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from culture_site.core.spellings import key_of
from culture_site.people.models import OfficeAlias

from ..exceptions import SurveyError
from ..instrument import Correction, Instrument
from ..instruments import asked
from ..models import Item, Survey, SurveyVersion
from ..services import fingerprint_of
from .known import ItemWords, Known
from .mapping import OPTIONS, FormMapping, did_you_mean, remembered_mapping

# Beside the mapping that is remembered: of which items.
FINGERPRINT = "fingerprint"


def find_version(name: str) -> SurveyVersion:
    """The newest version of the survey of that title (in either language) or number; with the number of a version
    behind the title, that one.

    Drafts count only where no version was given out yet. Raises SurveyError.
    """
    versions = SurveyVersion.objects.filter(items__isnull=False).select_related("survey").distinct()
    known: defaultdict[str, list[SurveyVersion]] = defaultdict(list)
    for version in versions.order_by("number"):
        survey = version.survey
        titles = {key_of(survey.title_ind), key_of(survey.title_eng)}
        names = {str(survey.pk), *titles, *(f"{title}{version.number}" for title in titles)}
        for one in names:
            known[one].append(version)
    found = known.get(key_of(name), [])
    if len({version.survey_id for version in found}) > 1:
        numbers = ", ".join(sorted({str(version.survey_id) for version in found}))
        reason = _("“%(name)s” is the title of more than one survey; give its number: %(numbers)s.")
        raise SurveyError(reason % {"name": name, "numbers": numbers})
    if found:
        return next((version for version in reversed(found) if not version.is_draft), found[-1])
    known_titles = sorted({version.survey.title_eng for version in versions})
    near = difflib.get_close_matches(name, known_titles, n=1, cutoff=0.5)
    reason = _("There is no survey “%(name)s” with questions.") % {"name": name}
    raise SurveyError(f"{reason} {did_you_mean(near[0])}" if near else reason)


def instrument_from(version: SurveyVersion) -> Instrument:
    """The version's items under the rules of the survey's newest wave, so that both make one trend; else the site's."""
    instrument = Instrument(tuple(asked(item) for item in version.items.order_by("position")))
    wave = version.waves.model.objects.filter(version__survey=version.survey_id).newest_first().first()
    if wave is None:
        return instrument
    return replace(
        instrument,
        weight_knowledge=wave.weight_knowledge,
        correction=Correction(wave.correction),
        min_group=wave.min_group,
        gap_points=wave.gap_points,
    )


def known_words(survey: Survey | None, instrument: Instrument) -> Known:
    """The words of the items, in all wordings that they had.

    Options count only if the items are the very same: the letters of another version may mean something else.
    """
    spellings = {
        alias.key: (alias.office.code, alias.office.name)
        for alias in OfficeAlias.objects.select_related("office")
    }
    if survey is None:
        return Known(spellings=spellings)
    versions = list(survey.versions.prefetch_related("items").order_by("-number"))
    same = fingerprint_of(instrument)
    words: dict[str, ItemWords] = {}
    for version in versions:
        items = list(version.items.all())
        is_same = fingerprint_of(Instrument(tuple(map(asked, items)))) == same
        for item in items:
            words[item.uid] = _with(words.get(item.uid, ItemWords()), item, is_same)
    asides = tuple(
        text for version in versions for text in (version.comment_ind, version.comment_eng) if text
    )
    return Known(words, asides, spellings)


def _with(known: ItemWords, item: Item, is_same: bool) -> ItemWords:
    texts = (*known.texts, *_filled((item.text_ind, item.text_eng)))
    options = dict(known.options)
    if is_same:
        for option, words in item.option_texts.items():
            options[option] = (*options.get(option, ()), *_filled(words.values()))
    return ItemWords(tuple(dict.fromkeys(texts)), options)


def _filled(texts: Iterable[str]) -> Iterable[str]:
    return (text for text in texts if text)


def mapping_of(survey: Survey | None, instrument: Instrument) -> FormMapping:
    """What was remembered when a wave of this survey was loaded last.

    The words of options count only for the very same items: letters of another version may mean something else.
    """
    if survey is None:
        return FormMapping()
    data = dict(survey.form_mapping)
    if data.pop(FINGERPRINT, "") != fingerprint_of(instrument):
        data.pop(OPTIONS, None)
    return remembered_mapping(data, instrument)


def to_remember(mapping: FormMapping, instrument: Instrument) -> dict[str, Any]:
    return {**mapping.as_data(), FINGERPRINT: fingerprint_of(instrument)}
