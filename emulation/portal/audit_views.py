"""The journal: what happened in the organisations one answers for."""

from datetime import date
from typing import cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.audit.actions import KINDS
from emulation.audit.selectors import Sought
from emulation.fields import VietnameseDateField
from emulation.paging import page_of
from emulation.portal.journal import journal_for, may_read_journal, names_of_chains
from emulation.verdicts import demand

BOUNDS = {"earliest": date(1945, 9, 2), "latest": date(2200, 12, 31)}


class JournalFilter(forms.Form):
    """Who, what, when, where; every part may stay empty."""

    q = forms.CharField(label=_("Done by"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *KINDS.items()])
    unit = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    since = VietnameseDateField(label=_("From day"), required=False, **BOUNDS)
    until = VietnameseDateField(label=_("To day"), required=False, **BOUNDS)

    def sought(self) -> tuple[Sought, str]:
        """What was asked for, and of which organisation; a part that was not understood does not narrow."""
        self.full_clean()
        given = self.cleaned_data
        dates = {"since": given.get("since"), "until": given.get("until")}
        return Sought(who=given.get("q", ""), kind=given.get("kind", ""), **dates), given.get("unit", "")


@login_required
def log(request: HttpRequest) -> HttpResponse:
    """The list of entries in the reader's scope, filtered by the address."""
    on = timezone.localdate()
    reader = cast(User, request.user)
    demand(may_read_journal(reader, on=on))
    bar = JournalFilter(request.GET)
    sought, unit = bar.sought()
    page = page_of(journal_for(reader, sought, on=on, unit=unit), request.GET)
    names = names_of_chains(page.rows)
    lines = [(entry, names.get(entry.chain, "")) for entry in page.rows]
    return render(request, "audit/log.html", {"page": page, "lines": lines, "form": bar})
