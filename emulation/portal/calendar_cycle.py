"""The custom of the emulation year as dated data: each step with the days between which it was seen, and where.

A step binds nobody; what binds has a date of its own in a campaign, a round or a plan. A new custom is a new
row from a year on: `since` and `until` are years, the last one included.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.accounts.selectors import posts_of
from emulation.waiting import CYCLE, Date
from programmes.models import ReportKind
from programmes.selectors.dates import ReportDay


@dataclass(frozen=True)
class Step:
    """From (month, day) to (month, day); a step that ends before it begins ends in the following year."""

    code: str
    label: object
    first: tuple[int, int]
    last: tuple[int, int]
    source: str
    since: int = 2009
    until: int = 2100

    def in_year(self, year: int) -> tuple[date, date]:
        over = self.last < self.first
        return date(year, *self.first), date(year + over, *self.last)


STEPS = (
    Step(
        "pledge",
        gettext_lazy("Emulation pledge: conference and signing"),
        (1, 1),
        (3, 31),
        "Cụm Tây Nam sông Hậu, 27/01/2021; Liên minh HTX Quảng Trị, 10/01/2024",
    ),
    Step(
        "titles",
        gettext_lazy("Registration of emulation titles"),
        (1, 1),
        (3, 31),
        "272/UBND-VHXH, Kiên Giang, 2009: không đăng ký đầu năm thì không xét",
    ),
    Step(
        "proposal",
        gettext_lazy("Proposals for the past year, decisions of the province"),
        (1, 1),
        (3, 31),
        "614/QĐ-UBND, Kiên Giang, 11/03/2021 (cho năm 2020)",
    ),
    Step(
        "mid_year",
        gettext_lazy("Mid-year review"),
        (7, 1),
        (7, 31),
        "Khối thi đua các Hội có tính chất đặc thù tỉnh Quảng Ninh, 17–18/07/2018",
    ),
    Step(
        "self_score",
        gettext_lazy("Self-scoring with evidence"),
        (10, 1),
        (11, 30),
        "Liên minh HTX Cà Mau, 2019",
    ),
    Step(
        "cross_check",
        gettext_lazy("Cross-check between members"),
        (11, 1),
        (11, 30),
        "Cà Mau – Hậu Giang, 2019",
    ),
    Step(
        "conference",
        gettext_lazy("Year-end conference, ballot, hand-over of leadership"),
        (11, 15),
        (1, 31),
        "15/11/2025 (trung du, miền núi phía Bắc), 10/12/2018 (Khối 11 Kiên Giang), 27/01/2021 (Tây Nam sông Hậu)",
    ),
)

REPORTS = (
    ReportDay(
        ReportKind.HALF_YEAR,
        ReportKind.HALF_YEAR.label,
        6,
        30,
        gettext_lazy("the end of the half-year; no instrument that sets the day is known"),
    ),
    ReportDay(
        ReportKind.YEAR,
        ReportKind.YEAR.label,
        12,
        15,
        "Thông tư 02/2023/TT-BNV (biểu 0601–0605, hạn 15/12)",
    ),
)
"""The days by which reports of programmes are due, with where the day comes from."""


def dates(user: User, on_from: date, on_to: date) -> Iterator[Date]:
    """The steps of the year that touch these days, for everybody who holds a post."""
    if not posts_of(user, timezone.localdate()):
        return
    for year in range(on_from.year - 1, on_to.year + 1):
        for step in STEPS:
            first, last = step.in_year(year)
            if step.since <= year <= step.until and first <= on_to and last >= on_from:
                yield Date(
                    day=first,
                    end=last,
                    sentence=str(step.label),
                    url=f"{reverse('portal:calendar')}?month={first:%Y-%m}",
                    kind=CYCLE,
                    uid=f"cycle-{step.code}-{year}",
                    note=_("seen: %(source)s") % {"source": step.source},
                )
