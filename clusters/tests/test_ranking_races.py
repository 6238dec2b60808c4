"""Two who publish at once, and one who publishes while a score is changed: two real connections."""

from decimal import Decimal

import pytest

from awards.tests.test_races import at_once
from clusters.models import RankingVersion, Season
from clusters.scoring import Column
from clusters.selectors.standings import standings_of
from clusters.services import rankings, scores
from clusters.services.ranking_rows import digest_of_scores
from clusters.services.scores import SAVED, Entry
from clusters.tests.test_rankings import SOC_TRANG, TOLD, consolidated, frozen
from emulation.audit.models import Entry as Act
from emulation.documents.models import IssuedDocument

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def fresh(version):
    return RankingVersion.objects.select_related("season__cluster__organiser", "season__sheet").get(
        pk=version.pk
    )


def test_two_who_publish():
    made = consolidated(**TOLD)
    version = frozen(made)
    publish = [lambda: rankings.publish(fresh(version), by=made.cast.officer) for _one in range(2)]
    answers = at_once(*publish)
    assert sum(isinstance(answer, Exception) for answer in answers) == 1
    assert fresh(version).state == "published"
    assert Act.objects.filter(action="ranking.publish").count() == 1
    assert IssuedDocument.objects.filter(template="ranking_v1").count() == 1


def test_two_who_freeze():
    made = consolidated(**TOLD)
    season = made.season.pk
    freeze = [
        lambda: rankings.freeze(Season.objects.get(pk=season), by=made.cast.officer) for _one in range(2)
    ]
    answers = at_once(*freeze)
    assert sum(isinstance(answer, Exception) for answer in answers) == 1
    assert [version.number for version in made.season.rankings.all()] == [1]


def test_one_publishes_while_a_score_is_changed():
    """Whoever is first: what is published is what stood when it was published, or nothing is."""
    made = consolidated(**TOLD)
    version = frozen(made)
    card = made.card(SOC_TRANG)
    began = made.began(card, "A1", Column.FINAL)
    entry = Entry(card.pk, made.by_code["A1"].pk, "10", began=began, reason="Sửa theo biên bản")

    def change():
        return scores.put(Season.objects.get(pk=made.season.pk), Column.FINAL, [entry], by=made.cast.officer)

    answers = at_once(lambda: rankings.publish(fresh(version), by=made.cast.officer), change)
    (saved,) = next(answer for answer in answers if isinstance(answer, list))
    assert saved.state == SAVED
    kept = fresh(version)
    now = standings_of(kept.season, provisional=False, on=kept.as_of)
    assert digest_of_scores(now) != kept.scores
    refused = any(isinstance(answer, Exception) for answer in answers)
    assert kept.state == ("frozen" if refused else "published")
    assert kept.rows.get(seat=card.seat_id).points == Decimal(950)
