"""Serving files through their owner's door: the browser guesses nothing, and nothing runs."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
}


def pdf(data: bytes, filename: str) -> HttpResponse:
    """A PDF shown in the browser under a file name."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, filename) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def download(data: bytes, filename: str) -> HttpResponse:
    """A file made for whoever asks, to be kept; its type is that of the ending of its name (see TYPES)."""
    ending = "." + filename.rpartition(".")[2]
    response = HttpResponse(data, content_type=TYPES[ending])
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def stored(file: FieldFile, stem: str) -> HttpResponseBase:
    """A stored scan as a download, by the type its content was checked to have."""
    ending = "." + file.name.rpartition(".")[2].lower() if file.name else ""
    response = FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=stem + ending,
        content_type=TYPES.get(ending, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
