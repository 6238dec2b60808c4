"""Freezing a report: the page that brings the figures of a programme and the awards of its days together."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.fields import ConfirmationField
from emulation.portal.yearbook import award_facts
from emulation.verdicts import demand
from programmes.permissions.reports import may_write_report
from programmes.selectors.reporting import rows_today
from programmes.selectors.reports import blocks_of, report_for
from programmes.services import reports


class FreezeForm(forms.Form):
    confirmation = ConfirmationField("CHỐT")


@login_required
@require_http_methods(["GET", "POST"])
def report_freeze(request: SignedInRequest, pk: int) -> HttpResponse:
    report = report_for(request.user, pk)
    demand(may_write_report(request.user, report, on=timezone.localdate()))
    facts = award_facts(report)
    form = FreezeForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: reports.freeze(report, award_facts=facts, by=request.user)) is not None:
        return redirect(reverse("programmes:report", args=[report.pk]))
    rows = rows_today(report)
    context = {
        "form": form,
        "report": report,
        "programme": report.programme,
        "rows": rows,
        "facts": facts,
        "unsaid": [row for row in rows if row.now.missing],
        "empty": [block for block in blocks_of(report) if not block.text],
    }
    return render(request, "portal/report_freeze.html", context)
