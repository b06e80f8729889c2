"""What a page on the left of the import order shows from an app on its right.

The right-hand app registers a provider in `AppConfig.ready()`:

    related.register("core-value", standing_panels)

and the page on the left asks `related.panels("core-value", request, value)`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """One card: the template that draws it and what the template reads. `waits`: for the person to do something."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 100
    waits: bool = False


# Called with the request and the subject. Where the place is behind sign-in, so is the request: hence Any.
Provider = Callable[[Any, Any], Iterable[Panel]]
_providers: dict[str, list[Provider]] = defaultdict(list)


def register(place: str, provider: Provider) -> None:
    """Let `provider(request, subject)` add its panels to `place`."""
    if provider not in _providers[place]:
        _providers[place].append(provider)


def panels(place: str, request: HttpRequest, subject: Any = None) -> list[Panel]:
    """All panels for `place`, in order. Empty when no app has anything to show: a card without data is absent."""
    found = [panel for provider in _providers[place] for panel in provider(request, subject)]
    return sorted(found, key=lambda panel: panel.order)
