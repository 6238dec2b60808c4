"""Text documents: the numbers of Decree 30/2020, and a renderer that can read nothing but its own assets."""

import re
import unicodedata
from pathlib import Path

import pytest

from emulation.documents import rendering
from emulation.documents.fitting import face
from emulation.documents.papers import PAPERS, paper
from emulation.documents.rendering import ASSETS, PAGES, AssetRefused, Press, RenderProblem
from emulation.documents.tests import factories as make
from emulation.documents.tests import reading

MM = 72 / 25.4


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


@pytest.fixture(scope="module")
def decision(press) -> bytes:
    return rendering.render(press, paper(make.DECISION), make.decision())[0]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        "https://example.com/a.png",
        "ftp://example.com/a",
        "data:image/png;base64," + "A" * 100_000,
        "asset://../../manage.py",
        "asset://fonts/../../../manage.py",
        "asset://%2e%2e/%2e%2e/manage.py",
        "asset:///etc/passwd",
        "asset://fonts/%2fetc/passwd",
        "asset://fonts",
        "asset://fonts/Tinos-Regular.ttf?x=1",
        "asset://no-such-file.css",
        "//etc/passwd",
        "fonts.css",
    ],
)
def test_nothing_but_an_asset_is_served(url):
    with pytest.raises(AssetRefused):
        rendering.asset(url)


def test_an_asset_is_served():
    assert rendering.asset("asset://fonts/Tinos-Regular.ttf") == ASSETS / "fonts" / "Tinos-Regular.ttf"


@pytest.mark.parametrize(
    "html",
    [
        "<img src='file:///etc/passwd'>",
        "<link rel=stylesheet href='http://127.0.0.1:9/x.css'>",
        "<style>@import url(file:///etc/passwd)</style>",
        "<p style='background: url(asset://../../manage.py)'>a</p>",
        "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>'>",
    ],
)
def test_a_page_that_asks_for_more_is_not_printed(press, html):
    with pytest.raises(RenderProblem):
        press.set(html).write_pdf()


def test_hostile_words_are_printed_as_words(press, tmp_path):
    hostile = "<img src=file:///etc/passwd>{% load static %}{{ 7|add:7 }}</style><script>alert(1)</script>"
    payload = make.decision(summary=hostile, proposal='Xét "><style>*{display:none}</style>')
    shown = reading.text(rendering.render(press, paper(make.DECISION), payload)[0], tmp_path)
    assert "file:///etc/passwd" in shown
    assert "{{ 7|add:7 }}" in shown
    assert "{display:none}" in shown
    assert "root:" not in shown
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in shown


def test_templates_hold_variables_if_and_for_only():
    allowed = {
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "block",
        "endblock",
        "extends",
        "include",
        "comment",
        "empty",
    }
    used = {tag for page in PAGES.glob("*_v1.html") for tag in re.findall(r"{%\s*(\w+)", page.read_text())}
    assert used <= allowed | {"endcomment"}
    assert {page.name for page in PAGES.glob("[!_]*_v1.html")} == {one.html for one in PAPERS.values()}


def test_the_fonts_have_every_vietnamese_letter():
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = {unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for t in tones}
    for font in (ASSETS / "fonts").glob("*.ttf"):
        assert face(font.name).missing("".join(letters) + "đĐ₫–—“”‘’…") == [], font.name


def test_the_words_of_a_decision_stand_in_order(decision, tmp_path):
    shown = reading.text(decision, tmp_path)
    places = [
        shown.index(words)
        for words in (
            "ỦY BAN NHÂN DÂN",
            "Số: 05/QĐ-UBND",
            "QUYẾT ĐỊNH Về việc tặng",
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TÂY NINH",
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            "Xét đề nghị của Chủ tịch Liên minh Hợp tác xã tỉnh Tây Ninh.",
            "QUYẾT ĐỊNH:",
            "Điều 1. Tặng",
            "Điều 2. Quyết định này",
            "Nơi nhận:",
            "DANH SÁCH ĐƯỢC TẶNG BẰNG KHEN",
            "I. TẬP THỂ",
            "II. CÁ NHÂN",
        )
    ]
    assert places == sorted(places)
    assert "- Lưu: VT, NC." in shown
    assert "Độc lập - Tự do - Hạnh phúc" in shown
    assert "1970" not in shown


def test_margins_and_sizes_are_those_of_the_decree(decision, tmp_path):
    words = reading.words(decision, tmp_path)
    assert min(word.left for word in words) >= 30 * MM - 0.5
    assert max(word.right for word in words) <= (210 - 15) * MM + 0.5
    assert min(word.top for word in words) >= 20 * MM - 3
    assert max(word.bottom for word in words) <= (297 - 20) * MM


def test_the_lists_head_is_repeated_and_the_annex_counts_its_own_pages(press, tmp_path):
    data, pages = rendering.render(press, paper(make.DECISION), make.decision(collectives=5, individuals=90))
    shown = reading.text(data, tmp_path)
    assert pages == 5
    assert shown.count("Họ và tên") == 4
    assert reading.is_sound(data, tmp_path)


def test_a_birth_year_is_printed_only_when_asked_for(press, tmp_path):
    payload = make.decision()
    payload["annex"]["show_birth_year"] = True
    shown = reading.text(rendering.render(press, paper(make.DECISION), payload)[0], tmp_path)
    assert shown.count("1970") == 3
    assert "1.970" not in shown


def test_a_decision_says_it_is_tagged_pdf_a_3a_in_vietnamese(decision, tmp_path):
    said = reading.claims(decision)
    assert (said.part, said.conformance, said.language, said.intents, said.tagged) == (
        "3",
        "A",
        "vi",
        1,
        True,
    )
    assert said.title == "Quyết định số 05/QĐ-UBND"
    assert len(said.fonts) == 4
    assert all("Tinos" in name and embedded and readable for name, embedded, readable in said.fonts)
    assert reading.is_sound(decision, tmp_path)


def test_the_same_words_give_the_same_bytes():
    one, two = (rendering.render(Press(), paper(make.DECISION), make.decision())[0] for _ in range(2))
    assert one == two


def test_a_letter_that_the_fonts_lack_is_named(press):
    with pytest.raises(RenderProblem, match="漢"):
        rendering.render(press, paper(make.DECISION), make.decision(summary="Về việc 漢"))


def test_no_asset_lies_outside_its_folder():
    assert all(path.resolve().is_relative_to(ASSETS) for path in Path(ASSETS).rglob("*"))
