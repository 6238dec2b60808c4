"""Files on their way in: to a temporary file on the disk, never whole in memory, and never beyond a limit."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BodyTooLarge(RequestDataTooBig):
    """What was sent is larger than any form with its file can be."""


class CappedUploadHandler(TemporaryFileUploadHandler):
    """As Django's, but a body that is announced as larger than a file and its form may be is left unread.

    A file a little over UPLOAD_MAX_BYTES still comes in, so that its form can say so beside its field.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: Any = None,
    ) -> None:
        """Raise BodyTooLarge before the first byte is read; the server never reads beyond the announced length."""
        if content_length > settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise BodyTooLarge
