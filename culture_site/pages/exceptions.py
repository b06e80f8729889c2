from culture_site.core.exceptions import RuleError


class TooManyMessages(RuleError):
    """One address sent more than a person writes."""


class NoRecap(RuleError):
    """There is nothing to look back on (yet), or no place in the page tree for it."""
