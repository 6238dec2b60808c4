"""Who is likely proposed twice, among nominations that stand."""

import pytest

from awards import selectors
from awards.models import AwardForm
from awards.tests.factories import stage

pytestmark = pytest.mark.django_db


def test_a_missing_year_of_birth_and_another_name_of_a_collective_hide_no_duplicate():
    cast = stage(members=1)
    row = cast.nominate("Đặng Văn Ân", birth_year=1980)
    undated = cast.nominate("Đặng Văn Ân", birth_year=None)
    cast.nominate("Đặng Văn Ân", birth_year=None, unit=cast.other_coop)
    assert selectors.visible_duplicates(cast.officer, row) == [undated]
    assert selectors.visible_duplicates(cast.officer, undated) == [row]
    first = cast.collective()
    again = cast.collective(name="Tập thể cán bộ", form=AwardForm.objects.get(code="GK_LM"))
    assert selectors.visible_duplicates(cast.officer, first) == [again]
