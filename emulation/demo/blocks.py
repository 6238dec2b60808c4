"""The five blocks of cooperatives and credit funds that Tây Ninh runs, and case 004's block at its mid-year review.

That An Giang ran five such blocks is from case 002, the block of Quảng Ninh and the days of its review from case
004; who belongs to which block is invented.
"""

from datetime import date

from django.utils import timezone

from clusters.models import Cluster, ClusterKind, Ladder
from clusters.services import clusters, seasons
from clusters.services.clusters import ClusterTerms
from clusters.services.seasons import SeasonTerms
from emulation.accounts.models import User
from emulation.demo.cast import Cast
from emulation.organisations.models import Kind, Organisation
from emulation.organisations.services import register

SINCE = date(2026, 1, 1)
BLOCKS = (
    ("Khối 1: Quỹ tín dụng nhân dân", "Quỹ tín dụng nhân dân"),
    ("Khối 2: HTX nông nghiệp", "HTX Nông nghiệp"),
    ("Khối 3: HTX rau an toàn", "HTX Rau an toàn"),
    ("Khối 4: HTX thủy sản, dịch vụ nông nghiệp", "HTX Nuôi trồng thủy sản|HTX Dịch vụ nông nghiệp"),
    ("Khối 5: HTX vận tải", "HTX Vận tải"),
)
"""Name of a block, and how the names of its members begin."""
STEPS = (("compose", "begin"), ("compose", "begin"), ("compose",), ("compose", "begin", "review"), ())
"""How far each block is in the year."""
SPECIAL = "Khối thi đua các Hội có tính chất đặc thù tỉnh Quảng Ninh"
ASSOCIATIONS = (
    "Hội Chữ thập đỏ",
    "Hội Đông y",
    "Hội Luật gia",
    "Hội Người mù",
    "Hội Cựu Thanh niên xung phong",
    "Liên hiệp các Hội Khoa học và Kỹ thuật",
)


def play(cast: Cast) -> None:
    """The blocks of Tây Ninh this year, and the block of Quảng Ninh in 2018."""
    _five(cast)
    _special(cast)


def _five(cast: Cast) -> None:
    by, alliance = cast.users["officer"], cast.alliance_now
    whole = clusters.found(
        alliance,
        ClusterTerms(
            kind=ClusterKind.CLUSTER,
            ladder=Ladder.PROVINCE,
            name="Các khối thi đua HTX, QTDND tỉnh Tây Ninh",
            founded_by=alliance.name,
        ),
        by=by,
    )
    for (name, beginnings), steps in zip(BLOCKS, STEPS, strict=True):
        members = [unit for unit in cast.units.values() if unit.name.startswith(tuple(beginnings.split("|")))]
        terms = ClusterTerms(
            kind=ClusterKind.BLOCK,
            ladder=Ladder.PROVINCE,
            name=name,
            parent=whole,
            founded_by=alliance.name,
        )
        _season(clusters.found(alliance, terms, by=by), members, timezone.localdate().year, steps, by)


def _season(
    cluster: Cluster, members: list[Organisation], year: int, steps: tuple[str, ...], by: User
) -> None:
    clusters.admit(cluster, members, on=min(SINCE, date(year, 1, 1)), by=by)
    season = seasons.begin(
        cluster,
        SeasonTerms(year=year, cross_scored=len(members) > 2, least_peers=min(5, max(2, len(members)))),
        by=by,
        leader=members[0],
        deputy=members[1],
    )
    for step in steps:
        season = seasons.move(season, step, by=by)


def _special(cast: Cast) -> None:
    """The Alliance of Quảng Ninh in a block of the province: its mid-year review of 17 and 18 July 2018."""
    by = cast.users["quangninh"]
    committee = Organisation.objects.get(
        kind=Kind.PEOPLES_COMMITTEE, name__endswith=" Quảng Ninh", ended_on=None
    )
    block = clusters.found(
        committee,
        ClusterTerms(kind=ClusterKind.BLOCK, ladder=Ladder.PROVINCE, name=SPECIAL, founded_by=committee.name),
        by=by,
    )
    others = [
        register(
            Kind.ASSOCIATION,
            name=f"{name} tỉnh Quảng Ninh",
            valid_from=date(2015, 1, 1),
            province=committee,
            place="Quảng Ninh",
            by=None,
        )
        for name in ASSOCIATIONS
    ]
    _season(block, [cast.other_alliance, *others], 2018, ("compose", "begin", "review"), by)
