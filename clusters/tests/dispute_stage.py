"""The stage of case 002: three members whose places turn on how «65 % lao động» is read."""

from datetime import date

from django.utils import timezone

from clusters.models import (
    Ruled,
    Season,
)
from clusters.scoring import Column
from clusters.selectors.cards import cells_of
from clusters.selectors.standings import standing_of
from clusters.services import cards, disputes, scores
from clusters.services.disputes import DisputeTerms, ReadingTerms
from clusters.services.rulings import RulingTerms
from clusters.tests.scoring_stage import ANSWERS, scene

THREE = ("Sóc Trăng", "An Giang", "Kiên Giang")
OWN = ReadingTerms(
    reading="Lao động được khen trên tổng số lao động",
    numerator="lao động được khen thưởng",
    denominator="tổng số lao động",
)
TERMS = DisputeTerms(
    clause="Điểm b khoản 2 Điều 7 Quy chế",
    text="Mẫu số gộp cả thành viên HTX nên chỉ tiêu không thể đạt",
    own=OWN,
    contested="9/12",
    applied="9/312",
)
RULING = RulingTerms(
    outcome=Ruled.CONTESTED,
    text="Mẫu số là tổng số lao động, không gộp thành viên",
    ground="Điều 7 Quy chế; biên bản họp ngày 20/01/2021",
    ruled_on=date(2021, 1, 27),
    document="12/KL-LMHTXVN",
)
# D2 is worth 40 points for 65 %; as it is applied labourers and members are counted together.
APPLIED = {"Sóc Trăng": "30/40", "An Giang": "26/40", "Kiên Giang": "9/312"}


def today() -> date:
    return timezone.localdate()


def prepared(**terms):
    """Three members with whole self-scores that differ: in D2 by the reading, in A1 by hand; all appraised."""
    made = scene(*THREE, cross_scored=False, **terms)
    for name, articles in (("Sóc Trăng", "100"), ("An Giang", "98"), ("Kiên Giang", "90")):
        made.enter(
            name,
            {**ANSWERS, "A1": articles, "D2": APPLIED[name]},
            reason="Đã hoàn thành",
            unproven="Hồ sơ lưu tại đơn vị",
        )
        cards.submit(made.card(name), by=made.cast.officers[name])
    made.moved("consolidate")
    for name in THREE:
        scores.take_over(made.season, Column.APPRAISED, [made.card(name)], by=made.cast.officer)
    return made


def contested(made, name="Kiên Giang", terms=TERMS):
    return disputes.contest(made.season, made.by_code["D2"], terms, by=made.cast.officers[name])


def fresh(made) -> Season:
    return Season.objects.select_related("cluster__organiser", "sheet").get(pk=made.season.pk)


def places(made):
    ranking = standing_of(fresh(made), provisional=True, on=today())
    names = {seat.pk: seat.short_name for seat in made.season.seats.all()}
    return {names[place.unit]: place.place for place in ranking.places}


def cell(made, name, column, code="D2"):
    return cells_of([made.card(name).pk])[made.card(name).pk][column][code]
