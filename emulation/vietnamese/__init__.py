"""Vietnamese as offices write it: letters, names, figures, and the font encodings of old files. Pure."""

from emulation.vietnamese.figures import (
    Ambiguous,
    NotADate,
    NotANumber,
    format_date,
    format_number,
    parse_date,
    parse_number,
    trimmed,
)
from emulation.vietnamese.legacy import from_tcvn3, from_vni, legacy_encoding
from emulation.vietnamese.letters import fold, nfc, visible
from emulation.vietnamese.names import proper_name, sort_key, split_name, strip_title

__all__ = [
    "Ambiguous",
    "NotADate",
    "NotANumber",
    "fold",
    "format_date",
    "format_number",
    "from_tcvn3",
    "from_vni",
    "legacy_encoding",
    "nfc",
    "parse_date",
    "parse_number",
    "proper_name",
    "sort_key",
    "split_name",
    "strip_title",
    "trimmed",
    "visible",
]
