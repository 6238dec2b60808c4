"""The public check: four answers in words, nothing that can be harvested."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import get_resolver, reverse

from emulation.accounts.tests import factories as accounts
from emulation.documents import services, throttle
from emulation.documents.codes import grouped, new_code
from emulation.documents.states import Ground
from emulation.documents.tests import factories as make

pytestmark = pytest.mark.django_db

ACCESS = {  #                visitor, any account
    "documents:verify": (200, 200),
    "documents:verify_file": (200, 200),
    "documents:answer": (200, 200),
    "documents:bundle": (302, 404),
}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def check(client, code):
    return client.get(reverse("documents:answer", args=[code]))


def test_every_address_is_in_the_table():
    _, resolver = get_resolver().namespace_dict["documents"]
    names = {f"documents:{name}" for name in resolver.reverse_dict if isinstance(name, str)}
    assert names == ACCESS.keys()


@pytest.mark.parametrize("address", ACCESS)
def test_who_may_open_what(client, address):
    (document,) = make.filed()
    arguments = {"documents:answer": [document.code], "documents:bundle": [1]}.get(address, [])
    visitor, account = ACCESS[address]
    assert client.get(reverse(address, args=arguments)).status_code == visitor
    client.force_login(accounts.account())
    assert client.get(reverse(address, args=arguments)).status_code == account


def test_a_valid_code_is_answered_in_words_with_what_the_decision_says(client):
    (document,) = make.filed(recipient="Đặng Công Ân")
    page = check(client, document.code)
    shown = page.content.decode()
    assert "CÒN HIỆU LỰC" in shown
    for words in (
        "Ông Đặng Công Ân",
        "05/QĐ-UBND",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TÂY NINH",
        document.shown_code,
    ):
        assert words in shown
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]


def test_a_code_is_understood_as_typed(client):
    (document,) = make.filed()
    page = client.post(reverse("documents:verify"), {"code": f" {document.shown_code.lower()} "})
    assert page["Location"] == reverse("documents:answer", args=[document.code])
    assert "CÒN HIỆU LỰC" in check(client, document.shown_code.lower()).content.decode()


def test_a_revoked_one_says_by_which_decision_and_why(client):
    (document,) = make.filed()
    services.revoke(document, ground=Ground.FRAUD, decision="12/QĐ-UBND", on=date(2026, 3, 1), by=None)
    shown = check(client, document.code).content.decode()
    assert "ĐÃ THU HỒI" in shown
    for words in ("12/QĐ-UBND", "01/03/2026", str(Ground.FRAUD.label)):
        assert words in shown
    assert "CÒN HIỆU LỰC" not in shown


def test_a_replaced_one_says_since_when_but_not_by_which_code(client):
    (old,) = make.filed(recipient="Đặng Công An")
    new = services.reissue(
        old, make.certificate(recipient="Tên Mới Đúng"), reason="Sai tên vì lý do riêng", by=None
    )
    make.store([new])
    old.refresh_from_db()
    shown = check(client, old.code).content.decode()
    assert "ĐÃ ĐƯỢC THAY THẾ" in shown
    assert f"{old.status_on:%d/%m/%Y}" in shown
    for hidden in (new.code, new.shown_code, "Tên Mới Đúng", "lý do riêng"):
        assert hidden not in shown
    assert "CÒN HIỆU LỰC" in check(client, new.code).content.decode()


def test_unknown_and_unprinted_look_the_same(client):
    (waiting,) = make.issued()
    pages = [check(client, code) for code in (new_code(), waiting.code)]
    assert {page.status_code for page in pages} == {404}
    bodies = {
        page.content.decode().split("<main", 1)[1].split('name="csrfmiddlewaretoken"')[0] for page in pages
    }
    assert len(bodies) == 1
    assert "KHÔNG TÌM THẤY" in bodies.pop()


def test_the_empty_form_says_what_is_missing(client):
    page = client.post(reverse("documents:verify"), {"code": " "})
    assert page.status_code == 400
    assert 'id="code-error"' in page.content.decode()


@pytest.mark.parametrize("typed", ["ABC", "../../<b>", "UUUUU-UUUUU-UUUUU-UUUUU"])
def test_what_is_no_code_is_told_what_a_code_looks_like(client, typed):
    page = client.post(reverse("documents:verify"), {"code": typed})
    assert page.status_code == 400
    assert page.context["typed"] == typed
    assert "Đây không phải là mã tra cứu" in page.content.decode()


def test_an_address_with_an_impossible_code_says_so_and_keeps_it(client):
    page = check(client, "ABC")
    assert page.status_code == 404
    assert "Đây không phải là mã tra cứu" in page.content.decode()
    assert 'value="ABC"' in page.content.decode()


def test_an_unknown_code_stays_in_its_field(client):
    code = new_code()
    assert f'value="{grouped(code)}"' in check(client, code).content.decode()


def test_the_answer_names_position_and_unit_as_the_decision_does(client):
    (document,) = make.filed(details="Giám đốc, Hợp tác xã Mỹ Lộc")
    assert ("Chức vụ, đơn vị", "Giám đốc, Hợp tác xã Mỹ Lộc") in check(client, document.code).context["facts"]
    (bare,) = make.filed(details="")
    assert "Chức vụ, đơn vị" not in check(client, bare.code).content.decode()


def test_hostile_words_are_shown_as_words(client):
    (document,) = make.filed(recipient="<script>alert(1)</script>")
    shown = check(client, document.code).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def test_too_many_checks_from_one_address_wait_a_minute(client, monkeypatch):
    monkeypatch.setattr(throttle.time, "time", lambda: 1_000_000.0)
    pages = [check(client, new_code()).status_code for _ in range(throttle.QUESTIONS_A_MINUTE + 1)]
    assert pages == [404] * throttle.QUESTIONS_A_MINUTE + [429]
    other = client.get(reverse("documents:answer", args=[new_code()]), REMOTE_ADDR="10.1.1.1")
    assert other.status_code == 404
    monkeypatch.setattr(throttle.time, "time", lambda: 1_000_060.0)
    assert check(client, new_code()).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_check_asks_one_question_of_any_table(client, rows, django_assert_num_queries):
    documents = make.filed(rows)
    with django_assert_num_queries(1):
        check(client, documents[0].code)


@pytest.fixture
def broken_cache(settings, tmp_path):
    """The embedded cache of files, with something in the way of its folder: no count can be read or written."""
    folder = tmp_path / "cache"
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": folder}}
    cache.set("made", 1)
    cache.clear()
    folder.rmdir()
    folder.touch()
    with pytest.raises(OSError, match="cache"):
        cache.add("x", 1)


@pytest.mark.usefixtures("broken_cache")
def test_a_cache_that_cannot_be_written_stops_no_check_and_is_logged(client, caplog):
    (document,) = make.filed()
    pages = [check(client, document.code) for _ in range(throttle.QUESTIONS_A_MINUTE + 1)]
    assert {page.status_code for page in pages} == {200}
    assert "CÒN HIỆU LỰC" in pages[-1].content.decode()
    assert check(client, new_code()).status_code == 404
    assert "uncounted" in caplog.text


@pytest.mark.usefixtures("broken_cache")
def test_a_cache_that_cannot_be_written_logs_nobody_out(client):
    (document,) = make.filed()
    client.force_login(accounts.account())
    page = check(client, document.code)
    assert page.status_code == 200
    assert page.wsgi_request.user.is_authenticated
