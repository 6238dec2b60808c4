"""Charts of clusters: places through mergers, results against targets, own against appraised; unlike sectors."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.models import RankingVersion, Season, Seat, StandingRow
from clusters.scoring import Column, Entrant, RankingRule, rank, ranking_data
from clusters.selectors.charts import gaps_of, years_of
from clusters.tests.scoring_stage import scene
from clusters.tests.stage import MEMBERS, Stage, stage
from clusters.tests.test_standings import put
from clusters.views.charts import gaps_words, years_words
from emulation.organisations.services import merge

pytestmark = pytest.mark.django_db
D = Decimal


def ranked_season(cast: Stage, cluster, year: int, *names: str, least: int = 5) -> RankingVersion:
    """A season of these members with a published ranking in this order."""
    officer = cast.officer
    season = Season.objects.create(
        cluster=cluster,
        year=year,
        state="closed",
        state_since=date(year + 1, 1, 27),
        entered_by=officer,
        least_peers=least,
    )
    seats = [
        Seat.objects.create(
            season=season,
            organisation=cast.members[name],
            name=f"Liên minh {name}",
            short_name=name,
            order=order,
        )
        for order, name in enumerate(sorted(names), start=1)
    ]
    points = {seat.pk: D(1000 - 10 * names.index(seat.short_name)) for seat in seats}
    ranking = rank(
        [Entrant(seat.pk, points[seat.pk], D(950), order=seat.order) for seat in seats],
        RankingRule(least_peers=least),
    )
    version = RankingVersion.objects.create(
        season=season,
        number=1,
        as_of=season.state_since,
        form=ranking_data(ranking),
        digest="0" * 64,
        scores="0" * 64,
        frozen_at=timezone.now(),
        frozen_by=officer,
    )
    by_pk = {seat.pk: seat for seat in seats}
    for position, place in enumerate(ranking.places, start=1):
        StandingRow.objects.create(
            version=version,
            seat=by_pk[place.unit],
            position=position,
            place=place.place,
            name=by_pk[place.unit].name,
            short_name=by_pk[place.unit].short_name,
            points=points[place.unit],
            possible=950,
        )
    version.state, version.published_at, version.published_by = "published", timezone.now(), officer
    version.save(update_fields=["state", "published_at", "published_by"])
    return version


def years_stage() -> tuple[Stage, object]:
    """2018 and 2019 of seven, nothing in 2020, 2021 of those left after Sóc Trăng and Hậu Giang went into Cần Thơ."""
    cast = stage()
    cluster = cast.cluster()
    ranked_season(
        cast,
        cluster,
        2018,
        "An Giang",
        "Cần Thơ",
        *(name for name in MEMBERS if name not in ("An Giang", "Cần Thơ")),
    )
    ranked_season(cast, cluster, 2019, *MEMBERS)
    ranked_season(cast, cluster, 2020, "An Giang", "Cà Mau")
    merge(
        [cast.members["Sóc Trăng"], cast.members["Hậu Giang"]],
        into=cast.members["Cần Thơ"],
        on=date(2021, 3, 1),
        document="NQ 202",
        by=None,
    )
    ranked_season(cast, cluster, 2021, "An Giang", "Cần Thơ", "Kiên Giang", "Cà Mau", "Bạc Liêu")
    return cast, cluster


def test_places_over_the_years_run_through_a_merger_and_break_where_nothing_was_ranked():
    cast, cluster = years_stage()
    found = years_of(cast.officer, cluster)
    threads = {thread.name: thread for thread in found.placings.threads}
    assert [year for year, _x in found.placings.years] == [2018, 2019, 2020, 2021]
    assert threads["An Giang"].cells == (1, 2, None, 1)
    assert len(threads["An Giang"].runs) == 1
    assert threads["Sóc Trăng"].cells == (3, 1, None, None)
    assert len(threads["Sóc Trăng"].joins) == len(threads["Hậu Giang"].joins) == 1
    assert (
        threads["Sóc Trăng"]
        .joins[0]
        .endswith(f"{threads['Cần Thơ'].spots[-1].x},{threads['Cần Thơ'].spots[-1].y}")
    )
    assert years_words(found) == "An Giang đứng đầu 2 trong 3 năm có xếp hạng."


def test_the_number_of_years_costs_no_queries(django_assert_num_queries):
    cast, cluster = years_stage()
    years_of(cast.officer, cluster)
    with django_assert_num_queries(4):
        years_of(cast.officer, cluster)


def test_a_cluster_without_rankings_says_what_will_stand_there():
    cast = stage("An Giang", "Cần Thơ")
    cluster = cast.cluster("An Giang", "Cần Thơ")
    client = Client()
    client.force_login(cast.officer)
    page = client.get(reverse("clusters:cluster_years", args=[cluster.pk])).content.decode()
    assert "Chưa công bố bảng xếp hạng" in page
    assert "<svg viewBox" not in page


def test_own_less_appraised_is_empty_where_one_of_them_is():
    made = scene()
    put(made, "Sóc Trăng", {"A1": 40, "A2": 20, "A3": 0}, Column.SELF)
    put(made, "Sóc Trăng", {"A1": 35, "A2": 20}, Column.APPRAISED)
    put(made, "An Giang", {"B1": 10}, Column.SELF)
    put(made, "An Giang", {"B1": 60}, Column.APPRAISED)
    found = gaps_of(made.season, on=timezone.localdate())
    assert (found.compared, found.differ) == (3, 2)
    assert found.most == ("An Giang", "B1", D(-50))
    band = next(band for band in found.heat.bands if band.name == "Sóc Trăng")
    assert [square.value for square in band.squares[:3]] == [D(5), D(0), None]
    assert gaps_words(found) == (
        "2/3 điểm tự chấm khác điểm thẩm định. Chênh lệch lớn nhất: An Giang, tiêu chí B1, −50 điểm."
    )
    client = Client()
    client.force_login(made.cast.officer)
    page = client.get(reverse("clusters:season_gaps", args=[made.season.pk])).content.decode()
    assert "-50" in page
    assert "style=" not in page.split("<main", 1)[1]
