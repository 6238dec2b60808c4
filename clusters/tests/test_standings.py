"""The ranking out of the cards: which column counts, what is missing, who takes part, how many queries it takes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from clusters.models import ScoreCard, ScoreValue, Seat
from clusters.scoring import Basis, Column, Effect
from clusters.selectors.standings import entries_of, standing_of, standings_of
from clusters.services import seasons
from clusters.tests.scoring_stage import ANSWERS, scene

pytestmark = pytest.mark.django_db
D = Decimal


def today():
    return timezone.localdate()


def put(made, name, points, column=Column.FINAL, **told):
    """Values of one column written straight into the cells: {code: points}."""
    card = made.card(name)
    for code, number in points.items():
        ScoreValue.objects.create(
            card=card,
            criterion=made.by_code[code],
            column=column,
            points=None if number is None else D(str(number)),
            author=made.cast.officer,
            at=timezone.now(),
            **told,
        )


LEAVES = [code for code in ANSWERS if not code.startswith("GATE")]


def finished(made, name, **changed):
    """A final value for every criterion: full points but for those that `changed` says."""
    full = {code: made.by_code[code].max for code in LEAVES}
    put(made, name, {**full, **changed})
    for gate in ("GATE1", "GATE2"):
        put(made, name, {gate: None}, claim={"yes": False})


def test_provisional_takes_the_newest_column_and_says_so():
    made = scene()
    put(made, "Sóc Trăng", {"A1": 10, "A2": 20}, Column.SELF)
    put(made, "Sóc Trăng", {"A1": 30}, Column.APPRAISED, reason="theo hồ sơ")
    standings = standings_of(made.season, provisional=True, on=today())
    entry = standings.by_seat[made.card("Sóc Trăng").seat_id]
    assert entry.total.points == 50
    assert {line.leaf.code: line.column for line in entry.total.lines if line.column} == {
        "A1": Column.APPRAISED,
        "A2": Column.SELF,
    }
    (place,) = standings.ranking.places
    assert place.provisional
    assert "B1" in place.missing
    assert [out.reason for out in standings.ranking.unranked] == ["NOT_SCORED", "NOT_SCORED"]


def test_publishing_takes_final_values_alone_and_names_what_is_missing():
    made = scene()
    put(made, "Sóc Trăng", {"A1": 10}, Column.SELF)
    finished(made, "An Giang")
    standings = standings_of(made.season, provisional=False, on=today())
    assert [place.unit for place in standings.ranking.places] == [made.card("An Giang").seat_id]
    assert not standings.ranking.places[0].provisional
    lacking = {row.seat.short_name: [leaf.code for leaf in row.leaves] for row in standings.lacking}
    assert list(lacking) == ["Sóc Trăng", "Bạc Liêu"]
    assert lacking["Sóc Trăng"] == list(ANSWERS)


def test_a_member_that_left_is_not_ranked_from_that_day_on():
    made = scene()
    for name in made.cast.members:
        finished(made, name)
    seat = made.card("Sóc Trăng").seat
    seasons.unseat(seat, on=today(), reason="Hợp nhất", by=made.cast.officer)
    assert standing_of(made.season, provisional=False, on=today()).place_of(seat.pk) is None
    day_before = today() - timedelta(days=1)
    assert standing_of(made.season, provisional=False, on=day_before).place_of(seat.pk) == 1


def test_a_member_without_a_card_is_listed_and_lacks_everything():
    made = scene()
    ScoreCard.objects.get(seat=made.card("Bạc Liêu").seat).delete()
    standings = standings_of(made.season, provisional=True, on=today())
    seat = Seat.objects.get(season=made.season, short_name="Bạc Liêu")
    assert {out.unit: out.reason for out in standings.ranking.unranked}[seat.pk] == "NOT_SCORED"
    row = next(row for row in standings.lacking if row.seat == seat)
    assert not row.has_card
    assert len(row.leaves) == len(ANSWERS)


def test_gates_and_the_bonus_cap_hold():
    made = scene()
    finished(made, "Sóc Trăng", C1=100, C4=70, C5=70, D4=40)
    made.enter("An Giang", {"A1": "1"})
    finished(made, "An Giang")
    gate = made.card("An Giang").values.get(criterion__code="GATE1", column=Column.FINAL)
    ScoreValue.objects.create(
        card=gate.card,
        criterion=gate.criterion,
        column=Column.FINAL,
        claim={"yes": True},
        reason="Kỷ luật cảnh cáo",
        replaces=gate,
        author=made.cast.officer,
        at=timezone.now(),
    )
    first, second = standing_of(made.season, provisional=False, on=today()).places
    assert (first.standing.points, second.standing.points) == (1000, 950)
    assert (first.flag, second.flag) == (True, False)
    assert [(knock.effect, knock.reason) for knock in second.knocks] == [(Effect.NO_FLAG, "Kỷ luật cảnh cáo")]


def test_points_over_points_possible_where_a_criterion_does_not_apply():
    made = scene()
    finished(made, "Sóc Trăng", A1=40)
    finished(made, "An Giang")
    finished(made, "Bạc Liêu", B1=60)
    assert standing_of(made.season, provisional=False, on=today()).rule.basis is Basis.POINTS
    last = made.card("An Giang").values.get(criterion__code="C1", column=Column.FINAL)
    ScoreValue.objects.create(
        card=last.card,
        criterion=last.criterion,
        column=Column.FINAL,
        na=True,
        reason="Không có địa bàn",
        replaces=last,
        author=made.cast.officer,
        at=timezone.now(),
    )
    ranking = standing_of(made.season, provisional=False, on=today())
    assert ranking.rule.basis is Basis.SHARE
    assert ranking.places[0].unit == made.card("An Giang").seat_id
    assert (ranking.places[0].standing.points, ranking.places[0].standing.possible) == (870, 870)


def test_votes_of_a_secret_ballot_part_the_tied():
    made = scene()
    for name in made.cast.members:
        finished(made, name)
    seats = [made.card(name).seat_id for name in made.cast.members]
    tied = standing_of(made.season, provisional=False, on=today())
    assert [place.place for place in tied.places] == [1, 1, 1]
    assert {place.untold for place in tied.places} == {("BALLOT",)}
    parted = standing_of(
        made.season, provisional=False, on=today(), votes=dict(zip(seats, (2, 5, 1), strict=True))
    )
    assert [place.unit for place in parted.places] == [seats[1], seats[0], seats[2]]


def test_answers_are_read_where_they_are_asked_for():
    made = scene()
    made.filled("Sóc Trăng")
    entry = next(
        one
        for one in entries_of(made.season, provisional=True, on=today(), answers=True)
        if one.seat.short_name == "Sóc Trăng"
    )
    assert entry.columns[Column.SELF]["D2"].claim.n == 9
    bare = entries_of(made.season, provisional=True, on=date(2030, 1, 1))
    assert all(one.columns[Column.SELF]["D2"].claim is None for one in bare if one.columns[Column.SELF])


@pytest.mark.parametrize("count", [1, 3])
def test_three_queries_whatever_the_number_of_members(count, django_assert_num_queries):
    made = scene()
    for name in list(made.cast.members)[:count]:
        finished(made, name)
    with django_assert_num_queries(3):
        standings_of(made.season, provisional=True, on=today())
