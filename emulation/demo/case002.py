"""Case 002: the cluster Tây Nam sông Hậu, its seven members, who led, the three after the merger, a pledge.

The pledge of 2026 is invented; its targets are those that the seven signed on 27 January 2021.
"""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from clusters.catalogue import pledges as known
from clusters.models import Cluster, ClusterKind, Ladder, Outcome, Pledge, Role
from clusters.selectors.pledges import signatories_of, targets_of
from clusters.services import clusters, pledges, seasons, signatures
from clusters.services.clusters import ClusterTerms, TurnTerms
from clusters.services.pledges import PledgeTerms
from clusters.services.seasons import SeasonTerms
from emulation.accounts.identity import PASSWORD, Proof
from emulation.accounts.models import User
from emulation.demo import conferences, seasons002
from emulation.demo.cast import MERGED_ON, Cast
from emulation.demo.signing import MERGER, alliance_of
from emulation.indicators.models import IndicatorVersion, Period
from emulation.indicators.selectors import versions_on
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report
from emulation.organisations.models import Kind, Organisation

CASE = known()[0]
TODAY = {"An Giang": True, "Cần Thơ": True, "Cà Mau": True}
"""Members that took in others on 1 July 2025, under the name that one of the seven bore before."""
LED = (
    (2018, "Hậu Giang", date(2018, 1, 25), date(2019, 1, 24)),
    (2019, "Bạc Liêu", date(2019, 1, 24), date(2020, 1, 16)),
    (2020, "Sóc Trăng", date(2020, 1, 16), date(2021, 1, 27)),
    (2021, "An Giang", date(2021, 1, 27), None),
)
"""Year, body, first day and hand-over; only the day of 2021 stands in a source, the others are invented."""

FIGURES: dict[str, dict[str, int | tuple[int, int]]] = {
    "HTX_MOI": {"An Giang": 31, "Cần Thơ": 24, "Cà Mau": 17},
    "LH_HTX_MOI": {"An Giang": 1, "Cần Thơ": 0, "Cà Mau": 1},
    "HTX_HIEU_QUA": {"An Giang": (262, 405), "Cần Thơ": (298, 447), "Cà Mau": (141, 268)},
    "CB_DAO_TAO": {"An Giang": (560, 500), "Cần Thơ": (486, 450), "Cà Mau": (3, 2)},
    "THANH_VIEN": {"An Giang": (61560, 57000), "Cần Thơ": (48410, 47000)},
    "HO_NONG_THON": {"An Giang": (286000, 412000), "Cần Thơ": (301000, 398000)},
    "NQ_TINH": {"An Giang": (12, 12), "Cần Thơ": (14, 15), "Cà Mau": (10, 10)},
    "NQ_VN": {"An Giang": (9, 10), "Cần Thơ": (10, 10), "Cà Mau": (8, 10)},
}
"""Invented: what the members reported of the nine targets for the year before, as numbers or n of d."""


def play(cast: Cast) -> None:
    """The cluster with its history, and a pledge that lies open for signature."""
    by = cast.users["centre"]
    cluster = _founded(by)
    _history(cluster, by)
    sheet = seasons002.sheet_of(cluster, by)
    seasons002.past(cluster, sheet, by)
    _merged(cluster, by)
    late = seasons002.lately(cluster, sheet, cast)
    seasons002.contested(late, cast)
    conferences.planned(late, cast)
    _figures(cast)
    _pledge(cluster, cast)


def _founded(by: User) -> Cluster:
    centre = Organisation.objects.get(kind=Kind.CENTRAL_ALLIANCE, ended_on=None)
    cluster = clusters.found(
        centre,
        ClusterTerms(
            kind=ClusterKind.CLUSTER,
            ladder=Ladder.VCA,
            name=CASE.cluster,
            founded_by=centre.name,
            term_reference=CASE.term,
        ),
        by=by,
    )
    then = [alliance_of(name, ended=True) for name in CASE.members]
    clusters.admit(cluster, then, on=date(2018, 1, 25), by=by)
    return cluster


def _history(cluster: Cluster, by: User) -> None:
    source = CASE.source if CASE.year == 2021 else ""
    for year, name, first, last in LED:
        clusters.enter_turn(
            cluster,
            TurnTerms(
                year=year,
                role=Role.LEADER,
                organisation=alliance_of(name, ended=True),
                held_from=first,
                held_to=last or MERGED_ON,
                ground=source if year == CASE.year else "",
            ),
            by=by,
        )
    deputy = TurnTerms(
        year=CASE.year,
        role=Role.DEPUTY,
        organisation=alliance_of(CASE.deputy, ended=True),
        outcome=Outcome.HELD,
        held_from=CASE.signed_on,
        held_to=MERGED_ON,
        ground=source,
    )
    clusters.enter_turn(cluster, deputy, by=by)


def _merged(cluster: Cluster, by: User) -> None:
    """The seven become three on 1 July 2025."""
    for row in list(cluster.memberships.all()):
        clusters.release(row, on=MERGED_ON, ground=MERGER, by=by)
    clusters.admit(cluster, [alliance_of(name) for name in TODAY], on=MERGED_ON, ground=MERGER, by=by)
    for role, name in ((Role.LEADER, "An Giang"), (Role.DEPUTY, "Cà Mau")):
        terms = TurnTerms(
            year=2025, role=role, organisation=alliance_of(name), held_from=MERGED_ON, ground=MERGER
        )
        clusters.enter_turn(cluster, terms, by=by)


def _figures(cast: Cast) -> None:
    """What the three reported of the year before, for the trial of the targets; Cà Mau has not reported all."""
    year = timezone.localdate().year - 1
    versions = {row.indicator.code: row for row in versions_on(timezone.localdate())}
    for name, key in seasons002.KEEPERS.items():
        entries = [
            _entry(versions[code], told[name])
            for code, told in FIGURES.items()
            if code in versions and name in told
        ]
        report(alliance_of(name), year, Period.YEAR, entries, by=cast.users[key])


def _entry(version: IndicatorVersion, told: int | tuple[int, int]) -> Entry:
    source = "Số liệu minh họa của dữ liệu mẫu"
    if isinstance(told, int):
        return Entry(version, value=Decimal(told), source=source)
    return Entry(version, numerator=Decimal(told[0]), denominator=Decimal(told[1]), source=source)


def _pledge(cluster: Cluster, cast: Cast) -> None:
    """The year's pledge, the nine targets of 2021 again: Cà Mau declines one, An Giang has not signed yet.

    The head of Cần Thơ has no account. Who leads the year is open: the conference elects.
    """
    by, today = cast.users["centre"], timezone.localdate()
    season = seasons.begin(
        cluster,
        SeasonTerms(
            year=today.year, self_scoring_until=date(today.year, 12, 15), cross_scored=False, least_peers=3
        ),
        by=by,
    )
    seasons.move(season, "compose", by=by)
    season.refresh_from_db()
    pledge = pledges.draft(
        season,
        terms=PledgeTerms(
            title=f"Giao ước thi đua năm {today.year}",
            preamble=f"Các đơn vị thành viên {cluster.name} thống nhất ký kết giao ước thi đua năm {today.year}:",
            commitments="Tổ chức phong trào thi đua thiết thực, có sơ kết, tổng kết, nhân rộng điển hình\n"
            "Chế độ thông tin, báo cáo đúng thời hạn\n"
            "Đoàn kết, giúp đỡ nhau cùng hoàn thành nhiệm vụ",
            place="An Giang",
            day=today,
        ),
        by=by,
    )
    _declined(pledges.move(pledge, "open", by=by), cast.users["camau"])


def _declined(pledge: Pledge, head: User) -> None:
    place = next(row for row in signatories_of(pledge) if row.seat.organisation == alliance_of("Cà Mau"))
    unclear = next(
        row for row in targets_of(pledge) if row.indicator and row.indicator.indicator.code == "NQ_VN"
    )
    signatures.decline(
        place,
        digest=pledge.digest,
        proof=Proof(head.pk, PASSWORD),
        target=unclear,
        reason="Câu chữ “đạt trên 90% trở lên” chưa rõ là trên 90% hay từ 90%; đề nghị cụm thống nhất một cách hiểu.",
        by=head,
    )
