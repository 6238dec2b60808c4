"""The rule of a criterion out of the JSON kept with it, and back. Every fault is told with its field."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise

from clusters.scoring.fault import BadRule, Fault
from clusters.scoring.kinds import (
    ZERO,
    Band,
    Banded,
    Below,
    Better,
    Binary,
    Bonus,
    Comparator,
    CountCap,
    Effect,
    Expert,
    Gate,
    Kind,
    Measure,
    OverBonus,
    Part,
    PerUnitDeduct,
    Proportional,
    Ratio,
    Relative,
    Rule,
    Subsum,
)
from clusters.scoring.reading import Params, Reader


def rule_of(kind: str, params: Params, *, bonus_cap: Decimal | None = None) -> Rule:
    """The rule of a criterion of this kind.

    `bonus_cap` is params["bonus_cap"] where that is kept in a column of its own. Raises BadRule with a fault for
    every field that cannot stand: its name ("bands.1.low"), and MISSING, NOT_A_NUMBER, TOO_SMALL, NOT_A_CHOICE,
    NOT_A_YES_OR_NO, UNKNOWN_FIELD, or what the kind itself forbids.
    """
    if kind not in list(Kind):
        raise BadRule([Fault("", "kind", "NOT_A_CHOICE")])
    if bonus_cap is not None:
        params = {**params, "bonus_cap": bonus_cap}
    reader = Reader(params)
    rule = READERS[Kind(kind)](reader)
    reader.done()
    if reader.faults:
        raise BadRule(reader.faults)
    return rule


def _bonus(reader: Reader) -> Bonus | None:
    """`bonus`: "OVER_BONUS" with its `bonus_cap`; a cap alone is a bonus too, a bonus without a cap is not."""
    named, cap = reader.raw("bonus"), reader.optional("bonus_cap", over=ZERO)
    whole = reader.flag("bonus_whole_percents", default=False)
    if named not in (None, Kind.OVER_BONUS.value):
        reader.wrong("bonus", "NOT_A_CHOICE")
    if cap is None and named is not None:
        reader.wrong("bonus_cap", "MISSING")
    return None if cap is None else Bonus(cap, whole)


def _binary(reader: Reader) -> Rule:
    return Binary(target=reader.optional("target", over=ZERO))


def _proportional(reader: Reader) -> Rule:
    return Proportional(
        target=reader.optional("target", over=ZERO),
        measure=reader.choice("measure", Measure, Measure.VALUE),
        bonus=_bonus(reader),
    )


def _over_bonus(reader: Reader) -> Rule:
    return OverBonus(
        standard=reader.number("standard", over=ZERO),
        bonus=Bonus(
            reader.number("bonus_cap", over=ZERO), reader.flag("bonus_whole_percents", default=False)
        ),
        target=reader.optional("target", over=ZERO),
        measure=reader.choice("measure", Measure, Measure.VALUE),
    )


def _banded(reader: Reader) -> Rule:
    measure = reader.choice("measure", Measure, Measure.SHARE)
    raw = reader.several("bands")
    short = all(isinstance(band, list | tuple) and len(band) == 2 for band in raw)
    bands = _short_bands(reader, raw) if short else [_band(reader, n, band) for n, band in enumerate(raw)]
    ordered = tuple(sorted(bands, key=_by_low, reverse=True))
    if not reader.faults:
        _check_seams(reader, ordered)
    return Banded(ordered, measure)


def _by_low(band: Band) -> tuple[bool, Decimal]:
    return (band.low is not None, band.low or ZERO)


def _short_bands(reader: Reader, raw: list[object]) -> list[Band]:
    """[[80, 40], [60, 30], [0, 20]]: from 80 on 40 points, from 60 to under 80 30, from 0 to under 60 20."""
    pairs = [
        Reader(dict(zip(("low", "points"), pair, strict=True)), f"bands.{n}.") for n, pair in _listed(raw)
    ]
    read = sorted(((one.number("low"), one.number("points")) for one in pairs), reverse=True)
    reader.faults += [fault for one in pairs for fault in one.faults]
    highs = [None, *(low for low, _ in read)]
    return [Band(points, low, True, high, False) for (low, points), high in zip(read, highs, strict=False)]


def _listed(raw: list[object]) -> list[tuple[int, list[object]]]:
    return [(number, list(one)) for number, one in enumerate(raw) if isinstance(one, list | tuple)]


def _band(reader: Reader, number: int, raw: object) -> Band:
    one = Reader(raw if isinstance(raw, Mapping) else {}, f"bands.{number}.")
    band = Band(
        points=one.number("points"),
        low=one.optional("low"),
        low_closed=one.flag("low_closed", default=True),
        high=one.optional("high"),
        high_closed=one.flag("high_closed", default=False),
    )
    one.done()
    reader.faults += one.faults
    return band


def _check_seams(reader: Reader, bands: tuple[Band, ...]) -> None:
    """Each band ends where the one above begins, and exactly one of the two holds the seam; the highest has no end."""
    if bands and bands[0].high is not None:
        reader.wrong("bands", "TOP_BAND_ENDS")
    if any(band.points < 0 for band in bands):
        reader.wrong("bands", "BELOW_ZERO")
    for upper, lower in pairwise(bands):
        if upper.low is None or lower.high is None or lower.high > upper.low:
            reader.wrong("bands", "BANDS_OVERLAP")
        elif lower.high < upper.low:
            reader.wrong("bands", "BANDS_GAP")
        elif upper.low_closed == lower.high_closed:
            reader.wrong("bands", "SEAM_IN_BOTH" if upper.low_closed else "SEAM_IN_NEITHER")


def _per_unit_deduct(reader: Reader) -> Rule:
    return PerUnitDeduct(
        reader.number("unit_points", over=ZERO),
        reader.optional("cap", over=ZERO),
    )


def _count_cap(reader: Reader) -> Rule:
    rule = CountCap(
        reader.number("unit_points", over=ZERO),
        reader.optional("target", over=ZERO),
        _bonus(reader),
    )
    if rule.bonus and rule.target is None:
        reader.wrong("target", "BONUS_NEEDS_TARGET")
    return rule


def _subsum(reader: Reader) -> Rule:
    parts = []
    for number, raw in enumerate(reader.several("parts")):
        fields = raw if isinstance(raw, Mapping) else {"max": raw}
        one = Reader(fields, f"parts.{number}.")
        code, text = one.raw("code"), one.raw("text")
        parts.append(Part(str(code or number + 1), str(text or ""), one.number("max", over=ZERO)))
        one.done()
        reader.faults += one.faults
    if len({part.code for part in parts}) < len(parts):
        reader.wrong("parts", "CODE_TWICE")
    return Subsum(tuple(parts))


def _ratio(reader: Reader) -> Rule:
    return Ratio(
        numerator=reader.text("numerator"),
        denominator=reader.text("denominator"),
        target=reader.number("target", over=ZERO),
        comparator=reader.choice("comparator", Comparator, Comparator.GE),
        below=reader.choice("below", Below, Below.PROPORTIONAL),
        bonus=_bonus(reader),
    )


def _gate(reader: Reader) -> Rule:
    effect = reader.choice("effect", Effect)
    raw = reader.raw("choices") or ()
    if not isinstance(raw, list | tuple) or any(one not in list(Effect) for one in raw):
        reader.wrong("choices", "NOT_A_CHOICE")
        raw = ()
    choices = tuple(Effect(str(one)) for one in raw)
    if choices and effect not in choices:
        reader.wrong("effect", "NOT_A_CHOICE")
    deducts = Effect.DEDUCT in (effect, *choices)
    points = reader.number("points", over=ZERO) if deducts else reader.optional("points") or ZERO
    return Gate(effect, points, choices, reader.flag("falls_on", default=True))


def _expert(reader: Reader) -> Rule:
    return Expert()


def _relative(reader: Reader) -> Rule:
    named = {str(number): raw for number, raw in enumerate(reader.several("points"))}
    one = Reader(named, "points.")
    points = tuple(one.number(name) for name in named)
    reader.faults += one.faults
    rest = reader.optional("rest") or ZERO
    falling = [*points, rest]
    if any(later > earlier for earlier, later in pairwise(falling)):
        reader.wrong("points", "LOWER_PLACE_EARNS_MORE")
    if rest < 0:
        reader.wrong("rest", "BELOW_ZERO")
    return Relative(
        points,
        rest,
        reader.choice("better", Better, Better.HIGH),
        reader.choice("measure", Measure, Measure.VALUE),
    )


READERS: Mapping[Kind, Callable[[Reader], Rule]] = {
    Kind.BINARY: _binary,
    Kind.PROPORTIONAL: _proportional,
    Kind.OVER_BONUS: _over_bonus,
    Kind.BAND: _banded,
    Kind.PER_UNIT_DEDUCT: _per_unit_deduct,
    Kind.COUNT_CAP: _count_cap,
    Kind.SUBSUM: _subsum,
    Kind.RATIO: _ratio,
    Kind.GATE: _gate,
    Kind.EXPERT: _expert,
    Kind.RELATIVE: _relative,
}
