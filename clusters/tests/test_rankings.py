"""A ranking in its two steps: frozen as it follows from the scores, published, corrected by a new version."""

import inspect
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from clusters.models import RankingVersion, ScoreValue, StandingRow
from clusters.scoring import Column
from clusters.selectors import rankings as selectors
from clusters.services import rankings, seasons
from clusters.services.ranking_rows import plain_row
from clusters.tests.scoring_stage import scene
from clusters.tests.test_standings import finished
from emulation.audit.models import Entry
from emulation.documents.digest import digest
from emulation.lifecycle import TransitionRefused
from emulation.notices.models import Notice
from emulation.organisations.services import rename
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
D = Decimal
SOC_TRANG, AN_GIANG, BAC_LIEU = "Sóc Trăng", "An Giang", "Bạc Liêu"


def consolidated(**points):
    """A season whose scores are consolidated, all final points given: full but for what is said by member."""
    made = scene(cross_scored=False)
    made.moved("consolidate")
    for name in made.cast.members:
        finished(made, name, **points.get(name, {}))
    return made


def rescore(made, name, code, points, reason="sửa theo biên bản"):
    """A later final value of one criterion."""
    last = made.card(name).values.get(criterion__code=code, column=Column.FINAL, replaced_by=None)
    return ScoreValue.objects.create(
        card=last.card,
        criterion=last.criterion,
        column=Column.FINAL,
        points=None if points is None else D(points),
        reason=reason,
        replaces=last,
        author=made.cast.officer,
        at=timezone.now(),
    )


TOLD = {AN_GIANG: {"A1": 40}, BAC_LIEU: {"A1": 30, "B1": 60}}


def frozen(made, **told):
    return rankings.freeze(made.season, by=told.pop("by", made.cast.officers[AN_GIANG]), **told)


def published(made, **told):
    return rankings.publish(frozen(made, **told), by=made.cast.officer)


def test_the_leader_freezes_and_the_organiser_publishes():
    made = consolidated(**TOLD)
    version = frozen(made)
    assert [(row.label, row.place, row.points) for row in version.rows.all()] == [
        (SOC_TRANG, 1, D(950)),
        (AN_GIANG, 2, D(940)),
        (BAC_LIEU, 3, D(920)),
    ]
    assert version.ranking == rankings.standings_of(made.season, provisional=False, on=version.as_of).ranking
    with pytest.raises(Refused, match="tổ chức"):
        rankings.publish(version, by=made.cast.officers[AN_GIANG])
    kept = rankings.publish(version, by=made.cast.officer)
    assert (kept.state, kept.published_by) == ("published", made.cast.officer)
    assert list(
        Entry.objects.filter(action__startswith="ranking.").values_list("action", flat=True).order_by("seq")
    ) == [
        "ranking.freeze",
        "ranking.publish",
    ]
    told = Notice.objects.filter(key=f"ranking.publish:{version.pk}")
    assert {notice.user for notice in told} == {*made.cast.heads.values(), *made.cast.officers.values()}
    assert Notice.objects.filter(key=f"ranking.freeze:{version.pk}", user=made.cast.officer).exists()


def test_nothing_is_frozen_while_a_final_score_is_missing():
    made = scene(cross_scored=False)
    made.moved("consolidate")
    finished(made, SOC_TRANG)
    with pytest.raises(Refused, match="An Giang: A1, A2"):
        frozen(made)
    assert not RankingVersion.objects.exists()


def test_a_score_that_changed_since_keeps_a_frozen_version_from_publication():
    made = consolidated(**TOLD)
    version = frozen(made)
    rescore(made, SOC_TRANG, "A1", 10)
    with pytest.raises(Refused):
        rankings.publish(version, by=made.cast.officer)
    rankings.drop(version, reason="Chấm lại", by=made.cast.officers[AN_GIANG])
    again = published(made)
    assert (again.number, again.reason) == (2, "")
    assert [row.label for row in again.rows.all()] == [AN_GIANG, BAC_LIEU, SOC_TRANG]


def test_a_correction_is_a_new_version_with_its_reason_and_differences():
    made = consolidated(**TOLD)
    first = published(made)
    with pytest.raises(Refused):
        frozen(made, reason="Không có gì mới")
    rescore(made, SOC_TRANG, "A1", 35)
    with pytest.raises(Refused):
        frozen(made)
    second = published(made, reason="Tiêu chí A1 của Sóc Trăng chấm nhầm")
    assert selectors.published_of(made.season) == second
    assert selectors.published_before(second) == first
    changes = selectors.changes_between(first, second)
    assert [(one.name, one.place_before, one.place_now, one.codes, one.rises) for one in changes] == [
        ("Liên minh Hợp tác xã An Giang", 2, 1, (), 1),
        ("Liên minh Hợp tác xã Sóc Trăng", 1, 2, ("A1",), -1),
    ]
    assert [row.place for row in first.rows.all()] == [1, 2, 3]


def test_the_secret_ballot_parts_the_tied_and_its_record_is_named():
    made = consolidated(**{BAC_LIEU: {"A1": 30}})
    one, two, three = (made.card(name).seat_id for name in (SOC_TRANG, AN_GIANG, BAC_LIEU))
    with pytest.raises(Refused):
        frozen(made, by_ballot={one: 2, two: 1})
    with pytest.raises(Refused):
        frozen(made, by_ballot={one: 1}, ballot_reference="Biên bản 02")
    with pytest.raises(Refused):
        frozen(made, by_ballot={one: 2, two: 1, three: 3}, ballot_reference="Biên bản 02")
    version = frozen(made, by_ballot={one: 2, two: 1}, ballot_reference="Biên bản kiểm phiếu số 02")
    assert [(row.seat_id, row.place) for row in version.rows.all()] == [(two, 1), (one, 2), (three, 3)]
    assert version.ranking.places[0].after.step == "BALLOT"
    assert version.ballot == {str(one): 2, str(two): 1}


def test_a_tie_without_a_ballot_is_published_as_a_tie():
    made = consolidated()
    version = published(made)
    assert [row.place for row in version.rows.all()] == [1, 1, 1]


def test_one_frozen_version_waits_at_a_time_and_is_moved_once():
    made = consolidated(**TOLD)
    version = frozen(made)
    with pytest.raises(Refused):
        frozen(made)
    rankings.publish(version, by=made.cast.officer)
    with pytest.raises(TransitionRefused):
        rankings.publish(version, by=made.cast.officer)
    with pytest.raises(TransitionRefused):
        rankings.drop(version, reason="Nhầm", by=made.cast.officer)


def test_before_the_scores_are_consolidated_and_after_the_end_nothing_is_frozen():
    made = scene(cross_scored=False)
    with pytest.raises(Refused):
        frozen(made)
    made.moved("consolidate", "close_early")
    with pytest.raises(Refused):
        frozen(made)


def test_taking_back_needs_its_reason():
    made = consolidated(**TOLD)
    version = frozen(made)
    with pytest.raises(Refused):
        rankings.drop(version, reason=" ", by=made.cast.officer)


def test_the_database_keeps_what_is_frozen():
    made = consolidated(**TOLD)
    version = frozen(made)
    row = version.rows.first()
    for change in (
        lambda: StandingRow.objects.filter(pk=row.pk).update(place=3),
        lambda: StandingRow.objects.filter(pk=row.pk).delete(),
        lambda: RankingVersion.objects.filter(pk=version.pk).update(digest="0" * 64),
        lambda: RankingVersion.objects.filter(pk=version.pk).update(form={}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    rankings.publish(version, by=made.cast.officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        RankingVersion.objects.filter(pk=version.pk).update(
            state="frozen", published_at=None, published_by=None
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        RankingVersion.objects.filter(pk=version.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        StandingRow.objects.create(version=version, seat=row.seat, position=9, name="Thêm")
    assert version.rows.first().place == 1


def test_members_are_named_as_on_the_day_it_was_frozen():
    made = consolidated(**TOLD)
    version = published(made)
    rename(
        made.cast.members[SOC_TRANG],
        name="Liên minh Hợp tác xã thành phố Sóc Trăng",
        on=timezone.localdate(),
        by=None,
        document="QĐ 01",
    )
    assert version.rows.first().name == "Liên minh Hợp tác xã Sóc Trăng"


def test_a_member_that_leaves_after_the_freeze_must_be_reckoned_anew():
    made = consolidated(**TOLD)
    version = frozen(made)
    seasons.unseat(made.card(BAC_LIEU).seat, on=timezone.localdate(), reason="Hợp nhất", by=made.cast.officer)
    with pytest.raises(Refused):
        rankings.publish(version, by=made.cast.officer)


def test_freezing_takes_no_points_from_whoever_asks():
    asked = set(inspect.signature(rankings.freeze).parameters)
    assert asked == {"season", "by", "by_ballot", "ballot_reference", "reason"}
    assert set(inspect.signature(rankings.publish).parameters) == {"version", "by"}


def test_the_fingerprint_is_that_of_what_is_stored():
    version = published(consolidated(**TOLD))
    rows = [plain_row(row) for row in version.rows.order_by("position")]
    stored = {"season": version.season_id, "number": version.number, "form": version.form, "rows": rows}
    assert digest(stored) == version.digest
    assert version.digest in version.document.payload["closing"]
