"""The words sought in the register: the same answers on either database."""

import pytest
from django.db import connection

from awards.models import Decision, Grant, Nomination
from awards.selectors import search_grants
from awards.tests.factories import Stage, stage
from emulation.vietnamese import fold

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Stage:
    return stage()


def granted(cast: Stage, *names: str, year: int = 2026) -> None:
    """Awards of these names, written as a decision writes them."""
    decision = Decision.objects.create(
        campaign=cast.campaign, organisation=cast.committee, summary="Tặng Bằng khen", drafted_by=cast.officer
    )
    for name in names:
        nomination: Nomination = cast.nominate(name)
        Grant.objects.create(
            decision=decision,
            nomination=nomination,
            organisation=cast.committee,
            proposer=cast.alliance,
            unit=nomination.unit,
            form=nomination.form,
            form_name=nomination.form.name,
            subject_kind=nomination.subject_kind,
            name=nomination.name,
            unit_name=nomination.unit_name,
            year=year,
            search=nomination.search,
            sort_key=nomination.sort_key,
        )


def found(term: str, year: int | None = None) -> list[str]:
    rows = search_grants(Grant.objects.all(), fold(term), year=year)
    return list(rows.order_by("name").values_list("name", flat=True))


def test_words_are_found_whole_in_any_order_and_without_accents(cast: Stage) -> None:
    granted(cast, "Nguyễn Văn An", "Nguyễn Vân Anh", "Trần Văn An")
    assert found("văn nguyễn an ") == ["Nguyễn Vân Anh", "Nguyễn Văn An"]
    assert found("TRAN VAN") == ["Trần Văn An"]
    assert found("nguye van") == []


def test_the_last_word_may_be_unfinished(cast: Stage) -> None:
    granted(cast, "Nguyễn Văn An", "Nguyễn Văn Bình")
    assert found("nguyen van b") == ["Nguyễn Văn Bình"]
    assert found("ngu") == ["Nguyễn Văn An", "Nguyễn Văn Bình"]


def test_common_words_of_units_count_beside_telling_ones(cast: Stage) -> None:
    granted(cast, "Nguyễn Văn An")
    assert found("nông nghiệp thử nghiệm một") == ["Nguyễn Văn An"]
    assert found("tín dụng thử nghiệm một") == []
    assert found("nông nghiệp") == ["Nguyễn Văn An"]


def test_nothing_sought_is_everything_and_signs_are_no_query(cast: Stage) -> None:
    granted(cast, "Nguyễn Văn An")
    assert found("") == found("  & | !  ") == found("nguyen & ! (van)") == ["Nguyễn Văn An"]


def test_the_year_narrows(cast: Stage) -> None:
    granted(cast, "Nguyễn Văn An", year=2025)
    assert found("nguyen", 2025) == found("", 2025) == ["Nguyễn Văn An"]
    assert found("nguyen", 2026) == []


@pytest.mark.postgres
def test_the_index_can_answer(cast: Stage) -> None:
    granted(cast, "Nguyễn Văn An")
    with connection.cursor() as cursor:
        # One row is read fastest in any other way; the order of a list would offer the planner one.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert "grant_words" in search_grants(Grant.objects.order_by(), "nguyen an").explain()
