"""Do two registrations promise the same work for the same people at the same place? Explainable, on folded text.

The work is compared by its words and pairs of words, set phrases of the trade left out and common synonyms read as
one; the place by the units of the administration it names; the people by their words. Two registrations are alike
when the work is alike and nothing that both of them say of place and people speaks against it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from emulation.vietnamese import fold

ALIKE_WORK = 0.5
"""Likeness of the work from which a pair is looked at."""
ALIKE_WORK_ALONE = 0.68
"""Where one side says nothing of place and people, the work alone must be this like."""
ALIKE_PEOPLE = 0.4
ALIKE_PLACE = 0.5
WEIGHTS = {"content": 0.6, "place": 0.2, "people": 0.2}
LEAST_COMMON = 0.3
"""Share of common words below which a pair is not compared any further."""
FEW = 20
"""A word that no more entries use is looked up in any case."""

WORD = re.compile(r"[a-z0-9]+")
SYLLABLE = re.compile(r"\w+")
FIELDS = ("content", "audience", "place", "beneficiaries")

# Phrases that every registration has, longest first.
SET_PHRASES = (
    "huong ung phong trao thi dua",
    "phong trao thi dua yeu nuoc",
    "gop phan xay dung nong thon moi",
    "nang cao hieu qua hoat dong",
    "nang cao hieu qua san xuat",
    "phong trao thi dua",
    "tren dia ban",
    "dang ky thi dua",
    "nang cao hieu qua",
    "phan dau",
    "gop phan",
    "to chuc",
    "thuc hien",
    "trien khai",
    "day manh",
    "tiep tuc",
    "nham",
    "don vi",
    "san xuat",
    "hoat dong",
    "cong tac",
)
# Read as one: what different units call the same thing.
SYNONYMS = {
    "lop dao tao boi duong": "tap huan",
    "lop boi duong": "tap huan",
    "boi duong": "tap huan",
    "dao tao": "tap huan",
    "huong dan": "tap huan",
    "chuyen giao": "tap huan",
    "htx": "hop tac xa",
    "qtdnd": "quy tin dung",
    "quy tin dung nhan dan": "quy tin dung",
    "xa vien": "thanh vien",
    "ho nong dan": "nong dan",
    "ba con nong dan": "nong dan",
    "nguoi dan": "nhan dan",
    "ba con": "nhan dan",
    "ho ngheo": "ngheo",
    "nguoi ngheo": "ngheo",
    "gia dinh kho khan": "ngheo",
    "ho kho khan": "ngheo",
    "hoan canh kho khan": "ngheo",
    "tang qua": "trao qua",
    "cap qua": "trao qua",
    "ung ho qua": "trao qua",
    "chi em": "phu nu",
    "hoi vien phu nu": "phu nu",
    "hoc sinh ngheo": "hoc sinh ngheo",
    "thieu nhi": "tre em",
    "cac chau": "tre em",
    "nguoi lao dong": "lao dong",
    "cong nhan": "lao dong",
    "bao tieu": "tieu thu",
    "ban hang": "tieu thu",
    "cay xanh": "cay",
    "thu gom rac": "rac thai",
    "rac": "rac thai",
    "lam duong": "duong giao thong",
    "be tong hoa duong": "duong giao thong",
    "duong be tong": "duong giao thong",
    "cho vay": "vay von",
    "tin dung uu dai": "vay von",
    "von vay": "vay von",
    "chan nuoi bo": "nuoi bo",
    "nuoi tom": "nuoi tom",
    "day nghe": "tap huan nghe",
    "hoc nghe": "tap huan nghe",
    "nha tinh thuong": "nha tinh nghia",
    "nha dai doan ket": "nha tinh nghia",
}
EMPTY_WORDS = frozenset(
    (
        "va", "cac", "cua", "cho", "tai", "trong", "ngoai", "voi", "la", "de", "theo", "ve", "tu", "den", "duoc",
        "mot", "nhung", "nhieu", "it", "nhat", "moi", "co", "lop", "buoi", "lan", "dot", "so", "luong", "khoang",
        "gan", "tren", "duoi", "hon", "toi", "thieu", "ky", "bang", "tang", "giam", "nguoi",
    )
)  # fmt: skip

# Words for a manner of acting: half of all registrations train, propagate, support or build something.
MANNER = frozenset(
    (
        "tap", "huan", "thuat", "tuyen", "truyen", "van", "phong", "chong", "mo", "hinh", "xay", "dung", "lap",
        "thanh", "tro", "ho", "trao", "qua", "tham", "vay", "von", "mua", "ban", "lam", "sua", "chua", "thi",
        "trong", "nuoi", "nghe", "nghiep", "vu", "hoi", "gioi", "thieu", "tang", "cap", "phat", "trien",
        "cong", "ung", "dung", "tiem", "hop", "tac", "xa", "vien", "ngheo",
    )
)  # fmt: skip
MANNER_WEIGHS = 0.35

# One walk over a text reads the synonyms, drops the set phrases and the year; the longest phrase goes first.
PHRASES = re.compile(
    r"\b(?:nam 20\d\d|"
    + "|".join(sorted((*SET_PHRASES, *SYNONYMS), key=lambda phrase: (-len(phrase), phrase)))
    + r")\b"
)

RANKS = {
    "ap": 0,
    "khu pho": 0,
    "thon": 0,
    "xa": 1,
    "phuong": 1,
    "thi tran": 1,
    "huyen": 2,
    "thi xa": 2,
    "quan": 2,
    "thanh pho": 2,
    "tp": 2,
    "tinh": 3,
}
UNRANKED = -1
WIDE = ("toan tinh", "tren dia ban tinh", "trong tinh", "ca tinh", "toan quoc", "ca nuoc")
PARTS = re.compile(r"\s*[,;\n–]\s*|\s+(?:-|va)\s+")
PREFIX = re.compile(r"(khu pho|thi tran|thi xa|thanh pho|huyen|phuong|quan|tinh|thon|ap|xa|tp)\.? +(.+)")


@dataclass(frozen=True)
class Entry:
    """One registration as the radar sees it; `folded` are the four fields folded, where that is known already."""

    id: int
    unit: int
    content: str
    audience: str = ""
    place: str = ""
    beneficiaries: str = ""
    folded: tuple[str, ...] = ()

    def plain(self) -> tuple[str, ...]:
        """The four fields, folded, in the order of FIELDS."""
        return self.folded or tuple(fold(getattr(self, name)) for name in FIELDS)


class Reason(NamedTuple):
    """What made them alike in one field: how much (0 to 1), and the words both of them use, folded."""

    field: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Alikeness:
    """`other` is the id of the second entry; `score` from 0 to 1 weighs the fields both of them filled in."""

    other: int
    score: float
    reasons: tuple[Reason, ...]


def alike(a: Entry, b: Entry) -> Alikeness | None:
    """What makes the two alike, or None. The order of the two does not matter to the answer."""
    one, two = a.plain(), b.plain()
    if _dice(_shape(one[0]).words, _shape(two[0]).words) < LEAST_COMMON:
        return None
    place = _place(one[2], two[2])
    if place is not None and place.score < ALIKE_PLACE:
        return None
    people = _people((one[1], one[3]), (two[1], two[3]))
    if people is not None and people.score < ALIKE_PEOPLE:
        return None
    work = _work(one[0], two[0])
    if work.score < (ALIKE_WORK_ALONE if place is None and people is None else ALIKE_WORK):
        return None
    reasons = tuple(reason for reason in (work, place, people) if reason is not None)
    weight = sum(WEIGHTS[reason.field] for reason in reasons)
    score = sum(WEIGHTS[reason.field] * reason.score for reason in reasons) / weight
    return Alikeness(b.id, round(score, 3), reasons)


def radar(entry: Entry, among: Iterable[Entry]) -> list[Alikeness]:
    """The entries of other units that are like this one, the likest first.

    `alike` first asks what costs least, the share of common words: 20,000 are passed over in the time it
    takes to read them.
    """
    found = [
        result
        for other in among
        if other.unit != entry.unit and other.id != entry.id and (result := alike(entry, other)) is not None
    ]
    return sorted(found, key=lambda one: (-one.score, one.other))


def pairs(entries: Sequence[Entry]) -> list[tuple[int, Alikeness]]:
    """Every like pair of a whole round as (smaller id, what makes it alike), the smaller id first.

    Only pairs that share a word which at most a fifth of all entries use are compared.
    """
    shapes = {entry.id: _shape(entry.plain()[0]).words for entry in entries}
    holders: dict[str, list[int]] = defaultdict(list)
    for pk, words in shapes.items():
        for word in words:
            holders[word].append(pk)
    known = {entry.id: entry for entry in entries}
    most = max(FEW, len(entries) // 5)
    found: list[tuple[int, Alikeness]] = []
    for pk in sorted(known):
        rare = (word for word in shapes[pk] if len(holders[word]) <= most)
        meets = sorted({other for word in rare for other in holders[word] if other > pk})
        found += [(pk, result) for result in radar(known[pk], (known[other] for other in meets))]
    return found


def phrases(text: str, words: Iterable[str]) -> list[str]:
    """The stretches of `text`, with their accents, that read as these folded words: what a reason points at."""
    common = frozenset(words)
    spans = [found.span() for found in SYLLABLE.finditer(text)]
    folded = [fold(text[start:end]) for start, end in spans]
    marked = [word in common for word in folded]
    places = {
        place: number for number, place in enumerate(accumulate((len(w) + 1 for w in folded), initial=0))
    }
    for found in PHRASES.finditer(" ".join(folded)):
        first, size = places[found.start()], len(found[0].split())
        read = SYNONYMS.get(found[0], "").split()
        marked[first : first + size] = [bool(read) and common.issuperset(read)] * size
    for number in range(1, len(marked) - 1):
        # A small word between two that count belongs to the phrase: "chất lượng cao" reads as one.
        marked[number] |= folded[number] in EMPTY_WORDS and marked[number - 1] and marked[number + 1]
    stretches: list[tuple[int, int]] = []
    for (start, end), mark in zip(spans, marked, strict=True):
        if mark and stretches and not text[stretches[-1][1] : start].strip():
            stretches[-1] = (stretches[-1][0], end)
        elif mark:
            stretches.append((start, end))
    return list(dict.fromkeys(" ".join(text[start:end].split()) for start, end in stretches))


# --- the work


class Shape(NamedTuple):
    """A text as it is compared: what it is about, its words in order, the set of them, and of neighbouring pairs."""

    line: str
    order: tuple[str, ...]
    words: frozenset[str]
    couples: frozenset[tuple[str, str]]


@lru_cache(maxsize=50_000)
def _shape(folded: str) -> Shape:
    """The words of a folded text that tell it from others, synonyms read as one."""
    text = PHRASES.sub(lambda found: SYNONYMS.get(found[0], ""), " ".join(WORD.findall(folded)))
    order = tuple(word for word in text.split() if word not in EMPTY_WORDS and not word.isdigit())
    about = [word for word in order if word not in MANNER] or order
    return Shape(" ".join(about), order, frozenset(order), frozenset(pairwise(order)))


def _work(one: str, two: str) -> Reason:
    """How like the work is: common words, common neighbours, and how far the one lies within the other.

    Words that only name a manner of acting ("tập huấn", "tuyên truyền") weigh little against what it is about;
    the last part is rapidfuzz's set ratio over what it is about.
    """
    first, second = _shape(one), _shape(two)
    within = fuzz.token_set_ratio(first.line, second.line) / 100
    score = 0.5 * _weighed(first.words, second.words) + 0.25 * _couples(first, second) + 0.25 * within
    common = [word for word in dict.fromkeys(first.order) if word in second.words]
    return Reason("content", round(score, 3), tuple(common))


def _weighed(one: frozenset[str], two: frozenset[str]) -> float:
    total = sum(map(_weight, one)) + sum(map(_weight, two))
    return 2 * sum(map(_weight, one & two)) / total if total else 0.0


def _couples(one: Shape, two: Shape) -> float:
    if not one.couples or not two.couples:
        return _weighed(one.words, two.words)
    total = sum(map(_weight_of_couple, one.couples)) + sum(map(_weight_of_couple, two.couples))
    return 2 * sum(map(_weight_of_couple, one.couples & two.couples)) / total


def _weight(word: str) -> float:
    return MANNER_WEIGHS if word in MANNER else 1.0


def _weight_of_couple(couple: tuple[str, str]) -> float:
    return (_weight(couple[0]) + _weight(couple[1])) / 2


def _dice(one: frozenset[Any], two: frozenset[Any]) -> float:
    total = len(one) + len(two)
    return 2 * len(one & two) / total if total else 0.0


# --- the people


def _people(one: tuple[str, str], two: tuple[str, str]) -> Reason | None:
    """The likest of what the two say of whom it is for and who benefits; None where one says nothing of either."""
    views = [_group(mine, theirs) for mine in one for theirs in two if mine and theirs]
    return max(views, key=lambda reason: reason.score) if views else None


def _group(one: str, two: str) -> Reason:
    first, second = _shape(one).words, _shape(two).words
    common = tuple(sorted(first & second))
    if not first or not second:
        return Reason("people", 1.0, common)
    inside = len(common) / min(len(first), len(second))
    return Reason("people", round((inside + _dice(first, second)) / 2, 3), common)


# --- the place


def _place(one: str, two: str) -> Reason | None:
    """Whether one spot of the one is a spot of the other; None where one names no place."""
    first, second = _spots(one), _spots(two)
    if not first or not second:
        return None
    if _is_wide(one) or _is_wide(two):
        return _wide_place(first, second, both=_is_wide(one) and _is_wide(two))
    best = Reason("place", 0.0, ())
    for mine in first:
        for theirs in second:
            best = max(best, _same_spot(mine, theirs), key=lambda reason: reason.score)
    return best


def _wide_place(one: Sequence[Mapping[int, str]], two: Sequence[Mapping[int, str]], *, both: bool) -> Reason:
    """One side means the whole province: everything in it is alike, but another province is not."""
    named, also = ({spot[3] for spot in spots if 3 in spot} for spots in (one, two))
    if named and also and not named & also:
        return Reason("place", 0.0, ())
    return Reason("place", 1.0 if both else 0.6, tuple(sorted(named & also)))


def _is_wide(place: str) -> bool:
    """Whether the text means the whole province or more, and nothing within it."""
    ranks = {rank for spot in _spots(place) for rank in spot}
    return ranks == {3} or (any(phrase in place for phrase in WIDE) and ranks <= {3, UNRANKED})


@lru_cache(maxsize=50_000)
def _spots(place: str) -> tuple[dict[int, str], ...]:
    """The places a text names, each as {rank: name}: "xã A, huyện B" is one spot, "huyện A, huyện B" are two."""
    spots: list[dict[int, str]] = []
    last = 99
    for part in PARTS.split(place.replace(".", " ")):
        text = " ".join(part.split())
        if not text:
            continue
        match = PREFIX.fullmatch(text)
        rank, name = (RANKS[match[1]], match[2]) if match else (UNRANKED, text)
        if rank > last and last != UNRANKED:
            spots[-1][rank] = name
        else:
            spots.append({rank: name})
        last = rank
    return tuple(spots)


def _same_spot(one: Mapping[int, str], two: Mapping[int, str]) -> Reason:
    if UNRANKED in one or UNRANKED in two:
        common = sorted(set(one.values()) & set(two.values()))
        return Reason("place", 0.9 if common else 0.0, tuple(common))
    shared = one.keys() & two.keys()
    if not shared or any(one[rank] != two[rank] for rank in shared):
        return Reason("place", 0.0, ())
    exact = min(one) == min(two)
    return Reason("place", 1.0 if exact else 0.7, tuple(one[rank] for rank in sorted(shared)))
