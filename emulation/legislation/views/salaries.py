"""The base salary through the years, and what it was on a day."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from emulation.accounts.requests import SignedInRequest
from emulation.legislation import selectors
from emulation.legislation.forms import SalaryQuestion


@login_required
@require_GET
def base_salary(request: SignedInRequest) -> HttpResponse:
    question = SalaryQuestion(request.GET or None)
    asked = question.cleaned_data["on"] if question.is_valid() else None
    day = asked or timezone.localdate()  # shown only where the question can be read
    periods = selectors.base_salaries()
    begun = [period for period in periods if period.salary.valid_from <= day]
    context = {
        "question": question,
        "asked": asked,
        "day": day,
        "answer": begun[0] if begun else None,
        "periods": periods,
    }
    return render(request, "legislation/base_salary.html", context)
