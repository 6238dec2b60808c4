"""Telling people: under the bell at once, by mail after the act is done. Mail carries a title and a link only."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from smtplib import SMTPException
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from emulation.notices.models import Notice, Outgoing

ATTEMPTS = 10
BATCH = 100
CLAIM = timedelta(minutes=10)


class Recipient(Protocol):
    """What a notice needs to know of an account."""

    pk: int
    email: str
    language: str
    is_active: bool


@transaction.atomic
def tell(
    users: Iterable[Recipient],
    *,
    text: object,
    url: str,
    values: Mapping[str, object] | None = None,
    key: str = "",
    mail: bool = True,
    organisation_id: int | None = None,
    instead: bool = False,
) -> list[Notice]:
    """Put a sentence with a link under the bell of each open account, and by mail into the outbox.

    `text` may be lazy: each person reads it in their own language, with `values` put into it afterwards (a lazy
    text that is filled at once would be in the language of whoever acts). It must hold nothing confidential,
    because it is also the mail's title; `url` is a path of this site, whose page asks for rights itself.
    With a `key`, whoever was told under that key already is not told again. `instead` says how things stand
    now: what the person has not read yet of the same page counts as read. Returns the new notices.
    """
    people = {user.pk: user for user in users if user.is_active}
    if key:
        told = Notice.objects.filter(key=key, user__in=people).values_list("user_id", flat=True)
        people = {pk: user for pk, user in people.items() if pk not in set(told)}
    if instead:
        older = Notice.objects.filter(user__in=people, url=url, read_at=None)
        older.update(read_at=timezone.now())
    notices = [
        Notice(
            user_id=pk,
            text=_in_words_of(user, text, values),
            url=url,
            key=key,
            organisation_id=organisation_id,
        )
        for pk, user in people.items()
    ]
    Notice.objects.bulk_create(notices, batch_size=500, ignore_conflicts=bool(key))
    if mail:
        letters = [_letter(people[notice.user_id], notice) for notice in notices]
        Outgoing.objects.bulk_create(letters, batch_size=500, ignore_conflicts=bool(key))
    return notices


def post(to: str, subject: str, body: str, *, handover: bool = False) -> Outgoing:
    """Put one mail into the outbox; `handover` lets administrators of the addressee read it there."""
    return Outgoing.objects.create(to=to, subject=_one_line(subject), body=body, handover=handover)


def mark_read(notice: Notice) -> None:
    """Note that the person opened it; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def mark_opened(ids: Collection[int]) -> None:
    """Note that the pages these notices speak of were opened by another way than the notices themselves."""
    Notice.objects.filter(pk__in=ids, read_at=None).update(read_at=timezone.now())


def mark_all_read(user: Recipient) -> int:
    """Note that the person has read everything; how many were new."""
    return Notice.objects.filter(user_id=user.pk, read_at=None).update(read_at=timezone.now())


def send_waiting() -> int:
    """Hand waiting mail to the mail server; how many left. Without a mail server everything keeps waiting.

    Each mail is claimed by a conditional UPDATE, so that two workers never send the same one; a failure is
    noted in words and tried again, ten times in about three days.
    """
    if not settings.MAIL_DELIVERY_BACKEND:
        return 0
    waiting = Outgoing.objects.filter(
        sent_at=None, attempts__lt=ATTEMPTS, next_attempt_at__lte=timezone.now()
    ).order_by("pk")
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    return sum(_send(letter, connection) for letter in waiting[:BATCH] if _claim(letter))


def try_again(letter: Outgoing) -> None:
    """Let the next round of the timer take up a mail that was given up."""
    Outgoing.objects.filter(pk=letter.pk, sent_at=None).update(
        attempts=0, error="", next_attempt_at=timezone.now()
    )


def _claim(letter: Outgoing) -> bool:
    now = timezone.now()
    free = Outgoing.objects.filter(pk=letter.pk, sent_at=None, next_attempt_at__lte=now)
    return bool(free.update(next_attempt_at=now + CLAIM, attempts=letter.attempts + 1))


def _send(letter: Outgoing, connection: BaseEmailBackend) -> bool:
    message = EmailMessage(letter.subject, letter.body, to=[letter.to], connection=connection)
    row = Outgoing.objects.filter(pk=letter.pk)
    try:
        message.send()
    except (SMTPException, OSError) as problem:
        pause = timedelta(minutes=5) * 2 ** min(letter.attempts, 9)
        row.update(error=f"{type(problem).__name__}: {problem}"[:500], next_attempt_at=timezone.now() + pause)
        return False
    row.update(sent_at=timezone.now(), error="", body="")
    return True


def _in_words_of(user: Recipient, text: object, values: Mapping[str, object] | None) -> str:
    with translation.override(user.language):
        return _one_line(str(text) % values if values else str(text), 500)


def _letter(user: Recipient, notice: Notice) -> Outgoing:
    context = {"text": notice.text, "link": settings.SITE_URL + notice.url}
    with translation.override(user.language):
        body = render_to_string("notices/mail.txt", context)
    key = f"{notice.key}:{user.pk}" if notice.key else None
    return Outgoing(to=user.email, subject=_one_line(notice.text), body=body, key=key)


def _one_line(text: str, length: int = 250) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
