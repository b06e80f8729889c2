"""What answers can have wrong with them as a whole, whatever file they came in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from django.utils.translation import gettext as _

from .exceptions import Fault
from .instrument import Answers, Instrument, Kind, Unit, options_of

# So many answers, of two kinds at least, without a single right one: more likely the key is mistyped.
_ANSWERS_TO_DOUBT_A_KEY = 10
# What the columns are called in a file: {"office", "role" or id of an item: heading}, where it is not that itself.
AS_NAMED: Mapping[str, str] = MappingProxyType({})


def against_roster(
    answers: Sequence[Answers],
    rows: Sequence[int],
    units: Sequence[Unit],
    file: str,
    headings: Mapping[str, str] = AS_NAMED,
) -> list[Fault]:
    """Unknown offices and roles, and more answers than people were invited (named at the first one too many)."""
    office, role = headings.get("office", "office"), headings.get("role", "role")
    known = {unit.code: unit for unit in units}
    roles = {unit.code: dict(unit.roles) for unit in units}
    faults = []
    offices: Counter[str] = Counter()
    cells: Counter[tuple[str, str]] = Counter()
    for answer, row in zip(answers, rows, strict=True):
        unit = known.get(answer.office)
        if unit is None:
            if answer.office:
                reason = _("The office “%(office)s” is not in the roster.") % {"office": answer.office}
            else:
                reason = _("The cell is empty.")
            faults.append(Fault(file, reason, row, office))
            continue
        offices[unit.code] += 1
        if offices[unit.code] == unit.invited + 1:
            told = {"office": unit.code, "invited": unit.invited}
            told["answers"] = sum(other.office == unit.code for other in answers)
            reason = _(
                "“%(office)s” has %(answers)s answers, but only %(invited)s people were invited there."
            )
            faults.append(Fault(file, reason % told, row, office))
        if not answer.role or not unit.roles:
            continue
        if answer.role not in roles[unit.code]:
            told = {"office": unit.code, "role": answer.role}
            reason = _("The roster has no role “%(role)s” in “%(office)s”.") % told
            faults.append(Fault(file, reason, row, role))
            continue
        cells[unit.code, answer.role] += 1
        invited = roles[unit.code][answer.role]
        if cells[unit.code, answer.role] == invited + 1:
            told = {"office": unit.code, "role": answer.role, "invited": invited}
            reason = _("“%(office)s” has more answers of the role “%(role)s” than the %(invited)s invited.")
            faults.append(Fault(file, reason % told, row, role))
    return faults


def not_asked(
    instrument: Instrument, answers: Sequence[Answers], file: str, headings: Mapping[str, str] = AS_NAMED
) -> list[Fault]:
    """Items that nobody in an office answered. They were not asked there, and are never scored 0.

    Offices below the smallest group are left out anyway: there a blank column is chance.
    """
    sheets: dict[str, list[Answers]] = defaultdict(list)
    for answer in answers:
        sheets[answer.office].append(answer)
    large = {code: given for code, given in sheets.items() if len(given) >= instrument.min_group}
    faults = []
    for at, item in enumerate(instrument.items):
        silent = [code for code, given in large.items() if all(sheet.given[at] is None for sheet in given)]
        heading = headings.get(item.id, item.id)
        if silent and len(silent) == len(large):
            reason = _("Nobody answered this item; take it out of the survey.")
            faults.append(Fault(file, reason, None, heading))
            continue
        for code in silent:
            reason = _(
                "Nobody in “%(office)s” answered this item: it was not asked there, and cannot be scored as 0."
            )
            faults.append(Fault(file, reason % {"office": code}, None, heading))
    return faults


def doubtful_keys(instrument: Instrument, answers: Iterable[Answers]) -> list[tuple[int, str]]:
    """(number of the item, reason) of right options that are no option, where the survey does not state the options.

    An option that nobody chose is one only if the survey says so. Where few answered, or all alike, nothing is said.
    """
    answers = list(answers)
    faults = []
    for at, item in enumerate(instrument.items):
        if item.kind is not Kind.KNOWLEDGE or item.options:
            continue
        picked = [answer.given[at] for answer in answers]
        given = [picks for picks in picked if isinstance(picks, frozenset) and picks]
        options = options_of(given)
        if len(given) < _ANSWERS_TO_DOUBT_A_KEY or len(options) < 2:
            continue
        for option in item.key:
            if option not in options:
                told = {"item": item.id, "option": option, "options": ", ".join(sorted(options)[:8])}
                reason = _(
                    "The key “%(option)s” of “%(item)s” is not among the answers given (%(options)s). If it is an "
                    "option that nobody chose, list all options of the item as options = [...]."
                )
                faults.append((at, reason % told))
    return faults
