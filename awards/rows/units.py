"""What the name of a unit tells: its kind, and whether it is a unit at all."""

from functools import lru_cache

from emulation.organisations.names import search_form

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

# Beginnings that are family names as well (Hội does not occur; Đài, Bao, Tô, Ban, Đới, Khởi, Phòng, Sở may):
# alone they do not make a collective of a person.
_ALSO_FAMILY_NAMES = frozenset({"ban", "to", "doi", "khoi", "so", "bao", "dai", "phong", "truong", "hoi"})
_EXACT_BEGINNINGS = ("phòng ", "ban ", "tổ ", "đội ", "khối ", "sở ", "báo ", "đài ", "trường ", "hội ")


@lru_cache(maxsize=100_000)
def unit_key(name: str) -> str:
    """The form in which names of units are compared: folded, abbreviations (HTX, QTDND, LH HTX) spelt out."""
    form = search_form(name)
    return "lien hiep " + form[3:] if form.startswith("lh hop tac xa") else form


def kind_of_unit(name: str) -> str:
    """The value of organisations' Kind that a name suggests; "" where it suggests none."""
    form = unit_key(name)
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
