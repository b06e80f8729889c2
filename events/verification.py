"""For `manage.py verify`: does every slot count as many places as sign-ups hold, and every place take its time?"""

from collections.abc import Iterator

from django.db.models import Count, Q

from culture_site.jobs.verify import Difference

from .models import COUNTERS, SignUp, SignUpState, Slot


def counters_against_sign_ups() -> Iterator[Difference]:
    counts = {
        f"rows_{name}": Count("sign_ups", filter=Q(sign_ups__state=state)) for state, name in COUNTERS.items()
    }
    for slot in Slot.objects.annotate(**counts).order_by("pk").iterator():
        for name in COUNTERS.values():
            counted, held = getattr(slot, name), getattr(slot, f"rows_{name}")
            if counted != held:
                yield Difference(f"Slot {slot.pk}", name, counted, held)


def claims_against_sign_ups() -> Iterator[Difference]:
    found = SignUp.objects.select_related("slot").annotate(rows=Count("claims")).order_by("pk")
    for sign_up in found.iterator():
        wanted = len(sign_up.slot.quarters) if sign_up.state == SignUpState.CONFIRMED else 0
        if sign_up.rows != wanted:
            yield Difference(f"Sign-up {sign_up.pk}", "claims", sign_up.rows, wanted)
