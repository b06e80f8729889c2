from culture_site.core.exceptions import RuleError


class TooManyMessages(RuleError):
    """One address sent more than a person writes."""
