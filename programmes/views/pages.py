"""For which body something is entered, where a person acts for several."""

from collections.abc import Collection

from django.http import Http404

from emulation.accounts.requests import SignedInRequest
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import organisation_of
from emulation.paging import whole_numbers
from programmes.selectors.homes import homes


def home_of(request: SignedInRequest, held: Collection[int] | None = None) -> Organisation:
    """The one body for which the user enters something; of several the one in the address. Http404 without any.

    `held` are the ids to choose among where not every body may begin such a thing.
    """
    held = homes(request.user) if held is None else held
    if not held:
        raise Http404
    wanted = whole_numbers(request.GET.getlist("organisation"))
    chosen = organisation_of(next((pk for pk in wanted if pk in held), min(held)))
    if chosen is None:
        raise Http404
    return chosen
