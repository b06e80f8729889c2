"""A person's calendar as their own app reads it (RFC 5545), composed of what the apps give (core.calendar)."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone
from icalendar.prop import vDuration

from culture_site.core import calendar
from culture_site.core.calendar import Entry, Status
from culture_site.people.models import User

# What is over, and what was cancelled, stays so long.
KEPT = timedelta(days=90)
REFRESH = timedelta(hours=1)
# Counts up when the same entries are written in another way: what apps have kept is then no longer the newest.
FORMAT = 1
# Whatever could end a line, or stop a reader. The library escapes line ends of a text itself.
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def entries_of(person: User, now: datetime) -> list[Entry]:
    return calendar.entries(person, now - KEPT)


def etag_of(entries: list[Entry], person: User, site: str) -> str:
    """Changes with anything that an app would show; weak, because DTSTAMP may be the moment of asking."""
    digest = sha256(repr((FORMAT, site, person.language, entries)).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def compose(entries: list[Entry], person: User, site: str, now: datetime) -> bytes:
    """The calendar. `site` is what addresses begin with, such as https://care.example."""
    found = Calendar()
    found.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Calendar//ID")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("name", settings.WAGTAIL_SITE_NAME)
    found.add("x-wr-calname", settings.WAGTAIL_SITE_NAME)
    found.add("x-wr-timezone", settings.TIME_ZONE)
    found.add("refresh-interval", vDuration(REFRESH, params={"VALUE": "DURATION"}))
    found.add("x-published-ttl", vDuration(REFRESH))
    found.add_component(_zone())
    with override(person.language):
        for entry in entries:
            found.add_component(_event(entry, site, now))
    return found.to_ical()


@cache
def _zone() -> Timezone:
    """The rules of the site's time, for apps that do not know its name."""
    zone = Timezone.from_tzid(settings.TIME_ZONE, first_date=date(1970, 1, 1))
    zone.pop("comment", None)  # says until when the library has looked; the last rule holds on
    return zone


def _event(entry: Entry, site: str, now: datetime) -> Event:
    is_off = entry.status == Status.CANCELLED
    title = _line(entry.title)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at or now)
    if entry.changed_at:
        event.add("last-modified", entry.changed_at)
    event.add("dtstart", timezone.localtime(entry.starts_at))
    event.add("dtend", timezone.localtime(entry.ends_at))
    event.add("status", entry.status.value)
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    # Said in the title, too: some apps show what is cancelled like everything else.
    event.add("summary", _("Cancelled: %(title)s") % {"title": title} if is_off else title)
    if entry.place:
        event.add("location", _line(entry.place))
    if entry.text:
        event.add("description", CONTROL.sub(" ", entry.text.replace("\r\n", "\n").replace("\r", "\n")))
    event.add("url", site + entry.url)
    return event


def _line(text: str) -> str:
    return CONTROL.sub(" ", text.replace("\r\n", " ").replace("\n", " "))
