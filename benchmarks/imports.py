"""A list of 40,000 nominees: read, checked and taken in by the services, on either database."""

import sys
import tempfile
from collections import Counter
from datetime import date

from benchmarks.measuring import answer_with, in_child, peak_megabytes, stopwatch
from benchmarks.table import Row

ROWS, QUICK_ROWS = 40_000, 4_000
UNITS = 300
EXTRA = ("Kim", "Ngọc", "Bảo")
COLUMNS = ["STT", "Họ và tên", "Năm sinh", "Chức vụ", "Đơn vị", "Thành tích", "Hình thức khen thưởng"]


def measure(server: str, *, quick: bool) -> list[Row]:
    from benchmarks.loading import fresh_database

    size = QUICK_ROWS if quick else ROWS
    part = f"Import of {size:,} rows with {UNITS} units"
    rows = []
    for name, address in (("SQLite", ""), ("PostgreSQL", fresh_database(server, "bench_import"))):
        with tempfile.TemporaryDirectory(prefix="emulation-bench-") as folder:
            found = in_child("benchmarks.imports", str(size), DATABASE_URL=address, DATA_DIR=folder)
        rows.append(Row(part, name, found))
    return rows


def child() -> None:
    import django

    django.setup()
    answer_with(import_list(int(sys.argv[2])))


def import_list(size: int) -> dict[str, float]:
    """Seconds of each step; the units of the list stand in the register already."""
    from django.core.management import call_command

    from awards.models import AwardForm, Nomination, SubjectKind
    from awards.services import campaigns, imports
    from awards.services.campaigns import CampaignTerms
    from awards.services.catalogue import load_catalogue
    from awards.services.import_taking import take_in
    from emulation.accounts.models import User
    from emulation.organisations.models import Kind
    from emulation.organisations.offices import Office
    from emulation.organisations.services import add_person, appoint, register

    call_command("migrate", verbosity=0)
    load_catalogue()
    since = date(2020, 1, 1)
    alliance = register(Kind.ALLIANCE, name="Liên minh Hợp tác xã tỉnh Tây Ninh", valid_from=since, by=None)
    for place in range(UNITS):
        register(Kind.COOPERATIVE, name=unit_name(place), valid_from=since, parent=alliance, by=None)
    person = add_person("Lê Thị Cán Bộ", by=None)
    appoint(person, alliance, Office.OFFICER, title="Cán bộ", valid_from=since, by=None)
    officer = User.objects.create(email="can-bo@example.vn", person=person)
    terms = CampaignTerms(
        title="Khen thưởng năm 2026", year=2026, kind="regular", deciding_body=alliance,
        forms=list(AwardForm.objects.filter(code="GK_LM")), board=None,
    )  # fmt: skip
    campaign = campaigns.open_campaign(alliance, terms, by=officer)
    data = workbook(size, AwardForm.objects.get(code="GK_LM").name)
    with stopwatch() as checking:
        kept = imports.run_check(imports.keep(campaign, data, "danh-sach.xlsx", by=officer).pk)
    if kept.preview.get("adding") != size:
        raise SystemExit(f"Not every row is good: {str(kept.preview)[:1500]} {kept.error}")
    with stopwatch() as taking:
        take_in(kept.pk, by=officer)
    if Nomination.objects.filter(subject_kind=SubjectKind.INDIVIDUAL).count() != size:
        raise SystemExit("Not every row came in.")
    again = imports.keep(campaign, data, "danh-sach.xlsx", by=officer)
    with stopwatch() as repeating:
        imports.run_check(again.pk)
    return {
        "read and check s": checking.seconds,
        "check again and take in s": taking.seconds,
        "the same file once more s": repeating.seconds,
        "peak MB": peak_megabytes(),
    }


def unit_name(place: int) -> str:
    return f"Hợp tác xã Nông nghiệp Tân Hưng {place + 1}"


def workbook(size: int, form: str) -> bytes:
    """The list as an .xlsx file; no two rows have one name and year of birth, which the check takes for one person."""
    from benchmarks import names
    from emulation.spreadsheets.writing import write_table

    namesakes: Counter[str] = Counter()
    rows = [
        [place + 1, *_person(namesakes, title, name), "Giám đốc", unit_name(place % UNITS),
         f"Hoàn thành xuất sắc nhiệm vụ năm 2026, hồ sơ {place + 1}", form]
        for place, (title, name) in enumerate(names.people(size))
    ]  # fmt: skip
    return write_table(title="DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", header=COLUMNS, rows=rows)


def _person(namesakes: Counter[str], title: str, name: str) -> tuple[str, int]:
    """Name and year of birth that nobody before has; the fifty-sixth of a name gets a fourth word."""
    more, year = divmod(namesakes[name], 55)
    namesakes[name] += 1
    family, *rest = name.split()
    return " ".join([title, family, *EXTRA[:more], *rest]), 1950 + year


if __name__ == "__main__":
    child()
