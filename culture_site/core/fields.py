"""Fields that pages share."""

from typing import Any

from wagtail.fields import StreamField

from .blocks import BodyBlock, PictureBlock


class _OurBlocksField(StreamField):
    """Its blocks are no part of a migration: the database keeps them as JSON either way."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _blocks, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class BodyField(_OurBlocksField):
    """The body of a page."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(BodyBlock(), **kwargs)


class PictureField(_OurBlocksField):
    """One picture with its words, or none."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__([("picture", PictureBlock())], max_num=1, **kwargs)
