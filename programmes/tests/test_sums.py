"""The sums of a round: joint work counts once, percents are not added up."""

from decimal import Decimal

import pytest
from django.urls import reverse

from emulation.indicators.models import Indicator, IndicatorVersion, Nature
from programmes.models import OverlapCase
from programmes.selectors import sums
from programmes.services import overlaps, registrations
from programmes.services.overlaps import Settlement
from programmes.services.registration_words import TargetLine
from programmes.tests.stage import SINCE
from programmes.tests.units import RICE_TOO, units

pytestmark = pytest.mark.django_db
HUNDRED = TargetLine(["", "", "Diện tích lúa", "100", "", "ha"])
OWN = TargetLine(["", "", "Số lớp tập huấn", "3", "", "lớp"])


def together(**settlement):
    """Both units sent 100 ha of rice, the second a target of its own; the overlap is settled as joint work."""
    cast = units()
    one = cast.sent(targets=[HUNDRED])
    two = cast.sent(cast.second, **RICE_TOO, targets=[HUNDRED, OWN])
    given = {"credited": cast.coop} if settlement["credit"] == "one" else {}
    case = OverlapCase.objects.get()
    overlaps.settle(case, Settlement("join", "Cùng làm", **given, **settlement), by=cast.officer)
    return cast, one, two


def rows_of(cast):
    found = sums.target_sums(cast.round, sums.joint_cases(cast.round))
    return {row.name: row for row in found}


def test_joint_work_credited_to_one_counts_once(client):
    cast, _one, two = together(credit="one")
    rows = rows_of(cast)
    rice = rows["Diện tích lúa"]
    assert (rice.total, rice.exact, rice.left_out, rice.units) == (100, 1, 1, 2)
    # What only one of the two holds is no joint target.
    assert (rows["Số lớp tập huấn"].total, rows["Số lớp tập huấn"].left_out) == (3, 0)
    client.force_login(cast.officer)
    page = client.get(reverse("programmes:round_sums", args=[cast.round.pk]))
    assert list(page.context["joint"]) == [OverlapCase.objects.get()]
    words = page.content.decode()
    assert "Việc làm chung chỉ tính một lần" in words
    assert f"tính cho {cast.coop.name}" in words
    # Taken out of the round by its unit, the joint work is the other's alone again.
    registrations.withdraw(two, by=cast.second_officer, reason="Thôi")
    assert rows_of(cast)["Diện tích lúa"].total == 100


def test_shared_joint_work_counts_by_share():
    cast, _one, two = together(credit="shared", first_share=60)
    back = registrations.return_to_unit(two, by=cast.officer, reason="Sửa")
    twice = TargetLine(["", "", "Diện tích lúa", "200", "", "ha"])
    registrations.send(cast.rewrite(back, targets=[twice]), by=cast.second_officer)
    rice = rows_of(cast)["Diện tích lúa"]
    assert (rice.total, rice.exact, rice.weighed, rice.left_out) == (Decimal("140"), 2, 2, 0)


@pytest.mark.parametrize(("unit", "nature"), [("%", None), ("", Nature.RATIO), ("", Nature.GROWTH)])
def test_percents_are_counted_and_not_added(client, unit, nature):
    indicator = ""
    if nature:
        version = IndicatorVersion.objects.create(
            indicator=Indicator.objects.create(code="TY_LE"),
            valid_from=SINCE,
            name="Tỷ lệ",
            nature=nature,
            numerator="số hộ đạt",
            denominator="số hộ",
        )
        indicator = str(version.pk)
    cast = units()
    line = TargetLine(["", indicator, "Tỷ lệ", "95", "", unit])
    cast.sent(targets=[line])
    cast.sent(cast.second, **RICE_TOO, targets=[line])
    row = rows_of(cast)["Tỷ lệ"]
    assert (row.added, row.exact, row.total) == (False, 2, 0)
    client.force_login(cast.officer)
    words = client.get(reverse("programmes:round_sums", args=[cast.round.pk])).content.decode()
    assert "2 chỉ tiêu tính bằng phần trăm, không cộng" in words
    assert "190,00" not in words
    assert ">190<" not in words
