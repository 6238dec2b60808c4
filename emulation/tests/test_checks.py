"""Each start-up check finds its fault and is silent about a sound installation."""

import shutil

import pytest
from django.core.checks import run_checks
from fontTools import subset

from emulation import checks


@pytest.fixture
def _stored_in(settings, tmp_path):
    storages = dict(settings.STORAGES)
    local = {"location": tmp_path / "files"}
    storages["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": local}
    settings.STORAGES = storages


@pytest.mark.django_db
@pytest.mark.usefixtures("_stored_in")
def test_a_sound_installation_has_no_fault(tmp_path):
    assert run_checks(tags=[checks.INSTALLATION], include_deployment_checks=True) == []
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_the_alphabet_is_complete():
    letters = checks.vietnamese_letters()
    assert len(letters) == 2 * (12 * 6 + 1)
    assert set("ỆệƯưĐđỹỘ") <= letters


@pytest.mark.parametrize(("embedded", "secure"), [(False, False), (True, True)])
def test_debug_is_refused_where_strangers_come(settings, embedded, secure):
    settings.DEBUG, settings.EMBEDDED, settings.SECURE = True, embedded, secure
    assert [fault.id for fault in checks.debug_is_off()] == ["emulation.E001"]


@pytest.mark.parametrize(("secure", "faults"), [(True, ["emulation.E007"]), (False, [])])
def test_the_demo_is_refused_where_strangers_come(settings, secure, faults):
    settings.DEMO, settings.SECURE = True, secure
    assert [fault.id for fault in checks.demo_is_off()] == faults


def test_a_silent_broker_is_named(monkeypatch):
    from emulation.celery import app

    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    (fault,) = checks.broker_answers()
    assert fault.id == "emulation.E002"
    assert "REDIS_URL" in fault.hint


def test_a_storage_that_refuses_is_named(settings, tmp_path):
    (tmp_path / "in_the_way").write_text("a file, no folder")
    storages = dict(settings.STORAGES)
    refusing = {"location": tmp_path / "in_the_way"}
    storages["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": refusing}
    settings.STORAGES = storages
    (fault,) = checks.storage_takes_and_gives_back()
    assert fault.id == "emulation.E003"
    assert "FILES_URL" in fault.hint


def test_a_font_without_vietnamese_is_named_with_its_letters(tmp_path):
    whole = sorted(checks.FONTS.glob("*.ttf"))[0]
    subset.main([str(whole), "--text=Giay khen", f"--output-file={tmp_path / 'poor.ttf'}"])
    shutil.copy(whole, tmp_path / "rich.ttf")
    (fault,) = checks.fonts_have_vietnamese(fonts=tmp_path)
    assert "poor.ttf" in fault.msg
    assert "ệ" in fault.msg


def test_an_empty_font_folder_is_named(tmp_path):
    (fault,) = checks.fonts_have_vietnamese(fonts=tmp_path)
    assert fault.id == "emulation.E005"
