"""Lists of nominees for tests, as sheets of cells and as files."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from awards.rows.checking import check
from awards.rows.findings import Checked
from awards.rows.known import FormFact, Known, UnitFact, wordings_of
from awards.rows.lists import Reading, read_lists
from emulation.spreadsheets import EMPTY, Cell, Sheet, read_book

DATA = Path(__file__).parent / "data"
TAY_NINH = "tay_ninh_2022_9_collectives_11_individuals.xlsx"
CREDIT_FUNDS = "credit_funds_2025_40_rows_6_bad.xlsx"
CREDIT_FUNDS_PROBLEMS = [(8, "C"), (15, "F"), (24, "B"), (25, "B"), (34, "C"), (37, "B")]
HEADING = ("STT", "Họ và tên", "Năm sinh", "Chức vụ", "Đơn vị", "Hình thức khen thưởng")
TODAY = date(2026, 11, 22)

FORMS = {
    fact.code: fact
    for fact in (
        FormFact(1, "BK_TINH", "Bằng khen của Chủ tịch UBND tỉnh", "ICH", True),
        FormFact(2, "BK_LMVN", "Bằng khen của Chủ tịch Liên minh HTX Việt Nam", "IC", False),
        FormFact(3, "LDTT", "Lao động tiên tiến", "I", True),
        FormFact(6, "CSTDCS", "Chiến sĩ thi đua cơ sở", "I", False),
        FormFact(4, "GK_LM", "Giấy khen của Chủ tịch Liên minh HTX tỉnh", "ICH", True),
        FormFact(5, "GK_XA", "Giấy khen của Chủ tịch UBND xã", "ICH", False),
    )
}
BK = "Bằng khen của Chủ tịch UBND tỉnh"


def known(**facts: Any) -> Known:
    """The catalogue of the tests; `units` are given by name."""
    named: dict[str, UnitFact | tuple[UnitFact, ...]] = facts.pop("units", {})
    return Known(
        facts.pop("year", 2025),
        TODAY,
        FORMS,
        wordings_of(FORMS, {"LĐTT": ("LDTT",)}),
        units={key: fact if isinstance(fact, tuple) else (fact,) for key, fact in named.items()},
        **facts,
    )


def sheet(*rows: Sequence[Any], name: str = "Sheet1", **more: Any) -> Sheet:
    """A sheet of plain values; text that begins with "=" is a formula."""
    cells = [
        [
            Cell(v, v if isinstance(v, str) and v.startswith("=") else "") if v is not None else EMPTY
            for v in row
        ]
        for row in rows
    ]
    return Sheet(name, cells, **more)


def read(*sheets: Sheet, facts: Known | None = None, **options: Any) -> Reading:
    return read_lists(list(sheets), (facts or known()).is_form, **options)


def checked(
    *rows: Sequence[Any], facts: Known | None = None, answers: dict[str, Any] | None = None
) -> Checked:
    """The findings on a sheet of these rows."""
    facts = facts or known()
    return check(read(sheet(*rows), facts=facts).lines, facts, answers or {})


def people(*rows: Sequence[Any], **options: Any) -> Checked:
    """The findings on rows of (name, birth, position, unit, form) under the usual heading."""
    return checked(HEADING, *((n, *row) for n, row in enumerate(rows, start=1)), **options)


def from_file(name: str, year: int, **options: Any) -> tuple[Reading, Checked]:
    """A file of the test data, read and checked against an empty register."""
    facts = known(year=year)
    book = read_book((DATA / name).read_bytes(), name)
    reading = read_lists(book.sheets, facts.is_form, **options)
    return reading, check(reading.lines, facts, {})


def problems(found: Checked) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in found.problems]
