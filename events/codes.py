"""Codes of tickets: short enough to type at a door, without signs that look alike."""

import re
import secrets

from .models import Event, EventKind

# No 0 and O, no 1, I and L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PREFIXES = {EventKind.FAIR: "CF", EventKind.WORKSHOP: "WS", EventKind.TALK: "TK", EventKind.GATHERING: "GT"}
LENGTH = 4


def new_code(event: Event) -> str:
    """A code such as CF26-7K4M: the kind, the year, and four random signs. The caller sees to it that it is new."""
    tail = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
    return f"{PREFIXES[EventKind(event.kind)]}{event.starts_at:%y}-{tail}"


def tidy(typed: str) -> str:
    """A typed code as it is kept: capitals, one dash, nothing else."""
    signs = re.sub(r"[^0-9A-Z]", "", typed.upper())
    return f"{signs[:-LENGTH]}-{signs[-LENGTH:]}" if len(signs) > LENGTH else signs
