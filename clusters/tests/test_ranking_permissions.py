"""What each step of a ranking is refused for, by name; the desk and the words of places."""

from decimal import Decimal

import pytest
from django.utils import timezone

from clusters.models import RankingVersion, Season
from clusters.permissions import rankings as permissions
from clusters.permissions.clusters import NOT_LEADING, NOT_ORGANISING
from clusters.permissions.scores import NO_SHEET
from clusters.scoring import (
    BALLOT,
    Basis,
    Effect,
    Entrant,
    Knock,
    RankBand,
    RankingRule,
    rank,
)
from clusters.selectors.waiting import tasks
from clusters.standing_table import table_of
from clusters.standing_words import Known, account, rule_words
from clusters.states import RankingState, SeasonState
from clusters.tests.stage import stage
from clusters.tests.test_rankings import AN_GIANG, TOLD, consolidated, frozen, published

D = Decimal


@pytest.mark.django_db
def test_each_refusal_has_its_reason():
    cast = stage(AN_GIANG, "Cần Thơ")
    cluster, today = cast.cluster(AN_GIANG, "Cần Thơ"), timezone.localdate()
    member, officer = cast.officers["Cần Thơ"], cast.officer

    def season(state, sheet=1):
        return Season(pk=-1, cluster=cluster, state=state, sheet_id=sheet, year=2021)

    def version(state, of=SeasonState.CONFERENCE):
        return RankingVersion(pk=-1, season=season(of), state=state)

    conference = season(SeasonState.CONFERENCE)
    asked = [
        (permissions.may_see_provisional(officer, season(SeasonState.CONFERENCE, None), on=today), NO_SHEET),
        (permissions.may_see_provisional(member, conference, on=today), NOT_LEADING),
        (permissions.may_freeze(officer, season(SeasonState.CONFERENCE, None), on=today), NO_SHEET),
        (permissions.may_freeze(officer, season(SeasonState.SELF_SCORING), on=today), permissions.NOT_YET),
        (permissions.may_freeze(officer, season(SeasonState.CLOSED), on=today), permissions.NOT_YET),
        (permissions.may_freeze(member, conference, on=today), NOT_LEADING),
        (permissions.may_publish(officer, version(RankingState.PUBLISHED), on=today), permissions.NOT_FROZEN),
        (
            permissions.may_publish(officer, version(RankingState.FROZEN, SeasonState.CLOSED), on=today),
            permissions.NOT_YET,
        ),
        (permissions.may_publish(member, version(RankingState.FROZEN), on=today), NOT_ORGANISING),
        (permissions.may_drop(officer, version(RankingState.DROPPED), on=today), permissions.NOT_FROZEN),
        (permissions.may_drop(member, version(RankingState.FROZEN), on=today), NOT_LEADING),
    ]
    for verdict, reason in asked:
        assert not verdict
        assert str(verdict.reason) == str(reason)
    assert permissions.may_freeze(officer, conference, on=today)
    assert permissions.may_see_provisional(officer, conference, on=today)
    assert permissions.may_publish(officer, version(RankingState.FROZEN), on=today)
    assert permissions.may_drop(officer, version(RankingState.FROZEN), on=today)


@pytest.mark.django_db
def test_a_frozen_version_waits_on_the_desk_of_its_organiser_alone():
    made = consolidated(**TOLD)
    version, today = frozen(made), timezone.localdate()

    def waits(user):
        return [task.url for task in tasks(user, today) if "rankings" in task.url]

    assert waits(made.cast.officer) == [f"/clusters/rankings/{version.pk}/"]
    assert waits(made.cast.officers[AN_GIANG]) == []
    assert waits(made.cast.stranger) == []
    assert not permissions.may_freeze(made.cast.officer, made.season, on=today)


@pytest.mark.django_db
def test_a_season_over_keeps_its_published_ranking():
    made = consolidated(**TOLD)
    version = published(made)
    made.moved("close_early")
    assert made.season.rankings.get() == version


NAMES = Known({1: "An Giang", 2: "Cần Thơ", 3: "Cà Mau"}, {"D": "Thi đua"})


def unit(key, points, d=None, votes=None, **also):
    return Entrant(key, D(points), D(950), {"D": None if d is None else D(d)}, votes, order=key, **also)


def test_ties_are_said_with_the_rule_and_what_they_wait_for():
    rule = RankingRule(tie_break=("D", BALLOT), least_peers=3)
    table = table_of(rank([unit(1, 900, 90), unit(2, 900, 90), unit(3, 880, 80)], rule), NAMES)
    assert table.rule == "Xếp hạng theo tổng điểm. Nếu bằng nhau thì so lần lượt: D Thi đua, bỏ phiếu kín."
    assert table.warnings == (
        "Đồng hạng 1: An Giang, Cần Thơ. So theo quy chế vẫn bằng nhau: chờ bỏ phiếu kín để phân định.",
    )
    assert [line.note for line in table.lines] == [
        "Đồng hạng với Cần Thơ. Chờ bỏ phiếu kín.",
        "Đồng hạng với An Giang. Chờ bỏ phiếu kín.",
        "",
    ]
    missing = table_of(rank([unit(1, 900), unit(2, 900, 90), unit(3, 880)], rule), NAMES)
    assert "chờ bỏ phiếu kín" in missing.warnings[0]
    unwritten = RankingRule(tie_break=("D",), least_peers=3)
    missing = table_of(rank([unit(1, 900), unit(2, 900, 90), unit(3, 880)], unwritten), NAMES)
    assert missing.warnings[0].endswith("Chưa so được do còn thiếu điểm: D Thi đua.")
    shared = table_of(rank([unit(1, 900), unit(2, 900), unit(3, 880)], RankingRule(least_peers=3)), NAMES)
    assert shared.warnings[0].endswith("Đã so hết các bước của quy chế; các đơn vị đồng hạng.")


def test_too_few_peers_are_said_above_the_places():
    table = table_of(rank([unit(1, 900), unit(2, 890), unit(3, 880)], RankingRule()), NAMES)
    assert not table.enough
    assert table.warnings[0].startswith(
        "Không đủ cơ sở so sánh: chỉ có 3 đơn vị được xếp hạng, cần ít nhất 5."
    )


def test_each_kind_of_distance_has_its_sentence():
    def said(units, rule, key):
        return list(account(rank(units, rule).places, key, NAMES))

    points = said([unit(1, 900), unit(2, "889.5"), unit(3, 889)], RankingRule(), 2)
    assert points == [
        "Kém 10,5 điểm so với An Giang (889,5 và 900).",
        "Hơn 0,5 điểm so với Cà Mau (889,5 và 889).",
    ]
    by_step = said([unit(1, 900, 90), unit(2, 900, 80)], RankingRule(tie_break=("D",)), 1)
    assert by_step == ["Bằng Cần Thơ ở các bước trước; xếp trên nhờ D Thi đua: 90 điểm so với 80."]
    by_ballot = RankingRule(tie_break=(BALLOT,))
    voted = [unit(1, 900, votes=-1), unit(2, 900, votes=-2)]
    assert said(voted, by_ballot, 2) == ["Bằng điểm với An Giang; xếp dưới theo kết quả bỏ phiếu kín."]
    assert said(voted, by_ballot, 1) == ["Bằng điểm với Cần Thơ; xếp trên theo kết quả bỏ phiếu kín."]
    shares = said([unit(1, 900), unit(2, 850)], RankingRule(basis=Basis.SHARE), 2)
    assert shares == ["Kém An Giang: 89,4737% so với 94,7368%."]
    assert said([unit(1, 900), unit(2, 900)], RankingRule(), 1) == ["Bằng Cần Thơ: hai đơn vị đồng hạng."]


def test_conditions_and_what_is_missing_stand_beside_the_place():
    fallen = (
        Knock("G1", "Kỷ luật", Effect.NO_FLAG, reason="cảnh cáo"),
        Knock("G2", "Nộp muộn", Effect.DEDUCT, D(20)),
    )
    out = (Knock("G3", "Không ký", Effect.UNRANKED),)
    units = [
        unit(1, 900, knocks=fallen, missing=("A1",)),
        unit(2, 800, knocks=out),
        Entrant(3, None, order=3),
    ]
    rule = RankingRule(bands=(RankBand("Xuất sắc", D(90)),), least_peers=1)
    first, second, third = table_of(rank(units, rule), NAMES).lines
    assert first.note == (
        "G1 Kỷ luật (cảnh cáo): không xét đề nghị tặng Cờ. G2 Nộp muộn: trừ 20 điểm. Chưa có điểm: A1."
    )
    assert not first.flag
    assert first.shown[5] == "Xuất sắc"
    assert (second.place, second.note) == (None, "G3 Không ký: không xếp hạng.")
    assert (third.shown[0], third.shown[2], third.note) == ("-", "-", "Chưa có điểm.")


@pytest.mark.parametrize("basis", list(Basis))
def test_every_basis_has_its_words(basis):
    assert rule_words(RankingRule(basis=basis), NAMES).endswith(
        "bảng điểm không quy định thứ tự so sánh tiếp."
    )
