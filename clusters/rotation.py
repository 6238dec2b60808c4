"""Who led a cluster, who was deputy, who declined, who never led; and whose turn the cluster's own rule says it is.

A body that merged stands for those it came from, by a rule that the cluster chooses. Chain of the Tây Nam sông Hậu
cluster: Hậu Giang 2018, Bạc Liêu 2019, Sóc Trăng 2020, An Giang 2021 with Cần Thơ as deputy (case 002).
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Unit = Hashable
Heirs = Mapping[Unit, Collection[Unit]]
"""Each body that ended, and the bodies it went into; more than one where it was split."""


class Role(StrEnum):
    LEADER = "LEADER"
    DEPUTY = "DEPUTY"


class Outcome(StrEnum):
    """What became of a turn: held, or declined."""

    HELD = "HELD"
    DECLINED = "DECLINED"


class Rule(StrEnum):
    """How a cluster finds its next leader.

    ORDER: the next in the fixed list. NEVER_LED_FIRST: who never led, in the order of the list, then who led longest
    ago. DEPUTY_SUCCEEDS: last year's deputy, and a deputy by NEVER_LED_FIRST.
    """

    ORDER = "ORDER"
    NEVER_LED_FIRST = "NEVER_LED_FIRST"
    DEPUTY_SUCCEEDS = "DEPUTY_SUCCEEDS"


class Merged(StrEnum):
    """What counts for a body that came out of a merger.

    ANY (default): a turn of any of those it came from is its turn. ALL: it has led once all of them in the cluster
    have led. RESTART: only its own turns count.
    """

    ANY = "ANY"
    ALL = "ALL"
    RESTART = "RESTART"


@dataclass(frozen=True)
class Turn:
    """One body's turn in one year."""

    year: int
    unit: Unit
    role: Role
    outcome: Outcome = Outcome.HELD


@dataclass(frozen=True)
class Line:
    """A member in the ledger, years ascending. through: the bodies it came from whose turns are counted."""

    unit: Unit
    led: tuple[int, ...] = ()
    deputy: tuple[int, ...] = ()
    declined: tuple[int, ...] = ()
    through: tuple[Unit, ...] = ()

    @property
    def never_led(self) -> bool:
        return not self.led

    @property
    def last_led(self) -> int | None:
        return self.led[-1] if self.led else None


def heirs_of(unit: Unit, heirs: Heirs) -> frozenset[Unit]:
    """The bodies that stand for it at the end of all mergers: itself where it never ended. A circle ends nowhere."""
    found: set[Unit] = set()
    seen: set[Unit] = set()
    waiting = [unit]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        into = heirs.get(one, ())
        # A body that goes on under its own name after taking in others is its own heir.
        if not into or one in into:
            found.add(one)
        waiting += [other for other in into if other != one]
    return frozenset(found)


def ledger(
    turns: Sequence[Turn],
    members: Sequence[Unit],
    *,
    heirs: Heirs | None = None,
    merged: Merged = Merged.ANY,
    former: Sequence[Unit] = (),
) -> tuple[Line, ...]:
    """The members of today in the order of their list, each with its turns and, by the rule, those before it.

    former: members of earlier years that never had a turn; ALL asks whether every one of them has led.
    """
    known = heirs or {}
    everybody = list(dict.fromkeys((*former, *(turn.unit for turn in turns), *members)))
    return tuple(_line(unit, _stands_for(unit, everybody, known, merged), turns, merged) for unit in members)


def _stands_for(unit: Unit, everybody: Sequence[Unit], heirs: Heirs, merged: Merged) -> tuple[Unit, ...]:
    """The body itself and those it came from, as they appear in the cluster's history."""
    if merged is Merged.RESTART:
        return (unit,)
    before = (one for one in everybody if one != unit and unit in heirs_of(one, heirs))
    return (unit, *sorted(before, key=str))


def _line(unit: Unit, bodies: tuple[Unit, ...], turns: Sequence[Turn], merged: Merged) -> Line:
    led, deputy = (_years(bodies, turns, role, Outcome.HELD) for role in (Role.LEADER, Role.DEPUTY))
    declined = _years(bodies, turns, None, Outcome.DECLINED)
    before = bodies[1:]
    if merged is Merged.ALL and before and not _years((unit,), turns, Role.LEADER, Outcome.HELD):
        all_led = all(_years((one,), turns, Role.LEADER, Outcome.HELD) for one in before)
        led = led if all_led else ()
    had = {turn.unit for turn in turns}
    return Line(unit, led, deputy, declined, tuple(one for one in before if one in had))


def _years(
    bodies: Collection[Unit], turns: Sequence[Turn], role: Role | None, outcome: Outcome
) -> tuple[int, ...]:
    found = {
        turn.year
        for turn in turns
        if turn.unit in bodies and turn.outcome is outcome and role in (None, turn.role)
    }
    return tuple(sorted(found))


# --- the proposal


@dataclass(frozen=True)
class Choice:
    """One proposed body with its reason: NEXT_IN_ORDER, FIRST_IN_ORDER, NEVER_LED, LED_LONGEST_AGO, WAS_DEPUTY, and
    the years or the body the reason rests on."""

    unit: Unit
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PassedOver:
    """Who would have come before, and why not: DECLINED (this year), NOT_A_MEMBER (any more, and no heir is)."""

    unit: Unit
    role: Role
    reason: str


@dataclass(frozen=True)
class Proposal:
    """Leader and deputy for a year; None where no member is left to propose. The members' vote decides, not this."""

    year: int
    rule: Rule
    leader: Choice | None
    deputy: Choice | None
    passed_over: tuple[PassedOver, ...]
    lines: tuple[Line, ...]


def propose(
    year: int,
    turns: Sequence[Turn],
    members: Sequence[Unit],
    *,
    rule: Rule,
    heirs: Heirs | None = None,
    merged: Merged = Merged.ANY,
    former: Sequence[Unit] = (),
) -> Proposal:
    """Whose turn it is in `year`, `members` in the order of the cluster's list.

    Turns of `year` itself and later are no history; those of `year` that were declined pass that member over for
    that office. Raises ValueError for a member twice.
    """
    if len(set(members)) < len(members):
        raise ValueError("A member stands in the list once.")
    past = [turn for turn in turns if turn.year < year]
    declined = {
        (turn.unit, turn.role) for turn in turns if turn.year == year and turn.outcome is Outcome.DECLINED
    }
    lines = ledger(past, members, heirs=heirs, merged=merged, former=former)
    proposer = Proposer(lines, past, heirs or {}, declined)
    leader = proposer.leader(rule)
    deputy = proposer.deputy(rule, leader) if leader else None
    return Proposal(year, rule, leader, deputy, tuple(proposer.passed_over), lines)


class Proposer:
    """Asks the members one after the other; who is passed over is remembered with the reason."""

    def __init__(
        self,
        lines: Sequence[Line],
        past: Sequence[Turn],
        heirs: Heirs,
        declined: Collection[tuple[Unit, Role]],
    ) -> None:
        self.lines, self.past, self.heirs, self.declined = lines, past, heirs, declined
        self.members = [line.unit for line in lines]
        self.passed_over: list[PassedOver] = []

    def leader(self, rule: Rule) -> Choice | None:
        if rule is Rule.DEPUTY_SUCCEEDS:
            succeeding = self._deputy_before()
            if succeeding:
                return succeeding
        order = self._in_order(self._last_leader()) if rule is Rule.ORDER else self._never_led_first()
        return self._first(order, Role.LEADER)

    def deputy(self, rule: Rule, leader: Choice) -> Choice | None:
        order = self._in_order(leader.unit) if rule is Rule.ORDER else self._never_led_first()
        return self._first([one for one in order if one.unit != leader.unit], Role.DEPUTY)

    def _first(self, order: Sequence[Choice], role: Role) -> Choice | None:
        for choice in order:
            if (choice.unit, role) not in self.declined:
                return choice
            self.passed_over.append(PassedOver(choice.unit, role, "DECLINED"))
        return None

    def _deputy_before(self) -> Choice | None:
        """Last year's deputy or its heir, where it is still a member and has not declined."""
        was = self._last(Role.DEPUTY)
        if was is None or was.year < max(turn.year for turn in self.past):
            return None
        unit = self._today(was.unit)
        if unit is None:
            self.passed_over.append(PassedOver(was.unit, Role.LEADER, "NOT_A_MEMBER"))
            return None
        return self._first([Choice(unit, "WAS_DEPUTY", {"year": was.year, "as": was.unit})], Role.LEADER)

    def _last(self, role: Role) -> Turn | None:
        held = [turn for turn in self.past if turn.role is role and turn.outcome is Outcome.HELD]
        return max(held, key=lambda turn: (turn.year, str(turn.unit)), default=None)

    def _last_leader(self) -> Unit | None:
        last = self._last(Role.LEADER)
        return None if last is None else self._today(last.unit)

    def _today(self, unit: Unit) -> Unit | None:
        """The member that stands for a body of the past; the first in the list where it was split."""
        standing = heirs_of(unit, self.heirs)
        return next((member for member in self.members if member in standing), None)

    def _in_order(self, after: Unit | None) -> list[Choice]:
        """All members round the list, beginning behind `after`."""
        start = self.members.index(after) + 1 if after in self.members else 0
        reason = "NEXT_IN_ORDER" if after in self.members else "FIRST_IN_ORDER"
        turned = [*self.members[start:], *self.members[:start]]
        return [Choice(unit, reason, {} if after is None else {"after": after}) for unit in turned]

    def _never_led_first(self) -> list[Choice]:
        never = [Choice(line.unit, "NEVER_LED") for line in self.lines if line.never_led]
        led = sorted((line for line in self.lines if line.led), key=lambda line: line.last_led or 0)
        return never + [Choice(line.unit, "LED_LONGEST_AGO", self._last_time(line)) for line in led]

    def _last_time(self, line: Line) -> dict[str, object]:
        """The year it led last and, where that was a body it came from, which."""
        bodies = (line.unit, *line.through)
        led = {
            turn.unit
            for turn in self.past
            if turn.year == line.last_led
            and turn.role is Role.LEADER
            and turn.outcome is Outcome.HELD
            and turn.unit in bodies
        }
        before = sorted(led - {line.unit}, key=str)
        return {"year": line.last_led, **({"as": before[0]} if before else {})}
