"""Two at once at a conference, on two real connections: counted once, handed over once, and nothing said is lost."""

import pytest
from django.utils import timezone

from clusters.conference_states import Hand, Manner, Purpose, RecordState
from clusters.models import Attendance, Custody, HandOver, Record, Turn
from clusters.selectors.clusters import leading_bodies
from clusters.services import attendance, records
from clusters.services.attendance import Coming
from clusters.tests.conference_stage import HOST, hall
from clusters.tests.stage import proof_of
from emulation.ballots.models import Ballot
from emulation.ballots.services import casting, counting
from emulation.ballots.tests.factories import SECRETS
from emulation.ballots.tests.test_secret_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
FEW = ("Sóc Trăng", "An Giang", "Cần Thơ")


def test_two_who_count_write_one_turn():
    made = hall(*FEW).opened()
    ballot = made.vote(made.asking(Purpose.LEADER, "An Giang"))
    for name in FEW:
        made.cast_vote(ballot, name, "")
    ended = casting.end_voting(ballot, by=made.tellers[0])
    secrets = dict(zip((row.pk for row in ended.tellers.all()), SECRETS, strict=False))

    def counts(teller):
        return lambda: counting.count(Ballot.objects.get(pk=ballot.pk), secrets, by=teller)

    answers = at_once(*(counts(teller) for teller in made.tellers))
    assert sum(isinstance(answer, Exception) for answer in answers) == 1
    assert Turn.objects.filter(year=2021).count() == 1


def test_both_heads_sign_at_once_and_leadership_is_handed_over_once():
    made = hall(*FEW).opened()
    made.elected_among(*FEW)
    flag = made.flag()
    row = made.hand_over(flag=flag)

    def signs(hand, user):
        record = Record.objects.select_related("conference__season__cluster").get(pk=row.pk)
        return lambda: records.sign(record, hand, text=record.digest, proof=proof_of(user), by=user)

    answers = at_once(
        signs(Hand.GIVER, made.cast.heads[HOST]),
        signs(Hand.TAKER, made.cast.heads["An Giang"]),
    )
    assert not any(isinstance(answer, Exception) for answer in answers)
    assert Record.objects.get(pk=row.pk).state == RecordState.SIGNED
    assert HandOver.objects.get().done_at is not None
    assert Custody.objects.filter(flag=flag).count() == 2
    leads = leading_bodies(made.season.cluster_id, timezone.localdate())
    assert leads == {made.cast.members["An Giang"].pk}


def test_the_member_and_the_host_say_who_comes_at_once():
    made = hall(*FEW)
    seat, head = made.seat("An Giang"), made.cast.heads["An Giang"]
    coming = Coming(manner=Manner.IN_PERSON, person=head.person)
    away = Coming(manner=Manner.ABSENT, reason="ốm")
    answers = at_once(
        lambda: attendance.confirm(made.fresh(), seat, coming, by=head),
        lambda: attendance.enter(made.fresh(), seat, away, by=made.host),
    )
    assert not any(isinstance(answer, Exception) for answer in answers)
    assert Attendance.objects.filter(seat=seat).count() == 2
