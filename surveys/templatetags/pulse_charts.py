"""Figures of a wave inside templates."""

from django import template

from surveys import numbers

register = template.Library()

register.filter("score", numbers.score)
register.filter("whole", numbers.count)
