"""A form that was sent and taken leaves no draft behind: the same for every form that saves while one types."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from emulation.drafts import services

FIELD = "draft"
"""The hidden field by which autosave.js names the draft of the form that is being sent."""


class SentDrafts:
    """Forgets the draft named in a form whose sending ended in a redirect: nothing was refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        taken = request.method == "POST" and response.status_code in (302, 303)
        if taken and request.user.is_authenticated and (key := request.POST.get(FIELD)):
            services.discard(request.user, key)
        return response
