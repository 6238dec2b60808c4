"""Files in the private storage: local disk or object storage, one kind of trouble for both."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

TROUBLE = (OSError, BotoCoreError, ClientError)


class StorageTrouble(Exception):
    """The storage did not take or give a file; the message is its own word for the cause."""


def write(name: str, data: bytes) -> None:
    """Store `data` as `name`, over whatever an interrupted run left there. Raises StorageTrouble."""
    try:
        if default_storage.exists(name):
            default_storage.delete(name)
        stored = default_storage.save(name, ContentFile(data))
    except TROUBLE as problem:
        raise StorageTrouble(_cause(problem)) from problem
    if stored != name:
        default_storage.delete(stored)
        raise StorageTrouble(f"{name} ?")


def read(name: str) -> bytes:
    """The bytes stored as `name`. Raises StorageTrouble."""
    try:
        with default_storage.open(name, "rb") as stored:
            return bytes(stored.read())
    except TROUBLE as problem:
        raise StorageTrouble(_cause(problem)) from problem


def remove(name: str) -> None:
    """Forget the file; nothing happens if there is none. Raises StorageTrouble."""
    try:
        default_storage.delete(name)
    except TROUBLE as problem:
        raise StorageTrouble(_cause(problem)) from problem


def _cause(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or type(problem).__name__
