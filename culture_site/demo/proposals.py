"""Sample activities of the Nakawan's account: one to come, for which people are signed up, and one that waits for an
answer; and the target of its team. All made by the very services of the site."""

from datetime import date, time
from random import Random
from uuid import UUID

from culture_site.core.dates import today
from culture_site.core.workdays import add_workdays
from culture_site.people.models import Role, User
from events.models import Slot
from events.services.seats import sign_up
from nakawan.activities import asked_of_team
from nakawan.models import ActivityFormat, Proposal, Term
from nakawan.services.answering import approve
from nakawan.services.proposals import Idea, begin, send
from nakawan.services.targets import set_target

from .events import colleagues
from .people import DOMAIN

GUESTS = 9
MORE_THAN_ASKED = 2


def make_proposals(*, random: Random) -> list[Proposal]:
    """For the days from today on; none where the account serves no more, or where the ready ideas are missing."""
    nakawan = User.objects.get(email=f"{Role.NAKAWAN.value}@{DOMAIN}")
    team = User.objects.get(email=f"service-culture@{DOMAIN}")
    ready = {
        one.code: one for one in ActivityFormat.objects.filter(code__in=("thank-you-wall", "service-clinic"))
    }
    term = Term.objects.active().filter(person=nakawan).select_related("office").first()
    if term is None or len(ready) < 2 or Proposal.objects.filter(by=nakawan, format__isnull=False).exists():
        return []

    def propose(code: str, day: date, hour: int, place: str, **more: object) -> Proposal:
        known = Idea.from_format(ready[code])
        idea = Idea(**(vars(known) | {"day": day, "hour": time(hour), "place": place, **more}))
        key = UUID(int=random.getrandbits(128), version=4)
        return send(proposal=begin(person=nakawan, key=key, idea=idea, ready=ready[code]), by=nakawan)

    coming = propose("thank-you-wall", add_workdays(today(), 3), 15, "Lorong lantai 2", helpers_wanted=2)
    coming = approve(proposal=coming, by=team)
    slots = list(Slot.objects.filter(session__event=coming.event).values_list("pk", flat=True))
    for person in colleagues(term.office)[-GUESTS:]:
        sign_up(person=person, slots=slots)
    waiting = propose(
        "service-clinic",
        add_workdays(today(), 8),
        10,
        "Ruang Kenanga",
        budget_idr=250_000,
        budget_note="Contoh: kudapan untuk dua belas orang.",
    )
    set_target(office=term.office, activities=asked_of_team(term.office) + MORE_THAN_ASKED, by=nakawan)
    return [coming, waiting]
