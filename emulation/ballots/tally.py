"""Quorum, threshold and outcome of one question, or of an election: plain values in, plain values out.

The base of the percentage is the whole membership of the board, absent members included, unless the dated
rule of the award says otherwise (Decree 91/2017/NĐ-CP art. 45(8): 90 % of all members for the emulation
fighter titles). A recusal is a position, not an absence; it lowers the base only where the rule says so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

AGREE, DISAGREE, DEFER, RECUSE = "agree", "disagree", "defer", "recuse"
VALUES = (AGREE, DISAGREE, DEFER, RECUSE)
BLANK, INVALID = "blank", "invalid"
"""What a paper is that chooses nothing, and one that does not count (more marks than places, spoilt)."""


@dataclass(frozen=True)
class Rule:
    """How one question is decided.

    threshold: share of the base that must agree, 0 < threshold ≤ 1; `strict` asks for more than it.
    of_members: the base is every seat; otherwise the positions cast (recusals apart).
    quorum: least share of the seats that must have cast a position for the outcome to stand.
    recusal_lowers_base: recused members leave the base and the quorum's denominator.
    """

    threshold: Fraction
    quorum: Fraction = Fraction(2, 3)
    of_members: bool = True
    strict: bool = False
    recusal_lowers_base: bool = False


@dataclass(frozen=True)
class Outcome:
    """The count of one question. `needed` is how many must agree, of `base`; `missing` of them are lacking.

    `blank` and `invalid` are papers of a secret ballot; an open one has none.
    """

    agree: int
    disagree: int
    defer: int
    recuse: int
    seats: int
    base: int
    needed: int
    quorate: bool
    passed: bool
    blank: int = 0
    invalid: int = 0

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.agree)


def needed_votes(base: int, rule: Rule) -> int:
    """Least number of agreeing positions that satisfies the rule on `base` (90 % of 15 is 14)."""
    share = rule.threshold * base
    return floor(share) + 1 if rule.strict else ceil(share)


def tally(values: Iterable[str], *, seats: int, rule: Rule) -> Outcome:
    """Count one position a member; `seats` is the frozen roll, absent members included.

    Raises ValueError for a value that is no position, for more positions than seats and for no seats at all.
    """
    counts = Counter(values)
    if unknown := counts.keys() - set(VALUES):
        raise ValueError(f"Not a position: {', '.join(sorted(unknown))}.")
    if seats < 1 or counts.total() > seats:
        raise ValueError(f"{counts.total()} positions of {seats} seats.")
    votes = {value: counts[value] for value in (AGREE, DISAGREE, DEFER)}
    return confirm(Papers(sum(votes.values()), votes), seats=seats, recused=counts[RECUSE], rule=rule)


@dataclass(frozen=True)
class Papers:
    """What came back on one question: `votes` by option, papers left blank, papers that do not count."""

    returned: int = 0
    votes: Mapping[str, int] = field(default_factory=dict)
    blank: int = 0
    invalid: int = 0

    @property
    def valid(self) -> int:
        return self.returned - self.blank - self.invalid

    def __add__(self, other: "Papers") -> "Papers":
        votes = Counter(self.votes)
        votes.update(other.votes)
        return Papers(
            self.returned + other.returned,
            dict(votes),
            self.blank + other.blank,
            self.invalid + other.invalid,
        )

    def problem(self, *, options: Collection[str], places: int = 1) -> str:
        """The code of what cannot be true of these numbers; "" when they can be."""
        numbers = (self.returned, self.blank, self.invalid, *self.votes.values())
        if min(numbers) < 0 or not self.votes.keys() <= set(options):
            return "unknown"
        if self.valid < 0:
            return "too_many_void"
        marks = sum(self.votes.values())
        if places == 1:
            return "" if marks == self.valid else "sum"
        # A valid paper has one mark at least, and as many as there are places at most, each for another candidate.
        if not self.valid <= marks <= self.valid * places or any(n > self.valid for n in self.votes.values()):
            return "sum"
        return ""


def read_papers(papers: Iterable[Collection[str]], *, options: Collection[str], places: int = 1) -> Papers:
    """Sort papers by what they choose: nothing is blank; more than `places`, twice or unknown is invalid."""
    read = Papers()
    known = set(options)
    for chosen in papers:
        if not chosen:
            one = Papers(1, {}, blank=1)
        elif len(chosen) > places or len(set(chosen)) < len(chosen) or not set(chosen) <= known:
            one = Papers(1, {}, invalid=1)
        else:
            one = Papers(1, dict.fromkeys(chosen, 1))
        read += one
    return read


def confirm(papers: Papers, *, seats: int, recused: int = 0, rule: Rule) -> Outcome:
    """Count the papers on one candidate or proposal; `seats` is the frozen roll, absent members included.

    Blank and invalid papers took part (quorum) and agree to nothing; where the rule counts votes cast, they are
    not among these. Raises ValueError for more papers than members.
    """
    base, needed, quorate = _measure(papers, seats=seats, recused=recused, rule=rule)
    agree = papers.votes.get(AGREE, 0)
    return Outcome(
        agree=agree,
        disagree=papers.votes.get(DISAGREE, 0),
        defer=papers.votes.get(DEFER, 0),
        recuse=recused,
        seats=seats,
        base=base,
        needed=needed,
        quorate=quorate,
        passed=quorate and base > 0 and agree >= needed,
        blank=papers.blank,
        invalid=papers.invalid,
    )


NOT_QUORATE, COMPLETE, TIE, SHORT, NOBODY = "not_quorate", "complete", "tie", "short", "nobody"
VERDICTS = (NOT_QUORATE, COMPLETE, TIE, SHORT, NOBODY)


@dataclass(frozen=True)
class Standing:
    """The votes of one candidate, and whether they reach what the rule asks for."""

    candidate: str
    votes: int
    reached: bool


@dataclass(frozen=True)
class Election:
    """The count of an election, the most votes first; equal votes in the order of the paper.

    `elected` fill the places; `tied` reached what is needed, have equal votes and more of them than places are
    left: only another round among them decides. `verdict` is one of VERDICTS.
    """

    standings: tuple[Standing, ...]
    elected: tuple[str, ...]
    tied: tuple[str, ...]
    verdict: str
    places: int
    returned: int
    blank: int
    invalid: int
    recuse: int
    seats: int
    base: int
    needed: int
    quorate: bool

    @property
    def valid(self) -> int:
        return self.returned - self.blank - self.invalid

    @property
    def again(self) -> bool:
        """Whether places are left that only a further round can fill."""
        return self.verdict != COMPLETE


def elect(
    papers: Papers, *, candidates: Sequence[str], places: int, seats: int, recused: int = 0, rule: Rule
) -> Election:
    """Count an election of `places` among `candidates`: whoever reaches the threshold, the most votes first.

    Nobody is elected over an equal: where equal votes compete for the last place, none of them has it.
    Raises ValueError for more papers than members and for fewer candidates than one.
    """
    if not candidates or places < 1:
        raise ValueError(f"{len(candidates)} candidates for {places} places.")
    base, needed, quorate = _measure(papers, seats=seats, recused=recused, rule=rule)
    rows = [
        Standing(name, papers.votes.get(name, 0), base > 0 and papers.votes.get(name, 0) >= needed)
        for name in candidates
    ]
    rows.sort(key=lambda row: -row.votes)
    elected, tied = _placed([row for row in rows if row.reached], places) if quorate else ((), ())
    return Election(
        standings=tuple(rows),
        elected=elected,
        tied=tied,
        verdict=_verdict(elected, tied, places) if quorate else NOT_QUORATE,
        places=places,
        returned=papers.returned,
        blank=papers.blank,
        invalid=papers.invalid,
        recuse=recused,
        seats=seats,
        base=base,
        needed=needed,
        quorate=quorate,
    )


def _placed(reached: Sequence[Standing], places: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(elected, tied for what is left) of those who reached the threshold, the most votes first."""
    if len(reached) <= places:
        return tuple(row.candidate for row in reached), ()
    last = reached[places - 1].votes
    above = tuple(row.candidate for row in reached if row.votes > last)
    level = tuple(row.candidate for row in reached if row.votes == last)
    if len(above) + len(level) == places:
        return above + level, ()
    return above, level


def _verdict(elected: Sequence[str], tied: Sequence[str], places: int) -> str:
    if tied:
        return TIE
    if len(elected) == places:
        return COMPLETE
    return SHORT if elected else NOBODY


def _measure(papers: Papers, *, seats: int, recused: int, rule: Rule) -> tuple[int, int, bool]:
    """(base, votes needed of it, whether enough members took part)."""
    if seats < 1 or papers.returned + recused > seats or papers.valid < 0:
        raise ValueError(f"{papers.returned} papers and {recused} recused of {seats} seats.")
    eligible = seats - recused if rule.recusal_lowers_base else seats
    base = eligible if rule.of_members else papers.valid
    quorate = eligible > 0 and Fraction(papers.returned, eligible) >= rule.quorum
    return base, needed_votes(base, rule), quorate
