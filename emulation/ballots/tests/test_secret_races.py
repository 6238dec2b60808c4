"""Two at the same moment, on two real connections: one vote each, and none is lost at the end."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from django.db import connection, transaction

from emulation.ballots.models import Paper, Receipt, Urn
from emulation.ballots.services import casting, counting
from emulation.ballots.tally import AGREE, DISAGREE
from emulation.ballots.tests.factories import vote
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Act = Callable[[], Any]
WAITING = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def alone(act: Act, ready: threading.Barrier) -> Any:
    with closing(connection):
        ready.wait(timeout=30)
        try:
            return act()
        except (Refused, TransitionRefused) as refusal:
            return refusal


def at_once(*acts: Act) -> list[Any]:
    ready = threading.Barrier(len(acts))
    with ThreadPoolExecutor(len(acts)) as people:
        return [done.result(60) for done in [people.submit(alone, act, ready) for act in acts]]


def one_after_the_other(first: Act, second: Act) -> tuple[Any, Any]:
    """`second` begins while `first` is done and not yet committed, and has to wait for it."""
    done, go_on, only = threading.Event(), threading.Event(), threading.Barrier(1)

    def hold() -> Any:
        with closing(connection), transaction.atomic():
            answer = first()
            done.set()
            go_on.wait(timeout=30)
            return answer

    with ThreadPoolExecutor(2) as people:
        holding = people.submit(hold)
        assert done.wait(timeout=30), holding.exception()
        following = people.submit(alone, second, only)
        pause = threading.Event()
        for _step in range(600):
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchone():
                    break
            pause.wait(0.05)
        else:
            pytest.fail("Nobody waited.")
        go_on.set()
        return holding.result(60), following.result(60)


def refusals(answers: list[Any]) -> int:
    return sum(isinstance(answer, Refused | TransitionRefused) for answer in answers)


def test_two_windows_of_one_member_put_in_one_vote():
    scene = vote(3).open()
    answers = at_once(*(lambda: scene.cast(0, AGREE) for _window in range(4)))
    assert refusals(answers) == 3
    assert Receipt.objects.filter(voted=True).count() == 1
    assert [len(urn.papers) for urn in Urn.objects.all()] == [1]


def test_members_who_vote_at_the_same_moment_are_all_counted():
    scene = vote(8).open()
    answers = at_once(*(lambda place=place: scene.cast(place, AGREE) for place in range(8)))
    assert refusals(answers) == 0
    scene.end().count()
    assert (scene.questions[0].result.agree, Paper.objects.count()) == (8, 8)


@pytest.mark.parametrize("member_first", [True, False])
def test_a_vote_put_in_while_the_voting_is_ended_is_counted_or_refused(member_first):
    scene = vote(3).open()
    scene.cast(0, DISAGREE)
    put_in, end = (
        (lambda: scene.cast(1, AGREE)),
        (lambda: casting.end_voting(scene.ballot, by=scene.tellers[0])),
    )
    acts = (put_in, end) if member_first else (end, put_in)
    answers = one_after_the_other(*acts)
    assert refusals(list(answers)) == (0 if member_first else 1)
    scene.count()
    assert scene.questions[0].result.agree == (1 if member_first else 0)


def test_a_member_marked_for_a_paper_and_voting_on_screen_votes_once():
    scene = vote(3).open()
    answers = at_once(
        lambda: scene.cast(0, AGREE),
        lambda: casting.mark_paper_voters(scene.ballot, [scene.entry(0)], by=scene.tellers[0]),
    )
    scene.ballot.refresh_from_db()
    assert refusals(answers) == 1
    assert scene.ballot.on_paper + len(Urn.objects.get().papers) == 1


def test_an_urn_opened_by_two_tellers_at_once_is_counted_once():
    scene = vote(3).open()
    scene.cast(0, AGREE)
    scene.end()
    answers = at_once(
        *(lambda by=by: counting.count(scene.ballot, scene.secrets, by=by) for by in scene.tellers)
    )
    assert refusals(answers) == 1
    assert Paper.objects.count() == 1
