"""What differs here from allauth's ways: nobody signs up, refusals name a time, secrets lie encrypted."""

import base64
import hashlib
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
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
from emulation.accounts.models import User

ALLAUTH = "allauth.account"
FAILED_HERE, FAILED_ANYWHERE = "login_failed", "login_failed_anywhere"


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation only (`accounts.services.invite`)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse beyond so many failures on one account from one address, and beyond more of them anywhere.

        The refusal says when to come back. A browser that this account used last is counted for itself alone:
        neither a colleague behind the same address nor a stranger elsewhere locks its owner out.
        """
        try:
            super().pre_authenticate(request, **credentials)
            if not uses_own_browser(request, credentials.get("email", "")):
                self._count_for_all(request, **credentials)
        except ValidationError as error:
            raise ValidationError(self.too_many_attempts(request, **credentials), code=error.code) from error

    def _count_for_all(self, request: HttpRequest, **credentials: Any) -> None:
        account = super()._get_login_attempts_cache_key(request, **credentials)
        usage = ratelimit.consume(request, app=ALLAUTH, action=FAILED_ANYWHERE, key=account)
        if not usage:
            raise self.validation_error("too_many_login_attempts")
        # allauth takes back what is counted here when the password turns out to be right.
        self._login_failed_rl_usage.usage.extend(usage.usage)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What failures are counted on: the account and the address they came from."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{ratelimit.get_ip(request)}"

    def too_many_attempts(self, request: HttpRequest, **credentials: Any) -> str:
        """The sentence with the time from which the next attempt counts."""
        keys = {
            FAILED_HERE: self._get_login_attempts_cache_key(request, **credentials),
            FAILED_ANYWHERE: super()._get_login_attempts_cache_key(request, **credentials),
        }
        if uses_own_browser(request, credentials.get("email", "")):
            del keys[FAILED_ANYWHERE]
        again = timezone.localtime(
            datetime.fromtimestamp(next_attempt(request, keys), tz=timezone.get_current_timezone())
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

    def prove_by_code(self, user: AbstractBaseUser, code: str) -> bool:
        """By a one-time code, directly after `reauthenticate` refused it as a password, which counted it as a failure.

        So a code is guessed no more often than a password; the right one is not counted.
        """
        found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        fits = found is not None and bool(found.wrap().validate_code(code))
        if fits:
            self._rollback_login_failed_rl_usage()
        return fits

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


def uses_own_browser(request: HttpRequest, email: str) -> bool:
    """Whether the account of that address is the one last used in this browser; a signed cookie says so."""
    last = kept.last_account(request)
    return last is not None and User.objects.filter(pk=last, email__iexact=email).exists()


def next_attempt(request: HttpRequest, keys: Mapping[str, str]) -> float:
    """The moment (seconds of the epoch) from which every limit {action: key} lets another attempt through."""
    moments = [time.time()]
    for action, key in keys.items():
        for rate in ratelimit.get_rates(app=ALLAUTH, action=action):
            name = ratelimit.get_cache_key(request, app=ALLAUTH, action=action, rate=rate, key=key)
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
