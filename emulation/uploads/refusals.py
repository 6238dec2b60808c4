"""The sentences with which a file is turned away; each says what to do next where something can be done."""

from django.utils.translation import gettext_lazy as _

from emulation.spreadsheets import Trouble


class UploadRefused(Exception):
    """A file that is not taken in; `sentence` says why, in the words for the person who sent it."""

    def __init__(self, sentence: object) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


TOO_BIG = _("The file is %(size)s MB large; at most %(limit)s MB are accepted.")
EMPTY = _("The file is empty.")
NO_SPREADSHEET = _("This is not a spreadsheet. Send an .xlsx, .xls or .csv file.")
SAVE_AS_XLSX = _(
    "This kind of document cannot be read. Open it in Excel, save it as .xlsx and send it again."
)
WEB_PAGE = _(
    "This is a web page under the name of a spreadsheet. Open it in Excel, save it as .xlsx and send it again."
)
ENCRYPTED = _("The file is protected by a password. Remove the password in Excel and send it again.")
DAMAGED = _(
    "The file is damaged or was cut off on its way. Open it in Excel, save it again and send it anew."
)
TOO_MUCH = _(
    "The file holds far more than a list: too many cells or parts. Copy the list into a new workbook."
)
BOMB = _("The file would unpack to an enormous size and was not opened.")
MACROS = _("The file contains macros. Save it as an .xlsx workbook without macros and send it again.")
EXTERNAL = _(
    "The file refers to other files or data sources. Break the links in Excel (Data, Edit Links) and send it again."
)
DECLARED = _("The file contains definitions that a spreadsheet never needs and was not opened.")
NO_SCAN = _("This is neither a PDF nor a JPEG or PNG picture.")
SCAN_DAMAGED = _("The scan is damaged or was cut off on its way. Scan or save it again.")
SCAN_PROTECTED = _("The PDF is protected by a password. Save it without the password and send it again.")
SCAN_ACTIVE = _(
    "The PDF contains scripts, programs or attached files. Print it to a new PDF and send that one."
)
SCAN_TOO_LARGE = _("The picture has too many pixels. Scan it at 300 dots per inch.")

BY_TROUBLE = {
    Trouble.EMPTY: EMPTY,
    Trouble.UNKNOWN: SAVE_AS_XLSX,
    Trouble.ENCRYPTED: ENCRYPTED,
    Trouble.DAMAGED: DAMAGED,
    Trouble.TOO_LARGE: TOO_MUCH,
}


def sentence_of(trouble: Trouble) -> object:
    """Why a spreadsheet cannot be read, in words (lazy text)."""
    return BY_TROUBLE[trouble]
