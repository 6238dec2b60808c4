"""What the charts of clusters are drawn from: places of all years, results against targets, own against appraised."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from clusters.models import Cluster, PledgeTarget, RankingVersion, Season, StandingRow
from clusters.scoring import Column
from clusters.selectors.clusters import heirs_among
from clusters.selectors.rankings import rankings_visible_to
from clusters.selectors.standings import Entry, entries_of
from clusters.selectors.trying import Line, Tried, tried_on
from clusters.states import PledgeState, RankingState
from emulation.accounts.models import User
from emulation.bars import Bars, Result, bars_of
from emulation.heat import Heat, Row, heat_of
from emulation.placings import Placings, Runner, placings_of
from emulation.vietnamese import format_date, format_number, trimmed


@dataclass(frozen=True)
class Years:
    """The places of all ranked years; `first`: all who came first most often, in `times` of `ranked` years each.

    A member and the heir that bears its name are one; no other place of a predecessor is counted for its heir.
    """

    placings: Placings
    ranked: int
    first: tuple[str, ...]
    times: int


def years_of(user: User, cluster: Cluster) -> Years:
    """The newest published version of every season in sight; one that had too few peers is a gap. Few queries."""
    versions = rankings_visible_to(user).filter(season__cluster=cluster, state=RankingState.PUBLISHED)
    newest: dict[int, RankingVersion] = {}
    for version in versions.select_related("season").order_by("season__year", "number"):
        newest[version.season.year] = version
    counted = {version.pk: year for year, version in newest.items() if version.ranking.enough}
    rows = StandingRow.objects.filter(version__in=counted, place__isnull=False)
    rows = rows.select_related("seat__organisation")
    places: dict[int, dict[int, int]] = {}
    names: dict[int, str] = {}
    ended: dict[int, date | None] = {}
    for row in sorted(rows, key=lambda row: (counted[row.version_id], row.position)):
        body = row.seat.organisation_id
        places.setdefault(body, {})[counted[row.version_id]] = row.place or 0
        names[body], ended[body] = row.label, row.seat.organisation.ended_on
    runners = _runners(places, names, ended)
    wins = Counter({one.name: sum(place == 1 for place in one.places.values()) for one in runners})
    times = max(wins.values(), default=0)
    first = tuple(name for name, count in wins.items() if count == times) if times else ()
    return Years(placings_of(runners), len(counted), first, times)


def _runners(
    places: dict[int, dict[int, int]], names: dict[int, str], ended: dict[int, date | None]
) -> list[Runner]:
    """By the place of the last year, those that ended earlier last; heirs through any number of mergers.

    A body and its heir of the same name go on in one line, under the key of the heir; where both of a name stand
    apart, the one that ended says until when.
    """
    heirs = heirs_among(places)
    merged = dict(places)
    renewed: dict[int, int] = {}

    def onward(body: int) -> tuple[int, ...]:
        found: list[int] = []
        waiting = [int(str(heir)) for heir in heirs.get(body, [])]
        while waiting:
            heir = waiting.pop(0)
            if heir in places:
                found.append(heir)
            else:
                waiting += [int(str(one)) for one in heirs.get(heir, [])]
        return tuple(found)

    into: dict[int, int] = {}
    for body in sorted(places, key=lambda body: max(places[body])):
        heir = next((heir for heir in onward(body) if names[heir] == names[body]), None)
        if heir is not None and not merged[body].keys() & merged[heir].keys():
            renewed[heir] = min(merged[heir])
            merged[heir] = {**merged.pop(body), **merged[heir]}
            into[body] = heir
    told = Counter(names[body] for body in merged)
    order = sorted(merged, key=lambda body: (-max(merged[body]), merged[body][max(merged[body])], body))
    return [
        Runner(
            body,
            _name(names[body], ended[body] if told[names[body]] > 1 else None),
            merged[body],
            tuple(into.get(heir, heir) for heir in onward(body)),
            renewed.get(body),
        )
        for body in order
    ]


def _name(name: str, ended: date | None) -> str:
    """A name that two lines bear says of the one that ended until when it stood."""
    if ended is None:
        return name
    day = format_date(ended - timedelta(days=1))
    return _("%(name)s (until %(day)s)") % {"name": name, "day": day}


@dataclass(frozen=True)
class Met:
    """One target with the results of all members; `bars` is None where it is judged by words alone."""

    target: PledgeTarget
    bars: Bars | None
    reached: int
    members: int
    silent: int


def targets_met(season: Season) -> list[Met]:
    """The targets of the signed pledge and its addenda on the figures of the season's own year."""
    pledges = season.pledges.filter(state=PledgeState.SIGNED).order_by("number", "pk")
    tried = [one for pledge in pledges for one in tried_on(pledge, season.year)]
    replaced = {one.target.replaces_id for one in tried if one.target.replaces_id}
    return [_met(one) for one in tried if one.target.pk not in replaced and not one.target.dropped]


def _met(one: Tried) -> Met:
    value = one.target.value
    if one.trial is None or value is None:
        return Met(one.target, None, 0, 0, 0)
    results = [_result(line) for line in one.lines]
    return Met(
        target=one.target,
        bars=bars_of(results, value),
        reached=sum(result.reached is True for result in results),
        members=len(results),
        silent=sum(result.value is None for result in results),
    )


def _result(line: Line) -> Result:
    """A number as reported, or a percent with n/d; nothing is never 0."""
    name, n, d = line.seat.label, line.figure.n, line.figure.d
    if n is None:
        return Result(name, None, "-", None)
    if d is None or line.percent is None:
        return Result(name, n, _shown(n), line.reached)
    words = f"{_shown(n)}/{_shown(d)} = {_shown(line.percent)}%"
    return Result(name, line.percent, words, line.reached)


def _shown(number: Decimal) -> str:
    return format_number(trimmed(number))


@dataclass(frozen=True)
class Gaps:
    """Self less appraised; `differ` of `compared` scores are not equal, the widest by `most`."""

    heat: Heat
    compared: int
    differ: int
    most: tuple[str, str, Decimal] | None


def gaps_of(season: Season, *, on: date) -> Gaps:
    """Every member on every criterion of the sheet; three queries."""
    entries = entries_of(season, provisional=True, on=on)
    codes = _codes(entries)
    rows = [Row(entry.seat.label, tuple(_gap(entry, code) for code, _most in codes)) for entry in entries]
    found = [
        (row.name, code, value)
        for row in rows
        for (code, _most), value in zip(codes, row.values, strict=True)
        if value is not None
    ]
    wide = [one for one in found if one[2]]
    most = max(wide, key=lambda one: abs(one[2]), default=None)
    return Gaps(heat_of(codes, rows), len(found), len(wide), most)


def _codes(entries: Sequence[Entry]) -> list[tuple[str, Decimal]]:
    """The scored criteria of any sector, in the order of the sheet."""
    found: dict[str, Decimal] = {}
    for entry in entries:
        for line in entry.total.lines if entry.total else ():
            found.setdefault(line.leaf.code, line.leaf.max)
    return list(found.items())


def _gap(entry: Entry, code: str) -> Decimal | None:
    own, appraised = (
        (value.points if (value := entry.columns.get(column, {}).get(code)) else None)
        for column in (Column.SELF, Column.APPRAISED)
    )
    return None if own is None or appraised is None else own - appraised
