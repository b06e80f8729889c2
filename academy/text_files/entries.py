"""One table of a TOML file, read field by field: what is wrong is noted with its place, and reading goes on."""

import re
from collections.abc import Collection
from typing import Any

from ..models import LONGEST_KEY
from .plain import Words

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class Entry:
    """A field that is missing or wrong gives something empty, so that one fault does not hide the next."""

    def __init__(self, data: Any, place: str, faults: list[str]):
        self.data: dict[str, Any] = dict(data) if isinstance(data, dict) else {}
        self.place = place
        self.faults = faults
        self._asked: set[str] = set()
        if not isinstance(data, dict):
            self.fault("this is no table of fields.")

    def fault(self, sentence: str) -> None:
        self.faults.append(f"{self.place}: {sentence}")

    def get(self, name: str) -> Any:
        self._asked.add(name)
        return self.data.get(name)

    def text(self, name: str, *, longest: int = 0, is_needed: bool = True) -> str:
        value = self.get(name)
        if value is None or value == "":
            if is_needed:
                self.fault(f"there is no {name}.")
            return ""
        if not isinstance(value, str):
            self.fault(f"{name} is no text.")
            return ""
        if longest and len(value) > longest:
            self.fault(f"{name} has {len(value)} characters; at most {longest} fit.")
        return value.strip()

    def words(self, name: str, *, longest: int = 0, is_needed: bool = True) -> Words:
        """Both languages of a text. One alone is a fault, needed or not."""
        found = Words(
            self.text(f"{name}_ind", longest=longest, is_needed=is_needed),
            self.text(f"{name}_eng", longest=longest, is_needed=is_needed),
        )
        if not is_needed and bool(found.ind) != bool(found.eng):
            self.fault(f"{name} is there in one language only.")
        return found

    def slug(self, name: str, *, is_needed: bool = True) -> str:
        value = self.text(name, longest=LONGEST_KEY, is_needed=is_needed)
        if value and not SLUG.match(value):
            self.fault(f"{name} “{value}” is not made of small letters, digits and single dashes.")
        return value

    def choice(self, name: str, known: Collection[str], default: str | None = None) -> str:
        value = self.get(name)
        if value is None and default is not None:
            return default
        if value is None:
            self.fault(f"there is no {name}.")
            return ""
        if value not in list(known):
            self.fault(f"there is no {name} “{value}”; there are: {', '.join(known)}.")
            return ""
        return str(value)

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        found = self.whole_or_none(name, low, high)
        if found is not None:
            return found
        if default is not None:
            return default
        if name not in self.data:
            self.fault(f"there is no {name}.")
        return low

    def whole_or_none(self, name: str, low: int, high: int) -> int | None:
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.fault(f"{name} is {value!r}; a whole number from {low} to {high} is needed.")
            return None
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fault(f"{name} is no list of texts.")
            return ()
        if len(set(value)) < len(value):
            self.fault(f"{name} says the same twice.")
        return tuple(dict.fromkeys(value))

    def tables(self, name: str) -> list[Any]:
        value = self.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(f"{name} is no list of tables ([[{name}]]).")
            return []
        return value

    def close(self) -> None:
        """All fields have been asked for: name those that nobody knows, such as a slip of the pen."""
        if unknown := sorted(set(self.data) - self._asked):
            self.fault(f"nobody knows {', '.join(unknown)}.")
