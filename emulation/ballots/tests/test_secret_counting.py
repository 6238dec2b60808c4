"""The papers and the count of a secret ballot: what adds up, what does not, what nobody can bring in."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from emulation.audit.models import Entry
from emulation.ballots import sealing
from emulation.ballots.models import (
    Ballot,
    BatchEntry,
    Keeping,
    Paper,
    Urn,
)
from emulation.ballots.services import casting, counting, opening
from emulation.ballots.services.counting import BatchesDiffer, DoesNotAddUp
from emulation.ballots.tally import AGREE, DISAGREE, Papers
from emulation.ballots.tests.factories import SECRETS, confirming, electing, vote
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def papers(agree=0, disagree=0, blank=0, invalid=0):
    votes = {AGREE: agree, DISAGREE: disagree}
    return Papers(agree + disagree + blank + invalid, votes, blank, invalid)


def test_a_pattern_of_marks_is_taken_apart():
    scene = vote(3, items=[electing("A", "B", "C", places=2)]).open()
    a, b, c = scene.candidates()
    scene.cast(0, a, b)
    scene.cast(1, a, c)
    scene.cast(2)
    scene.end().count()
    (question,) = scene.questions
    assert sorted(Paper.objects.values_list("choice", flat=True)) == sorted([a, a, b, c, "blank"])
    assert (question.election.returned, question.election.blank, question.election.elected) == (3, 1, (a,))


def test_paper_ballots_and_written_opinions_are_counted_together_with_the_screen():
    scene = vote(7).open()
    for place in range(4):
        scene.cast(place, AGREE)
    with pytest.raises(Refused):
        casting.mark_paper_voters(scene.ballot, [scene.entry(0)], by=scene.tellers[0])
    with pytest.raises(Refused):
        casting.mark_paper_voters(scene.ballot, [scene.entry(5)], by=scene.runner)
    with pytest.raises(Refused):
        casting.mark_paper_voters(scene.ballot, [], by=scene.tellers[0])
    marked = [scene.entry(place) for place in (4, 5, 6)]
    scene.ballot = casting.mark_paper_voters(scene.ballot, marked, by=scene.tellers[0])
    with pytest.raises(Refused):
        scene.cast(5, AGREE)  # nobody votes twice
    question = scene.questions[0].pk
    with pytest.raises(Refused):
        counting.enter_batch(scene.ballot, {question: papers(agree=3)}, by=scene.tellers[0])
    scene.end()
    with pytest.raises(Refused):
        casting.mark_paper_voters(scene.ballot, [scene.entry(6)], by=scene.tellers[0])
    with pytest.raises(Refused):
        scene.count()
    counting.enter_batch(scene.ballot, {question: papers(agree=3)}, by=scene.tellers[0])
    with pytest.raises(Refused):
        scene.count()
    counting.enter_batch(scene.ballot, {question: papers(agree=2, blank=1)}, by=scene.tellers[1])
    with pytest.raises(BatchesDiffer) as difference:
        scene.count()
    found = [(one.what, one.first, one.second) for one in difference.value.differences]
    assert found == [(AGREE, 3, 2), ("blank", 0, 1)]
    assert not Paper.objects.exists()
    counting.enter_batch(scene.ballot, {question: papers(agree=2, blank=1)}, by=scene.tellers[0])
    scene.count()
    outcome = scene.questions[0].result
    assert (outcome.agree, outcome.blank, outcome.base) == (6, 1, 7)
    assert Paper.objects.count() == 7
    named = Entry.objects.filter(action="ballot.mark_paper").get()
    assert named.changes == {"members": [None, 3]}


@pytest.mark.parametrize(
    "batch",
    [papers(agree=3), replace(papers(agree=2), returned=1), replace(papers(agree=1), votes={"x": 1}), None],
    ids=["more than given out", "sum", "unknown", "no question"],
)
def test_numbers_of_papers_that_cannot_be_true_are_refused(batch):
    scene = vote(4).open()
    casting.mark_paper_voters(scene.ballot, [scene.entry(0), scene.entry(1)], by=scene.tellers[0])
    scene.end()
    given = {scene.questions[0].pk: batch} if batch else {}
    with pytest.raises(Refused):
        counting.enter_batch(scene.ballot, given, by=scene.tellers[0])
    with pytest.raises(Refused):
        counting.enter_batch(scene.ballot, {scene.questions[0].pk: papers(agree=2)}, by=scene.runner)


def test_only_two_tellers_enter_the_papers_and_only_where_there_are_any():
    scene = vote(4, tellers=3).open().end()
    batch = {scene.questions[0].pk: papers(agree=1)}
    with pytest.raises(Refused):
        counting.enter_batch(scene.ballot, batch, by=scene.tellers[0])
    Ballot.objects.filter(pk=scene.ballot.pk).update(on_paper=1)
    for teller in scene.tellers[:2]:
        counting.enter_batch(scene.ballot, batch, by=teller)
    with pytest.raises(Refused):
        counting.enter_batch(scene.ballot, batch, by=scene.tellers[2])
    assert BatchEntry.objects.count() == 2


def test_an_urn_opens_with_two_secrets_of_its_tellers_and_not_otherwise():
    scene = vote(3, tellers=3).open()
    scene.cast(0, AGREE)
    with pytest.raises(TransitionRefused):
        scene.count()
    scene.end()
    first, second, third = scene.ballot.tellers.all()
    for given in ({}, {first.pk: SECRETS[0]}, {first.pk: SECRETS[0], 10**9: SECRETS[1]}):
        with pytest.raises(Refused):
            counting.count(scene.ballot, given, by=scene.tellers[0])
    with pytest.raises(sealing.WrongSecret):
        counting.count(scene.ballot, {first.pk: SECRETS[0], second.pk: "sai"}, by=scene.tellers[0])
    with pytest.raises(Refused):
        counting.count(scene.ballot, scene.secrets, by=scene.runner)
    counting.count(scene.ballot, {second.pk: SECRETS[1], third.pk: SECRETS[2]}, by=scene.tellers[2])
    with pytest.raises(TransitionRefused):
        counting.count(scene.ballot, scene.secrets, by=scene.tellers[0])


@pytest.mark.parametrize(
    "change", ["one more", "one less", "a copy", "a stranger's", "gone", "of the other urn"]
)
def test_an_urn_that_was_tampered_with_is_not_counted(change):
    scene = vote(3, items=[confirming(), confirming("Hợp tác xã khác")]).open()
    for place in range(3):
        scene.cast(place, DISAGREE)
    scene.end()
    urn, other = Urn.objects.order_by("pk")
    foreign = sealing.seal(scene.ballot.public_key, b"agree")
    urn.papers = {
        "one more": [*urn.papers, urn.papers[0]],
        "one less": urn.papers[1:],
        "a copy": [urn.papers[0], urn.papers[0], urn.papers[1]],
        "a stranger's": [foreign, *urn.papers[1:]],
        "gone": ["", *urn.papers[1:]],
        "of the other urn": [other.papers[0], *urn.papers[1:]],
    }[change]
    urn.save()
    with pytest.raises(DoesNotAddUp):
        scene.count()
    assert not Paper.objects.exists()
    opening.annul(scene.ballot, reason="Hòm phiếu bị sửa", by=scene.runner)


def test_changed_keys_are_noticed():
    scene = vote(2).open().end()
    scene.ballot.envelopes.update(sealed=sealing.seal(scene.ballot.public_key, b"x"))
    with pytest.raises(DoesNotAddUp):
        scene.count()
    scene.ballot.envelopes.all().delete()
    with pytest.raises(DoesNotAddUp):
        scene.count()


def test_the_simple_way_needs_no_secrets_and_is_not_the_usual_one():
    assert vote(1).ballot.keeping == Keeping.TELLERS
    scene = vote(2, keeping=Keeping.PROGRAM).open()
    scene.cast(0, AGREE)
    scene.end()
    scene.ballot = counting.count(scene.ballot, {}, by=scene.tellers[0])
    assert scene.questions[0].result.agree == 1


def test_counted_papers_stay_as_they_are():
    scene = vote(2).open()
    scene.cast(0, AGREE)
    scene.end().count()
    for act in (
        lambda: Paper.objects.update(choice=DISAGREE),
        lambda: Paper.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            act()
