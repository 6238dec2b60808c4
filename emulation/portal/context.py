"""What every page needs to draw its frame."""

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    return {}
