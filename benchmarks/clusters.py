"""The ranking of many units on 40 criteria: the arithmetic alone, and out of the stored scores; growth with units.

`python -m benchmarks.clusters ANSWER FEW MANY ROUNDS` is the child.
"""

import random
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.measuring import answer_with, few_and_many, figures_of
from benchmarks.table import Row, growth

UNITS, QUICK_UNITS = (100, 1_000), (20, 100)
GROUPS, LEAVES = 8, 5
ROUNDS, QUICK_ROUNDS = 10, 3


def measure(server: str, *, quick: bool) -> list[Row]:
    """The same acts with few and with many units, in one process and one database."""
    (few, many), rounds = (QUICK_UNITS, QUICK_ROUNDS) if quick else (UNITS, ROUNDS)
    found = few_and_many("benchmarks.clusters", server, few, many, rounds)
    part = f"Clusters on PostgreSQL: {few:,} → {many:,} units × {GROUPS * LEAVES} criteria"
    return [growth(part, what, small, found["many"][what]) for what, small in found["few"].items()]


def child() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    few, many, rounds = (int(text) for text in sys.argv[2:5])
    call_command("migrate", verbosity=0)
    small, large = (measured(season_of(units), rounds) for units in (few, many))
    answer_with({"few": small, "many": large})


def season_of(units: int, groups: int = GROUPS) -> Any:
    """A consolidated season whose every member has a self-score and final points on every criterion."""
    from django.utils import timezone

    from clusters.models import Cluster, Criterion, ScoreCard, ScoreSheet, ScoreValue, Season, Seat
    from clusters.scoring import Column
    from emulation.accounts.models import User
    from emulation.organisations.models import Kind, Level
    from emulation.organisations.services import register

    chance = random.Random(units)
    officer, _new = User.objects.get_or_create(email="bench@example.vn")
    since = date(2020, 1, 1)
    organiser = register(
        Kind.ALLIANCE, name=f"Liên minh HTX {units}", valid_from=since, level=Level.PROVINCE, by=None
    )
    members = [
        register(
            Kind.COOPERATIVE,
            name=f"HTX {units}/{n}",
            valid_from=since,
            level=Level.UNIT,
            parent=organiser,
            by=None,
        )
        for n in range(units)
    ]
    cluster = Cluster.objects.create(
        organiser=organiser,
        kind="BLOCK",
        ladder="PROVINCE",
        name=f"Khối {units}",
        search="khoi",
        entered_by=officer,
    )
    sheet = ScoreSheet.objects.create(
        cluster=cluster, code=f"B{units}", name="Bảng điểm", total=1000, base=1000
    )
    leaves = []
    for g in range(groups):
        group = Criterion.objects.create(sheet=sheet, code=f"G{g}", text=f"Nội dung {g}", max=125, order=g)
        leaves += [
            Criterion(
                sheet=sheet,
                parent=group,
                code=f"G{g}.{n}",
                text=f"Tiêu chí {n}",
                max=25,
                order=n,
                kind="EXPERT",
            )
            for n in range(LEAVES)
        ]
    Criterion.objects.bulk_create(leaves)
    now = timezone.now()
    season = Season.objects.create(
        cluster=cluster, year=2026, state="consolidated", state_since=since, sheet=sheet, entered_by=officer
    )
    seats = Seat.objects.bulk_create(
        Seat(season=season, organisation=body, name=body.name, order=n)
        for n, body in enumerate(members, start=1)
    )
    cards = ScoreCard.objects.bulk_create(ScoreCard(seat=seat, state_since=now) for seat in seats)
    ScoreValue.objects.bulk_create(
        (
            ScoreValue(
                card=card, criterion=leaf, column=column, points=chance.randint(0, 25), author=officer, at=now
            )
            for card in cards
            for leaf in leaves
            for column in (Column.SELF, Column.FINAL)
        ),
        batch_size=2000,
    )
    return season


def measured(season: Any, rounds: int) -> dict[str, dict[str, float]]:
    from benchmarks.loading import run
    from clusters.matrix import blocks_of
    from clusters.scoring import rank, standing_total
    from clusters.selectors.cards import Scored
    from clusters.selectors.standings import entrant_of, entries_of, rule_of_season, standings_of
    from clusters.services.ranking_papers import printed_standings
    from clusters.standing_table import table_of

    run("ANALYZE")
    on = season.state_since
    sheet = Scored.of(season).sheet
    entries = entries_of(season, provisional=True, on=on)
    entrants = [entrant_of(entry, {}) for entry in entries]
    printed = printed_standings(standings_of(season, provisional=True, on=on))
    acts: dict[str, Callable[[], object]] = {
        "ranking: the places alone, pure": lambda: rank(entrants, rule_of_season(season)),
        "ranking: totals of all units and places, pure": lambda: (
            [standing_total(sheet, entry.columns) for entry in entries],
            rank(entrants, rule_of_season(season)),
        ),
        "ranking: out of the stored scores": lambda: standings_of(season, provisional=True, on=on),
        "table of the ranking": lambda: table_of(printed.ranking, printed.known),
        "matrix of scores for A3": lambda: blocks_of(sheet, printed.members, "A3"),
    }
    return {what: figures_of(act, rounds, warm_up=1) for what, act in acts.items()}


if __name__ == "__main__":
    child()
