"""The few template tags that every page needs."""

from django import template

register = template.Library()
