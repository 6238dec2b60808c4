"""Mounts each app under its namespace."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("emulation.portal.urls")),
    path("accounts/", include("emulation.accounts.urls")),
    path("organisations/", include("emulation.portal.organisations.urls")),
    path("audit/", include("emulation.portal.audit_urls")),
    path("jobs/", include("emulation.jobs.urls")),
    path("notices/", include("emulation.notices.urls")),
    path("drafts/", include("emulation.drafts.urls")),
    path("ballots/", include("emulation.ballots.urls")),
    path("awards/", include("awards.urls")),
    path("clusters/", include("clusters.urls")),
    path("programmes/", include("programmes.urls")),
    path("indicators/", include("emulation.indicators.urls")),
    path("legislation/", include("emulation.legislation.urls")),
    path("", include("emulation.documents.urls")),
    path("language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
]

handler400 = "emulation.portal.views.bad_request"
