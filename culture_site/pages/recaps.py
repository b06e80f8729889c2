"""The recap of an event: started with one press, filled in with what is known, finished by editors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.models import Page

from culture_site.core.languages import in_language
from culture_site.core.loaded_pages import free_slug, with_ids
from culture_site.jobs.notices import notify
from culture_site.people.models import RoleAssignment, User
from culture_site.people.services.cms import CMS_ROLES
from events.figures import Figures, Photos, figures_of
from events.models import Event, EventState, Session

from .exceptions import NoRecap
from .models import EventIndexPage, RecapPage
from .programme import PublicSession, sessions_of
from .translations import LANGUAGES

KIND = "cms-recap"
SLUGS = {"id": "rekap", "en": "recap"}


@dataclass(frozen=True)
class Started:
    """The recap by language, and how many editors there are besides who pressed."""

    pages: dict[str, RecapPage]
    editors: int


@transaction.atomic
def start_recap(*, event: Event, by: User) -> Started:
    """A draft in each language below the page of the events, and a notice for each editor of today but `by`.

    It holds what the event was about, what one could do, how many came in all, an empty block for the story and a
    thank-you; day and place the page reads from the event. A second press gives the same pages and tells nobody again.
    Raises NoRecap for an event that is not over or did not take place, and where there is no page of the events to put
    it under.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.state != EventState.PUBLISHED:
        raise NoRecap(_("This event did not take place, so there is nothing to look back on."))
    if not event.is_over:
        raise NoRecap(_("A recap can be started once the event is over."))
    pages = {page.locale.language_code: page for page in recaps_of(event)}
    missing = [language for language in LANGUAGES if language not in pages]
    # Others may add pages below the same one at this moment: one after the other.
    parents = {language: _index_of(language) for language in missing}
    figures, sessions = figures_of(event), sessions_of(event)
    for language, parent in parents.items():
        with override(language):
            pages[language] = _draft(event, parent, _blocks(figures, sessions), by)
    return Started(pages, _tell_editors(event, pages, figures, by))


def recaps_of(event: Event) -> Iterable[RecapPage]:
    return RecapPage.objects.filter(event=event).select_related("locale").order_by("pk")


def _index_of(language: str) -> Page:
    index = EventIndexPage.objects.filter(locale__language_code=language).order_by("-live", "path").first()
    if index is None:
        raise NoRecap(
            _(
                "The page of the events is missing in the CMS. Ask a content editor to make it, then press once more."
            )
        )
    return Page.objects.select_for_update().get(pk=index.pk)


def _draft(event: Event, parent: Page, blocks: list[dict[str, Any]], by: User) -> RecapPage:
    """In the language that is active, which is that of `parent`."""
    page = RecapPage(
        event=event,
        locale_id=parent.locale_id,
        title=_("Recap: %(event)s") % {"event": event},
        slug=free_slug(parent, f"{SLUGS[parent.locale.language_code]}-{event.slug}"),
        introduction=in_language(event, "summary") or f"{_day_of(event)}, {event.place}.",
        owner=by,
        live=False,
        has_unpublished_changes=True,
    )
    page.body = page._meta.get_field("body").to_python(with_ids(blocks))
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page


def _day_of(event: Event) -> str:
    return str(date_format(timezone.localtime(cast(datetime, event.starts_at)), "l, j F Y"))


def _blocks(figures: Figures, sessions: list[PublicSession]) -> list[dict[str, Any]]:
    # The first is empty on purpose: the CMS publishes no page with an empty block, so nobody forgets the story.
    texts = ["", _what_there_was(sessions), _who_came(figures), _thanks()]
    return [{"type": "text", "value": text} for number, text in enumerate(texts) if text or number == 0]


def _what_there_was(sessions: list[PublicSession]) -> str:
    if not sessions:
        return ""
    points = format_html_join(
        "", "<li><b>{}</b>{}</li>", ((str(one.session), _value_of(one.session)) for one in sessions)
    )
    return format_html("<h2>{}</h2><ul>{}</ul>", _("What there was"), points)


def _value_of(session: Session) -> str:
    return _(", for the value %(value)s") % {"value": session.value.name} if session.value else ""


def _who_came(figures: Figures) -> str:
    people, came = figures.people, figures.came
    if not came and not people.placed:
        return ""
    sentences = [ngettext("%(count)s person came.", "%(count)s people came.", came) % {"count": came}]
    if people.share.is_shown:
        sentences.append(
            ngettext(
                "Of %(count)s person who had a place, %(kept)s came (%(share)s).",
                "Of %(count)s people who had a place, %(kept)s came (%(share)s).",
                people.placed,
            )
            % {"count": people.placed, "kept": people.came, "share": people.share.words}
        )
    return format_html("<h2>{}</h2><p>{}</p>", _("Who came"), " ".join(sentences))


def _thanks() -> str:
    words = _("Thank you to everybody who came, looked after a game or a stall, and cleared up at the end.")
    return format_html("<p>{}</p>", words)


def _tell_editors(event: Event, pages: dict[str, RecapPage], figures: Figures, by: User) -> int:
    """One notice for each editor of today but `by`; their number."""
    held = RoleAssignment.objects.active().filter(role__in=CMS_ROLES).values("user_id")
    editors = list(User.objects.filter(is_active=True, pk__in=held).exclude(pk=by.pk))
    titles, texts = {}, {}
    for language in LANGUAGES:
        with override(language):
            titles[language] = _("A recap to finish: %(event)s") % {"event": in_language(event, "title")}
            texts[language] = photos_sentence(figures.photos)
    for person in editors:
        with override(None):
            url = reverse("wagtailadmin_pages:edit", args=[pages[person.language].pk])
        notify(
            person=person,
            kind=KIND,
            key=f"{KIND}:{pages[LANGUAGES[0]].pk}:{person.pk}",
            title_ind=titles["id"],
            title_eng=titles["en"],
            text_ind=texts["id"],
            text_eng=texts["en"],
            url=url,
        )
    return len(editors)


def photos_sentence(photos: Photos) -> str:
    """What editors are told about photos, in the language that is active."""
    sentence = _("Write the story and add photos, but only of people who allowed it.")
    if not photos.asked:
        return sentence
    numbers = _("%(allowed)s of %(asked)s people who were asked may be shown in photos.")
    return f"{sentence} {numbers % {'allowed': photos.allowed, 'asked': photos.asked}}"
