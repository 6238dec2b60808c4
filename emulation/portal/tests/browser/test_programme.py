"""Case 000 from nothing: an officer enters the programme of 13 September 2017, and prints it.

The worker is a real one; every page on the way is looked at, on a phone and at a desk.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from emulation.documents.models import IssuedDocument
from emulation.documents.tests.reading import text
from programmes.models import Programme
from programmes.tests.stage import CONTENTS, TITLE, stage

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_an_officer_enters_case_000_and_prints_it(worker: Any, sit: Any, width: int, tmp_path: Path) -> None:
    cast = stage()
    officer = sit(cast.officer, width=width)
    officer.open("programmes:programmes")
    officer.press("Nhập chương trình")
    officer.page.fill("#id_title", TITLE)
    officer.page.fill("#id_from_year", "2017")
    officer.page.fill("#id_to_year", "2022")
    officer.page.fill("#id_contents", "\n".join(CONTENTS))
    officer.page.fill("#id_emphasis", "tập thể nhỏ, người trực tiếp lao động sản xuất")
    officer.send()
    for side in cast.sides():
        officer.press("Nhập một bên")
        for name in ("name", "signatory_name", "signatory_titles", "focal_unit", "responsibilities"):
            officer.page.fill(f"#id_{name}", getattr(side, name))
        officer.send()
    officer.press("Ghi nhận việc ký kết")
    officer.page.fill("#id_number", "05/CTPH-LMHTX-BTĐKT")
    officer.page.fill("#id_signed_on", "13/9/2017")
    officer.page.fill("#id_place", "Rạch Giá")
    officer.page.fill("#id_confirmation", "KÝ KẾT")
    officer.send()
    officer.see("ký ngày 13/09/2017")
    officer.press("Đưa vào thực hiện")
    officer.send()
    for day, place in (("13/9/2017", ""), ("14/9/2017", "Giồng Riềng"), ("15/9/2017", "Tân Hiệp")):
        officer.press("Nhập hoạt động")
        officer.page.select_option("#id_kind", "TRAINING")
        officer.page.fill("#id_title", f"Lớp tập huấn ngày {day}")
        officer.page.fill("#id_from_1", day)
        officer.page.fill("#id_place_1", place)
        officer.send()
        officer.open("programmes:programme", Programme.objects.get().pk)
    officer.see("Tân Hiệp")
    assert Programme.objects.get().signed_on == date(2017, 9, 13)
    worker.wait_for(lambda: not IssuedDocument.objects.waiting().exists(), "the programme to be printed")
    paper = officer.page.get_by_role("link", name="Chương trình (PDF)").get_attribute("href")
    printed = text(officer.page.request.get(officer.base + paper).body(), tmp_path)
    for words in (
        "CHƯƠNG TRÌNH PHỐI HỢP",
        "Giai đoạn 2017 - 2022",
        "Trần Thanh Dũng",
        "Hà Văn Chiến",
        "ngày 13 tháng 9",
    ):
        assert words in printed
