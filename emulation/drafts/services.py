"""Keeping, giving back and forgetting what is being typed. Drafts are nobody's business but their author's."""

import json
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.drafts.models import Draft

LIMIT_BYTES = 200 * 1024
LIMIT_DRAFTS = 200
FORGOTTEN_AFTER = timedelta(days=90)

Fields = dict[str, list[str]]


class TooLong(Exception):
    """The text is longer than a draft may be; the message is a sentence."""


class Conflict(Exception):
    """Another tab saved in between; `draft` is what it saved."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("Another window saved this form at a later time."))
        self.draft = draft


@transaction.atomic
def save(user: AbstractBaseUser, key: str, data: Fields, *, seen: int | None = None) -> Draft:
    """Keep {field: [values]} under the key, replacing what was there; returns the draft with its time.

    `seen` is the version that the saving window knows (0: it knows of none); a newer one raises Conflict. Without
    `seen` the newest saving wins. Raises TooLong beyond 200 KB. Old drafts of the same person beyond
    LIMIT_DRAFTS, and those of 90 days ago, are forgotten.
    """
    if len(json.dumps(data, ensure_ascii=False).encode()) > LIMIT_BYTES:
        raise TooLong(_("The text is too long to be kept as a draft (200 KB). Save it or shorten it."))
    now = timezone.now()
    held = Draft.objects.select_for_update().filter(user_id=user.pk, key=key).first()
    if held is None:
        _forget_old(user)
        held, made = Draft.objects.get_or_create(
            user_id=user.pk, key=key, defaults={"data": data, "saved_at": now}
        )
        if made:
            return held
    if seen is not None and held.version > seen and held.data != data:
        raise Conflict(held)
    held.data, held.saved_at, held.version = data, now, held.version + 1
    held.save(update_fields=["data", "saved_at", "version"])
    return held


def load(user: AbstractBaseUser, key: str) -> Draft | None:
    """The author's own draft of that form, if there is one."""
    return Draft.objects.filter(user_id=user.pk, key=key).first()


def discard(user: AbstractBaseUser, key: str) -> None:
    """Forget the draft: its form was sent, or its author does not want it back."""
    Draft.objects.filter(user_id=user.pk, key=key).delete()


def _forget_old(user: AbstractBaseUser) -> None:
    own = Draft.objects.filter(user_id=user.pk)
    own.filter(saved_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    beyond: list[Any] = list(own.order_by("-saved_at").values_list("pk", flat=True)[LIMIT_DRAFTS - 1 :])
    if beyond:
        own.filter(pk__in=beyond).delete()
