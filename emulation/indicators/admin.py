"""Django's admin for the catalogue only: populations, indicators and their versions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from emulation.audit.services import record
from emulation.indicators.models import Indicator, IndicatorVersion, Population
from emulation.indicators.permissions import may_change_version


class CatalogueAdmin(admin.ModelAdmin):
    """Nothing of the catalogue is deleted; each change is recorded in the journal of the installation."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record("indicator.change", obj, by=request.user, fields=[None, sorted(form.changed_data)])


@admin.register(Population)
class PopulationAdmin(CatalogueAdmin):
    list_display = ["code", "name", "part_of", "axis", "confidence"]
    list_select_related = ["part_of"]
    search_fields = ["code", "name"]


@admin.register(Indicator)
class IndicatorAdmin(CatalogueAdmin):
    list_display = ["code", "official_order", "retired_on"]
    search_fields = ["code", "versions__name"]


@admin.register(IndicatorVersion)
class IndicatorVersionAdmin(CatalogueAdmin):
    """A version in use can be read only; another reading is another version."""

    list_display = ["name", "indicator", "valid_from", "nature", "confidence", "locked_at"]
    list_select_related = ["indicator"]
    list_filter = ["nature", "confidence"]
    search_fields = ["name", "indicator__code"]
    readonly_fields = ["locked_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and not may_change_version(obj):
            return False
        return super().has_change_permission(request, obj)
