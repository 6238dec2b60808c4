"""Django's admin for the rows of the whole installation: national instruments, base salaries, legal grounds."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from emulation.audit.editing import RecordedAdmin
from emulation.legislation.models import BaseSalary, Ground, Instrument, PartReplacement


class NationalAdmin(RecordedAdmin):
    """Only rows of no organisation: the others are kept by that organisation on its own pages."""

    exclude = ["organisation"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(organisation=None)


class PartInline(admin.TabularInline):
    model = PartReplacement
    fk_name = "instrument"
    extra = 0
    can_delete = False
    autocomplete_fields = ["successor"]


@admin.register(Instrument)
class InstrumentAdmin(NationalAdmin):
    inlines = [PartInline]
    action = "instrument.change"
    list_display = ["number", "kind", "title", "in_force_from", "in_force_to", "confidence"]
    list_filter = ["kind", "confidence"]
    search_fields = ["search"]
    autocomplete_fields = ["replaced_by"]


@admin.register(BaseSalary)
class BaseSalaryAdmin(RecordedAdmin):
    action = "base_salary.change"
    list_display = ["valid_from", "amount", "instrument", "confidence"]
    autocomplete_fields = ["instrument"]


@admin.register(Ground)
class GroundAdmin(NationalAdmin):
    action = "ground.change"
    list_display = ["document_kind", "official_order", "text", "valid_from", "valid_to"]
    list_filter = ["document_kind"]
    autocomplete_fields = ["instrument"]
