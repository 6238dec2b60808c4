"""No address stands outside the tables of who gets what."""

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from awards.tests import test_access as awards
from clusters.tests import test_access as clusters
from clusters.tests import test_conference_access as conferences
from clusters.tests import test_cross_access as cross
from clusters.tests import test_ranking_access as ranking
from clusters.tests import test_report_access as season_reports
from clusters.tests import test_scoring_access as scoring
from emulation.accounts.models import User
from emulation.accounts.tests import test_access as accounts
from emulation.accounts.tests.factories import administrator
from emulation.ballots.tests import test_access as ballots
from emulation.documents.tests import test_views as documents
from emulation.indicators.tests import test_access as indicators
from emulation.jobs.tests import test_views as jobs
from emulation.legislation.tests import test_access as legislation
from emulation.notices.tests import test_notices as notices
from emulation.organisations.tests import factories
from emulation.portal.organisations.tests import test_access as organisations
from emulation.portal.tests import test_calendar as calendar
from emulation.portal.tests import test_candidate as candidate
from emulation.portal.tests import test_report_freeze as freezing
from programmes.tests import test_access as programmes
from programmes.tests import test_movement_access as movements
from programmes.tests import test_report_access as reports

TABLES = {
    "calendar": set(calendar.ACCESS),
    "awards": {f"awards:{name}" for name in awards.ACCESS},
    "accounts": set(accounts.ACCESS),
    "ballots": {f"ballots:{name}" for name in ballots.ACCESS},
    "documents": set(documents.ACCESS),
    "indicators": {f"indicators:{name}" for name in indicators.ACCESS},
    "jobs": {f"jobs:{name}" for name in jobs.ACCESS},
    "legislation": {f"legislation:{name}" for name in legislation.ACCESS},
    "notices": set(notices.ACCESS),
    "candidate": set(candidate.ACCESS),
    "freezing": set(freezing.ACCESS),
    "reports": {f"programmes:{name}" for name in reports.ACCESS},
    "movements": {f"programmes:{name}" for name in movements.ACCESS},
    "clusters": {f"clusters:{name}" for name in clusters.ACCESS},
    "conferences": {f"clusters:{name}" for name in conferences.ACCESS},
    "cross": {f"clusters:{name}" for name in cross.ACCESS},
    "ranking": {f"clusters:{name}" for name in ranking.ACCESS},
    "season_reports": {f"clusters:{name}" for name in season_reports.ACCESS},
    "scoring": {f"clusters:{name}" for name in scoring.ACCESS},
    "programmes": {f"programmes:{name}" for name in programmes.ACCESS},
    "organisations": {f"organisations:{name}" for name in organisations.ACCESS},
}
# Everybody's, or tested beside what they show: test_pages, test_journal, test_drafts.
OTHERS = {"portal:desk", "portal:help", "audit:log", "drafts:save", "set_language"}


def test_every_named_address_stands_in_a_table():
    named = accounts.named_urls("")
    mine = {name for name in named if not name.startswith("admin:")}
    assert mine == set().union(*TABLES.values()) | OTHERS


def test_every_address_has_a_name():
    def nameless(patterns, start=""):
        for pattern in patterns:
            route = start + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from nameless(pattern.url_patterns, route)
            elif not pattern.name and not route.startswith("admin/"):
                yield route

    assert list(nameless(get_resolver().url_patterns)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_djangos_admin_is_for_superusers_alone(client, method):
    plain = administrator(factories.organisation())
    staff = administrator(factories.organisation())
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    root = User.objects.create_superuser("goc@example.vn", "mật khẩu đủ dài")
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    assert lists
    for user, expected in ((None, 302), (plain, 302), (staff, 403), (root, 200)):
        client.logout()
        if user:
            client.force_login(user)
        for url in lists:
            assert getattr(client, method)(url).status_code in (expected, 302 if user is root else expected)
