"""For `manage.py verify`: does every quota count as many as were selected?"""

from collections.abc import Iterator

from django.db.models import Count, Q

from culture_site.jobs.verify import Difference

from .models import Decision, SeatQuota


def selected_against_decisions() -> Iterator[Difference]:
    """Until the letters; after them the reserve moves up, and the count says how many began."""
    chosen = Count("applications", filter=Q(applications__decision=Decision.SELECTED))
    for quota in SeatQuota.objects.filter(announced_at=None).annotate(rows=chosen).order_by("pk"):
        if quota.selected != quota.rows:
            yield Difference(f"SeatQuota {quota.pk}", "selected", quota.selected, quota.rows)
