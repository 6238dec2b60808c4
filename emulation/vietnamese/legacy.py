"""Texts typed with the fonts that came before Unicode: TCVN3 (ABC, .VnTime) and VNI (VNI-Times).

In such a file every Vietnamese letter lies under the code of some Western one, and only the font shows it
right. TCVN3 gives one code to a letter (TCVN 5712:1993, set VN3); its toned capitals have no codes: fonts
with a trailing H (.VnTimeH) draw the small letters' codes as capitals, so "NGUYÔN" and "NguyÔn" differ only
in the letters around. VNI writes the plain letter and then a second character for its marks.
"""

import re
import unicodedata

TCVN3_CODES = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
TCVN3 = {start + place: letter for start, letters in TCVN3_CODES for place, letter in enumerate(letters)}

# Which second character makes which letter, small letters; capitals take the capital second character.
VNI_MARKS = {
    "a": ("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "u": ("ùøûõï", "úùủũụ"),
    "ö": ("ùøûõï", "ứừửữự"),
    "y": ("ùøûõ", "ýỳỷỹ"),
}
VNI_SINGLE = dict(zip("ôöíìæóòîñÔÖÍÌÆÓÒÎÑ", "ơưíìỉĩịỵđƠƯÍÌỈĨỊỴĐ", strict=True))
VNI_DOUBLE = {
    base + mark: letter
    for base, (marks, letters) in VNI_MARKS.items()
    for mark, letter in zip(marks, letters, strict=True)
}
VNI = (
    VNI_SINGLE
    | VNI_DOUBLE
    | {pair.upper(): letter.upper() for pair, letter in VNI_DOUBLE.items()}
    | {pair[0].upper() + pair[1]: letter.upper() for pair, letter in VNI_DOUBLE.items()}
)
VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

UNICODE_VIETNAMESE = re.compile(
    "[\u0102-\u0103\u0110-\u0111\u0128-\u0129\u0168-\u0169\u01a0-\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)
TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"
WORDS = re.compile(r"[^\s\-–—/.,;:()“”\"'‘’…]+")
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(ươu|ươi|uôi|uây|uyê|uya|uyu|iêu|yêu|oai|oay|oao|oeo"
    r"|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo(?=ng|c)|ua|uâ|uê|ui|uô|uơ|uy|ưa|ươ|ưi|ưu|yê"
    r"|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
GLIDES = re.compile(
    "ươu|ươi|uôi|uây|iêu|yêu|oai|oay|oao|oeo|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|uyu"
)  # the tone never stands on the last letter of these


def from_tcvn3(text: str) -> str:
    """`text` typed with a TCVN3 (ABC) font, in Unicode; text that already holds Unicode Vietnamese stays."""
    if UNICODE_VIETNAMESE.search(text):
        return text
    return _capitals_restored(text, text.translate(TCVN3))


def from_vni(text: str) -> str:
    """`text` typed with a VNI font, in Unicode; text that already holds Unicode Vietnamese stays."""
    if UNICODE_VIETNAMESE.search(text):
        return text
    return VNI_PATTERN.sub(lambda found: VNI[found.group()], text)


def _capitals_restored(typed: str, decoded: str) -> str:
    """Capitals where a .VnTimeH font drew them: no small ASCII letter at all, two capitals in one word."""
    shouting = not re.search("[a-z]", typed) and any(len(re.findall("[A-Z]", w)) > 1 for w in typed.split())
    return decoded.upper() if shouting else decoded


def legacy_encoding(text: str) -> str | None:
    """ "tcvn3", "vni" or None: the encoding in which the words of `text` become Vietnamese syllables.

    The evidence is the words with a letter outside ASCII: at least one must be no Vietnamese syllable as it
    stands and be one when decoded, and seven of ten must be syllables afterwards. A text that holds a letter
    of Unicode Vietnamese is None, so is one that reads well both ways ("Vâ"): give a column, not a word.
    """
    if text.isascii() or UNICODE_VIETNAMESE.search(text):
        return None
    suspects = _marked_words(text)
    as_it_stands = sum(map(_is_syllable, suspects))
    best, most = None, as_it_stands
    for name, decode in (("tcvn3", from_tcvn3), ("vni", from_vni)):
        good = sum(_is_syllable(decode(word)) for word in suspects)
        if good > most and good * 10 >= len(suspects) * 7:
            best, most = name, good
    return best


def _marked_words(text: str) -> list[str]:
    return [word for word in WORDS.findall(text) if not word.isascii()]


def _is_syllable(word: str) -> bool:
    """Whether `word` could be one written Vietnamese syllable, with its tone where a tone may stand."""
    if word not in (word.lower(), word.upper(), word.capitalize()):
        return False
    tones, letters = [], []
    for place, letter in enumerate(word.lower()):
        marks = unicodedata.normalize("NFD", letter)
        tones += [place for mark in marks if mark in TONE_MARKS]
        letters.append(
            unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONE_MARKS))
        )
    found = SYLLABLE.fullmatch("".join(letters))
    if not found or len(tones) > 1:
        return False
    return not (GLIDES.fullmatch(found.group(1)) and tones == [found.end(1) - 1])
