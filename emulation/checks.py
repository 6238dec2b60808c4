"""What must be true of the installation before it serves anybody; each fault is a sentence that names the setting.

The checks touch the broker and the storage, so they run where an installation starts (`manage.py prepare`,
`manage.py check --deploy`), not with every command.
"""

import os
import unicodedata
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from fontTools.ttLib import TTFont

INSTALLATION = "installation"
FONTS = settings.BASE_DIR / "static" / "documents" / "fonts"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"


def vietnamese_letters() -> frozenset[str]:
    """Every letter of the Vietnamese alphabet with every tone, in both cases."""
    lower = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | {"đ"}
    return frozenset(lower | {letter.upper() for letter in lower})


@register(INSTALLATION, deploy=True)
def debug_is_off(**_options: Any) -> list[CheckMessage]:
    if settings.DEBUG and (settings.SECURE or not settings.EMBEDDED):
        return [
            Error(
                "DEBUG is true: it shows the program's insides to every visitor. Remove it.",
                id="emulation.E001",
            )
        ]
    return []


@register(INSTALLATION, deploy=True)
def demo_is_off(**_options: Any) -> list[CheckMessage]:
    if settings.DEMO and settings.SECURE:
        return [
            Error(
                "DEMO is true: its accounts and their password stand on the log-in page for every visitor. "
                "Remove it.",
                id="emulation.E007",
            )
        ]
    return []


@register(INSTALLATION, deploy=True)
def broker_answers(**_options: Any) -> list[CheckMessage]:
    try:
        with current_app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0.2, timeout=3)
            for folder in _folders_of_the_broker():
                if not os.access(folder, os.W_OK):
                    raise OSError(f"{folder} is not writable")
    except Exception as problem:  # each broker library raises errors of its own
        hint = "Is REDIS_URL right and Redis running? Without REDIS_URL, is DATA_DIR writable?"
        return [
            Error(f"The broker of background work does not answer: {problem}", hint=hint, id="emulation.E002")
        ]
    return []


def _folders_of_the_broker() -> Iterable[str]:
    options: dict[str, str] = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    return [options[name] for name in ("data_folder_in", "processed_folder") if name in options]


@register(INSTALLATION, deploy=True)
def storage_takes_and_gives_back(**_options: Any) -> list[CheckMessage]:
    content = uuid.uuid4().bytes
    try:
        name = default_storage.save(f"checks/{uuid.uuid4().hex}", ContentFile(content))
        with default_storage.open(name) as file:
            same = file.read() == content
        default_storage.delete(name)
    except Exception as problem:  # each storage library raises errors of its own
        hint = "Is FILES_URL right and the bucket there? Without FILES_URL, is DATA_DIR writable?"
        return [Error(f"Files cannot be stored: {problem}", hint=hint, id="emulation.E003")]
    return (
        [] if same else [Error("The file storage gives back other bytes than it got.", id="emulation.E004")]
    )


@register(INSTALLATION, deploy=True)
def fonts_have_vietnamese(fonts: Path = FONTS, **_options: Any) -> list[CheckMessage]:
    faces = sorted(fonts.glob("*.ttf"))
    if not faces:
        return [Error(f"No font lies in {fonts}: documents cannot be rendered.", id="emulation.E005")]
    return [
        Error(f"The font {face.name} lacks Vietnamese letters: {lacking}", id="emulation.E006")
        for face in faces
        if (lacking := "".join(sorted(vietnamese_letters() - _letters_of(face))))
    ]


def _letters_of(face: Path) -> frozenset[str]:
    with TTFont(face, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
