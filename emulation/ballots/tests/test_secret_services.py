"""A secret ballot from its preparing to its count, on real rows."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.ballots import owners
from emulation.ballots.models import (
    NEVER_IN_A_BACKUP,
    Ballot,
    Paper,
    Receipt,
    RollEntry,
    TellerKey,
    Urn,
)
from emulation.ballots.owners import Owner
from emulation.ballots.selectors import sentences
from emulation.ballots.selectors.secret import has_voted, is_whole, tasks, turnout_of
from emulation.ballots.services import casting, close_ballot, opening, preparing, take_position
from emulation.ballots.services.preparing import Voter
from emulation.ballots.tally import AGREE, DISAGREE
from emulation.ballots.tests.factories import SECRETS, confirming, electing, vote
from emulation.lifecycle import TransitionRefused
from emulation.notices.models import Notice
from emulation.organisations.tests import factories as organisations
from emulation.verdicts import YES, No, Refused

pytestmark = pytest.mark.django_db


def test_a_vote_of_units_from_opening_to_count():
    scene = vote(7, items=[confirming(), confirming("Hợp tác xã Tân Hưng")], of_units=True)
    for teller, secret in zip(scene.tellers, SECRETS, strict=False):
        opening.take_key(scene.ballot, secret=secret, by=teller)
    scene.ballot = opening.open_secret(scene.ballot, by=scene.runner)
    for place in range(6):
        scene.cast(place, AGREE)
    scene.cast(6, DISAGREE)
    assert turnout_of(scene.ballot).voted == 7
    scene.end().count()
    assert [sentences(question) for question in scene.questions] == [
        ["6/7 thành viên đồng ý = 85,7%, cần 90% (7 phiếu): không đạt"]
    ] * 2
    assert sorted(Paper.objects.values_list("choice", flat=True)) == [AGREE] * 12 + [DISAGREE] * 2
    assert scene.ballot.state == "closed"
    assert set(scene.ballot.roll.values_list("took_part", flat=True)) == {True}
    assert not any(model.objects.exists() for model in NEVER_IN_A_BACKUP)
    assert [entry.action for entry in history_of(scene.ballot)] == [
        "ballot.count",
        "ballot.end",
        "ballot.open",
        "ballot.take_key",
        "ballot.take_key",
        "ballot.prepare",
    ]


def test_an_election_with_equal_votes_leads_to_a_further_round():
    scene = vote(4, items=[electing("An Giang", "Cần Thơ", places=1)]).open()
    first, second = scene.candidates()
    for place, choice in enumerate([first, first, second, second]):
        scene.cast(place, choice)
    with pytest.raises(Refused):
        round_after(scene)
    scene.end().count()
    (question,) = scene.questions
    assert question.election.verdict == "nobody"  # two of four is not more than half
    assert sentences(question) == [
        "An Giang: 2/4 thành viên = 50%, cần 3 phiếu: không trúng cử",
        "Cần Thơ: 2/4 thành viên = 50%, cần 3 phiếu: không trúng cử",
        "Không ai đạt đủ số phiếu cần thiết: phải bầu vòng tiếp theo.",
    ]
    assert question.result is None
    again = round_after(scene)
    assert (again.round, again.previous) == (2, scene.ballot)


def round_after(scene):
    person = scene.members[0].person
    tellers = [(teller.person, "") for teller in scene.tellers]
    return preparing.prepare(
        "Vòng hai",
        organisation=scene.ballot.organisation,
        voters=[Voter(person)],
        items=[electing()],
        tellers=tellers,
        by=scene.runner,
        after=scene.ballot,
    )


@pytest.mark.parametrize(
    "spoil",
    [
        {"voters": []},
        {"voters": "barred"},
        {"voters": "twice"},
        {"voters": "one unit twice"},
        {"tellers": "one"},
        {"tellers": "one twice"},
        {"items": []},
        {"items": [replace(electing(), nominees=[])]},
    ],
    ids=str,
)
def test_what_is_not_complete_is_not_prepared(spoil):
    scene = vote(2, of_units=True)
    person, other = (member.person for member in scene.members)
    unit = scene.entry(0).organisation
    first, second = (teller.person for teller in scene.tellers)
    terms = {
        "organisation": scene.ballot.organisation,
        "voters": [Voter(person)],
        "items": [confirming()],
        "tellers": [(first, ""), (second, "")],
        "by": scene.runner,
    }
    values = {
        "barred": [Voter(person, barred="là người được đề nghị")],
        "twice": [Voter(person), Voter(person)],
        "one unit twice": [Voter(person, organisation=unit), Voter(other, organisation=unit)],
        "one": [(first, "")],
        "one twice": [(first, ""), (second, ""), (first, "")],
    }
    chosen = {
        name: values.get(value, value) if isinstance(value, str) else value for name, value in spoil.items()
    }
    with pytest.raises(Refused):
        preparing.prepare("Thiếu", **{**terms, **chosen})


def test_it_does_not_open_before_every_teller_has_a_secret():
    scene = vote(2, tellers=3)
    scene.choose_secrets()
    TellerKey.objects.filter(teller__person=scene.tellers[2].person).delete()
    with pytest.raises(Refused, match=scene.tellers[2].person.full_name):
        opening.open_secret(scene.ballot, by=scene.runner)
    assert not Receipt.objects.exists()
    with pytest.raises(Refused):
        opening.take_key(scene.ballot, secret="một bí mật đủ dài", by=scene.members[0])
    with pytest.raises(ValidationError):
        opening.take_key(scene.ballot, secret="12345678", by=scene.tellers[2])


def test_members_and_tellers_are_told_what_waits_for_them():
    scene = vote(2)
    assert [task.url for task in tasks(scene.tellers[0], None)] == [
        f"/ballots/{scene.ballot.pk}/tellers/key/"
    ]
    scene.open()
    assert [task.url for task in tasks(scene.members[0], None)] == [f"/ballots/{scene.ballot.pk}/"]
    assert list(tasks(scene.tellers[0], None)) == list(tasks(scene.runner, None)) == []
    assert Notice.objects.filter(user=scene.members[1]).count() == 1
    scene.cast(0, AGREE)
    assert list(tasks(scene.members[0], None)) == []
    scene.end()
    assert list(tasks(scene.members[1], None)) == []
    assert [task.url for task in tasks(scene.tellers[1], None)] == [f"/ballots/{scene.ballot.pk}/tellers/"]
    scene.runner.person = None
    assert list(tasks(scene.runner, None)) == []


def test_the_secret_of_a_teller_is_chosen_before_the_opening_only():
    scene = vote(2)
    scene.choose_secrets()
    before = TellerKey.objects.get(teller__person=scene.tellers[0].person).public
    opening.take_key(scene.ballot, secret=SECRETS[0], by=scene.tellers[0])
    assert TellerKey.objects.get(teller__person=scene.tellers[0].person).public != before
    scene.ballot = opening.open_secret(scene.ballot, by=scene.runner)
    with pytest.raises(Refused):
        opening.take_key(scene.ballot, secret="một bí mật khác", by=scene.tellers[0])
    assert not Entry.objects.filter(action="ballot.take_key").exclude(changes={}).exists()


def test_nobody_is_taken_off_the_roll_once_it_is_open():
    scene = vote(4)
    preparing.take_off(scene.entry(3), reason="đã chuyển công tác", by=scene.runner)
    preparing.bar(scene.entry(2), reason="là người được đề nghị", by=scene.runner)
    with pytest.raises(Refused):
        preparing.bar(scene.entry(1), reason=" ", by=scene.runner)
    with pytest.raises(Refused):
        preparing.bar(scene.entry(1), reason="có lý do", by=scene.members[0])
    preparing.bar(scene.entry(1), reason="có lý do", by=scene.runner)
    for act in (preparing.bar, preparing.take_off):
        with pytest.raises(Refused):
            act(scene.entry(0), reason="không còn ai", by=scene.runner)
    scene.open()
    with pytest.raises(Refused):
        preparing.take_off(scene.entry(0), reason="muộn", by=scene.runner)
    assert RollEntry.objects.filter(ballot=scene.ballot).count() == 3
    assert Receipt.objects.count() == 1


def test_the_barred_stay_in_the_base_and_have_no_vote():
    scene = vote(3)
    preparing.bar(scene.entry(2), reason="là người được đề nghị", by=scene.runner)
    scene.open()
    with pytest.raises(Refused, match="là người được đề nghị"):
        scene.cast(2, AGREE)
    scene.cast(0, AGREE)
    scene.cast(1, AGREE)
    scene.end().count()
    outcome = scene.questions[0].result
    assert (outcome.agree, outcome.base, outcome.recuse, outcome.passed) == (2, 3, 1, False)
    assert not has_voted(scene.entry(2))


def test_one_votes_once_on_the_roll_while_it_is_open_and_within_the_paper():
    scene = vote(3, items=[electing("A", "B", "C", places=2)])
    with pytest.raises(Refused):
        scene.cast(0, "x")
    scene.open()
    a, b, c = scene.candidates()
    for chosen in ([a, b, c], ["x"], [a, a]):
        with pytest.raises(Refused):
            scene.cast(0, *chosen)
    with pytest.raises(Refused):
        casting.cast(scene.ballot, {}, by=scene.members[0])
    with pytest.raises(Refused):
        casting.cast(scene.ballot, {scene.questions[0].pk: [a]}, by=scene.runner)
    scene.cast(0, a)
    with pytest.raises(Refused):
        scene.cast(0, b)
    assert [len(urn.papers) for urn in Urn.objects.all()] == [1]
    scene.end()
    with pytest.raises(Refused):
        scene.cast(1, a)


def test_a_secret_ballot_takes_no_open_position_and_is_not_closed_like_one():
    scene = vote(2).open()
    with pytest.raises(Refused):
        take_position(
            scene.questions[0], member=scene.members[0].person, value=AGREE, reason="", by=scene.members[0]
        )
    with pytest.raises(Refused):
        close_ballot(scene.ballot, recused={}, by=scene.runner)


def test_a_vote_whose_urn_was_not_restored_is_annulled_and_nothing_else():
    scene = vote(2).open()
    Urn.objects.all().delete()
    Receipt.objects.all().delete()
    assert not is_whole(scene.ballot)
    with pytest.raises(Refused, match="sao lưu"):
        scene.cast(0, AGREE)
    scene.end()
    with pytest.raises(Refused, match="sao lưu"):
        scene.count()
    with pytest.raises(Refused):
        opening.annul(scene.ballot, reason=" ", by=scene.runner)
    with pytest.raises(Refused):
        opening.annul(scene.ballot, reason="có lý do", by=scene.members[0])
    annulled = opening.annul(scene.ballot, reason="Khôi phục từ bản sao lưu", by=scene.runner)
    assert annulled.state == "annulled"
    assert not any(model.objects.exists() for model in NEVER_IN_A_BACKUP)
    with pytest.raises(TransitionRefused):
        opening.annul(scene.ballot, reason="lần nữa", by=scene.runner)


def test_the_owning_room_runs_its_ballot_and_hears_of_the_count():
    heard = []
    owner = Owner(
        url=lambda ballot: f"/o/{ballot.owner_pk}/",
        name=lambda ballot: "Hội nghị",
        may_run=lambda user, ballot, on: YES if user.email.startswith("chu") else No("không phải chủ tọa"),
        counted=heard.append,
    )
    owners.register("test", owner)
    try:
        scene = vote(2, owner="test", owner_pk=7)
        assert (owners.url_of(scene.ballot), owners.name_of(scene.ballot)) == ("/o/7/", "Hội nghị")
        with pytest.raises(Refused, match="chủ tọa"):
            scene.open()
        scene.runner.email = "chu-toa@example.vn"
        scene.ballot = opening.open_secret(scene.ballot, by=scene.runner)
        scene.end().count()
        assert heard == [scene.ballot]
    finally:
        del owners.OWNERS["test"]
    assert owners.url_of(scene.ballot) == owners.name_of(scene.ballot) == ""


def test_the_database_keeps_the_law_of_secret_ballots():
    scene = vote(2, of_units=True).open()
    person = organisations.person()
    bad = [
        Receipt(ballot=scene.ballot, member=scene.entry(0)),
        RollEntry(ballot=scene.ballot, person=person, name="x", organisation=scene.entry(0).organisation),
        Ballot(title="x", organisation=scene.ballot.organisation, opened_by=scene.runner, state="ended"),
        Ballot(title="x", organisation=scene.ballot.organisation, opened_by=scene.runner, state="closed"),
        Ballot(title="x", organisation=scene.ballot.organisation, opened_by=scene.runner, kind="secret"),
    ]
    for row in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
