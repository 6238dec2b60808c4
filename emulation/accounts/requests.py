"""The request of a page behind a login, for type checkers: its user is always an account."""

from django.http import HttpRequest

from emulation.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User
