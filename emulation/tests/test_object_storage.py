"""Files in object storage, through FILES_URL and a local S3 server: saved, read back, never overwritten."""

import hashlib

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from emulation import checks
from emulation.documents.tests.factories import printed
from emulation.portal.archives import stored_names
from emulation.settings import storage_at

PAPER = "issued/2026/bằng khen số 01.pdf"


@pytest.fixture(scope="module")
def address():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture
def storage(address, settings):
    """The default storage of an installation with FILES_URL=s3+http://…, on an empty bucket."""
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{address}",
        aws_access_key_id="key",
        aws_secret_access_key="se/cret",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="papers")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": storage_at(f"s3+http://key:se%2Fcret@{address}/papers"),
    }
    yield storages["default"]
    for item in client.list_objects_v2(Bucket="papers").get("Contents", []):
        client.delete_object(Bucket="papers", Key=item["Key"])
    client.delete_bucket(Bucket="papers")


def test_a_stored_file_comes_back_to_the_byte(storage):
    content = bytes(range(256)) * 4096
    name = storage.save(PAPER, ContentFile(content))
    with storage.open(name) as file:
        assert hashlib.sha256(file.read()).digest() == hashlib.sha256(content).digest()
    assert storage.size(name) == len(content)
    assert list(stored_names(storage)) == [PAPER]


def test_a_second_file_of_the_same_name_never_replaces_the_first(storage):
    first = storage.save(PAPER, ContentFile(b"the first"))
    second = storage.save(PAPER, ContentFile(b"the second"))
    assert first != second
    with storage.open(first) as file:
        assert file.read() == b"the first"


@pytest.mark.django_db
def test_an_issued_document_is_stored_and_read_back_with_its_digest(storage):
    (document,) = printed()
    assert list(stored_names(storage)) == [document.file.name]
    with document.file.open() as file:
        assert hashlib.sha256(file.read()).hexdigest() == document.file_digest


def test_addresses_are_signed_and_expire(storage, address):
    name = storage.save("issued/one.pdf", ContentFile(b"%PDF"))
    assert "X-Amz-Signature" in storage.url(name) or "Signature" in storage.url(name)


def test_the_start_up_check_passes_on_a_bucket_and_names_a_missing_one(storage, address, settings):
    assert checks.storage_takes_and_gives_back() == []
    settings.STORAGES = {**settings.STORAGES, "default": storage_at(f"s3+http://key:secret@{address}/absent")}
    (fault,) = checks.storage_takes_and_gives_back()
    assert fault.id == "emulation.E003"
    assert "FILES_URL" in fault.hint
