"""What surveys tells the rooms on its right."""

from django.dispatch import Signal

# Sent with `wave` (surveys.models.Wave) after the transaction that published it has committed.
wave_published = Signal()
