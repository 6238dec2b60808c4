"""Statistical forms: on the page, as a workbook, and on paper."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.acts import to_job
from emulation.organisations.models import Organisation
from emulation.serving import download
from programmes import form_0601
from programmes.forms.reports import StatisticsForm
from programmes.selectors import statistics as selectors
from programmes.services import statistics


def _asked(request: SignedInRequest) -> tuple[StatisticsForm, Organisation, int]:
    """The filter bar, and the body and year it asks for: by default the first of one's bodies, and this year."""
    asked = request.POST if request.method == "POST" else request.GET
    bodies = selectors.reporting_bodies(request.user)
    bar = StatisticsForm(asked, bodies=bodies)
    bar.is_valid()
    wanted = bar.cleaned_data
    year = wanted.get("year") or timezone.localdate().year
    return bar, selectors.reporting_body(request.user, wanted.get("organisation")), year


@login_required
@require_GET
def statistics_0601(request: SignedInRequest) -> HttpResponse:
    bar, organisation, year = _asked(request)
    found, elsewhere = selectors.form_0601(organisation, year)
    context = {
        "bar": bar,
        "organisation": organisation,
        "year": year,
        "form_0601": form_0601,
        "found": found,
        "elsewhere": elsewhere,
    }
    return render(request, "programmes/statistics_0601.html", context)


@login_required
@require_GET
def statistics_0601_export(request: SignedInRequest) -> HttpResponse:
    _bar, organisation, year = _asked(request)
    return download(statistics.workbook_0601(organisation, year), f"0601-{year}.xlsx")


@login_required
@require_POST
def statistics_0601_print(request: SignedInRequest) -> HttpResponse:
    """On A4 in landscape, made in the background for whoever asks."""
    _bar, organisation, year = _asked(request)
    back = f"{reverse('programmes:statistics_0601')}?{urlencode({'organisation': organisation.pk, 'year': year})}"
    return to_job(statistics.print_0601(organisation, year, by=request.user), back)
