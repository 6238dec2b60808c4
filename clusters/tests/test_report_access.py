"""Who gets what at each address of the reports and papers of a season; complete by construction."""

from datetime import date

import pytest
from django.urls import reverse

from clusters import report_urls
from clusters.services import reports
from clusters.services.reports import Issuing, ReportTerms
from clusters.tests.stage import stage
from clusters.tests.test_access import ROLES, people_of
from emulation.tests.access import answers

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#   visitor, stranger, organiser, leader, head and clerk of another member; "draft": a report nobody has issued
ACCESS: dict[str, tuple[object, ...]] = {
    "report_new": ("login", 404, 200, 200, 403, 403),
    "season_pack": ("login", 405, 405, 405, 405, 405),
    "report": ("login", 404, 200, 200, 200, 200),
    "report_edit": ("login", 404, 403, 403, 403, 403),
    "report_issue": ("login", 404, 403, 403, 403, 403),
    "report_print": ("login", 405, 405, 405, 405, 405),
    "report_word": ("login", 404, 200, 200, 200, 200),
    "report_file": ("login", 404, 404, 404, 404, 404),
}
DRAFT: dict[str, tuple[object, ...]] = {
    "report": ("login", 404, 200, 200, 404, 404),
    "report_edit": ("login", 404, 200, 200, 404, 404),
    "report_issue": ("login", 404, 200, 200, 404, 404),
    "report_word": ("login", 404, 200, 200, 404, 404),
    "report_file": ("login", 404, 404, 404, 404, 404),
}
SENT_DRAFT: dict[str, tuple[object, ...]] = {
    "report_print": ("login", 404, 302, 302, 404, 404),
    "report_edit": ("login", 404, 200, 200, 404, 404),
    "report_issue": ("login", 404, 200, 200, 404, 404),
}
SENT: dict[str, tuple[object, ...]] = {
    "report_new": ("login", 404, 200, 200, 403, 403),
    "report_edit": ("login", 404, 403, 403, 403, 403),
    "report_issue": ("login", 404, 403, 403, 403, 403),
    "report_print": ("login", 404, 302, 302, 302, 302),
    "season_pack": ("login", 404, 403, 403, 403, 403),
}


def test_who_reads_and_who_acts():
    cast = stage("Sóc Trăng", "An Giang", "Kiên Giang")
    season = cast.season(cast.cluster(*cast.members))
    draft = reports.begin(season, "midyear", ReportTerms(results="Dự thảo"), by=cast.officer)
    report = reports.begin(season, "year", ReportTerms(results="Đã xong"), by=cast.officer)
    reports.issue(report, Issuing("1/BC", date(2021, 12, 1), "Sóc Trăng", "Lê Văn Ký"), by=cast.officer)
    people = people_of(cast)
    assert tuple(people) == ROLES
    issued = {name: (report.pk,) for name in ACCESS} | {"season_pack": (season.pk,)}
    issued["report_new"] = (season.pk, "midyear")
    begun = dict.fromkeys(DRAFT | SENT_DRAFT, (draft.pk,))
    assert {name: answers(people, at(name, issued)) for name in ACCESS} == ACCESS
    assert {name: answers(people, at(name, begun)) for name in DRAFT} == DRAFT
    assert {name: answers(people, at(name, begun), {}) for name in SENT_DRAFT} == SENT_DRAFT
    assert {name: answers(people, at(name, issued), {}) for name in SENT} == SENT
    reading = ACCESS.keys() - SENT.keys()
    refused = {name: people["organiser"].post(at(name, issued)).status_code for name in reading}
    assert refused == dict.fromkeys(reading, 405)


def at(name: str, arguments: dict[str, tuple[object, ...]]) -> str:
    return reverse(f"clusters:{name}", args=arguments[name])


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in report_urls.urlpatterns} == ACCESS.keys()
