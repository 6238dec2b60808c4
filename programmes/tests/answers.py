"""What each person is answered at an address, without one's act standing in the next one's way."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.test import Client


def told(answer: Any) -> object:
    """The status of an answer; "login" for the way to the log-in."""
    if answer.streaming:
        # Closing the answer itself would close the connection of the test.
        for close in answer._resource_closers:
            close()
    if answer.status_code == 302 and "/login/" in answer["Location"]:
        return "login"
    return answer.status_code


def answers(
    people: Mapping[str, Client], url: str, body: Mapping[str, object] | None = None
) -> tuple[object, ...]:
    """One answer a person, in their order, to reading `url` or to sending `body` there; each is undone again."""
    found = []
    for client in people.values():
        with transaction.atomic():
            found.append(told(client.get(url) if body is None else client.post(url, body)))
            transaction.set_rollback(True)
    return tuple(found)
