"""The pages seen first: the desk, the start page of a visitor, help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person; a visitor gets the start page."""
    if not request.user.is_authenticated:
        return render(request, "portal/start.html")
    return render(request, "portal/desk.html")


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")
