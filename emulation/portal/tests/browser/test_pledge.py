"""Seven heads sign a pledge: one on a phone, one after declining; the last one seals it, and the file is checked."""

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clusters.models import Pledge
from clusters.states import PledgeState, SeasonState
from clusters.tests.stage import MEMBERS, SECRET, Stage, stage
from emulation.documents.models import IssuedDocument

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def sign(cast: Stage, sit: Any, pledge: Pledge, name: str, width: int) -> None:
    """The head of this member finds the pledge on the desk, reads and signs it."""
    head = sit(cast.heads[name], width=width)
    head.open("portal:desk")
    head.follow(head.page.locator("main a", has_text="Đọc và ký").first)
    head.see("HTX thành lập mới")
    head.page.check("#id_agreed")
    head.page.fill("#id_secret", SECRET)
    head.send()
    head.see("Ông/bà đã ký thay mặt")


def test_seven_heads_sign_one_on_a_phone_and_one_declines_first(
    worker: Any, sit: Any, tmp_path: Path
) -> None:
    cast = stage()
    pledge = cast.opened(cast.season())
    worker.wait_for(lambda: not IssuedDocument.objects.waiting().exists(), "the text to be printed")
    declining = sit(cast.heads["Kiên Giang"], width=1280)
    declining.open("clusters:signatory", cast.place(pledge, "Kiên Giang").pk)
    declining.press("Từ chối ký")
    declining.page.select_option("#id_target", label="HTX thành lập mới")
    declining.page.fill("#id_reason", "Mẫu số tính cả thành viên nên không thể đạt")
    declining.page.fill("#id_secret", SECRET)
    declining.send()
    declining.see("Mẫu số tính cả thành viên nên không thể đạt")
    for name in MEMBERS:
        sign(cast, sit, pledge, name, 360 if name == "An Giang" else 1280)
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED
    assert pledge.season.__class__.objects.get().state == SeasonState.PLEDGE_SIGNED
    worker.wait_for(lambda: not IssuedDocument.objects.waiting().exists(), "the sealed pledge to be printed")
    last = sit(cast.heads["Cà Mau"], width=360)
    last.open("clusters:pledge", pledge.pk)
    link = last.page.get_by_role("link", name="Giao ước đã ký").get_attribute("href")
    sealed = tmp_path / "giao-uoc.pdf"
    sealed.write_bytes(last.page.request.get(last.base + link).body())
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(sealed).pages).split())
    assert all(f"Nguyễn Văn {name}" in words for name in MEMBERS)
    last.open("documents:verify_file")
    last.page.set_input_files("#file", str(sealed))
    last.send()
    last.see("NGUYÊN VẸN")
    changed = bytearray(sealed.read_bytes())
    changed[len(changed) // 3] ^= 1
    sealed.write_bytes(bytes(changed))
    last.open("documents:verify_file")
    last.page.set_input_files("#file", str(sealed))
    last.send()
    last.see("ĐÃ BỊ THAY ĐỔI")
