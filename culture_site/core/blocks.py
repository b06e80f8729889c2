"""The blocks that pages are made of. Each shows editors a sample and says when to use it."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

from . import related

TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]
SHORT_FEATURES = ["bold", "ol", "ul", "link"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any):
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "core/blocks/text.html"
        description = _("Paragraphs, headings and lists. Start a new one after a chat, a box or a picture.")
        preview_value = "<h2>How does it feel?</h2><p>A good friend does not wait. <b>Neither do we.</b></p>"


class MessageBlock(blocks.StructBlock):
    who = blocks.CharBlock(label=_("Who speaks"), max_length=60)
    at = blocks.CharBlock(label=_("When"), max_length=20, required=False, help_text=_("For example 09.12"))
    text = blocks.TextBlock(label=_("Words"), rows=2)
    side = blocks.ChoiceBlock(
        label=_("Side"),
        choices=[("customer", _("Customer, on the left")), ("agent", _("Us, on the right"))],
        default="customer",
    )

    class Meta:
        label = _("Message")
        icon = "comment"


class ChatBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    messages = blocks.ListBlock(MessageBlock(), label=_("Messages"), min_num=1)

    class Meta:
        icon = "comment"
        label = _("Chat example")
        template = "core/blocks/chat.html"
        description = _("Show a value at work: what the customer wrote and what we answered.")
        preview_value = {
            "title": "The parcel that went to the wrong warehouse",
            "messages": [
                {"who": "Hadi", "at": "09.12", "text": "Where is my parcel?", "side": "customer"},
                {
                    "who": "Sekar, CFS",
                    "at": "09.14",
                    "text": "It went to the wrong warehouse. I have called them; you will hear from me at 11.",
                    "side": "agent",
                },
            ],
        }


class KeyBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "key"
        label = _("Key box")
        template = "core/blocks/key.html"
        description = _("The one thing to take away. At most one or two on a page.")
        preview_value = {"title": "Remember", "text": "<p>Name the time of your next message.</p>"}


class DoAvoidBlock(blocks.StructBlock):
    do = blocks.ListBlock(blocks.CharBlock(max_length=250), label=_("Do"), min_num=0)
    avoid = blocks.ListBlock(blocks.CharBlock(max_length=250), label=_("Avoid"), min_num=0)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["do"] and not cleaned["avoid"]:
            raise StructBlockValidationError(
                block_errors={"do": ValidationError(_("Write at least one point to do or to avoid."))}
            )
        return cleaned

    class Meta:
        icon = "tick-inverse"
        label = _("Do and avoid")
        template = "core/blocks/do_avoid.html"
        description = _("Two short lists side by side: what helps and what does not.")
        preview_value = {
            "do": ["Name the time of your next message.", "Offer a second plan."],
            "avoid": ["“Please wait” without saying how long."],
        }


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), rows=3, help_text=_("Without quotation marks."))
    who = blocks.CharBlock(label=_("Who says it"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "core/blocks/quote.html"
        description = _("Words of a person, with their consent.")
        preview_value = {"text": "I called him before he knew.", "who": "Laras, Yogyakarta"}


FILE_NAME = re.compile(
    r"\S+\.(?:avif|gif|heic|jpe?g|png|webp)|(?:img|dsc|pxl|screenshot|whatsapp image)[\W_\d].*", re.I
)


class PictureBlock(blocks.StructBlock):
    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        picture = cleaned["picture"]
        # The field starts with the title of the picture, which starts with the name of its file.
        if not picture.decorative and FILE_NAME.fullmatch(picture.contextual_alt_text or ""):
            words = ValidationError(_("Say what the picture shows; this is the name of a file."))
            raise StructBlockValidationError(
                block_errors={"picture": StructBlockValidationError(block_errors={"alt_text": words})}
            )
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "core/blocks/picture.html"
        preview_template = "core/blocks/picture_preview.html"
        description = _(
            "A picture with the words for those who do not see it. The focal point stays in view."
        )


class CardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    text = blocks.CharBlock(label=_("One sentence"), max_length=250, required=False)

    class Meta:
        label = _("Card")
        icon = "doc-empty"


class CardsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=1)

    class Meta:
        icon = "table"
        label = _("Card row")
        template = "core/blocks/cards.html"
        description = _("Ways on to other pages, two to four of them.")
        preview_value = {
            "title": "",
            "cards": [
                {"title": "Friendly", "page": None, "text": "Warm like a friend."},
                {"title": "Proactive", "page": None, "text": "One step ahead."},
            ],
        }


class LinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.URLBlock(
        label=_("Or an address elsewhere"), required=False, help_text=_("Only if there is no page.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            raise StructBlockValidationError(
                block_errors={"page": ValidationError(_("Choose a page or give an address, one of the two."))}
            )
        return cleaned

    class Meta:
        label = _("Link")
        icon = "link"


class ActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1, max_num=2)

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        template = "core/blocks/action.html"
        description = _("What to do next. The first link is the main one; once per page is enough.")
        preview_value = {
            "title": "",
            "links": [{"label": "Meet the values", "page": None, "address": "https://example.org"}],
        }


class CallsBlock(blocks.StaticBlock):
    """What people can apply for now, as the app that looks after it says; nothing while nothing is open."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["panels"] = related.panels("open-calls", context.get("request"))
        return context

    class Meta:
        icon = "group"
        label = _("Open calls")
        template = "core/blocks/calls.html"
        admin_text = _("Shows the calls for Nakawan while one can apply, and nothing otherwise.")
        description = _("The calls for Nakawan, while one can apply.")


class BodyBlock(blocks.StreamBlock):
    """Everything that the body of a page may hold."""

    text = TextBlock()
    chat = ChatBlock()
    key = KeyBlock()
    do_avoid = DoAvoidBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    cards = CardsBlock()
    action = ActionBlock()
    calls = CallsBlock()
