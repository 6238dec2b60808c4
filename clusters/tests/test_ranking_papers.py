"""Screen, spreadsheet and paper say the same, cell by cell; PDF and Word word for word."""

import html
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from clusters.scoring import Column
from clusters.selectors.rankings import ranking_for
from clusters.selectors.standings import standings_of
from clusters.services import ranking_papers as papers
from clusters.standing_table import shown
from clusters.tests.test_rankings import AN_GIANG, BAC_LIEU, SOC_TRANG, TOLD, consolidated, published, rescore
from emulation.documents.papers import paper
from emulation.documents.rendering import Press, render
from emulation.documents.word import word_file
from emulation.spreadsheets.reading import read_book
from programmes.tests.test_report_papers import once, tokens, words_of_pdf, words_of_word

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def corrected():
    """A tie on the second place, and the second version of it."""
    made = consolidated(**TOLD)
    published(made)
    rescore(made, SOC_TRANG, "A1", D("39.75"))
    rescore(made, BAC_LIEU, "A1", 50)
    rescore(made, AN_GIANG, "B1", D("40.5"))
    version = published(made, reason="Chấm lại sau kiểm tra")
    return made, ranking_for(made.cast.officer, version.pk)


def texts(row: str) -> list[str]:
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    return [html.unescape(" ".join(re.sub(r"<[^>]+>", " ", cell).split())) for cell in cells]


def test_screen_spreadsheet_and_paper_agree_cell_by_cell(corrected):
    made, version = corrected
    client = Client()
    client.force_login(made.cast.officers[SOC_TRANG])
    page = client.get(reverse("clusters:ranking_version", args=[version.pk])).content.decode()
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    screen = [texts(row) for row in table.split("</tr>") if "<td" in row]
    book = read_book(client.get(reverse("clusters:ranking_export", args=[version.pk])).content, "x.xlsx")
    rows = [[cell.value for cell in row] for row in book.sheets[0].rows]
    start = next(at for at, row in enumerate(rows) if row and row[0] == "Hạng")
    excel = [
        [shown(D(str(value)) if isinstance(value, float | int) else value) for value in row]
        for row in rows[start + 1 :]
    ]
    payload = papers.ranking_payload(papers.printed_version(version))
    printed = [row["cells"] for row in payload["sections"][0]["items"][0]["table"]["rows"]]
    assert printed == excel
    # On the screen the note stands below the name.
    assert [
        [place, f"{name} {note}" if note != "-" else name, *numbers]
        for place, name, *numbers, note in printed
    ] == screen
    assert [row[0] for row in printed] == ["1", "2", "3"]
    assert printed[0][2] == "940"


@pytest.mark.parametrize("which", ["ranking", "A4", "A3"])
def test_the_word_file_says_word_for_word_what_the_pdf_says(corrected, which, tmp_path):
    _made, version = corrected
    printed = papers.printed_version(version)
    if which == "ranking":
        template, payload = "ranking_v1", papers.ranking_payload(printed)
        head = payload["sections"][0]["items"][0]["table"]["header"]
    else:
        template, payload = "score_matrix_v1", papers.matrix_payload(printed, which)
        head = ["Mã", "Tiêu chí", "Điểm chuẩn"]
    written = words_of_word(word_file(template, payload))
    found = once(words_of_pdf(template, payload, tmp_path), tokens(" ".join(head)))
    assert sorted(found) == sorted(written)


def test_the_paper_says_the_rule_the_reason_and_what_changed(corrected):
    _made, version = corrected
    payload = papers.ranking_payload(papers.printed_version(version))
    headings = [section["heading"] for section in payload["sections"]]
    assert headings == ["KẾT QUẢ XẾP HẠNG", "CÁCH XẾP HẠNG", "ĐIỀU CHỈNH SO VỚI PHIÊN BẢN 1"]
    assert payload["sections"][2]["items"][0]["paragraphs"] == ["Lý do: Chấm lại sau kiểm tra"]
    changed = payload["sections"][2]["items"][0]["table"]["rows"]
    assert sorted(row["cells"][-1] for row in changed) == ["A1", "A1", "B1"]
    assert payload["number"] == "02/BXH"
    assert version.digest in payload["closing"]


def test_the_words_of_papers_are_vietnamese_whatever_the_reader_s_language(corrected):
    _made, version = corrected
    vietnamese = papers.ranking_payload(papers.printed_version(version))
    with override("en"):
        assert papers.ranking_payload(papers.printed_version(version)) == vietnamese


def test_what_was_published_is_printed_as_it_was_though_scores_change(corrected):
    made, version = corrected
    before = papers.matrix_payload(papers.printed_version(version), "A4")
    rescore(made, AN_GIANG, "A1", 1)
    assert papers.matrix_payload(papers.printed_version(version), "A4") == before
    assert (
        version.document.payload["closing"]
        == papers.ranking_payload(papers.printed_version(version))["closing"]
    )


def test_the_standings_of_the_day_are_marked_as_provisional(corrected):
    made, _version = corrected
    rescore(made, AN_GIANG, "A1", None)
    found = standings_of(made.season, provisional=True, on=made.season.state_since)
    payload = papers.matrix_payload(papers.printed_standings(found), "A4")
    assert payload["period"] == "Tạm tính, chưa công bố"
    assert payload["number"].endswith("(DỰ THẢO)")
    gates = dict(zip(payload["blocks"][-1]["header"], payload["blocks"][-1]["rows"][0]["cells"], strict=True))
    assert gates["Điều kiện 1"] == "Không"
    assert made.card(AN_GIANG).values.filter(column=Column.FINAL, criterion__code="A1").count() == 2


def test_a_large_matrix_repeats_its_head_on_every_page(corrected, tmp_path):
    _made, version = corrected
    payload = papers.matrix_payload(papers.printed_version(version), "A4")
    for block in payload["blocks"]:
        block["rows"] = [
            {"cells": [str(n), f"Hợp tác xã Nông nghiệp Tân Hiệp {n}", *block["rows"][0]["cells"][2:]]}
            for n in range(1, 41)
        ]
    data, pages = render(Press(), paper("score_matrix_v1"), payload)
    assert pages >= 4
    words = words_of_pdf("score_matrix_v1", payload, tmp_path)
    assert words.count("TT") >= pages - 1, "the last page holds the legend"
    assert data.startswith(b"%PDF")
