"""Case 002 over the years: the seasons 2018–2021 with their pledges on paper, and 2025 scored by the three members.

The pledge of 2021 and the chain of leaders are from the case; the points, and who signed, are invented.
"""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from clusters.catalogue import pledges as known
from clusters.models import Assignment, Cluster, ScoreCard, ScoreSheet, Season
from clusters.scoring import Column, Leaf, asked
from clusters.selectors.cards import Scored
from clusters.services import cards, disputes, peers, pledges, rankings, scores, seasons, sheets
from clusters.services.disputes import DisputeTerms, ReadingTerms
from clusters.services.known_targets import take_known
from clusters.services.pledges import PledgeTerms
from clusters.services.recording import PaperSigner, record_signed
from clusters.services.scores import WRONG, Entry, Outcome
from clusters.services.seasons import SeasonTerms
from clusters.states import PeerState
from emulation.accounts.models import User
from emulation.demo.cast import Cast
from emulation.vietnamese import format_date, format_number

CASE = known()[0]
SIGNED = {2018: date(2018, 1, 25), 2019: date(2019, 1, 24), 2020: date(2020, 1, 16), 2021: CASE.signed_on}
"""Day of each pledge; only that of 2021 stands in a source."""
SIGNERS = {
    "Sóc Trăng": "Sơn Thị Sà Rinh", "An Giang": "Huỳnh Văn Cụm", "Bạc Liêu": "Tạ Công Muối", "Cần Thơ": "Lưu Ngọc Ninh",
    "Hậu Giang": "Phùng Thị Xà No", "Kiên Giang": "Danh Sóc Kiên", "Cà Mau": "Tô Thị Mũi",
}  # fmt: skip
STRENGTH = {
    "Sóc Trăng": (90, 92, 95, 91), "An Giang": (88, 90, 91, 96), "Bạc Liêu": (91, 94, 90, 89),
    "Cần Thơ": (86, 89, 92, 94), "Hậu Giang": (94, 90, 88, 90), "Kiên Giang": (87, 88, 89, 85),
    "Cà Mau": (85, 86, 90, 88),
}  # fmt: skip
"""Invented: what part of the points each member reached in 2018–2021, in percent."""
OWN = {
    "A1": "80", "A2": "9/10", "A3": "65/100", "B1": "7", "B2": "25; 10; 12", "C1": "22", "C2": "1", "C3": "60/100",
    "C4": "216/200", "C5": "220/200", "C6": "2", "D1": "Có", "D2": "9/312", "D3": "1", "D4": "6", "E1": "5/5",
    "E2": "4/4", "F1": "0", "F2": "24", "G1": "2/2", "G2": "2", "GATE1": "Không", "GATE2": "Không",
}  # fmt: skip
"""The self-score of An Giang; what the others claim differs from it."""
OTHERS = {
    "Cần Thơ": {"A1": "96", "A3": "82/100", "C1": "19", "C6": "1", "D2": "14/20", "F2": "26", "G2": "3"},
    "Cà Mau": {"A1": "60", "B1": "6", "C1": "24", "C4": "210/200", "D3": "2", "F1": "1", "F2": "21"},
}


KEEPERS = {"An Giang": "angiang", "Cần Thơ": "cantho", "Cà Mau": "camau"}
"""Who keeps the score card of each member."""


def sheet_of(cluster: Cluster, by: User) -> ScoreSheet:
    """The cluster's own copy of the sheet that comes with the program."""
    template = ScoreSheet.objects.get(cluster=None, code="CUM-DBSCL-DEMO")
    return sheets.copy(template, cluster, by=by)


def past(cluster: Cluster, sheet: ScoreSheet, by: User) -> None:
    """The seasons of the seven: pledge on paper, final points, closed."""
    for year, day in SIGNED.items():
        season = seasons.begin(
            cluster,
            SeasonTerms(year=year, composed_on=day, cross_scored=False),
            by=by,
        )
        season = seasons.move(season, "compose", by=by)
        _pledged(season, day, by)
        season.refresh_from_db()
        sheets.choose(season, sheet, by=by)
        for step in ("begin", "open_scoring", "consolidate"):
            season = seasons.move(season, step, by=by)
        _final(season, by)
        rankings.publish(rankings.freeze(season, by=by), by=by)
        for step in ("confer", "nominate", "decide", "close"):
            season = seasons.move(season, step, by=by)


def _pledged(season: Season, day: date, by: User) -> None:
    title = f"Giao ước thi đua năm {season.year}"
    pledge = pledges.draft(
        season, terms=PledgeTerms(title=title, place="Sóc Trăng", day=day), by=by, copy=False
    )
    take_known(pledge, CASE, by=by)
    signers = {
        seat.pk: PaperSigner(
            next(name for place, name in SIGNERS.items() if seat.name.endswith(place)), "Chủ tịch"
        )
        for seat in season.seats.all()
    }
    record_signed(pledge, signers, _scan(title, day), by=by)


def _scan(title: str, day: date) -> ContentFile:  # type: ignore[type-arg]  # not subscriptable when it runs
    """A picture that says what it stands for: the demo has no signed paper."""
    page = Image.new("L", (620, 877), 255)
    font = ImageFont.truetype(str(finders.find("documents/fonts/Tinos-Regular.ttf")), 26)
    words = f"{title}\nký ngày {format_date(day)}\n\nBản minh họa của dữ liệu mẫu,\nkhông phải văn bản thật."
    ImageDraw.Draw(page).multiline_text((80, 120), words, font=font, fill=0, spacing=12)
    file = BytesIO()
    page.save(file, "PNG")
    return ContentFile(file.getvalue(), name="giao-uoc.png")


def _final(season: Season, by: User) -> None:
    place = season.year - min(SIGNED)
    entries, scored = [], Scored.of(season)
    for card in ScoreCard.objects.filter(seat__season=season).select_related("seat"):
        part = next(row[place] for name, row in STRENGTH.items() if card.seat.name.endswith(name))
        entries += [
            Entry(
                card.pk, scored.by_code[code].pk, _points(leaf, part), reason="Theo biên bản tổng kết của Cụm"
            )
            for code, leaf in scored.leaves.items()
        ]
    demand_all(scores.put(season, Column.FINAL, entries, by=by))


def _points(leaf: Leaf, part: int) -> str:
    """This part of the points of a criterion, in halves; what asks yes or no is reached, a gate is passed."""
    if asked(leaf.rule) == ("yes",):
        return "Không" if leaf.is_gate else "Có"
    wobble = sum(map(ord, leaf.code)) % 9 - 4
    share = Decimal(min(part + wobble, 100)) / 100
    return format_number((leaf.max * share * 2).to_integral_value() / 2)


def demand_all(outcomes: list[Outcome]) -> None:
    wrong = [(outcome.entry, outcome.say) for outcome in outcomes if outcome.state == WRONG]
    if wrong:
        raise ValueError(wrong)


def lately(cluster: Cluster, sheet: ScoreSheet, cast: Cast) -> Season:
    """The season of 2025: three members, each with its own score, appraised by the organiser but for what differs.

    The last days are reckoned from the day the demo is loaded: nobody comes late by that.
    """
    by, today = cast.users["centre"], timezone.localdate()
    season = seasons.begin(
        cluster,
        SeasonTerms(
            year=2025,
            composed_number="28/QĐ-LMHTXVN",
            composed_on=date(2025, 7, 15),
            self_scoring_until=today,
            cross_scoring_until=today + timedelta(days=15),
            least_peers=3,
        ),
        by=by,
    )
    season = seasons.move(season, "compose", by=by)
    sheets.choose(season, sheet, by=by)
    for step in ("begin", "open_scoring"):
        season = seasons.move(season, step, by=by)
    for name, key in KEEPERS.items():
        _own_score(season, name, cast.users[key])
    season = seasons.move(season, "consolidate", by=_crossed(season, cast))
    filled = list(ScoreCard.objects.filter(seat__season=season).select_related("seat__season__cluster"))
    scores.take_over(season, Column.APPRAISED, filled, by=by)
    return season


def _crossed(season: Season, cast: Cast) -> User:
    """Each scores the one it was drawn to score: as that member did itself, but for one criterion."""
    by = cast.users["centre"]
    peers.confirm(peers.draw(season, by=by), by=by)
    season = seasons.move(season, "cross_check", by=by)
    by_code = Scored.of(season).by_code
    for pair in Assignment.objects.filter(draw__season=season).exclude(state=PeerState.ENDED):
        keeper = next(cast.users[key] for name, key in KEEPERS.items() if pair.scorer.name.endswith(name))
        card = ScoreCard.objects.select_related("seat__season__cluster").get(seat=pair.scored)
        lower = Entry(card.pk, by_code["F2"].pk, "18", reason="Kho lưu trữ chưa số hóa xong")
        demand_all(scores.put(season, Column.CROSS, [lower], by=keeper))
        scores.take_over(season, Column.CROSS, [card], by=keeper)
        peers.submit(pair, by=keeper)
    return by


def contested(season: Season, cast: Cast) -> None:
    """The dispute of case 002: An Giang, which continues Kiên Giang, contests the denominator of 65 %.

    The numbers are the illustration of the case: 12 employees, 300 members, 9 commended.
    """
    disputes.contest(
        season,
        Scored.of(season).by_code["D2"],
        DisputeTerms(
            clause="Nội dung 3, Phiếu chấm điểm của Khối",
            text="Quy định chấm điểm nội dung 3 có chỉ tiêu phải khen thưởng 65% lao động, nhưng khi chấm lại gộp tính "
            "cả thành viên HTX nên chỉ tiêu này không thể nào đạt.",
            own=ReadingTerms(
                reading="Chỉ tính người lao động, không gộp thành viên HTX",
                numerator="người lao động trực tiếp được khen",
                denominator="tổng số người lao động của đơn vị",
            ),
            contested="9/12",
            applied="9/312",
        ),
        by=cast.users["angiang"],
    )


def _own_score(season: Season, name: str, by: User) -> None:
    card = ScoreCard.objects.select_related("seat__season__cluster").get(
        seat__season=season, seat__name__endswith=f" {name}"
    )
    ids = {code: row.pk for code, row in Scored.of(season).by_code.items()}
    answers = {**OWN, **OTHERS.get(name, {})}
    entries = [
        Entry(card.pk, ids[code], text, reason="Theo báo cáo năm", unproven="Hồ sơ lưu tại đơn vị")
        for code, text in answers.items()
    ]
    demand_all(scores.put(season, Column.SELF, entries, by=by))
    cards.submit(card, by=by)
