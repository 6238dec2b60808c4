"""Who gets what at each address of reports, Word files and statistics: complete by construction."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from emulation.tests.access import answers
from programmes.report_urls import urlpatterns
from programmes.services import plans, report_papers
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.tests.reporting import Reporting, reporting
from programmes.tests.test_access import address, clients
from programmes.tests.test_report_papers import ALONE

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#   The report is a draft but for those that a name says: frozen, confirmed, issued.
ACCESS: dict[str, tuple[object, ...]] = {
    "programme_word": ("login", 404, 200, 200, 200, 200, 200),
    "plan_word": ("login", 404, 200, 200, 200, 200, 200),
    "report_new": ("login", 404, 403, 200, 403, 403, 403),
    "report": ("login", 404, 404, 200, 200, 200, 200),
    "report_edit": ("login", 404, 404, 200, 403, 403, 403),
    "report_block": (405, 405, 405, 405, 405, 405, 405),
    "report_confirm": ("login", 404, 404, 403, 403, 403, 403),
    "report_snapshot": ("login", 404, 404, 404, 404, 404, 404),
    "report_thaw": ("login", 404, 404, 403, 403, 403, 403),
    "report_issue": ("login", 404, 404, 403, 403, 403, 403),
    "report_preview": ("login", 405, 405, 405, 405, 405, 405),
    "report_paper": ("login", 404, 404, 404, 404, 404, 404),
    "report_word": ("login", 404, 404, 200, 200, 200, 200),
    "statistics_0601": ("login", 200, 200, 200, 200, 200, 200),
    "statistics_0601_export": ("login", 200, 200, 200, 200, 200, 200),
    "statistics_0601_print": ("login", 405, 405, 405, 405, 405, 405),
}
# What is sent is a reason and little else: a form that needs more is shown again (200), a report that is not yet
# there is refused, an act that needs no more is done (302).
BODY = {"reason": "Vì có lý do", "text": "…", "base_version": "1"}
SENT: dict[str, tuple[object, ...]] = {
    "report_new": ("login", 404, 403, 200, 403, 403, 403),
    "report_block": ("login", 404, 404, 302, 403, 403, 403),
    "report_confirm": ("login", 404, 404, 403, 403, 403, 403),
    "report_thaw": ("login", 404, 404, 403, 403, 403, 403),
    "report_issue": ("login", 404, 404, 403, 403, 403, 403),
    "report_preview": ("login", 404, 404, 302, 302, 302, 302),
    "statistics_0601_print": ("login", 302, 302, 302, 302, 302, 302),
}
# The same addresses once the report is further: (address, state) and what is read and sent there.
FURTHER: dict[tuple[str, str], tuple[object, ...]] = {
    ("report_edit", "frozen"): ("login", 404, 404, 403, 403, 403, 403),
    ("report_confirm", "frozen"): ("login", 404, 404, 403, 403, 403, 200),
    ("report_thaw", "frozen"): ("login", 404, 404, 200, 403, 403, 403),
    ("report_snapshot", "frozen"): ("login", 404, 404, 200, 200, 200, 200),
    ("report_snapshot", "issued"): ("login", 404, 404, 200, 200, 200, 200),
    ("report_issue", "confirmed"): ("login", 404, 404, 200, 403, 200, 403),
    ("report_paper", "issued"): ("login", 404, 404, 404, 404, 404, 404),
    ("report", "issued"): ("login", 404, 200, 200, 200, 200, 200),
    ("report_word", "issued"): ("login", 404, 200, 200, 200, 200, 200),
}
READ_ONLY = {name for name in ACCESS if name not in SENT}


def arguments_of(scene: Reporting, state: str = "draft") -> dict[str, tuple[object, ...]]:
    plan = plans.put_plan(scene.programme, PlanTerms(year=2019, title="Kế hoạch 2019"), by=scene.officer)
    plans.put_task(plan, TaskTerms(text="Mở ba lớp"), by=scene.officer)
    plan = plans.move_plan(plan, "sign", on=date(2019, 1, 15), number="12/KHPH", by=scene.officer)
    made = {
        "draft": scene.drafted,
        "frozen": scene.frozen,
        "confirmed": scene.confirmed,
        "issued": lambda: report_papers.issue(scene.confirmed(), ALONE, by=scene.officer),
    }
    report = made[state]()
    found: dict[str, tuple[object, ...]] = {name: (report.pk,) for name in ACCESS}
    found |= {"programme_word": (scene.programme.pk,), "report_new": (scene.programme.pk,)}
    found["plan_word"] = (scene.programme.pk, plan.pk)
    found["report_block"] = (report.pk, report.blocks.get(code="causes").pk)
    found["report_confirm"] = (report.pk, scene.sides[1].pk)
    frozen = report.snapshots.first()
    found["report_snapshot"] = (report.pk, frozen.pk if frozen else 0)
    found |= dict.fromkeys(("statistics_0601", "statistics_0601_export", "statistics_0601_print"), ())
    return found


@pytest.fixture
def scene() -> Reporting:
    return reporting()


def test_who_reads(scene):
    people, arguments = clients(scene.stage), arguments_of(scene)
    found = {name: answers(people, address(name, arguments)) for name in ACCESS}
    assert found == ACCESS


def test_who_acts(scene):
    people, arguments = clients(scene.stage), arguments_of(scene)
    found = {name: answers(people, address(name, arguments), BODY) for name in SENT}
    assert found == SENT


@pytest.mark.parametrize("place", FURTHER)
def test_who_reads_what_is_further(place, scene):
    name, state = place
    url = reverse(f"programmes:{name}", args=arguments_of(scene, state)[name])
    assert answers(clients(scene.stage), url) == FURTHER[place]


def test_what_is_read_takes_nothing(scene):
    arguments = arguments_of(scene)
    client = Client()
    client.force_login(scene.officer)
    found = {
        name: client.post(reverse(f"programmes:{name}", args=arguments[name]), BODY).status_code
        for name in READ_ONLY
    }
    assert found == dict.fromkeys(READ_ONLY, 405)


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in urlpatterns} == ACCESS.keys()
