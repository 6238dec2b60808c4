"""What differs here from allauth's ways: nobody signs up, refusals name a time, secrets lie encrypted."""

import base64
import hashlib
import time
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from emulation.accounts import kept


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation only (`accounts.services.invite`)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """As allauth counts failed attempts, but the refusal says when to come back."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise ValidationError(self.too_many_attempts(request, key), code=error.code) from error

    def too_many_attempts(self, request: HttpRequest, key: str) -> str:
        """The sentence with the time from which the next attempt counts."""
        again = timezone.localtime(
            datetime.fromtimestamp(next_attempt(request, key), tz=timezone.get_current_timezone())
        )
        return _("Too many failed attempts. You can try again at %(time)s.") % {
            "time": time_format(again, "H:i:s")
        }

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **login: Any) -> HttpResponse:
        """After logging in, text kept from an expired session is offered back to the same person."""
        response = super().post_login(request, user, **login)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,  # type: ignore[attr-defined]  # every account is an accounts.User
            samesite="Lax",
            secure=settings.SECURE,
        )
        if kept.belongs_to(request, user) and login.get("redirect_url") != reverse("accounts:in_place"):
            response["Location"] = reverse("accounts:kept")
        return response

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """By the account's own address, however the account came into being."""
        found = self.authenticate(self.request, email=user.email, password=password)  # type: ignore[attr-defined]
        return found is not None and found.pk == user.pk

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, context: Any = None, email: str | None = None
    ) -> None:
        """What happened to an account is told to its own address, in its own language."""
        with translation.override(user.language):  # type: ignore[attr-defined]
            super().send_notification_mail(template_prefix, user, context, email or user.email)  # type: ignore[attr-defined]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def format_email_subject(self, subject: str) -> str:
        """Our subjects are whole sentences: no bracketed site name before them."""
        return str(subject)


def next_attempt(request: HttpRequest, key: str) -> float:
    """The moment (seconds of the epoch) from which a failed-login limit lets another attempt through."""
    moments = [time.time()]
    for rate in ratelimit.get_rates(app="allauth.account", action="login_failed"):
        name = ratelimit.get_cache_key(
            request, app="allauth.account", action="login_failed", rate=rate, key=key
        )
        history = cache.get(name, [])
        if len(history) >= rate.amount:
            moments.append(history[rate.amount - 1] + rate.duration)
    return max(moments)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys of authenticator apps are stored encrypted: a stolen backup alone opens no account."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    digest = hashlib.sha256(b"emulation.accounts.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
