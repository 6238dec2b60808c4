"""One form of a name for searching: folded, without punctuation, the usual abbreviations spelt out (pure)."""

import re

from emulation.vietnamese import fold, sort_key

SPELT_OUT = {
    "htx": "hop tac xa",
    "htxnn": "hop tac xa nong nghiep",
    "lhhtx": "lien hiep hop tac xa",
    "lmhtx": "lien minh hop tac xa",
    "lmhtxvn": "lien minh hop tac xa viet nam",
    "qtdnd": "quy tin dung nhan dan",
    "qtd": "quy tin dung",
    "tdnd": "tin dung nhan dan",
    "tht": "to hop tac",
    "tdkt": "thi dua khen thuong",
    "ubnd": "uy ban nhan dan",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
    "tp": "thanh pho",
    "tx": "thi xa",
    "tw": "trung uong",
}
"""Abbreviations seen in lists of Cooperative Alliances; each stands for one thing there."""

COMMON = frozenset(
    search_word
    for kind_of_unit in (
        "hop tac xa nong nghiep dich vu",
        "lien minh lien hiep",
        "quy tin dung nhan dan",
        "to tinh thanh pho uy ban",
        "thuong mai san xuat va",
    )
    for search_word in kind_of_unit.split()
)
"""Words that stand in so many names that they do not tell one from another."""

NOT_A_WORD = re.compile(r"[\W_]+")
DIGITS = re.compile(r"\d+")


def search_form(name: str) -> str:
    """ "HTX NN  Vĩnh Cường" -> "hop tac xa nn vinh cuong"; two names match when their forms are equal.

    At most 400 characters, the width of the column that stores it.
    """
    words = NOT_A_WORD.sub(" ", fold(name)).split()
    return " ".join(SPELT_OUT.get(word, word) for word in words)[:400]


def words_of(*forms: str) -> frozenset[str]:
    """The distinct words of search forms, each at most 60 characters, as the search index stores them."""
    return frozenset(word[:60] for form in forms for word in form.split())


def telling_word(form: str) -> str:
    """The word of a search form that narrows most, by its length; "" where all are common or single letters."""
    telling = [word for word in form.split() if len(word) > 1 and word not in COMMON]
    return max(telling, key=len, default="")


def name_key(name: str) -> str:
    """Orders names of organisations from the first word on; numbers in them by value. At most 400 characters.

    The key of a person begins with the given name; an organisation has none, so its name goes as one word.
    """
    padded = DIGITS.sub(lambda found: found.group().zfill(6), name)
    return sort_key("_".join(padded.split()))
