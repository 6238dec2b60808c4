"""Django's admin for the emulation year: its steps and the days reports are due."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from emulation.audit.editing import RecordedAdmin
from emulation.portal.models import OF_EVERY_YEAR, CycleStep, ReportDeadline


@admin.register(CycleStep)
class CycleStepAdmin(RecordedAdmin):
    """The code stays: calendars outside the program know a step by it."""

    action = "cycle.change"
    list_display = ["name", "first_day", "first_month", "last_day", "last_month", "since", "until"]
    list_display += ["confidence", "source"]
    list_filter = ["confidence"]
    search_fields = ["code", "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj is not None else ()


@admin.register(ReportDeadline)
class ReportDeadlineAdmin(RecordedAdmin):
    action = "cycle.change"
    list_display = ["kind", "day", "month", "since", "until", "confidence", "source"]
    list_filter = ["confidence"]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [("", "---------"), *((one.value, one.label) for one in OF_EVERY_YEAR)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)
