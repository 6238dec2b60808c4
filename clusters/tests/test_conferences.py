"""A conference from its plan to the hand-over: agenda, attendance, votes, records, rights and the flag."""

import pytest
from django.utils import timezone

from clusters.conference_states import ConferenceState, Hand, RecordState
from clusters.models import Custody, Outcome, Role
from clusters.permissions.clusters import runs
from clusters.selectors.clusters import leading_bodies
from clusters.services import seasons
from clusters.states import SeasonState
from clusters.tests.conference_stage import HOST, hall

pytestmark = pytest.mark.django_db


def test_the_conference_of_case_002_from_agenda_to_hand_over():
    made = hall()
    cluster, flag = made.season.cluster, made.flag()
    assert made.conference.items.first().kind == "OPENING"
    made.opened()
    assert made.fresh().season.state == SeasonState.CONFERENCE
    made.elected()
    turns = {turn.role: turn for turn in cluster.turns.filter(year=2021, outcome=Outcome.HELD)}
    assert turns[Role.LEADER].organisation == made.cast.members["An Giang"]
    assert turns[Role.DEPUTY].organisation == made.cast.members["Cần Thơ"]
    assert made.ended().state == ConferenceState.HELD
    minutes = made.minutes()
    minutes = made.sign(minutes, Hand.CHAIR, made.cast.heads[HOST])
    minutes = made.sign(minutes, Hand.SECRETARY, made.cast.officers[HOST])
    assert minutes.state == RecordState.SIGNED
    assert minutes.sealed is not None
    words = str(minutes.payload)
    assert "7/7 thành viên tham dự = 100%" in words
    assert "Liên minh Hợp tác xã An Giang: 7/7 thành viên = 100%" in words
    today = timezone.localdate()
    assert runs(made.cast.officers[HOST], cluster, on=today)
    made.handed_over(flag=flag)
    assert leading_bodies(cluster.pk, today) == {made.cast.members["An Giang"].pk}
    for name, may in (("An Giang", True), (HOST, False)):
        fresh = made.cast.officers[name].__class__.objects.get(pk=made.cast.officers[name].pk)
        assert bool(runs(fresh, cluster, on=today)) is may
    chain = [link.holder_name for link in Custody.objects.filter(flag=flag)]
    assert chain == ["Liên minh Hợp tác xã Sóc Trăng", "Liên minh Hợp tác xã An Giang"]
    season = made.fresh().season
    assert season.state == SeasonState.HANDED_OVER
    assert seasons.move(season, "close", by=made.cast.officers["An Giang"]).state == SeasonState.CLOSED
