"""Backup, wipe, restore, verify: what was issued and what was recorded comes back to the byte."""

import hashlib
import json
import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from emulation.accounts.models import User
from emulation.audit.models import Entry
from emulation.audit.services import record
from emulation.audit.tests.factories import body, clerk
from emulation.documents.models import IssuedDocument
from emulation.documents.tests.factories import printed
from emulation.portal import archives

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = "2026/05/bằng khen số 01.pdf"


@pytest.fixture
def storage(settings, tmp_path):
    """A storage of this test alone."""
    local = {"location": tmp_path / "stored"}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": local}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path / "stored"


@pytest.fixture
def history():
    user = clerk()
    with transaction.atomic():
        for _ in range(3):
            record("audit.erase", body(7), by=user, reason="Nguyễn Thị Lan")
    return user


def wipe():
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(name + ending):
                os.unlink(name + ending)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")


def test_backup_wipe_restore_verify(storage, history, tmp_path, capsys):
    name = default_storage.save(PAPER, ContentFile("%PDF-1.7 ọ".encode()))
    (document,) = printed()
    links = list(Entry.objects.order_by("id").values_list("link", flat=True))
    call_command("backup", tmp_path / "kept")
    shutil.rmtree(storage)
    wipe()
    assert connection.introspection.table_names() == []
    cache.set("of-the-old-database", True)

    call_command("restore", tmp_path / "kept")

    assert cache.get("of-the-old-database") is (True if settings.REDIS_URL else None)
    assert User.objects.get(pk=history.pk).email == history.email
    assert list(Entry.objects.order_by("id").values_list("link", flat=True)) == links
    with default_storage.open(name) as file:
        assert file.read() == "%PDF-1.7 ọ".encode()
    again = IssuedDocument.objects.get(code=document.code)
    with again.file.open() as file:
        assert hashlib.sha256(file.read()).hexdigest() == again.file_digest == document.file_digest
    call_command("verify_audit")
    said = capsys.readouterr().out
    assert "2 files, all digests right" in said
    assert archives.digest_of(tmp_path / "kept" / "manifest.json") in said


def test_a_filled_database_is_never_overwritten(storage, history, tmp_path):
    call_command("backup", tmp_path / "kept")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", tmp_path / "kept")
    assert Entry.objects.count() == 3


def test_a_filled_folder_is_never_overwritten(storage, tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter.txt").write_text("private")
    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", tmp_path / "kept")


def damage_file(folder):
    path = next(path for path in (folder / "files").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"X")


def lose_file(folder):
    next(path for path in (folder / "files").rglob("*") if path.is_file()).unlink()


def slip_file_in(folder):
    (folder / "files" / "forged.pdf").write_bytes(b"%PDF")


def damage_database(folder):
    dump = next(folder.glob("database.*"))
    dump.write_bytes(dump.read_bytes()[:-1] + b"X")


def damage_manifest(folder):
    (folder / "manifest.json").write_text("{")


def change_vendor(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["database"]["vendor"] = "another"
    (folder / "manifest.json").write_text(json.dumps(manifest))


DAMAGES = [
    (damage_file, "Files were changed"),
    (lose_file, "Files were changed"),
    (slip_file_in, "forged.pdf"),
    (damage_database, "copy of the database was changed"),
    (damage_manifest, "no readable backup"),
    (change_vendor, "The backup is of another"),
]


@pytest.mark.parametrize(("damage", "sentence"), DAMAGES, ids=[damage.__name__ for damage, _ in DAMAGES])
def test_a_damaged_backup_is_refused_before_anything_is_written(storage, tmp_path, damage, sentence):
    default_storage.save(PAPER, ContentFile(b"%PDF-1.7"))
    archives.save(tmp_path / "kept")
    damage(tmp_path / "kept")
    with pytest.raises(archives.ArchiveProblem, match=sentence):
        archives.load(tmp_path / "kept")


def test_files_already_in_the_storage_are_never_overwritten(storage, tmp_path):
    default_storage.save(PAPER, ContentFile(b"%PDF-1.7"))
    archives.save(tmp_path / "kept")
    wipe()
    try:
        with pytest.raises(archives.ArchiveProblem, match="already holds 1"):
            archives.load(tmp_path / "kept")
        assert connection.introspection.table_names() == []
    finally:
        default_storage.delete(PAPER)
        archives.load(tmp_path / "kept")


def test_a_backup_of_nothing_stored_yet_is_a_backup(storage, tmp_path):
    archives.save(tmp_path / "kept")
    assert json.loads((tmp_path / "kept" / "manifest.json").read_text())["files"] == {}
