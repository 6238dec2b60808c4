"""The pages of the calendar: the month, the private address and the digest, and the feed itself."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.accounts import calendar_keys
from emulation.accounts.models import User
from emulation.accounts.permissions import may_keep_calendar_key
from emulation.accounts.requests import SignedInRequest
from emulation.accounts.selectors import organisations_where
from emulation.attempts import attempt
from emulation.fields import ConfirmationField, VisibleField
from emulation.paging import whole_numbers
from emulation.portal.calendar import KINDS, month_page, read_month
from emulation.portal.calendar_digest import HEADS, Due, due_of, words_of
from emulation.portal.calendar_feed import WINDOW, feed, tired
from emulation.portal.calendar_sending import LONGEST_TEXT, MANY, SEND, recipients, remind, usual_text
from emulation.verdicts import demand
from emulation.waiting import Task
from programmes.offices import MAY_RUN
from programmes.permissions.programmes import may_follow
from programmes.selectors.programmes import programme_for

LATE_SHOWN = 100


class KindFilter(forms.Form):
    """Which dates to show; the month stays as it is."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of date"),
        required=False,
        choices=[("", gettext_lazy("All")), *KINDS.items()],
    )
    month = forms.CharField(required=False, widget=forms.HiddenInput)


class ReminderForm(forms.Form):
    """What the reminder says; before many recipients also a typed word."""

    text = VisibleField(
        label=gettext_lazy("Text of the reminder"),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy(
            "It is also the title of the mail: nothing confidential. The titles of the overdue tasks follow it."
        ),
    )

    def __init__(self, *args: Any, many: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if many:
            self.fields["confirmation"] = ConfirmationField(SEND)


class DigestForm(forms.ModelForm):
    """How often the digest also comes by mail."""

    class Meta:
        model = User
        fields = ["digest"]
        widgets = {"digest": forms.RadioSelect}

    def save(self, commit: bool = True) -> User:
        """Write the chosen column alone: the account may have been closed since the page was read."""
        user: User = super().save(commit=False)
        if commit:
            user.save(update_fields=self.Meta.fields)
        return user


@login_required
@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """One month: a table on a wide screen, a list on a phone."""
    today = timezone.localdate()
    bar = KindFilter(request.GET)
    kind = bar.cleaned_data["kind"] if bar.is_valid() else ""
    month = month_page(request.user, read_month(request.GET.get("month", ""), today), kind=kind)
    bar.initial = {"month": f"{month.first:%Y-%m}"}
    context = {
        "month": month,
        "bar": bar,
        "kind": kind,
        "today": today,
    }
    return render(request, "portal/calendar.html", context)


@login_required
@require_safe
def calendar_due(request: SignedInRequest) -> HttpResponse:
    """What the digest speaks of, whole: due and overdue of one's own bodies, and who is late below."""
    today = timezone.localdate()
    due = due_of([request.user], today, coordinators=HEADS | MAY_RUN)[request.user.pk]
    tasks = [Task(words_of(duty), _("See"), duty.url, due=duty.day) for duty in due.duties]
    context = {
        "tasks": tasks,
        "lines": [(row, words_of(row)) for row in due.late[:LATE_SHOWN]],
        "left": max(0, len(due.late) - LATE_SHOWN),
        "number": sum(row.number for row in due.late),
        "reminders": _reminders(request, due),
    }
    return render(request, "portal/calendar_due.html", context)


def _reminders(request: SignedInRequest, due: Due) -> list[tuple[str, object]]:
    """(address, programme) of each reminder of overdue tasks that this person may send."""
    mine = organisations_where(request.user, MAY_RUN, timezone.localdate())
    found = {
        reverse("portal:calendar_remind", args=[row.values["programme_id"]]): row.values["programme"]
        for row in due.late
        if "programme_id" in row.values and row.organisation_id in mine
    }
    return list(found.items())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_remind(request: SignedInRequest, pk: int) -> HttpResponse:
    """The preview of a reminder to the sides with overdue tasks, and its sending."""
    programme = programme_for(request.user, pk)
    today = timezone.localdate()
    demand(may_follow(request.user, programme, on=today))
    rows = recipients(programme, on=today)
    reached = [row for row in rows if not row.obstacle]
    form = ReminderForm(
        request.POST if request.method == "POST" else None,
        many=len(reached) > MANY,
        initial={"text": usual_text(programme)},
    )
    if request.method == "POST" and form.is_valid():
        shown = whole_numbers(request.POST.getlist("bodies"))
        told = attempt(
            form, lambda: remind(programme, by=request.user, bodies=shown, text=form.cleaned_data["text"])
        )
        if told is not None:
            messages.success(request, _("%(count)s recipients were reminded.") % {"count": len(told)})
            return redirect("portal:calendar_due")
    context = {
        "programme": programme,
        "form": form,
        "reached": reached,
        "unreached": [row for row in rows if row.obstacle],
    }
    return render(request, "portal/calendar_remind.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_settings(request: SignedInRequest) -> HttpResponse:
    """The private address, and how often the digest comes by mail."""
    form = DigestForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choices are kept."))
        return redirect("portal:calendar_settings")
    return render(request, "portal/calendar_settings.html", _settings(request, form))


def _settings(request: SignedInRequest, form: DigestForm, **more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "form": form,
        "key": calendar_keys.key_of(request.user),
        "may_keep": may_keep_calendar_key(request.user, on=today),
        **more,
    }


@login_required
@never_cache
@require_POST
def calendar_key(request: SignedInRequest) -> HttpResponse:
    """A new address, shown this once, or none any more."""
    if "off" in request.POST:
        if calendar_keys.remove_key(request.user):
            messages.success(
                request, _("The address is switched off; programs that read it get nothing any more.")
            )
        return redirect("portal:calendar_settings")
    token = calendar_keys.make_key(request.user)
    address = settings.SITE_URL + reverse("portal:calendar_feed", args=[token])
    form = DigestForm(instance=request.user)
    return render(request, "portal/calendar_settings.html", _settings(request, form, address=address))


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed for whoever knows its address; no session is asked or made, and a wrong address gets an empty 404."""
    key = calendar_keys.key_for(token)
    if tired(request, key=key):
        return HttpResponse(status=429, headers={"Retry-After": str(WINDOW)})
    if key is None:
        return HttpResponseNotFound(content_type="text/plain")
    with translation.override(key.user.language):
        body = feed(key, timezone.localdate())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, no_store=True)
    return response
