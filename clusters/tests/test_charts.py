"""Charts of clusters: places through mergers, results against targets, own against appraised; unlike sectors."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.models import RankingVersion, Season, Seat, StandingRow
from clusters.scoring import Column, Entrant, RankingRule, rank, ranking_data
from clusters.selectors.charts import gaps_of, targets_met, years_of
from clusters.services import pledges
from clusters.tests.scoring_stage import scene
from clusters.tests.stage import MEMBERS, Stage, stage
from clusters.tests.test_rankings import published
from clusters.tests.test_standings import finished, put
from clusters.views.charts import gaps_words, met_words, years_words
from emulation.indicators.selectors import version_on
from emulation.indicators.services.catalogue import load_catalogue
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report
from emulation.organisations.models import Succession
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


def test_all_who_came_first_equally_often_are_named():
    cast = stage("An Giang", "Cà Mau", "Cần Thơ")
    cluster = cast.cluster("An Giang", "Cà Mau", "Cần Thơ")
    ranked_season(cast, cluster, 2018, "An Giang", "Cà Mau", "Cần Thơ", least=3)
    ranked_season(cast, cluster, 2019, "Cần Thơ", "Cà Mau", "An Giang", least=3)
    found = years_of(cast.officer, cluster)
    assert years_words(found) == "Cùng đứng đầu 1 trong 2 năm có xếp hạng: Cần Thơ, An Giang."


def heir(cast: Stage, *names: str, on: date) -> None:
    """These go into a new body that bears the name of the first, which takes its part in the cast."""
    cast.members[names[0]] = merge(
        [cast.members[name] for name in names],
        name=f"Liên minh Hợp tác xã {names[0]}",
        on=on,
        document="NQ 202",
        by=None,
    )


def test_a_member_and_its_heir_of_the_same_name_are_one_line():
    cast = stage("An Giang", "Kiên Giang", "Cà Mau")
    cluster = cast.cluster("An Giang", "Kiên Giang", "Cà Mau")
    ranked_season(cast, cluster, 2018, "An Giang", "Cà Mau", "Kiên Giang", least=3)
    ranked_season(cast, cluster, 2019, "Cà Mau", "An Giang", "Kiên Giang", least=3)
    heir(cast, "An Giang", "Kiên Giang", on=date(2020, 7, 1))
    ranked_season(cast, cluster, 2021, "An Giang", "Cà Mau", least=2)
    found = years_of(cast.officer, cluster)
    threads = {thread.name: thread for thread in found.placings.threads}
    assert [thread.name for thread in found.placings.threads] == ["An Giang", "Cà Mau", "Kiên Giang"]
    assert threads["An Giang"].cells == (1, 2, None, 1)
    assert len(threads["An Giang"].joins) == 1, "dotted over the merger"
    kien_giang = threads["Kiên Giang"]
    assert (kien_giang.label_anchor, kien_giang.label_x < kien_giang.spots[0].x) == ("end", True)
    assert kien_giang.joins[0].endswith(
        f"{threads['An Giang'].spots[-1].x},{threads['An Giang'].spots[-1].y}"
    )
    assert years_words(found) == "An Giang đứng đầu 2 trong 3 năm có xếp hạng."


def test_two_lines_of_one_name_are_told_apart_by_words():
    cast = stage("An Giang", "Kiên Giang", "Cà Mau")
    cluster = cast.cluster("An Giang", "Cà Mau")
    old = cast.members["An Giang"]
    ranked_season(cast, cluster, 2018, "An Giang", "Cà Mau", least=2)
    heir(cast, "An Giang", "Kiên Giang", on=date(2025, 7, 1))
    Succession.objects.filter(predecessor=old).delete()
    ranked_season(cast, cluster, 2025, "An Giang", "Cà Mau", least=2)
    names = {thread.name for thread in years_of(cast.officer, cluster).placings.threads}
    assert names == {"An Giang", "An Giang (đến 30/06/2025)", "Cà Mau"}


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


def test_targets_are_drawn_against_the_figures_of_the_year():
    load_catalogue()
    version = version_on("HTX_HIEU_QUA", date(2021, 1, 1)) or version_on("HTX_HIEU_QUA", timezone.localdate())
    cast = stage("Sóc Trăng", "An Giang", "Kiên Giang")
    pledge = cast.pledge(cast.season(cast.cluster(*cast.members)))
    terms = pledges.TargetTerms(text="HTX hiệu quả", indicator=version, value=D(65), unit="%")
    pledges.put_target(pledge, terms, by=cast.officer)
    season = pledge.season
    assert targets_met(season) == [], "nothing before the pledge is signed"
    pledge = pledges.move(pledge, "open", by=cast.officer)
    cast.signs(pledge, *cast.members)
    for name, n, d in (("An Giang", 9, 12), ("Kiên Giang", 9, 312)):
        said = [Entry(version, numerator=D(n), denominator=D(d))]
        report(cast.members[name], season.year, "YEAR", said, by=cast.officers[name])
    *by_words, met = targets_met(season)
    assert [one.bars for one in by_words] == [None, None]
    assert (met.reached, met.members, met.silent) == (1, 3, 1)
    assert [(bar.result.name, bar.result.words, bar.result.reached) for bar in met.bars.bars] == [
        ("Sóc Trăng", "-", None),
        ("An Giang", "9/12 = 75%", True),
        ("Kiên Giang", "9/312 = 2,88%", False),
    ]
    assert met_words(met) == "1/3 đơn vị đạt chỉ tiêu: HTX hiệu quả. 1 đơn vị chưa báo cáo."
    client = Client()
    client.force_login(cast.officers["Sóc Trăng"])
    page = client.get(reverse("clusters:season_targets", args=[season.pk])).content.decode()
    assert "9/312 = 2,88%" in page
    assert 'role="img"' in page


def test_unlike_sectors_are_measured_by_what_may_be_compared_and_small_ones_are_put_together():
    made = scene()
    for name, points in (("Sóc Trăng", 40), ("An Giang", 30), ("Bạc Liêu", 20)):
        put(made, name, {"A1": points}, Column.SELF)
    made.season.seats.filter(short_name="Sóc Trăng").update(sector="Tín dụng")
    client = Client()
    client.force_login(made.cast.officer)
    address = reverse("clusters:season_sectors", args=[made.season.pk])
    page = client.get(address)
    assert page.context["sizes"] == [("Tín dụng", 1, True), ("chưa ghi lĩnh vực", 2, True)]
    assert page.context["pools"] == [
        "Ghép Tín dụng (1) với chưa ghi lĩnh vực (2): 3 đơn vị.",
        "Gộp tất cả các lĩnh vực vẫn chưa đủ 5 đơn vị.",
    ]
    assert [line.place for line in page.context["table"].lines] == [1, 2, 3]
    mean = client.get(address, {"basis": "SECTOR_MEAN"}).context["table"]
    assert [line.place for line in mean.lines] == [None, None, None]
    assert client.get(address, {"basis": "x"}).context["table"].lines[0].place == 1


@pytest.mark.parametrize("count", [3, 40])
def test_pages_ask_the_same_questions_of_any_number_of_members(count):
    names = [*MEMBERS[:3], *(f"Đơn vị {n}" for n in range(3, count))]
    made = scene(*names, cross_scored=False)
    made.moved("consolidate")
    for name in names:
        finished(made, name)
    put(made, names[0], {"A1": 40}, Column.SELF)
    put(made, names[0], {"A1": 35}, Column.APPRAISED)
    version = published(made)
    client = Client()
    client.force_login(made.cast.officer)
    found = {}
    for name, pk in [
        *((name, made.season.pk) for name in OF_SEASON),
        *((name, version.pk) for name in OF_VERSION),
    ]:
        args = [pk, made.card(names[1]).seat_id] if name.endswith("place") else [pk]
        address = reverse(f"clusters:{name}", args=args)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found[name] = len(asked)
    assert found == {**OF_SEASON, **OF_VERSION}


OF_SEASON = {
    "standings": 14, "standings_place": 13, "season_gaps": 13, "season_sectors": 13, "season_targets": 11,
}  # fmt: skip
OF_VERSION = {"ranking_version": 20, "ranking_place": 12, "ranking_export": 10, "ranking_word": 10}
