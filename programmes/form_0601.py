"""Statistical form 0601.N/BNV-TĐKT, number of emulation movements (Circular 02/2023/TT-BNV of 23 March 2023). Pure.

A movement is counted where it was launched: column 2 what the Central Emulation and Commendation Council launches,
column 3 central bodies (the Vietnam Cooperative Alliance among them) and provinces, column 4 agencies and units.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FORM = "Biểu số: 0601.N/BNV-TĐKT"
CIRCULAR = "Ban hành theo Thông tư số 02/2023/TT-BNV ngày 23/3/2023"
DUE = "Ngày nhận báo cáo: Ngày 15 tháng 12 năm báo cáo"
TITLE = "SỐ PHONG TRÀO THI ĐUA"
UNIT = "Đơn vị tính: Phong trào"
HEADER = (
    "Chỉ tiêu",
    "Mã số",
    "Tổng số",
    "Cấp Trung ương (Hội đồng Thi đua - Khen thưởng Trung ương)",
    "Cấp bộ, ban, ngành, đoàn thể trung ương, tỉnh, thành phố trực thuộc Trung ương",
    "Cơ quan, tổ chức, đơn vị",
)
COLUMNS = {"PM": 0, "CENTRAL": 1, "PROVINCE": 1, "COMMUNE": 2, "UNIT": 2}
"""The column after the total, by the level of the movement."""


@dataclass(frozen=True)
class Counted:
    """A movement as the form asks about it; `by_council`: launched by a council for a cluster or block."""

    name: str
    level: str
    by_council: bool = False
    thematic: bool = False
    first: date | None = None
    last: date | None = None

    @property
    def months(self) -> int | None:
        """Its length in whole months, begun ones counted; None where it is not dated on both sides."""
        if self.first is None or self.last is None:
            return None
        end = self.last + timedelta(days=1)
        months = (end.year - self.first.year) * 12 + end.month - self.first.month
        return months + (end.day > self.first.day)

    @property
    def manner(self) -> str:
        """ "theme", "yearly", or "" where neither a theme nor the length tells.

        Regular emulation is organised every year; what runs longer serves a task of its period and is thematic
        (Law 06/2022/QH15 on emulation and commendation: forms of emulation).
        """
        if self.thematic:
            return "theme"
        if self.months is None:
            return ""
        return "yearly" if self.months <= 12 else "theme"


@dataclass(frozen=True)
class Line:
    """A row of the form: its label and code, and the numbers of columns 1 to 4; a heading has neither."""

    label: str
    code: str = ""
    numbers: tuple[int, int, int, int] | None = None


Test = Callable[[Counted], bool]


def _lasts(least: int, below: int | None = None) -> Test:
    def fits(one: Counted) -> bool:
        return one.months is not None and one.months >= least and (below is None or one.months < below)

    return fits


def _scope(column: int) -> Test:
    return lambda one: COLUMNS[one.level] == column and not one.by_council


ROWS: tuple[tuple[str, str, Test | None], ...] = (
    ("Tổng số", "01", lambda one: True),
    ("1. Chia theo phạm vi tổ chức thi đua", "", None),
    ("- Toàn quốc", "02", _scope(0)),
    ("- Bộ, ban, ngành, đoàn thể, địa phương", "03", _scope(1)),
    (
        "- Cụm, khối thi đua do Hội đồng Thi đua - Khen thưởng các cấp tổ chức",
        "04",
        lambda one: one.by_council,
    ),
    ("- Cơ quan, tổ chức, đơn vị", "05", _scope(2)),
    ("2. Chia theo thời hạn thi đua", "", None),
    ("- Dưới 1 năm", "06", _lasts(0, 12)),
    ("- 1 năm", "07", _lasts(12, 13)),
    ("- Từ 1 năm đến dưới 3 năm", "08", _lasts(13, 36)),
    ("- Từ 3 năm đến dưới 5 năm", "09", _lasts(36, 60)),
    ("- Từ 5 năm trở lên", "10", _lasts(60)),
    ("3. Chia theo phương thức tổ chức phong trào thi đua", "", None),
    ("- Thi đua theo chuyên đề", "11", lambda one: one.manner == "theme"),
    ("- Thi đua thường xuyên hằng năm", "12", lambda one: one.manner == "yearly"),
)
"""Label, code, and which movements a row counts; headings count none."""


@dataclass(frozen=True)
class Form:
    """The lines, and the names of the movements that rows 06–10 and 11–12 cannot place."""

    lines: list[Line]
    undated: list[str]
    unclear: list[str]

    @property
    def notes(self) -> list[str]:
        """What the rows leave out, in the words of the form's foot."""
        told = (
            ("Chưa ghi đủ thời hạn nên không xếp vào mã 06–10", self.undated),
            ("Chưa đủ căn cứ để xếp vào mã 11 hoặc 12", self.unclear),
        )
        return [f"{what}: {'; '.join(names)}." for what, names in told if names]


def form_of(movements: Iterable[Counted]) -> Form:
    """Every movement once a row it belongs to; nothing is guessed of one that is not dated."""
    rows = list(movements)
    lines = [
        Line(label, code, _numbers([one for one in rows if test(one)])) if test else Line(label)
        for label, code, test in ROWS
    ]
    return Form(
        lines,
        [one.name for one in rows if one.months is None],
        [one.name for one in rows if not one.manner],
    )


def _numbers(found: list[Counted]) -> tuple[int, int, int, int]:
    columns = [COLUMNS[one.level] for one in found]
    return len(found), columns.count(0), columns.count(1), columns.count(2)
