"""A report on paper and as a Word file: issued once confirmed, word for word the same."""

import re
import subprocess
import unicodedata
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table

from emulation.documents.models import IssuedDocument
from emulation.documents.papers import paper
from emulation.documents.rendering import Press, render
from emulation.documents.states import DocumentStatus
from emulation.documents.word import word_file
from emulation.organisations.services import rename
from emulation.verdicts import Refused
from programmes.services import plans, report_papers, reports
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.services.report_papers import Issuing
from programmes.tests.reporting import Reporting, reporting

pytestmark = pytest.mark.django_db
ALONE = Issuing(
    number="05/BC-LMHTX",
    on=date(2018, 12, 20),
    place="Rạch Giá",
    office="Chủ tịch",
    signatory="Trần Thanh Dũng",
)
JOINT = Issuing(number="06/BC-LMHTX-BTĐKT", on=date(2018, 12, 20), place="Rạch Giá", joint=True)


def tokens(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def words_of_pdf(template: str, payload, folder: Path) -> list[str]:
    """In the order of the document, the page numbers of the second page and on left out."""
    data, _pages = render(Press(), paper(template), payload)
    (folder / "paper.pdf").write_bytes(data)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "paper.pdf", "-"]
    raw = subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout.decode()
    pages = raw.split("\f")
    found: list[str] = []
    for number, page in enumerate(pages, start=1):
        lines = [line for line in page.splitlines() if not (number > 1 and line.strip() == str(number))]
        found += tokens(" ".join(lines))
    return found


def once(words: list[str], header: list[str]) -> list[str]:
    """The words without the heads of the table that are repeated where it goes on on the next page."""
    places = [at for at in range(len(words)) if words[at : at + len(header)] == header]
    for at in reversed(places[1:]):
        del words[at : at + len(header)]
    return words


def head_of_table(data: bytes) -> list[str]:
    """The words above the columns of the figures: the table with a number column."""
    rows = [table.rows[0] for table in Document(BytesIO(data)).tables]
    heads = [[token for cell in row.cells for token in tokens(cell.text)] for row in rows]
    return next(head for head in heads if head[:1] == ["TT"])


def words_of_word(data: bytes) -> list[str]:
    book = Document(BytesIO(data))
    found: list[str] = []
    for part in book.iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                for cell in row.cells:
                    found += tokens(" ".join(line.text for line in cell.paragraphs))
        else:
            found += tokens(part.text)
    return found


def issued(scene: Reporting, terms: Issuing = ALONE) -> IssuedDocument:
    report = report_papers.issue(scene.confirmed(), terms, by=scene.officer)
    assert report.document is not None
    return report.document


@pytest.mark.parametrize("terms", [ALONE, JOINT], ids=["alone", "joint"])
def test_the_word_file_says_word_for_word_what_the_pdf_says(terms, tmp_path):
    scene = reporting(rows=3)
    report = scene.drafted()
    long = "\n".join(f"Đoạn {n}: nội lực của hợp tác xã còn yếu, hiệu quả chưa cao." for n in range(40))
    reports.write_block(report.blocks.get(code="causes"), long, base_version=1, by=scene.officer)
    report = scene.agreed(reports.freeze(report, by=scene.officer))
    payload = report_papers.issue(report, terms, by=scene.officer).document.payload
    data = word_file("report_v1", payload)
    printed, written = (
        once(words_of_pdf("report_v1", payload, tmp_path), head_of_table(data)),
        words_of_word(data),
    )
    assert printed == written
    assert "chưa báo cáo" in " ".join(written)


def test_programmes_and_plans_are_word_files_of_the_same_words(tmp_path):
    scene = reporting()
    plan = plans.put_plan(scene.programme, PlanTerms(year=2019, title="Kế hoạch 2019"), by=scene.officer)
    content = scene.programme.contents.first()
    plans.put_task(
        plan, TaskTerms(text="Mở ba lớp", content=content, due_on=date(2019, 9, 30)), by=scene.officer
    )
    plan = plans.move_plan(plan, "sign", on=date(2019, 1, 15), number="12/KHPH", by=scene.officer)
    for document in (scene.programme.document, plan.document):
        printed = words_of_pdf(document.template, document.payload, tmp_path)
        assert printed == words_of_word(word_file(document.template, document.payload))


def test_a_certificate_is_no_word_file():
    with pytest.raises(LookupError):
        word_file("merit_certificate_v1", {})


def test_a_report_is_issued_only_when_confirmed_and_once():
    scene = reporting()
    report = scene.frozen()
    with pytest.raises(Refused, match="xác nhận"):
        report_papers.issue(report, ALONE, by=scene.officer)
    report = scene.agreed(report)
    with pytest.raises(Refused):
        report_papers.issue(report, ALONE, by=scene.stage.board_officer)
    with pytest.raises(Refused, match="số"):
        report_papers.issue(report, Issuing(number=" ", on=date(2018, 12, 20), place=""), by=scene.officer)
    report = report_papers.issue(report, ALONE, by=scene.officer)
    with pytest.raises(Refused, match="đã được phát hành"):
        report_papers.issue(report, ALONE, by=scene.officer)


def test_the_paper_of_one_issuer_names_it_and_its_signatory():
    payload = issued(reporting()).payload
    assert payload["issuers"] == ["LIÊN MINH HỢP TÁC XÃ TỈNH KIÊN GIANG"]
    assert payload["place_date"] == "Rạch Giá, ngày 20 tháng 12 năm 2018"
    (signature,) = payload["signatures"]
    assert (signature["lines"], signature["name"]) == (["CHỦ TỊCH"], "Trần Thanh Dũng")
    assert [one["roman"] for one in payload["sections"]] == ["I", "II", "III", "IV"]
    assert payload["figures"]["roman"] == "V"


def test_a_part_left_empty_is_left_out_and_the_numbers_close_up():
    payload = issued(reporting()).payload
    headings = [one["heading"] for one in payload["sections"]]
    assert "NGUYÊN NHÂN" not in headings
    assert headings[0] == "KẾT QUẢ THỰC HIỆN"


def test_a_joint_report_names_every_side_as_it_was_called_that_day():
    scene = reporting()
    rename(
        scene.stage.board_office,
        name="Ban Thi đua tỉnh Kiên Giang",
        on=date(2018, 10, 1),
        document="QĐ 1",
        by=None,
    )
    payload = issued(scene, JOINT).payload
    assert payload["issuers"] == ["LIÊN MINH HỢP TÁC XÃ TỈNH KIÊN GIANG", "BAN THI ĐUA TỈNH KIÊN GIANG"]
    assert [one["name"] for one in payload["signatures"]] == ["Trần Thanh Dũng", "Hà Văn Chiến"]


def test_the_paper_says_as_of_when_and_who_confirmed():
    scene = reporting()
    report = scene.confirmed()
    payload = report_papers.issue(report, ALONE, by=scene.officer).document.payload
    notes = " ".join(payload["notes"])
    assert "Số liệu đến ngày 31/12/2018" in notes
    assert report.digest in notes
    assert re.search(
        r"đã xác nhận: Liên minh Hợp tác xã tỉnh Kiên Giang \(\d\d/\d\d/\d{4}\); Ban Thi đua", notes
    )


def test_opening_the_figures_takes_the_paper_out_of_force():
    scene = reporting()
    report = report_papers.issue(scene.confirmed(), ALONE, by=scene.officer)
    document = report.document
    report = reports.thaw(report, reason="Số liệu sai", by=scene.officer)
    document.refresh_from_db()
    assert (document.status, report.document) == (DocumentStatus.WITHDRAWN, None)
    again = report_papers.issue(
        scene.agreed(reports.freeze(report, by=scene.officer)), ALONE, by=scene.officer
    )
    assert again.document.pk != document.pk


def test_a_draft_is_marked_as_one(tmp_path):
    scene = reporting()
    report = scene.drafted()
    written = " ".join(words_of_word(report_papers.word(report)))
    assert "DỰ THẢO" in written
    assert "chưa được các bên xác nhận" in written
    assert report_papers.preview(report, by=scene.officer).kind == "documents.preview"


def test_award_facts_stand_in_the_table_of_the_paper():
    scene = reporting()
    fact = {
        "key": "awards.1.I",
        "label": "Bằng khen (cá nhân)",
        "unit": "cá nhân",
        "value": "11",
        "sources": [],
    }
    report = scene.agreed(reports.freeze(scene.drafted(), award_facts=[fact], by=scene.officer))
    payload = report_papers.issue(report, ALONE, by=scene.officer).document.payload
    assert payload["figures"]["rows"][-1]["cells"][1:5] == ["Bằng khen (cá nhân)", "cá nhân", "–", "11"]
