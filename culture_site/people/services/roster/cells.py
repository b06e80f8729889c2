"""One cell understood: days, numbers, addresses, languages and job groups, in the spellings that people use."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from culture_site.core.spellings import key_of

from ...models import JobGroup, User

EARLIEST, LATEST = 1950, 2100
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb pebruari", "maret march mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august aug agu agt ags", "september sep sept",
            "oktober october okt oct", "november nov nopember nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
LANGUAGES = {
    "id": "id ind indonesia indonesian bahasa bahasaindonesia idid",
    "en": "en eng english inggris bahasainggris enus engb",
}
JOB_GROUPS = {
    JobGroup.AGENT: """
        agent agents agen cfs customerfirstsquad customerservice customercare customercareagent careagent staf staff
        operator frontline
    """,
    JobGroup.LEAD: """
        lead leads leader teamlead teamleader tl squadlead squadleader supervisor spv koordinator coordinator
        pemimpin ketua ketuatim pemimpintim
    """,
    JobGroup.SUPPORT: "support supports supportteam pendukung dukungan timpendukung timdukungan backoffice",
}
_LANGUAGE_OF = {spelling: code for code, names in LANGUAGES.items() for spelling in names.split()}
_JOB_GROUP_OF = {spelling: group for group, names in JOB_GROUPS.items() for spelling in names.split()}

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ]00:00(?::00)?)?")
_WITH_MONTH = re.compile(r"(?:[^\W\d_]+(?:, ?| ))?(\d{1,2})[ -/]([^\W\d_]+)\.?[ -/,]+(\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2}),? (\d{4})")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_LONGEST_NUMBER = User._meta.get_field("employee_number").max_length or 0
_LONGEST_NAME = User._meta.get_field("name").max_length or 0
_LONGEST_EMAIL = User._meta.get_field("email").max_length or 0


class CellRefused(ValueError):
    """The cell cannot be what its column says; the text is a translated sentence."""


def read_day(text: str) -> date:
    """2026-07-01, 1/7/2026 (the day first, as people here write), 1 Juli 2026, 1-Jul-2026, July 1, 2026."""
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _WITH_MONTH.fullmatch(text):
        day, month, year = int(match[1]), MONTHS.get(match[2].lower(), 0), int(match[3])
    elif match := _MONTH_FIRST.fullmatch(text):
        day, month, year = int(match[2]), MONTHS.get(match[1].lower(), 0), int(match[3])
    elif re.fullmatch(r"[2-7]\d{4}(\.0+)?", text):
        reason = _("“%(text)s” is no date, but how a spreadsheet counts days. Format the column as a date.")
        raise CellRefused(reason % {"text": text})
    else:
        raise CellRefused(_no_day(text))
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise CellRefused(_no_day(text)) from error
    if not EARLIEST <= year <= LATEST:
        raise CellRefused(_("“%(text)s” lies outside of the years that can be right.") % {"text": text})
    return found


def _no_day(text: str) -> str:
    return _("“%(text)s” is no date. Write 2026-07-01, 1/7/2026 (the day first) or 1 July 2026.") % {
        "text": text
    }


def read_number(text: str) -> str:
    """An employee number: kept as it stands, zeros too; what a spreadsheet added (`123.0`, `'00123`) is taken off."""
    number = _plain(text).lstrip("'\u2018\u2019")
    if re.fullmatch(r"\d+\.0+", number):
        number = number.split(".")[0]
    if _SCIENTIFIC.fullmatch(number):
        raise CellRefused(
            _("A spreadsheet shortened this number to “%(text)s”. Make the column text, and type it anew.")
            % {"text": text}
        )
    is_other = re.fullmatch(r"\d+[.,]\d+", number) or _ISO.fullmatch(number) or "@" in number
    if is_other or not key_of(number):
        raise CellRefused(_("“%(text)s” is no employee number.") % {"text": text})
    if len(number) > _LONGEST_NUMBER:
        raise CellRefused(_("The number has more than %(number)d signs.") % {"number": _LONGEST_NUMBER})
    return number


def _plain(text: str) -> str:
    """Without the signs that nobody sees, and so nobody meant: they would make another number of the same one."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf").strip()


def read_email(text: str) -> str:
    """An address in small letters, as it is kept."""
    email = _plain(text).removeprefix("mailto:").strip().lower()
    try:
        if len(email) > _LONGEST_EMAIL:
            raise ValidationError("")
        validate_email(email)
    except ValidationError as error:
        raise CellRefused(_("“%(text)s” is no e-mail address.") % {"text": text}) from error
    return email


def read_name(text: str) -> str:
    """A name exactly as it stands there: one word or five, with apostrophes, titles, in any script."""
    if len(text) > _LONGEST_NAME:
        raise CellRefused(_("The name has more than %(number)d signs.") % {"number": _LONGEST_NAME})
    if not any(sign.isalpha() for sign in text):
        raise CellRefused(_("“%(text)s” is no name.") % {"text": text})
    return text


def read_language(text: str) -> str:
    code = _LANGUAGE_OF.get(key_of(text))
    if code is None:
        raise CellRefused(_("“%(text)s” is no language of this site. Write id or en.") % {"text": text})
    return code


def read_job_group(text: str) -> str:
    group = _JOB_GROUP_OF.get(key_of(text))
    if group is None:
        raise CellRefused(_("“%(text)s” is no job group. Write agent, lead or support.") % {"text": text})
    return str(group)


READERS: dict[str, Callable[[str], Any]] = {
    "employee_number": read_number,
    "name": read_name,
    "email": read_email,
    "language": read_language,
    "job_group": read_job_group,
    "leader_employee_number": read_number,
    "joined_on": read_day,
    "left_on": read_day,
}
