"""What templates of the public pages need besides their page."""

from typing import Any

from django import template
from django.http import HttpRequest

from ..cards import address_of
from ..forms.contact import ContactForm
from ..models import SitePage

register = template.Library()


@register.inclusion_tag("pages/_contact_form.html", takes_context=True)
def contact_form(context: Any) -> dict[str, Any]:
    """`{% contact_form %}`: an empty form that writes to the academy team."""
    return {"form": ContactForm(), "csrf_token": context.get("csrf_token", "")}


@register.simple_tag(takes_context=True)
def social_card(context: Any, page: SitePage) -> str:
    """`{% social_card page %}`: the full address of the picture that stands for a page in chats."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(address_of(page))
