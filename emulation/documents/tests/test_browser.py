"""The public check as people see it, on a phone and on a desk, without a fault that axe finds."""

from datetime import date

import pytest
from django.urls import reverse

from emulation.documents import services
from emulation.documents.codes import new_code
from emulation.documents.selectors import read_verified
from emulation.documents.states import Ground
from emulation.documents.tests import factories as make
from emulation.documents.tests import forgery

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_code_is_typed_and_answered(screen, live_server, axe):
    (document,) = make.filed(recipient="Đặng Công Ân")
    screen.goto(live_server.url + reverse("documents:verify"))
    assert axe(screen) == []
    screen.get_by_label("Mã tra cứu").fill(document.shown_code.lower())
    screen.get_by_role("button", name="Tra cứu mã").click()
    screen.get_by_text("CÒN HIỆU LỰC", exact=True).wait_for()
    assert screen.get_by_text("Ông Đặng Công Ân").is_visible()
    assert axe(screen) == []


def test_the_other_answers_stand_in_large_words(screen, live_server, axe):
    revoked, old = make.filed(2)
    services.revoke(revoked, ground=Ground.FRAUD, decision="12/QĐ-UBND", on=date(2026, 3, 1), by=None)
    services.reissue(old, make.certificate(), reason="Sai tên", by=None)
    for code, words in (
        (revoked.code, "ĐÃ THU HỒI"),
        (old.code, "ĐÃ ĐƯỢC THAY THẾ"),
        (new_code(), "KHÔNG TÌM THẤY"),
    ):
        screen.goto(live_server.url + reverse("documents:answer", args=[code]))
        assert screen.get_by_text(words, exact=True).is_visible()
        assert axe(screen) == []


def test_a_file_is_chosen_and_answered(screen, live_server, axe, tmp_path, monkeypatch):
    make.sealed_paper(monkeypatch)
    document = make.sealed_document()
    sound, changed = tmp_path / "giao-uoc.pdf", tmp_path / "da-sua.pdf"
    sound.write_bytes(read_verified(document))
    changed.write_bytes(forgery.appended(read_verified(document)))
    screen.goto(live_server.url + reverse("documents:verify"))
    screen.get_by_role("link", name="Kiểm tra tệp thay cho mã").click()
    assert axe(screen) == []
    for file, words in ((sound, "NGUYÊN VẸN"), (changed, "ĐÃ BỊ THAY ĐỔI")):
        screen.get_by_label("Tệp cần kiểm tra (PDF)").set_input_files(file)
        screen.get_by_role("button", name="Kiểm tra tệp").click()
        screen.get_by_text(words, exact=True).wait_for()
        assert axe(screen) == []
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
