"""Lists typed in the encodings of before Unicode (TCVN3 of the .VnTime fonts, VNI)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from awards.rows.reading import Cell
from emulation.vietnamese import from_tcvn3, from_vni, legacy_encoding, nfc

READERS = {"tcvn3": from_tcvn3, "vni": from_vni}
KEEP = "keep"
TEXTS_TRIED = 400


@dataclass(frozen=True, slots=True)
class Converted:
    """A cell whose text was read in its old encoding."""

    value: object
    is_formula: bool = False


@dataclass(frozen=True)
class Legacy:
    """The encoding a list was found in and a text of it before and after; "" where it is Unicode."""

    encoding: str = ""
    before: str = ""
    after: str = ""


def detect(sheets: Iterable[Sequence[Sequence[Cell]]]) -> Legacy:
    """Look at the longest of the first texts; ASCII says nothing and Unicode letters speak against."""
    texts = list(_first_texts(sheets))
    encoding = legacy_encoding(" ".join(texts)) if texts else None
    if encoding is None:
        return Legacy()
    sample = max((text for text in texts if legacy_encoding(text) == encoding), key=len, default=texts[0])
    return Legacy(encoding, sample[:200], nfc(READERS[encoding](sample))[:200])


def _first_texts(sheets: Iterable[Sequence[Sequence[Cell]]]) -> Iterator[str]:
    number = 0
    for rows in sheets:
        for cells in rows:
            for cell in cells:
                if isinstance(cell.value, str) and not cell.value.isascii():
                    number += 1
                    if number > TEXTS_TRIED:
                        return
                    yield cell.value


def convert(rows: Sequence[Sequence[Any]], encoding: str) -> list[list[Any]]:
    """The cells with their texts read in `encoding`; a cell that already holds Unicode letters stays."""
    read = READERS[encoding]
    known: dict[str, Any] = {}

    def converted(cell: Any) -> Any:
        text = cell.value
        if not isinstance(text, str) or text.isascii() or _is_unicode(text):
            return cell
        if text not in known:
            known[text] = Converted(nfc(read(text)), cell.is_formula)
        return known[text]

    return [[converted(cell) for cell in cells] for cells in rows]


def _is_unicode(text: str) -> bool:
    """Whether the text has letters that no old encoding could hold: ă đ ơ ư in Unicode, ạ … ỹ, combining tones."""
    return any("\u0100" <= letter <= "\u036f" or "\u1ea0" <= letter <= "\u1ef9" for letter in text)
