"""Lists typed in the encodings of before Unicode (TCVN3 of the .VnTime fonts, VNI)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from emulation.spreadsheets import Cell
from emulation.vietnamese import from_tcvn3, from_vni, legacy_encoding, nfc

READERS = {"tcvn3": from_tcvn3, "vni": from_vni}
KEEP = "keep"
TEXTS_TRIED = 400


@dataclass(frozen=True)
class Legacy:
    """The encoding a list was found in and a text of it before and after; "" where it is Unicode."""

    encoding: str = ""
    before: str = ""
    after: str = ""


def detect(sheets: Iterable[Sequence[Sequence[Cell]]]) -> Legacy:
    """Look at the first texts that are not plain ASCII; where most hold Unicode letters the list is Unicode."""
    texts = list(_first_texts(sheets))
    old = [text for text in texts if not _is_unicode(text)]
    encoding = legacy_encoding(" ".join(old)) if len(old) * 2 > len(texts) else None
    if encoding is None:
        return Legacy()
    sample = max((text for text in old if legacy_encoding(text) == encoding), key=len, default=old[0])
    return Legacy(encoding, sample[:200], nfc(READERS[encoding](sample))[:200])


def _first_texts(sheets: Iterable[Sequence[Sequence[Cell]]]) -> list[str]:
    cells = (cell.value for rows in sheets for row in rows for cell in row)
    texts = (value for value in cells if isinstance(value, str) and not value.isascii())
    return list(islice(texts, TEXTS_TRIED))


def convert(rows: Sequence[Sequence[Cell]], encoding: str) -> list[list[Cell]]:
    """The cells with their texts read in `encoding`; a text that already holds Unicode letters stays."""
    read = READERS[encoding]
    known: dict[str, str] = {}

    def converted(cell: Cell) -> Cell:
        text = cell.value
        if not isinstance(text, str) or text.isascii():
            return cell
        if text not in known:
            known[text] = nfc(read(text))
        return cell._replace(value=known[text])

    return [[converted(cell) for cell in cells] for cells in rows]


def _is_unicode(text: str) -> bool:
    """Whether the text has letters that no old encoding could hold: ă đ ơ ư in Unicode, ạ … ỹ, combining tones."""
    return any("\u0100" <= letter <= "\u036f" or "\u1ea0" <= letter <= "\u1ef9" for letter in text)
