"""The access table as a test: who is answered what at every address of a room, each request undone again."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from emulation.audit.models import Entry


def named(room: str) -> dict[str, URLPattern]:
    """{name: pattern} of every address of the room."""
    return {pattern.name: pattern for pattern in get_resolver().namespace_dict[room][1].url_patterns}


def told(answer: Any) -> object:
    """The status of an answer; "login" for the way to the log-in."""
    if answer.streaming:
        # Closing the answer itself would close the connection of the test.
        for close in answer._resource_closers:
            close()
    if answer.status_code == 302 and "/login/" in answer["Location"]:
        return "login"
    return answer.status_code


def signed_in(**users: AbstractBaseUser) -> dict[str, Client]:
    """A browser for the visitor, who has no account, and one for each user by the name of the role."""
    people = {"visitor": Client()}
    for role, user in users.items():
        people[role] = Client()
        people[role].force_login(user)
    return people


def answers(
    people: Mapping[str, Client], url: str, body: Mapping[str, object] | None = None
) -> tuple[object, ...]:
    """One answer a person, in their order, to reading `url` or to sending `body` there; each is undone again."""
    return tuple(told(_asked(client, url, body)) for client in people.values())


def _asked(client: Client, url: str, body: Mapping[str, object] | None) -> Any:
    with transaction.atomic():
        answer = client.get(url) if body is None else client.post(url, body)
        transaction.set_rollback(True)
    return answer


def table(
    client: Client,
    users: Sequence[AbstractBaseUser | None],
    room: str,
    address: Callable[[URLPattern, Mapping[str, int]], str],
    ids: Mapping[str, int],
    body: Mapping[str, object] | None = None,
) -> dict[str, tuple[object, ...]]:
    """{address: answers by user}, reading or sending `body`; what is refused must leave no entry in the journal.

    What is forbidden to know looks like what does not exist: a 404 is compared with that for unknown ids.
    """
    nothing = dict.fromkeys(ids, 10**9)
    found = {}
    for name, pattern in named(room).items():
        line = []
        for user in users:
            client.logout()
            if user:
                client.force_login(user)
            line.append(_answer(client, address(pattern, ids), body))
            if line[-1][0] == 404:
                unknown = _answer(client, address(pattern, nothing), body)
                assert unknown == line[-1], name
        found[name] = tuple(status for status, _page in line)
    return found


def _answer(client: Client, url: str, body: Mapping[str, object] | None) -> tuple[object, str]:
    before = Entry.objects.count()
    with transaction.atomic():
        answer = client.get(url) if body is None else client.post(url, body)
        done = Entry.objects.count() != before
        transaction.set_rollback(True)
    status = told(answer)
    assert status == 302 or not done, "refused, and done all the same"
    return status, _shown(answer) if status == 404 else ""


def _shown(response: Any) -> str:
    """The page, but for the token and the address, which differ with every request."""
    page = response.content.decode().replace(response.wsgi_request.path, "")
    return re.sub(r'value="[A-Za-z0-9]{64}"|data-now="\d+"', "", page)
