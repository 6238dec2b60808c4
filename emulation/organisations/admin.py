"""The register in Django's admin, for reading only: the services are its writers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from emulation.organisations.models import Organisation, OrganisationVersion


class ReadOnly:
    """No row is added, changed or removed here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VersionInline(ReadOnly, admin.TabularInline):
    model = OrganisationVersion
    fk_name = "organisation"
    fields = ("valid_from", "ended", "name", "level", "parent", "province", "source", "confidence")


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "kind", "level", "province", "ended_on")
    list_filter = ("kind", "level")
    list_select_related = ("province",)
    search_fields = ("search",)
    inlines = [VersionInline]
