"""Two people at one cell, one who submits while another types: two real connections, nothing lost, nothing double."""

import pytest

from awards.tests.test_races import at_once
from clusters.models import ScoreCard, ScoreValue, Season
from clusters.scoring import Column
from clusters.services import cards, scores, seasons
from clusters.services.scores import CLASH, SAVED, WRONG, Entry
from clusters.tests.scoring_stage import scene

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def fresh(card):
    return ScoreCard.objects.select_related("seat__season__cluster", "seat__season__sheet").get(pk=card.pk)


def test_two_editors_at_one_cell():
    made = scene()
    card, criterion = made.card("Sóc Trăng"), made.by_code["A1"]

    def types(text, user):
        entry = Entry(card.pk, criterion.pk, text, began=0)
        return lambda: scores.put(Season.objects.get(pk=made.season.pk), Column.SELF, [entry], by=user)

    answers = at_once(types("10", made.cast.officers["Sóc Trăng"]), types("20", made.cast.heads["Sóc Trăng"]))
    assert sorted(outcome.state for (outcome,) in answers) == [CLASH, SAVED]
    assert ScoreValue.objects.count() == 1
    (lost,) = next(answer for answer in answers if answer[0].state == CLASH)
    assert lost.row == ScoreValue.objects.get()


def test_one_submits_while_another_types():
    made = scene()
    card = made.filled("Sóc Trăng")
    began = made.began(card, "A1", Column.SELF)
    entry = Entry(card.pk, made.by_code["A1"].pk, "10", began=began)
    before = ScoreValue.objects.count()

    def types():
        return scores.put(
            Season.objects.get(pk=made.season.pk),
            Column.SELF,
            [entry],
            by=made.cast.heads["Sóc Trăng"],
        )

    answers = at_once(lambda: cards.submit(fresh(card), by=made.cast.officers["Sóc Trăng"]), types)
    (typed,) = next(answer for answer in answers if isinstance(answer, list))
    stored = fresh(card)
    assert stored.state == "submitted"
    assert typed.state in (SAVED, WRONG)
    assert ScoreValue.objects.count() == before + (typed.state == SAVED)
    newest = ScoreValue.objects.order_by("-pk").first()
    assert newest.at <= stored.submitted_at


def test_one_consolidates_while_another_types():
    made = scene(cross_scored=False)
    card = made.card("Sóc Trăng")
    entry = Entry(card.pk, made.by_code["A1"].pk, "10", began=0)

    def types():
        return scores.put(
            Season.objects.get(pk=made.season.pk),
            Column.SELF,
            [entry],
            by=made.cast.officers["Sóc Trăng"],
        )

    def closes():
        return seasons.move(Season.objects.get(pk=made.season.pk), "consolidate", by=made.cast.officer)

    answers = at_once(closes, types)
    (typed,) = next(answer for answer in answers if isinstance(answer, list))
    assert Season.objects.get(pk=made.season.pk).state == "consolidated"
    assert ScoreValue.objects.count() == (typed.state == SAVED)


def test_two_who_submit():
    made = scene()
    card = made.filled("Sóc Trăng")

    def submits(user):
        return lambda: cards.submit(fresh(card), by=user)

    answers = at_once(submits(made.cast.officers["Sóc Trăng"]), submits(made.cast.heads["Sóc Trăng"]))
    assert sum(isinstance(answer, Exception) for answer in answers) == 1
    assert fresh(card).state == "submitted"
