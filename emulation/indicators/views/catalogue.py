"""What is counted: indicators with their versions, and populations."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from emulation.accounts.requests import SignedInRequest
from emulation.indicators import selectors


@login_required
@require_GET
def catalogue(request: SignedInRequest) -> HttpResponse:
    """Every indicator by the version in force today, or by its newest."""
    today = timezone.localdate()
    lines = []
    for indicator in selectors.indicators_page():
        versions = indicator.all_versions
        current = next((one for one in versions if one.valid_from <= today), None)
        lines.append((indicator, current or (versions[0] if versions else None), len(versions)))
    return render(request, "indicators/catalogue.html", {"lines": lines})


@login_required
@require_GET
def indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    """All versions of one indicator, the newest first, with what their sources leave unclear."""
    found = selectors.indicator_for(pk)
    today = timezone.localdate()
    versions = list(found.versions.select_related("numerator_population", "denominator_population"))
    current = next((one for one in versions if one.valid_from <= today), None)
    context = {"indicator": found, "versions": versions, "current": current or next(iter(versions), None)}
    return render(request, "indicators/indicator.html", context)


@login_required
@require_GET
def populations(request: SignedInRequest) -> HttpResponse:
    return render(request, "indicators/populations.html", {"populations": selectors.populations()})
