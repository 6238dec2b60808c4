"""Two who draw, one who rules while another scores or rules: real connections, one draw, one ruling, nothing lost."""

import pytest

from awards.tests.test_races import at_once
from clusters.models import CrossDraw, Dispute, Ruling, ScoreValue, Season
from clusters.scoring import Column
from clusters.selectors import peers as selectors
from clusters.selectors.cards import cells_of
from clusters.services import disputes, peers, rulings, scores
from clusters.services.scores import CLASH, SAVED, Entry
from clusters.states import DRAWS_THAT_STAND
from clusters.tests.dispute_stage import RULING, TERMS, prepared
from clusters.tests.scoring_stage import scene
from emulation.verdicts import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def season_of(made):
    return Season.objects.select_related("cluster__organiser", "sheet").get(pk=made.season.pk)


def test_two_draws_at_once():
    made = scene("Sóc Trăng", "An Giang", "Bạc Liêu", "Kiên Giang")
    answers = at_once(
        lambda: peers.draw(season_of(made), by=made.cast.officer),
        lambda: peers.draw(season_of(made), by=made.cast.officers["An Giang"]),
    )
    # The second comes after the first and would have to say why it draws anew.
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    (row,) = CrossDraw.objects.filter(state__in=DRAWS_THAT_STAND)
    assert len(selectors.pairs_in([row])) == 4


def test_one_confirms_while_another_draws_anew():
    made = scene("Sóc Trăng", "An Giang", "Bạc Liêu", "Kiên Giang")
    row = peers.draw(season_of(made), by=made.cast.officer)
    at_once(
        lambda: peers.confirm(CrossDraw.objects.get(pk=row.pk), by=made.cast.officer),
        lambda: peers.draw(season_of(made), reason="Rút lại", by=made.cast.officers["An Giang"]),
    )
    (standing,) = CrossDraw.objects.filter(state__in=DRAWS_THAT_STAND)
    assert standing.number == 2, "whoever came first, the later draw stands"
    assert len(selectors.pairs_in([standing])) == 4


def test_one_rules_while_another_appraises_the_same_cell():
    made = prepared()
    dispute = disputes.contest(
        season_of(made), made.by_code["D2"], TERMS, by=made.cast.officers["Kiên Giang"]
    )
    card = made.card("Kiên Giang")
    began = made.began(card, "D2", Column.APPRAISED)
    before = ScoreValue.objects.count()
    entry = Entry(card.pk, made.by_code["D2"].pk, "15", began=began, reason="Theo hồ sơ")
    answers = at_once(
        lambda: rulings.rule(
            Dispute.objects.select_related("season__cluster").get(pk=dispute.pk),
            RULING,
            answers={},
            by=made.cast.officer,
        ),
        lambda: scores.put(season_of(made), Column.APPRAISED, [entry], by=made.cast.officers["An Giang"]),
    )
    (typed,) = next(answer for answer in answers if isinstance(answer, list))
    assert typed.state in (SAVED, CLASH)
    # Whoever came first: what the ruling says stands in the cell, and what was typed before it stays below it.
    assert cells_of([card.pk])[card.pk][Column.APPRAISED]["D2"].points == 40
    assert ScoreValue.objects.count() == before + 3 + (typed.state == SAVED)


def test_two_rulings_at_once():
    made = prepared()
    dispute = disputes.contest(
        season_of(made), made.by_code["D2"], TERMS, by=made.cast.officers["Kiên Giang"]
    )

    def rules():
        row = Dispute.objects.select_related("season__cluster").get(pk=dispute.pk)
        return rulings.rule(row, RULING, answers={}, by=made.cast.officer)

    answers = at_once(rules, rules)
    assert sum(isinstance(answer, Exception) for answer in answers) == 1
    assert Ruling.objects.count() == 1
