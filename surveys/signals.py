"""What surveys tells the rooms on its right."""

from django.dispatch import Signal

# Sent with `wave` (surveys.models.Wave) inside the transaction that publishes it: what a receiver writes or enqueues
# commits with the publication, and a receiver that fails stops it.
wave_published = Signal()
