"""Django's admin for the catalogue only: populations, indicators and their versions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from emulation.audit.editing import RecordedAdmin
from emulation.indicators.models import Indicator, IndicatorVersion, Population
from emulation.indicators.permissions import may_change_meaning, may_change_version
from emulation.verdicts import YES, Verdict


class CatalogueAdmin(RecordedAdmin):
    """Nothing of the catalogue is deleted; each change is recorded in the journal of the installation."""

    action = "indicator.change"


@admin.register(Population)
class PopulationAdmin(CatalogueAdmin):
    """What a population in use means can be read only; who reports it and until when may change."""

    list_display = ["code", "name", "part_of", "axis", "confidence", "retired_on", "locked_at"]
    list_select_related = ["part_of"]
    search_fields = ["code", "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        kept = Population.MEANING if obj is not None and not may_change_meaning(obj) else ()
        return (*kept, "locked_at")

    def may_save(self, before: Any, obj: Any) -> Verdict:
        if before is None or all(getattr(before, name) == getattr(obj, name) for name in Population.MEANING):
            return YES
        return may_change_meaning(before)


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

    def may_save(self, before: Any, obj: Any) -> Verdict:
        return YES if before is None else may_change_version(before)
