"""Opening, positions and closing on real rows; the sentence of the result."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from emulation.accounts.models import User
from emulation.audit.selectors import history_of
from emulation.ballots import services
from emulation.ballots.models import Position, Question
from emulation.ballots.selectors import newest_positions, percent, position_of, positions_taken, sentence
from emulation.ballots.services import Terms
from emulation.organisations.models import Kind
from emulation.organisations.services import add_person, register
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
EIGHTY = Terms(threshold=Decimal(80), quorum=Decimal("66.66"), legal_ground="Điều 1")


@pytest.fixture
def scene():
    """(ballot, its questions, the five people of the roll, the secretary)"""
    organisation = register(Kind.ALLIANCE, name="Liên minh", valid_from=date(2020, 1, 1), by=None)
    people = [add_person(f"Ủy Viên {place}", by=None) for place in range(5)]
    by = User.objects.create(email="thu-ky@example.vn", person=add_person("Thư Ký", by=None))
    ballot, questions = services.open_ballot(
        "Họp hội đồng",
        organisation=organisation,
        members=[(one, "Ủy viên") for one in people],
        terms=[EIGHTY] * 2,
        by=by,
    )
    return ballot, questions, people, by


def take(question, person, value, by, reason="Vì chưa rõ"):
    return services.take_position(question, member=person, value=value, reason=reason, by=by)


def test_the_roll_is_a_copy_of_that_day(scene):
    ballot, questions, people, by = scene
    people[0].full_name = "Tên Mới"
    people[0].save()
    assert list(ballot.roll.order_by("pk").values_list("name", flat=True)) == [
        f"Ủy Viên {n}" for n in range(5)
    ]
    assert (ballot.is_open, len(questions), str(ballot), str(ballot.roll.first())) == (
        True,
        2,
        "Họp hội đồng",
        "Ủy Viên 0",
    )
    assert history_of(ballot).get().changes == {"members": [None, 5], "questions": [None, 2]}
    assert str(questions[0]).startswith("Họp hội đồng #")
    with pytest.raises(Refused):
        services.open_ballot("Trống", organisation=ballot.organisation, members=[], terms=[EIGHTY], by=by)


def test_the_newest_position_of_a_member_counts_and_the_old_ones_stay(scene):
    _ballot, (question, other), people, by = scene
    take(question, people[0], "disagree", by)
    take(question, people[0], "agree", by, reason="")
    last = take(question, people[1], "defer", by)
    found = newest_positions([question, other])
    assert {key: [str(p) for p in rows] for key, rows in found.items()} == {
        question.pk: ["Ủy Viên 0: agree", "Ủy Viên 1: defer"]
    }
    assert Position.objects.count() == 3
    assert position_of(people[1].pk, question) == last
    assert position_of(people[2].pk, question) is None
    assert position_of(None, question) is None
    assert positions_taken(_ballot) == {found[question.pk][0].member_id: 1, last.member_id: 1}


def test_a_position_needs_a_seat_an_open_question_and_a_reason_unless_it_agrees(scene):
    ballot, (question, _other), people, by = scene
    for value in ("disagree", "defer", "recuse"):
        with pytest.raises(Refused):
            take(question, people[0], value, by, reason=" ")
    with pytest.raises(Refused):
        take(question, by.person, "agree", by)
    services.close_ballot(ballot, recused={}, by=by)
    with pytest.raises(Refused, match=r"\d\d:\d\d \d\d/\d\d/\d{4}"):
        take(question, people[0], "agree", by)
    assert not Position.objects.exists()


def test_the_database_keeps_the_law_as_well(scene):
    ballot, (question, _other), _people, by = scene
    entry = ballot.roll.first()
    bad = [
        Position(question=question, member=entry, value="disagree", reason="", entered_by=by),
        Position(question=question, member=entry, value="yes", reason="x", entered_by=by),
        Question(ballot=ballot, threshold=0, quorum=50),
        Question(ballot=ballot, threshold=80, quorum=101),
        Question(ballot=ballot, threshold=80, quorum=50, outcome={"agree": 1}),
    ]
    for row in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    ballot.closed_by = by
    with pytest.raises(IntegrityError), transaction.atomic():
        ballot.save()


def test_closing_counts_freezes_and_seals(scene):
    ballot, (first, second), people, by = scene
    for person in people[:4]:
        take(first, person, "agree", by)
    take(second, people[0], "agree", by)
    closed = services.close_ballot(ballot, recused={}, by=by)
    assert [
        (q.result.agree, q.result.base, q.result.needed, q.result.quorate, q.result.passed) for q in closed
    ] == [
        (4, 5, 4, True, True),
        (1, 5, 4, False, False),
    ]
    ballot.refresh_from_db()
    assert (ballot.is_open, ballot.closed_by) == (False, by)
    seal = history_of(ballot).get(action="ballot.close").changes["positions"][1]
    assert len(seal) == 64
    with pytest.raises(Refused):
        services.close_ballot(ballot, recused={}, by=by)
    assert sentence(closed[0]) == "4/5 thành viên đồng ý = 80%, cần 80% (4 phiếu): đạt"
    closed[0].strict = True
    assert "cần trên 80% (4 phiếu)" in sentence(closed[0])
    assert "1/5" in sentence(closed[1]).rpartition(". ")[2]


@pytest.mark.parametrize(
    "act", [lambda rows: rows.update(reason="x"), lambda rows: rows._raw_delete("default")]
)
def test_a_position_is_neither_changed_nor_removed(scene, act):
    _ballot, (first, _second), people, by = scene
    position = take(first, people[0], "agree", by)
    with pytest.raises(IntegrityError, match=r"only ever added"), transaction.atomic():
        act(Position.objects.all())
    assert Position.objects.get().reason == position.reason


def test_a_position_changed_after_the_count_no_longer_matches_the_seal(scene):
    ballot, (first, second), people, by = scene
    for person in people[:4]:
        take(first, person, "agree", by)
    services.close_ballot(ballot, recused={}, by=by)
    (seal,) = history_of(ballot).filter(action="ballot.close").values_list("changes", flat=True)

    def fingerprint():
        newest = newest_positions([first, second]).get(first.pk, [])
        return services.digest_of([(p.question_id, p.member_id, p.value, p.reason) for p in newest])

    assert fingerprint() == seal["positions"][1]
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER ballots_position_stays_update"
            if connection.vendor == "sqlite"
            else "SET LOCAL session_replication_role = replica"
        )
    Position.objects.filter(member__person=people[0]).update(value="disagree", reason="x")
    assert fingerprint() != seal["positions"][1]


def test_a_conflicted_member_counts_as_recused_whatever_was_entered(scene):
    ballot, (first, _second), people, by = scene
    for person in people:
        take(first, person, "agree", by)
    closed = services.close_ballot(ballot, recused={first.pk: {people[0].pk}}, by=by)
    assert (closed[0].result.agree, closed[0].result.recuse, closed[0].result.base) == (4, 1, 5)


def test_the_sentence_of_votes_cast_and_of_an_open_question(scene):
    ballot, (first, _second), people, by = scene
    assert sentence(first) == ""
    Question.objects.filter(pk=first.pk).update(of_members=False, threshold=Decimal("66.67"))
    for person in people[:3]:
        take(first, person, "agree", by)
    take(first, people[3], "disagree", by)
    closed = services.close_ballot(ballot, recused={}, by=by)
    assert sentence(closed[0]) == "3/4 phiếu đồng ý = 75%, cần 66,67% (3 phiếu): đạt"


SHARES = [(13, 15, "86,7%"), (1, 2, "50%"), (0, 5, "0%"), (2, 3, "66,7%"), (0, 0, "–"), (1, 8, "12,5%")]


@pytest.mark.parametrize(("part", "whole", "told"), SHARES)
def test_shares_in_words(part, whole, told):
    assert percent(part, whole) == told
