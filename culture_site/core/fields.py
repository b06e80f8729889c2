"""Fields that pages share."""

from typing import Any

from wagtail.fields import StreamField

from .blocks import BodyBlock


class BodyField(StreamField):
    """The body of a page. Its blocks are no part of a migration: the database keeps them as JSON either way."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(BodyBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _blocks, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
