"""What must hold of places at every moment, whoever presses what."""

from django.db.models import Count, Max, Q

from events.models import ACTIVE, SignUp, SignUpState, Slot, TimeClaim


def broken(*, claims: bool = True) -> list[str]:
    """A sentence for each invariant that does not hold: counters against rows, and rows among themselves.

    All of a slot is read in one statement, which sees one moment; `claims=False` leaves out what takes several.
    """
    found = []
    counted = Slot.objects.annotate(
        rows_confirmed=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.CONFIRMED)),
        rows_held=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.OFFERED)),
        rows_waiting=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.WAITING)),
        rows=Count("sign_ups"),
        last=Max("sign_ups__seq"),
    )
    for slot in counted:
        counters = (slot.confirmed, slot.held, slot.waiting)
        rows = (slot.rows_confirmed, slot.rows_held, slot.rows_waiting)
        if counters != rows:
            found.append(f"slot {slot.pk} counts {counters}, its rows are {rows}")
        if slot.confirmed + slot.held > slot.capacity + slot.overbooked:
            found.append(f"slot {slot.pk} is oversold: {counters} of {slot.capacity}")
        if (slot.last or 0) != slot.rows or slot.next_seq != slot.rows + 1:
            found.append(f"slot {slot.pk} has a gap in its order of arrival")
    twice = SignUp.objects.filter(state__in=ACTIVE).values("person", "session").annotate(n=Count("pk"))
    found += [f"twice in a session: {row}" for row in twice.filter(n__gt=1)]
    for sign_up in SignUp.objects.select_related("slot") if claims else ():
        claims = sign_up.claims.count()
        wanted = len(sign_up.slot.quarters) if sign_up.state == SignUpState.CONFIRMED else 0
        if claims != wanted:
            found.append(f"sign-up {sign_up.pk} ({sign_up.state}) claims {claims} quarters of {wanted}")
    overlaps = TimeClaim.objects.values("person", "quarter").annotate(n=Count("pk")).filter(n__gt=1)
    return found + [f"in two places: {row}" for row in overlaps]
