"""Tables as text: .csv in the encodings and with the separators that Excel and old programs write."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from emulation.spreadsheets.book import MAX_CELLS, Trouble, UnreadableBook
from emulation.vietnamese import legacy_encoding

SEPARATORS = ";,\t"
SAMPLE = 20_000
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
UNSAFE = ("=", "+", "-", "@", "\t", "\r", "\n")
HARMLESS = re.compile("[+-]?[0-9., \xa0]*")
DEFUSED = re.compile(r"'(?=\s*[=+\-@\t\r\n])")
EXCEL_HINT = re.compile(r"sep=([;,\t])\r?\n?", re.IGNORECASE)


def decode(data: bytes) -> str:
    """The text of a .csv: UTF-8 or UTF-16 with or without a mark, otherwise windows-1258.

    Old TCVN3 and VNI texts come back in their Western letters, for the caller to convert knowingly.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    zeros = (data[:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0))
    if max(zeros) * 4 > len(data[:SAMPLE]) // 2:
        return _strictly(data, "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be")
    try:
        return data.decode()
    except UnicodeDecodeError:
        western = data.decode("latin-1")
    if legacy_encoding(western[:SAMPLE]):
        return data.decode("cp1252", "replace")
    return data.decode("cp1258", "replace")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as failure:
        raise UnreadableBook(Trouble.DAMAGED) from failure


def is_text(data: bytes) -> bool:
    """Whether the bytes read as text at all: no control characters in the beginning."""
    # The sample may end inside a letter of up to four bytes; one of four ends lies between two letters.
    ends = range(SAMPLE, SAMPLE - 4, -1) if len(data) > SAMPLE else (len(data),)
    for end in ends:
        try:
            return not CONTROLS.search(decode(data[:end]))
        except UnreadableBook:
            continue
    return False


def separator_of(text: str) -> str:
    """The separator that cuts most lines into the same number of fields, more fields before fewer."""
    if hint := EXCEL_HINT.match(text):
        return hint[1]
    return max(SEPARATORS, key=lambda separator: _evenness(text[:SAMPLE], separator))


def _evenness(sample: str, separator: str) -> int:
    widths = Counter(len(row) for row in _parsed(sample, separator) if len(row) > 1)
    return max((width * lines for width, lines in widths.items()), default=0)


def rows_of(text: str) -> list[list[str]]:
    """All rows with their fields as written; the first row is row 1, Excel's "sep=" line left blank.

    The apostrophe of `defused` is taken off again: a list that was given back comes in as it went out.
    """
    rows: list[list[str]] = []
    cells = 0
    for row in _parsed(text, separator_of(text)):
        cells += len(row) + 1
        if cells > MAX_CELLS:
            raise UnreadableBook(Trouble.TOO_LARGE)
        rows.append([DEFUSED.sub("", field, count=1) if field[:1] == "'" else field for field in row])
    if EXCEL_HINT.match(text):
        rows[0] = []
    return rows


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=separator)
    except csv.Error as failure:
        raise UnreadableBook(Trouble.DAMAGED) from failure


def is_unsafe(text: str) -> bool:
    """Whether a spreadsheet would take `text` for a formula; it looks past spaces."""
    return text.startswith(UNSAFE) or text.lstrip().startswith(UNSAFE)


def defused(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet would take it for a formula; plain figures stay."""
    return "'" + text if is_unsafe(text) and not HARMLESS.fullmatch(text) else text
