"""Who and which offices are here already, found again whatever the spelling."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from culture_site.core.spellings import key_of

from ...models import Office, OfficeAlias, User, UserQuerySet
from ...permissions import can_place_in


class Offices:
    """The offices by code, name and remembered spelling. `choices` ({key: id of an office}) go before those, where
    what is remembered is for `by` to change (None for the command line)."""

    def __init__(self, choices: Mapping[str, int] | None = None, by: User | None = None):
        self.all = {office.pk: office for office in Office.objects.select_related("city")}
        own: defaultdict[str, set[int]] = defaultdict(set)
        for office in self.all.values():
            for spelling in (office.code, office.name):
                own[key_of(spelling)].add(office.pk)
        self._own = {key: min(found) for key, found in own.items() if len(found) == 1}
        self._aliases = dict(OfficeAlias.objects.values_list("key", "office_id"))
        others = {
            key for key, pk in self._aliases.items() if by is not None and not can_place_in(by, self.all[pk])
        }
        self.choices = {
            key: pk for key, pk in (choices or {}).items() if pk in self.all and key not in others
        }

    def find(self, spelling: str) -> Office | None:
        """The office that is meant, or None: then a person says which one it is."""
        key = key_of(spelling)
        for known in (self._own, self.choices, self._aliases):
            if key in known:
                return self.all[known[key]]
        return None

    def is_by_choice(self, spelling: str) -> bool:
        """Was it a person who said which office this spelling means?"""
        key = key_of(spelling)
        return key not in self._own and (key in self.choices or key in self._aliases)

    def near(self, spelling: str) -> list[Office]:
        """At most three offices that are spelled alike, the nearest first."""
        key = key_of(spelling)
        names = {key_of(name): office for office in self.all.values() for name in (office.code, office.name)}
        found = get_close_matches(key, list(names), n=6, cutoff=0.5)
        found += [name for name in names if name and (name in key or (len(key) > 2 and key in name))]
        return list(dict.fromkeys(names[name] for name in found))[:3]


@dataclass
class People:
    """Everybody here, by what identifies them. One statement, whatever the length of the roster."""

    by_id: dict[int, User]
    by_number: dict[str, User]
    by_email: dict[str, User]
    by_trainee_number: dict[str, User]
    by_bare_number: dict[str, list[User]]

    @classmethod
    def load(cls, people: UserQuerySet) -> "People":
        everybody = list(people.order_by("pk"))
        bare: defaultdict[str, list[User]] = defaultdict(list)
        for person in everybody:
            if person.employee_number:
                bare[bare_number(person.employee_number)].append(person)
        return cls(
            {person.pk: person for person in everybody},
            {person.employee_number.lower(): person for person in everybody if person.employee_number},
            {person.email.lower(): person for person in everybody if person.email},
            {person.trainee_number.lower(): person for person in everybody if person.trainee_number},
            dict(bare),
        )

    def alike(self, number: str, name: str) -> User | None:
        """Somebody of this name whose number differs by the zeros in front alone: a spreadsheet drops them."""
        others = self.by_bare_number.get(bare_number(number), [])
        return next((person for person in others if key_of(person.name) == key_of(name)), None)


def bare_number(number: str) -> str:
    return number.lower().lstrip("0")


def names_of(offices: Iterable[Office]) -> str:
    return ", ".join(f"{office.name} ({office.code})" for office in offices)
