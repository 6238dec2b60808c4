"""What the name of a unit tells: its kind, and whether it is a unit at all."""

from functools import lru_cache

from emulation.organisations.names import NOT_A_WORD, SPELT_OUT, search_form
from emulation.vietnamese import fold, nfc, sort_key

# Kind of emulation.organisations.models.Kind by the first words of the search form of a name; the first that
# fits counts, so longer beginnings stand before shorter ones.
_KINDS: tuple[tuple[str, str], ...] = (
    ("lien hiep hop tac xa", "COOPERATIVE_UNION"),
    ("lh hop tac xa", "COOPERATIVE_UNION"),
    ("lien minh hop tac xa viet nam", "CENTRAL_ALLIANCE"),
    ("lien minh hop tac xa", "ALLIANCE"),
    ("hop tac xa", "COOPERATIVE"),
    ("quy tin dung", "CREDIT_FUND"),
    ("to hop tac", "COOPERATIVE_GROUP"),
    ("uy ban nhan dan", "PEOPLES_COMMITTEE"),
    ("phong", "DEPARTMENT"),
    ("ban", "DEPARTMENT"),
    ("van phong", "DEPARTMENT"),
    ("trung tam", "DEPARTMENT"),
    ("so", "DEPARTMENT"),
    ("khoi", "DEPARTMENT"),
    ("doi", "DEPARTMENT"),
    ("to", "DEPARTMENT"),
    ("bo phan", "DEPARTMENT"),
    ("chi nhanh", "DEPARTMENT"),
    ("dang bo", "PARTY_BODY"),
    ("chi bo", "PARTY_BODY"),
    ("dang uy", "PARTY_BODY"),
    ("cong doan", "ASSOCIATION"),
    ("doan thanh nien", "ASSOCIATION"),
    ("hoi", "ASSOCIATION"),
    ("hiep hoi", "ASSOCIATION"),
    ("bao", "PRESS"),
    ("dai", "PRESS"),
    ("tap chi", "PRESS"),
    ("cong ty", "OTHER"),
    ("doanh nghiep", "OTHER"),
    ("tap doan", "OTHER"),
    ("ngan hang", "OTHER"),
    ("truong", "OTHER"),
    ("xi nghiep", "OTHER"),
    ("nha may", "OTHER"),
    ("lang nghe", "OTHER"),
    ("trang trai", "OTHER"),
    ("co so", "OTHER"),
    ("tap the", "OTHER"),
)

_PHRASES = [phrase.split() for phrase in SPELT_OUT.values()]

# Beginnings that are family names as well (Hội does not occur; Đài, Bao, Tô, Ban, Đới, Khởi, Phòng, Sở may):
# alone they do not make a collective of a person.
_ALSO_FAMILY_NAMES = frozenset({"ban", "to", "doi", "khoi", "so", "bao", "dai", "phong", "truong", "hoi"})
_EXACT_BEGINNINGS = ("phòng ", "ban ", "tổ ", "đội ", "khối ", "sở ", "báo ", "đài ", "trường ", "hội ")


@lru_cache(maxsize=100_000)
def lookup_key(name: str) -> str:
    """The form under which the register is asked: folded, abbreviations (HTX, QTDND, LH HTX) spelt out."""
    form = search_form(name)
    return "lien hiep " + form[3:] if form.startswith("lh hop tac xa") else form


@lru_cache(maxsize=100_000)
def unit_key(name: str) -> str:
    """The form in which two names mean one unit: as `lookup_key`, but Tân Hòa and Tân Hóa are two.

    Where the tone mark stands (Hoà, Hòa) does not matter, nor do accents in words that are often shortened.
    """
    typed = [SPELT_OUT.get(word, word) for word in NOT_A_WORD.sub(" ", nfc(name).lower()).split()]
    words = " ".join(typed).split()
    folded = [fold(word) for word in words]
    shortened = {place for phrase in _PHRASES for place in _places(phrase, folded)}
    return " ".join(
        plain if place in shortened or plain == word else sort_key(word)
        for place, (word, plain) in enumerate(zip(words, folded, strict=True))
    )


def _places(phrase: list[str], words: list[str]) -> set[int]:
    """The places of the words that belong to the phrase."""
    size = len(phrase)
    starts = (start for start in range(len(words) - size + 1) if words[start : start + size] == phrase)
    return {place for start in starts for place in range(start, start + size)}


def other_accents(typed: str, name: str) -> bool:
    """Whether a name differs from the typed one by its accents, and these were typed on purpose."""
    return not typed.isascii() and lookup_key(typed) == lookup_key(name) and unit_key(typed) != unit_key(name)


def kind_of_unit(name: str) -> str:
    """The value of organisations' Kind that a name suggests; "" where it suggests none."""
    form = lookup_key(name)
    for beginning, kind in _KINDS:
        if form == beginning or form.startswith(beginning + " "):
            return kind if _surely(beginning, name) else ""
    return ""


def is_unit_name(name: str) -> bool:
    """Whether a name is that of a collective rather than of a person."""
    return bool(kind_of_unit(name))


def _surely(beginning: str, name: str) -> bool:
    """ "Tổ kỹ thuật" is a team, "Tô Văn Kỹ" a person: where folding makes them one, accents decide."""
    return beginning not in _ALSO_FAMILY_NAMES or name.strip().lower().startswith(_EXACT_BEGINNINGS)
