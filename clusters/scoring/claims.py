"""What was answered to one criterion. An empty field is None and stays None; 0 is an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from clusters.scoring.fault import BadClaim, Fault
from clusters.scoring.kinds import Expert, Gate, PerUnitDeduct, Rule, Subsum, asked
from clusters.scoring.rounding import number_of, plain

NUMBERS = ("value", "n", "d", "target", "count", "points")
FIELDS = (*NUMBERS, "yes", "parts", "na", "reason")


@dataclass(frozen=True)
class Claim:
    """The answer as it was given, before any rule is applied to it.

    value: a number as reported; n, d: numerator and denominator (for a growth: this year, the year before);
    target: the unit's own plan, used only where the rule names none; count: how many times; yes: held or not;
    parts: the points of each sub-item, in order; points: of a judgement; na: not applicable, with its reason.
    """

    value: Decimal | None = None
    n: Decimal | None = None
    d: Decimal | None = None
    target: Decimal | None = None
    count: Decimal | None = None
    yes: bool | None = None
    parts: tuple[Decimal | None, ...] = ()
    points: Decimal | None = None
    na: bool = False
    reason: str = ""

    def lacks(self, rule: Rule) -> tuple[str, ...]:
        """The fields this rule asks for and that are empty: "n", "parts.2"."""
        return tuple(name for field in asked(rule) for name in self._lacks(field, rule))

    def _lacks(self, field: str, rule: Rule) -> tuple[str, ...]:
        if field == "reason":
            return () if self.reason.strip() else ("reason",)
        if field == "parts" and isinstance(rule, Subsum):
            given = self.parts or (None,) * len(rule.parts)
            return tuple(f"parts.{number}" for number, points in enumerate(given) if points is None)
        return (field,) if getattr(self, field) is None else ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all was answered; a reason alone answers nothing."""
        return replace(self, reason="") == Claim()


def claim_of(data: Mapping[str, object], *, na: bool = False, reason: str = "") -> Claim:
    """The claim out of its JSON; `na` and `reason` come from columns of their own where they are kept there.

    Raises BadClaim with the field of every value that cannot be read.
    """
    faults = [Fault("", name, "UNKNOWN_FIELD") for name in data if name not in FIELDS]
    numbers = {name: _number(data, name, faults) for name in NUMBERS}
    yes, not_applicable = data.get("yes"), data.get("na", na)
    faults += [
        Fault("", name, "NOT_A_YES_OR_NO")
        for name, answer in (("yes", yes), ("na", not_applicable))
        if answer is not None and not isinstance(answer, bool)
    ]
    parts = _parts(data.get("parts"), faults)
    if faults:
        raise BadClaim(faults)
    return Claim(
        yes=yes if isinstance(yes, bool) else None,
        parts=parts,
        na=bool(not_applicable),
        reason=str(data.get("reason") or reason),
        **numbers,
    )


def _number(data: Mapping[str, object], name: str, faults: list[Fault]) -> Decimal | None:
    raw = data.get(name)
    if raw is None or raw == "":
        return None
    try:
        return number_of(raw)
    except ValueError:
        faults.append(Fault("", name, "NOT_A_NUMBER"))
        return None


def _parts(raw: object, faults: list[Fault]) -> tuple[Decimal | None, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple):
        faults.append(Fault("", "parts", "NOT_A_LIST"))
        return ()
    named = {f"parts.{number}": points for number, points in enumerate(raw)}
    return tuple(_number(named, name, faults) for name in named)


def claim_data(claim: Claim) -> dict[str, object]:
    """The claim as plain JSON: only what was answered, numbers as their text."""
    data: dict[str, object] = {
        name: plain(number) for name in NUMBERS if (number := getattr(claim, name)) is not None
    }
    if claim.yes is not None:
        data["yes"] = claim.yes
    if claim.parts:
        data["parts"] = [None if points is None else plain(points) for points in claim.parts]
    if claim.na:
        data["na"] = True
    if claim.reason:
        data["reason"] = claim.reason
    return data


def claim_faults(rule: Rule, claim: Claim, standard: Decimal) -> list[Fault]:
    """What forbids to score the claim by the rule; an empty field is no fault, the criterion is then unanswered.

    A criterion that is not applicable, and a judgement that is given, need their reason.
    """
    if claim.na:
        return _not_applicable(rule, claim)
    faults = [
        Fault("", name, "BELOW_ZERO", {"found": plain(number)})
        for name in ("count", "points", "target")
        if (number := getattr(claim, name)) is not None and number < 0
    ]
    return [*faults, *_measure_faults(rule, claim), *_points_faults(rule, claim, standard)]


def _not_applicable(rule: Rule, claim: Claim) -> list[Fault]:
    if isinstance(rule, Gate):
        return [Fault("", "na", "GATE_ALWAYS_APPLIES")]
    return [] if claim.reason.strip() else [Fault("", "reason", "REASON_NEEDED")]


def _measure_faults(rule: Rule, claim: Claim) -> list[Fault]:
    """There is no share and no growth of nothing, and nothing is a share of a target of 0."""
    wanted = asked(rule)
    faults = []
    if "d" in wanted and claim.d is not None and claim.d <= 0:
        faults.append(Fault("", "d", "NOTHING_TO_DIVIDE_BY" if claim.d == 0 else "BELOW_ZERO"))
    if "n" in wanted and claim.n is not None and claim.n < 0:
        faults.append(Fault("", "n", "BELOW_ZERO"))
    if "target" in wanted and claim.target == 0:
        faults.append(Fault("", "target", "NOTHING_TO_DIVIDE_BY"))
    if isinstance(rule, PerUnitDeduct) and claim.count is not None and claim.count % 1:
        faults.append(Fault("", "count", "NOT_WHOLE", {"found": plain(claim.count)}))
    return faults


def _points_faults(rule: Rule, claim: Claim, standard: Decimal) -> list[Fault]:
    if isinstance(rule, Expert) and claim.points is not None:
        over = claim.points > standard
        faults = [Fault("", "points", "OVER_MAX", {"found": plain(claim.points), "max": plain(standard)})]
        reason = [Fault("", "reason", "REASON_NEEDED")] if not claim.reason.strip() else []
        return [*(faults if over else []), *reason]
    return _part_faults(rule, claim) if isinstance(rule, Subsum) and claim.parts else []


def _part_faults(rule: Subsum, claim: Claim) -> list[Fault]:
    if len(claim.parts) != len(rule.parts):
        return [Fault("", "parts", "OTHER_NUMBER_OF_PARTS", {"parts": str(len(rule.parts))})]
    found = []
    for number, (part, points) in enumerate(zip(rule.parts, claim.parts, strict=True)):
        if points is not None and not 0 <= points <= part.max:
            code = "OVER_MAX" if points > 0 else "BELOW_ZERO"
            found.append(Fault("", f"parts.{number}", code, {"found": plain(points), "max": plain(part.max)}))
    return found
