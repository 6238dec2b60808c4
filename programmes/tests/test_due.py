"""What waits of programmes, for whoever keeps them and for nobody else."""

from datetime import date

import pytest

from emulation.waiting import AHEAD
from programmes.selectors.due import programme_tasks
from programmes.selectors.programmes import parties_of
from programmes.services import activities, plans, programmes
from programmes.services.activities import ActivityTerms
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.tests.stage import stage

pytestmark = pytest.mark.django_db


def sentences(user, on):
    return [str(task.sentence) for task in programme_tasks(user, on)]


def test_tasks_are_told_when_due_and_when_nobody_owns_them():
    cast = stage()
    programme = cast.under_way()
    plan = plans.put_plan(programme, PlanTerms(year=2018, title="Kế hoạch 2018"), by=cast.officer)
    plans.put_task(
        plan,
        TaskTerms(
            text="Mở lớp",
            party=parties_of(programme)[0],
            person="Lê Thị Phong Trào",
            due_on=date(2018, 9, 30),
        ),
        by=cast.officer,
    )
    plans.put_task(plan, TaskTerms(text="Việc chưa giao"), by=cast.officer)
    assert sentences(cast.officer, date(2018, 8, 1)) == [
        "1 nhiệm vụ chưa có người phụ trách hoặc thời hạn: Kế hoạch 2018 (05/CTPH-LMHTX-BTĐKT)"
    ]
    assert (
        sentences(cast.officer, date(2018, 9, 1))[0]
        == "1 nhiệm vụ đến hạn: Kế hoạch 2018 (05/CTPH-LMHTX-BTĐKT)"
    )
    for other in (cast.stranger, cast.unit_officer, cast.board_officer, cast.observer):
        assert sentences(other, date(2018, 9, 1)) == []


def test_an_event_that_is_over_asks_for_its_result():
    cast = stage()
    activities.plan(
        cast.alliance,
        ActivityTerms(kind="FAIR", title="Hội chợ OCOP", days=[(date(2018, 2, 7), date(2018, 2, 12), "")]),
        by=cast.officer,
    )
    assert sentences(cast.officer, date(2018, 2, 12)) == []
    assert sentences(cast.officer, date(2018, 2, 13)) == [
        "Đã qua ngày nhưng chưa ghi nhận đã tổ chức: Hội chợ OCOP"
    ]


def test_a_period_that_ends_is_announced_then_due_then_waits_to_be_closed():
    cast = stage()
    programme = cast.under_way()
    found = list(programme_tasks(cast.officer, date(2022, 3, 1)))
    assert [(str(task.sentence), task.kind) for task in found] == [
        ("Chương trình kết thúc trong năm nay: 05/CTPH-LMHTX-BTĐKT", AHEAD)
    ]
    assert "chưa tổng kết" in sentences(cast.officer, date(2023, 1, 2))[0]
    programmes.move(programme, "sum_up", by=cast.officer)
    assert "chờ kết thúc" in sentences(cast.officer, date(2023, 1, 2))[0]
