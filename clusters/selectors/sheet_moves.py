"""What a new version of a sheet would change: the last season's scores ranked by it, beside what they were."""

from collections.abc import Sequence

from clusters.models import ScoreCard, ScoreSheet, Season
from clusters.scoring import BadClaim, BadSheet, Leaf, Reading, leaves_below, newest, what_if
from clusters.scoring import Scored as Unit
from clusters.selectors.cards import Scored, cells_of, values_of
from clusters.selectors.sheets import criteria_of, pure_of, ranking_rule

Moved = tuple[str, int | None, int | None]


def last_scored(sheet: ScoreSheet) -> Season | None:
    """The newest season of the cluster that was scored by the version this one was made of."""
    if sheet.cluster_id is None or sheet.copied_from_id is None:
        return None
    rows = Season.objects.filter(sheet=sheet.copied_from_id, seats__card__values__isnull=False)
    return rows.select_related("sheet", "cluster").order_by("-year").first()


def places_moved(sheet: ScoreSheet, season: Season) -> Sequence[Moved]:
    """[(member, its place, its place by the new version)] of those whose place would change; as far as known.

    A criterion that stands in both versions is read by the new one; one that was added or removed is left out.
    """
    old = Scored.of(season)
    try:
        new = {leaf.code: leaf for leaf in _leaves(sheet)}
    except BadSheet:
        return []
    readings = [
        Reading(code, rule=new[code].rule, max=new[code].max)
        for code, leaf in old.leaves.items()
        if code in new and not leaf.is_gate and (leaf.rule, leaf.max) != (new[code].rule, new[code].max)
    ]
    cards = list(ScoreCard.objects.filter(seat__season=season, seat__left_on=None).select_related("seat"))
    cells = cells_of([card.pk for card in cards])
    units = []
    for card in cards:
        columns = values_of(cells[card.pk])
        values = {code: newest(columns, code)[1] for code in old.leaves}
        units.append(Unit(card.seat.label, values, sector=card.seat.sector, order=card.seat.order))
    try:
        tried = what_if(old.sheet, units, ranking_rule(sheet, season), readings)
    except BadClaim:
        return []
    return [
        (str(move.unit), move.place_before, move.place_after)
        for move in tried.moves
        if move.place_before != move.place_after
    ]


def _leaves(sheet: ScoreSheet) -> list[Leaf]:
    return list(leaves_below(pure_of(sheet, criteria_of(sheet))))
