"""One line of the table of addresses (test_permissions.py), and the groups of people that it names."""

from collections.abc import Callable
from dataclasses import dataclass, field

from culture_site.people.models import Role, User

AGENT = "agent"
EVERYBODY = frozenset({AGENT, *Role.values})
CARERS = frozenset({Role.SERVICE_CULTURE, Role.ADMINISTRATOR})
SURVEYORS = frozenset({Role.SERVICE_CULTURE})
EDITORS = frozenset({Role.CONTENT_EDITOR, Role.ADMINISTRATOR})
NAKAMA = EVERYBODY - {Role.TRAINEE, Role.PARTNER_CONTACT}

COACHES = frozenset({Role.ACADEMY_TEAM, Role.MENTOR})
ACADEMY = frozenset({Role.ACADEMY_TEAM})


@dataclass(frozen=True)
class Line:
    """One address: who may open it, and how an id of one's own and a foreign one are made, if it takes an id.

    `answers` is the status for those it is open to (200 for a page, 302 for an address that moves on).
    `own(person)` gives the URL's arguments for something the person may see; `foreign(person)` for something of
    another's. `is_public` is open to strangers, too. `post` is True where only a POST is answered.
    """

    open_to: frozenset[str] = EVERYBODY
    answers: int = 200
    is_public: bool = False
    post: bool = False
    refusal: int = 404
    own: Callable[[User], dict] | None = None
    foreign: Callable[[User], dict] | None = None
    foreign_to: frozenset[str] = field(default_factory=frozenset)
