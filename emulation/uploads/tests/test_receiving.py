"""What is sent comes to the disk piece by piece, and what is too large is not read at all."""

import http.client
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import RequestFactory
from django.urls import reverse

MEGABYTE = 1024 * 1024
TYPE = "multipart/form-data; boundary=x"
HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
END = b"\r\n--x--\r\n"


class Stream(BytesIO):
    """A form with one file of `size` bytes; remembers the largest piece that was asked for."""

    def __init__(self, size):
        super().__init__(HEAD + bytes(size) + END)
        self.largest = 0

    def read(self, size=-1):
        assert size is not None
        assert size >= 0
        self.largest = max(self.largest, size)
        return super().read(size)


def sent(stream):
    environment = {"CONTENT_TYPE": TYPE, "CONTENT_LENGTH": str(len(stream.getvalue())), "wsgi.input": stream}
    return RequestFactory().generic("POST", "/", **environment)


def test_a_large_file_lies_on_the_disk_and_never_whole_in_memory():
    stream = Stream(20 * MEGABYTE)
    file = sent(stream).FILES["file"]
    assert isinstance(file, TemporaryUploadedFile)
    assert file.size == 20 * MEGABYTE
    file.close()
    assert stream.largest <= MEGABYTE


@pytest.mark.parametrize("kind", [TYPE, "application/x-www-form-urlencoded"])
@pytest.mark.django_db(transaction=True)
def test_a_body_of_200_megabytes_is_refused_in_words_before_it_is_sent(live_server, kind, settings):
    server = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=20)
    server.putrequest("POST", reverse("account_login"))
    token = "a" * 32
    headers = {"Content-Type": kind, "Content-Length": str(200 * MEGABYTE)}
    for name, value in (headers | {"Cookie": f"csrftoken={token}", "X-CSRFToken": token}).items():
        server.putheader(name, value)
    server.endheaders()
    answer = server.getresponse()
    assert answer.status == 413
    page = answer.read().decode()
    assert ("tối đa 25 MB" if kind == TYPE else "10 MB") in page
    server.close()


def test_a_file_a_little_too_large_still_reaches_its_form(settings):
    settings.UPLOAD_MAX_BYTES = MEGABYTE
    file = sent(Stream(2 * MEGABYTE)).FILES["file"]
    assert file.size == 2 * MEGABYTE
    file.close()
