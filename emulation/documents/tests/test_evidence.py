"""The last page of a document of many signatures: each signatory with method and fingerprint; squares for phones."""

from io import BytesIO

import pikepdf
import pytest

from emulation.documents.evidence import EVIDENCE, METHODS
from emulation.documents.rendering import Press, _marks, html
from emulation.documents.schemas import cleaned
from emulation.documents.squares import square
from emulation.documents.tests import factories as make
from emulation.documents.tests import reading

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def evidence(rows=7, **words):
    methods = tuple(METHODS)
    return {
        "subject": "Giao ước thi đua năm 2021 của Cụm thi đua các tỉnh Tây Nam sông Hậu",
        "text_digest": DIGEST,
        "opened": "08 giờ 00 ngày 27 tháng 01 năm 2021",
        "rows": [
            {
                "organisation": f"Liên minh Hợp tác xã tỉnh số {place}",
                "representative": make.NAMES[place % len(make.NAMES)],
                "office": "Chủ tịch",
                "account": f"chu.tich.{place}@lienminh-tinh-rat-dai.example.vn",
                "recorded_by": "Trần Khánh Thịnh" if methods[place % 3] == "paper" else "",
                "time": f"27/01/2021 09:{place:02}:15",
                "method": methods[place % 3],
                "digest": DIGEST,
            }
            for place in range(rows)
        ],
        **words,
    }


def printed(payload):
    context = {"payload": payload, "evidence": payload["evidence"], **_marks(payload)}
    page = html("_evidence_v1.html", context)
    document = Press().set(f"<html lang=vi><title>x</title>{page}</html>", "decree30_v1.css")
    return document.write_pdf(pdf_variant="pdf/a-3a"), len(document.pages)


def test_every_signatory_stands_there_with_method_time_and_fingerprint(tmp_path):
    payload = {
        **make.frozen(),
        "evidence": evidence(absent=[{"organisation": "Kiên Giang", "reason": "Tiêu chí 10"}]),
    }
    assert list(EVIDENCE.problems(cleaned(payload["evidence"]), ())) == []
    data, pages = printed(payload)
    assert pages == 1
    shown = reading.text(data, tmp_path)
    for row in payload["evidence"]["rows"]:
        assert row["representative"].split()[-1] in shown
        assert row["time"].split()[1] in shown
    for words in (
        *(words.split()[0] for words in METHODS.values()),
        "BẢNG GHI NHẬN CHỮ KÝ",
        "Kiên",
        "Tiêu chí 10",
    ):
        assert words in shown
    assert "".join(shown.split()).count(DIGEST[:16]) == 8
    assert reading.claims(data).tagged


def test_three_hundred_signatories_repeat_the_heading(tmp_path):
    data, pages = printed({**make.frozen(), "evidence": evidence(300)})
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == pages > 10
    assert reading.text(data, tmp_path).count("STT") == pages


def test_the_square_leads_to_the_check(tmp_path):
    payload = {**make.frozen(), "evidence": evidence(1)}
    data, _pages = printed(payload)
    assert reading.square(data, tmp_path) == payload["verification"]["address"]


@pytest.mark.parametrize("text", [DIGEST, "https://thidua.example.vn/verify/ABCDEFGHJKMNPQRSTVWX/"])
def test_a_square_is_read_by_a_phone(text, tmp_path):
    marks = _marks({"text_digest": text})
    page = html("_square_v1.html", {"square": marks["digest_square"], "words": "x"})
    data = Press().set(f"<html lang=vi><title>x</title>{page}</html>", "decree30_v1.css").write_pdf()
    assert reading.square(data, tmp_path) == text


def test_a_paper_without_evidence_draws_nothing():
    assert _marks(make.frozen()) == {}
    assert square("x").side == 25
