"""Certificates: the fast way is the plain way, words stay inside the frame, names come back letter by letter."""

from io import BytesIO

import pikepdf
import pytest

from emulation.documents import certificates
from emulation.documents.papers import paper
from emulation.documents.rendering import Press, RenderProblem
from emulation.documents.sheets import SCALE
from emulation.documents.tests import factories as make
from emulation.documents.tests import reading

MERIT = paper(make.MERIT)
COMMENDATION = paper(make.COMMENDATION)
MM = 72 / 25.4
LONG = "Hợp tác xã Sản xuất Nông nghiệp Thương mại và Dịch vụ Tổng hợp Phước Thạnh huyện Gò Dầu tỉnh Tây Ninh"


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def test_the_fast_way_prints_what_the_plain_way_prints(press, tmp_path):
    payloads = [
        make.frozen(paper="A3"),
        make.frozen(paper="A4", kind="collective", honorific="", recipient=LONG, details=""),
        make.frozen(paper="A4", golden_book=""),
    ]
    fast = certificates.render(press, MERIT, payloads)
    for payload, quick in zip(payloads, fast, strict=True):
        plain = certificates.render_alone(press, MERIT, payload)
        assert sorted(reading.text(quick, tmp_path).split()) == sorted(reading.text(plain, tmp_path).split())
        assert (
            reading.qr(quick, tmp_path) == reading.qr(plain, tmp_path) == payload["verification"]["address"]
        )
        one, other = reading.picture(quick, tmp_path), reading.picture(plain, tmp_path)
        assert one.shape == other.shape
        assert reading.difference(one, other) < 0.05
        with pikepdf.open(BytesIO(quick)) as pdf:
            assert len(pdf.pages) == 1


@pytest.mark.parametrize(("size", "width", "height"), [("A3", 420, 297), ("A4", 297, 210)])
def test_the_paper_is_as_asked(press, size, width, height):
    (data,) = certificates.render(press, MERIT, [make.frozen(paper=size)])
    with pikepdf.open(BytesIO(data)) as pdf:
        box = [float(side) for side in pdf.pages[0].mediabox]
    assert box == pytest.approx([0, 0, width * MM, height * MM], abs=0.5)


def test_each_file_of_a_batch_is_a_document_of_its_own(press, tmp_path):
    payloads = [make.frozen(recipient=name, honorific="Bà") for name in make.NAMES]
    files = certificates.render(press, COMMENDATION, payloads)
    for name, data in zip(make.NAMES, files, strict=True):
        said = reading.claims(data)
        assert (said.part, said.conformance, said.language, said.intents) == ("3", "U", "vi", 1)
        assert said.title == f"Giấy khen – Bà {name}"
        assert len(said.fonts) == 4
        assert all(embedded and readable for _, embedded, readable in said.fonts)
        assert any("Charm" in font for font, _, _ in said.fonts)
        shown = reading.text(data, tmp_path)
        assert f"Bà {name}" in shown
        assert [other for other in make.NAMES if other != name and other in shown] == []
        assert reading.is_sound(data, tmp_path)


def test_no_file_of_a_batch_holds_the_words_of_another(press):
    one, _ = certificates.render(
        press, COMMENDATION, [make.frozen(), make.frozen(recipient="Nguyễn Văn Bí Mật")]
    )
    with pikepdf.open(BytesIO(one)) as pdf:
        kinds = [str(entry.get("/Type")) for entry in pdf.objects if hasattr(entry, "keys")]
    pages = [kind for kind in kinds if kind == "/Page"]
    assert len(pages) == 1


def test_certificates_of_different_decisions_do_not_share_their_words(press, tmp_path):
    payloads = [make.frozen(decision_number=f"0{place}/QĐ-UBND") for place in (1, 2, 1)]
    shown = [reading.text(data, tmp_path) for data in certificates.render(press, MERIT, payloads)]
    assert ["01/QĐ-UBND" in words for words in shown] == [True, False, True]
    assert [
        payload["verification"]["code"] in words for payload, words in zip(payloads, shown, strict=True)
    ] == [True] * 3


@pytest.mark.parametrize("size", ["A3", "A4"])
@pytest.mark.parametrize(
    "words",
    [
        {"recipient": LONG, "honorific": "", "kind": "collective"},
        {"recipient": "Liên hiệp hợp tác xã " + LONG, "honorific": "", "details": LONG + ", " + LONG},
        {
            "recipient": "Nguyễn Hoàng Thị Phương Thảo Nguyên Tôn Nữ Công Huyền",
            "honorific": "Hộ gia đình bà",
            "kind": "household",
        },
        {"achievement": "Đã có thành tích xuất sắc " + "trong phong trào thi đua yêu nước " * 12},
        {
            "signature": {
                "lines": ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
                "name": "Trần Thị Ngọc",
            }
        },
        {"signature": {"lines": ["CHỦ TỊCH"], "name": "Trần Thị Ngọc", "digital": True}},
    ],
)
def test_words_stay_inside_the_frame_and_do_not_touch(press, tmp_path, size, words):
    payload = make.frozen(paper=size, **words)
    (data,) = certificates.render(press, MERIT, [payload])
    boxes = reading.words(data, tmp_path)
    unit = SCALE[size] * MM
    assert min(word.left for word in boxes) >= 24 * unit
    assert max(word.right for word in boxes) <= (297 - 24) * unit
    assert max(word.bottom for word in boxes) <= (210 - 18) * unit
    shown = {word.text for word in boxes}
    expected = f"{payload['recipient']} {payload['details']} {payload['achievement']}".split()
    assert set(expected) - {part for word in shown for part in word.split("\u00a0")} == set()
    # The signature block begins below the last line of the achievement.
    place = min(word.top for word in boxes if word.text == "ngày" and word.left > 150 * unit)
    last = max(word.bottom for word in boxes if word.text == payload["achievement"].split()[-1])
    assert last <= place + 1.2 * unit


def test_the_gap_for_signature_and_seal_is_thirty_five_millimetres(press, tmp_path):
    (data,) = certificates.render(press, MERIT, [make.frozen(paper="A4")])
    boxes = reading.words(data, tmp_path)
    power = max(word.bottom for word in boxes if word.text == "PHÓ")
    name = min(word.top for word in boxes if word.text == "Hùng")
    assert (name - power) / MM >= 34.0


def test_a_missing_golden_number_leaves_dots_to_write_on(press, tmp_path):
    (data,) = certificates.render(press, MERIT, [make.frozen(golden_book="")])
    assert "Vào sổ vàng số: …" in reading.text(data, tmp_path)


def test_a_name_that_no_size_can_hold_is_refused_in_words(press):
    with pytest.raises(RenderProblem, match="NghiêngNghiêng"):
        certificates.render(press, MERIT, [make.frozen(recipient="Nghiêng" * 35)])


def test_hostile_words_are_printed_as_words(press, tmp_path):
    hostile = "<img src=file:///etc/passwd>"
    (data,) = certificates.render(press, MERIT, [make.frozen(recipient=hostile, details="</p><style>*{}")])
    assert hostile in reading.text(data, tmp_path)
    assert reading.claims(data).title == f"Bằng khen – Ông {hostile}"
