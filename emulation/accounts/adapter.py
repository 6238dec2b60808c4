"""What differs here from allauth's ways: nobody signs up, and every refusal is a sentence with a time."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation only (`accounts.services.invite`)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
