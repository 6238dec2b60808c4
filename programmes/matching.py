"""Which movement does this spelling name? Proposals with their reasons; nothing is ever merged here.

Names are compared word by word on folded Vietnamese. What differs only in the list of bodies ("của các HTX, Liên
hiệp HTX…") or is cut short ("Đoàn kết, sáng tạo…") is taken for the same name; one other word of difference
("chung sức", "chung tay") is for a person to judge; another province or another period is another movement.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from emulation.organisations.provinces import after, before
from emulation.vietnamese import fold, nfc

NEAR_ENOUGH = 0.72
"""Share of common words from which a person is asked; below it, the names are of different movements."""
TELLING_CORE = 5
"""So many words beside the list of bodies make a name that can be recognised without them."""
TELLING_CUT = 4
TELLING_END = 7
"""Ends are alike more often than beginnings: half of all movements end in "xây dựng nông thôn mới"."""

WORD = re.compile(r"\w+", re.UNICODE)
CUT = re.compile(r"(?:…|\.\.\.)")
YEAR = re.compile(r"(?:19|20)\d\d")

SHORT = {
    "htx": "hop tac xa",
    "lmhtx": "lien minh hop tac xa",
    "lhhtx": "lien hiep hop tac xa",
    "qtdnd": "quy tin dung nhan dan",
    "tht": "to hop tac",
    "ntm": "nong thon moi",
    "ktt": "kinh te tap the",
    "kttt": "kinh te tap the",
    "tp": "thanh pho",
    "hcm": "ho chi minh",
    "vn": "viet nam",
}
HEADS = ("phong trao thi dua yeu nuoc", "phong trao thi dua", "phong trao")
BODIES = tuple(
    tuple(phrase.split())
    for phrase in (
        "lien minh hop tac xa viet nam",
        "lien minh hop tac xa",
        "lien hiep hop tac xa",
        "quy tin dung nhan dan",
        "thanh vien",
        "hop tac xa",
        "to hop tac",
        "cac cap",
    )
)
FILLERS = frozenset({"cua", "cac", "va", "cho", "trong", "nhung", "tren", "dia", "ban"})
EVERYWHERE = ("ca nuoc", "toan quoc", "ca thanh pho", "ca tinh", "toan tinh", "toan thanh pho")


class Confidence(StrEnum):
    SAME = "same"
    JUDGE = "judge"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Candidate:
    """A movement as it is known: its canonical name, its other spellings, and those judged to name another."""

    movement_id: int
    name: str
    aliases: tuple[str, ...] = ()
    different: tuple[str, ...] = ()


@dataclass(frozen=True)
class Why:
    """One reason: `code` is name, alias, bodies, cut, words, period, scope or judged.

    `typed` are the words of the spelling asked about, `known` those of the movement's spelling.
    """

    code: str
    typed: str = ""
    known: str = ""


@dataclass(frozen=True)
class Proposal:
    """A movement that the text may name; `score` from 0 to 1."""

    movement_id: int
    score: float
    confidence: Confidence
    why: tuple[Why, ...]


@dataclass(frozen=True)
class Word:
    """A folded word and what stood in the text; the parts of a written-out abbreviation stand for nothing more."""

    folded: str
    text: str


@dataclass(frozen=True)
class Reading:
    """A name taken apart: all its words, those that tell it from others, its place, its years, where it is cut."""

    key: str
    core: tuple[Word, ...]
    bodies: str
    scope: str
    years: tuple[str, ...]
    cut_before: bool
    cut_after: bool

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.core)


def propose(text: str, candidates: Iterable[Candidate]) -> list[Proposal]:
    """The movements that `text` may name, the likeliest first; those judged different stand last.

    An empty text proposes nothing.
    """
    asked = read(text)
    if not asked.key:
        return []
    found = [one for candidate in candidates if (one := _compare_all(asked, candidate)) is not None]
    order = list(Confidence)
    return sorted(found, key=lambda one: (order.index(one.confidence), -one.score, one.movement_id))


def _compare_all(asked: Reading, candidate: Candidate) -> Proposal | None:
    """The best that any spelling of the movement gives; a judgement of a person outweighs every likeness."""
    pk = candidate.movement_id
    if asked.key in {read(text).key for text in candidate.different}:
        return Proposal(pk, 0.0, Confidence.DIFFERENT, (Why("judged"),))
    best: Proposal | None = None
    for number, spelling in enumerate((candidate.name, *candidate.aliases)):
        found = _compare(asked, read(spelling), pk)
        if found is not None and number and found.score == 1:
            found = Proposal(pk, 1.0, Confidence.SAME, (Why("alias", known=spelling),))
        if found is not None and (best is None or _rank(found) > _rank(best)):
            best = found
    return best


def _rank(proposal: Proposal) -> tuple[bool, float]:
    return proposal.confidence is Confidence.SAME, proposal.score


def _compare(asked: Reading, known: Reading, pk: int) -> Proposal | None:
    if asked.key == known.key:
        return Proposal(pk, 1.0, Confidence.SAME, (Why("name"),))
    if asked.scope and known.scope and asked.scope != known.scope:
        return None
    found = _same_core(asked, known, pk) or _cut(asked, known, pk) or _near(asked, known, pk)
    return _held_back(found, asked, known) if found else None


def _held_back(found: Proposal, asked: Reading, known: Reading) -> Proposal:
    """Another period, or a place that only one of the two names, is for a person to judge."""
    why = list(found.why)
    if asked.years and known.years and asked.years != known.years:
        why.append(Why("period", "–".join(asked.years), "–".join(known.years)))
    if asked.scope != known.scope and not (asked.cut_before or asked.cut_after):
        why.append(Why("scope", asked.scope, known.scope))
    if len(why) == len(found.why):
        return found
    return Proposal(found.movement_id, round(found.score * 0.9, 3), Confidence.JUDGE, tuple(why))


def _same_core(asked: Reading, known: Reading, pk: int) -> Proposal | None:
    if asked.folded != known.folded or not asked.folded:
        return None
    if asked.bodies == known.bodies == "":
        return Proposal(pk, 0.99, Confidence.SAME, (Why("name"),))
    telling = len(asked.folded) >= TELLING_CORE
    confidence = Confidence.SAME if telling else Confidence.JUDGE
    return Proposal(pk, 0.97 if telling else 0.8, confidence, (Why("bodies", asked.bodies, known.bodies),))


def _cut(asked: Reading, known: Reading, pk: int) -> Proposal | None:
    """One of the two is written with dots for what it leaves out, and the rest is the same."""
    for short, long in ((asked, known), (known, asked)):
        size = len(short.folded)
        begins = short.cut_after and long.folded[:size] == short.folded
        ends = short.cut_before and long.folded[-size:] == short.folded if size else False
        if size and (begins or ends):
            enough = size >= (TELLING_CUT if begins else TELLING_END)
            confidence = Confidence.SAME if enough else Confidence.JUDGE
            return Proposal(pk, 0.95 if enough else 0.75, confidence, (Why("cut"),))
    return None


def _near(asked: Reading, known: Reading, pk: int) -> Proposal | None:
    """Most words are common, in the same order: a person judges the rest."""
    if not asked.folded or not known.folded:
        return None
    common = Indel.normalized_similarity(asked.folded, known.folded)
    letters = fuzz.ratio(" ".join(asked.folded), " ".join(known.folded)) / 100
    score = round(min(0.94, (common + letters) / 2), 3)
    if score < NEAR_ENOUGH:
        return None
    return Proposal(pk, score, Confidence.JUDGE, tuple(_different_words(asked.core, known.core)))


def _different_words(asked: Sequence[Word], known: Sequence[Word]) -> list[Why]:
    steps = Levenshtein.opcodes([word.folded for word in asked], [word.folded for word in known])
    return [
        Why(
            "words",
            _text(asked[step.src_start : step.src_end]),
            _text(known[step.dest_start : step.dest_end]),
        )
        for step in steps
        if step.tag != "equal"
    ]


def _text(words: Iterable[Word]) -> str:
    return " ".join(word.text or word.folded for word in words)


# --- reading a name


@lru_cache(maxsize=20_000)
def read(text: str) -> Reading:
    """The name taken apart. Quotes, commas and case tell nothing; abbreviations are written out."""
    marks = CUT.sub("…", nfc(text)).strip(" \t\n\"'“”«»,;:.-–")
    words = _without_head(_words(marks))
    years = tuple(word.folded for word in words if YEAR.fullmatch(word.folded))
    words = _without_period(words)
    key = " ".join(word.folded for word in words) + "".join(f" {year}" for year in years)
    core, bodies = _without_bodies(words)
    return Reading(
        key=key,
        core=tuple(core),
        bodies=bodies,
        scope=_scope(" ".join(word.folded for word in words)),
        years=years,
        cut_before=marks.startswith("…"),
        cut_after=marks.endswith("…"),
    )


def _words(text: str) -> list[Word]:
    words: list[Word] = []
    for part in WORD.findall(text):
        folded = fold(part)
        first, *rest = SHORT.get(folded, folded).split() or [""]
        words.append(Word(first, part))
        words += [Word(more, "") for more in rest]
    return [word for word in words if word.folded]


def _without_head(words: list[Word]) -> list[Word]:
    text = " ".join(word.folded for word in words)
    for head in HEADS:
        if text.startswith(head + " "):
            return words[len(head.split()) :]
    return words


def _without_period(words: list[Word]) -> list[Word]:
    """Without years, and without the words that only introduce them."""
    kept = [word for word in words if not YEAR.fullmatch(word.folded)]
    if len(kept) == len(words):
        return kept
    folded = [word.folded for word in kept]
    for intro in (["giai", "doan"], ["tu", "nam", "den", "nam"], ["nam"]):
        if folded[-len(intro) :] == intro:
            return kept[: -len(intro)]
    return kept


def _without_bodies(words: Sequence[Word]) -> tuple[list[Word], str]:
    """(the words that tell the name from others, the bodies it lists, as written)."""
    core: list[Word] = []
    listed: list[str] = []
    place = 0
    while place < len(words):
        size = next((len(body) for body in BODIES if _stands(words, place, body)), 0)
        if size:
            listed.append(_text(word for word in words[place : place + size] if word.text))
            place += size
            continue
        if words[place].folded not in FILLERS:
            core.append(words[place])
        place += 1
    return core, ", ".join(listed)


def _stands(words: Sequence[Word], place: int, body: tuple[str, ...]) -> bool:
    return tuple(word.folded for word in words[place : place + len(body)]) == body


@cache
def _places() -> tuple[str, ...]:
    names = {fold(row.name) for row in (*before(), *after())}
    return tuple(sorted(names, key=len, reverse=True))


def _scope(text: str) -> str:
    """The province or the whole of which the name speaks; "" where it names none."""
    padded = f" {text} "
    named = next((name for name in _places() if f" {name} " in padded), "")
    return named or next((name for name in EVERYWHERE if f" {name} " in padded), "")
