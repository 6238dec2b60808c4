"""The doors to the register: whoever asks for something unknown or foreign gets the same 404."""

from datetime import date

from django.http import Http404, HttpRequest

from emulation.accounts.models import User
from emulation.accounts.selectors import Reader
from emulation.organisations import selectors
from emulation.organisations.models import Organisation, Person, Post
from emulation.portal.organisations.permissions import readable


def actor(request: HttpRequest) -> User:
    """The account that acts; pages behind this stand behind login_required."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def organisation_for(user: Reader, pk: int) -> Organisation:
    """Names and levels are public to everybody who is logged in."""
    organisation = selectors.organisation_of(pk) if user.is_authenticated else None
    if organisation is None:
        raise Http404
    return organisation


def person_for(user: Reader, pk: int, *, on: date) -> Person:
    """Oneself, and the people of one's scope."""
    people = selectors.people_within(readable(user, on).places)
    person = people.filter(pk=pk).first()
    if person is None and pk == getattr(user, "person_id", None):
        person = getattr(user, "person", None)
    if person is None:
        raise Http404
    return person


def post_for(user: Reader, pk: int, *, on: date) -> Post:
    """A post in one's scope."""
    post = selectors.post_of(pk)
    if post is None or post.organisation_id not in readable(user, on):
        raise Http404
    return post
