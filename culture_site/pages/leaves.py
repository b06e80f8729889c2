"""The innermost parts of a page's bodies, as they are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page


@dataclass(frozen=True)
class Leaf:
    """One value inside a body that holds no other blocks. `words` are the label or the title beside it."""

    block: blocks.Block
    value: Any
    words: str


def leaves_of_page(page: Page) -> Iterator[Leaf]:
    """Those of all bodies that a page has: the body of a public page, the steps of a lesson."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from leaves_of(getattr(page, field.name))


def leaves_of(body: StreamValue) -> Iterator[Leaf]:
    """All leaves, in order. Values are raw: a chooser's is an id, also of something that is gone."""
    yield from _in_stream(body.stream_block, body.raw_data, "")


def _in_stream(stream: blocks.BaseStreamBlock, items: Any, words: str) -> Iterator[Leaf]:
    for item in items or []:
        block = stream.child_blocks.get(item["type"])
        if block is not None:
            yield from _within(block, item["value"], words)


def _within(block: blocks.Block, value: Any, words: str) -> Iterator[Leaf]:
    if isinstance(block, blocks.ListBlock):
        for item in value or []:
            yield from _within(block.child_block, item["value"], words)
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from _in_stream(block, value, words)
    elif isinstance(block, blocks.StructBlock):
        fields = value or {}
        own = str(fields.get("label") or fields.get("title") or words)
        for name, child in block.child_blocks.items():
            yield from _within(child, fields.get(name), own)
    else:
        yield Leaf(block, value, words)
