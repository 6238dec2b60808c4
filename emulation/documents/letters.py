"""Which letters the document fonts can draw. Light: the web asks before anything is issued, the press again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from emulation.documents.fitting import TEXT_FACES, face

SHOWN = 20


class RenderProblem(Exception):
    """One document that cannot be printed; the message is a sentence for the officer."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))


def missing_letters(text: str, faces: Iterable[str] = TEXT_FACES) -> list[str]:
    """The characters of `text` that one of the faces cannot draw, each once, sorted."""
    return sorted({letter for name in faces for letter in face(name).missing(text)})


def demand_letters(payload: Mapping[str, Any]) -> None:
    """Do nothing if the fonts have every letter of the payload; otherwise RenderProblem naming the missing ones."""
    text = "".join(text for _path, text in texts_of(payload))
    if missing := missing_letters(text):
        raise RenderProblem(no_letters(missing))


def no_letters(missing: Sequence[str]) -> str:
    """The sentence for letters that the fonts cannot draw."""
    return _(
        "The document fonts have no letter for: %(letters)s. Write these words in Vietnamese letters."
    ) % {"letters": " ".join(missing[:SHOWN])}


def texts_of(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(the way to it, text) of every text in a payload."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from texts_of(item, (*path, key))
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from texts_of(item, (*path, place))
