"""Names found again whatever the spelling."""

import unicodedata


def key_of(text: str) -> str:
    """Text as spellings are compared: letters and digits alone, without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
