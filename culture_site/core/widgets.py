"""Form widgets that every room uses."""

from django import forms


def date_input(**attributes: str) -> forms.DateInput:
    """A day, as browsers let people pick one."""
    return forms.DateInput(attrs={"type": "date", **attributes}, format="%Y-%m-%d")
