"""Django's admin for the catalogue only: forms, their other wordings and their dated rules."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from awards.models import AwardAlias, AwardForm, AwardRule
from emulation.audit.services import record
from emulation.vietnamese import fold


class AliasInline(admin.TabularInline):
    model = AwardAlias
    extra = 0


class RuleInline(admin.StackedInline):
    model = AwardRule
    extra = 0


@admin.register(AwardForm)
class AwardFormAdmin(admin.ModelAdmin):
    """Forms are retired, not deleted; each change is recorded in the journal of the installation."""

    list_display = ["code", "name", "nature", "subjects", "confidence", "retired_on"]
    search_fields = ["code", "name"]
    inlines = [AliasInline, RuleInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AwardForm]:
        return super().get_queryset(request).prefetch_related("rules")

    @admin.display(description=_("confidence"))
    def confidence(self, form: AwardForm) -> str:
        rule = max(form.rules.all(), key=lambda one: one.valid_from, default=None)
        if rule is None:
            return str(_("no rule"))
        note = f" – {rule.confidence_note}" if rule.confidence_note else ""
        return f"{rule.get_confidence_display()}{note}"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record("award_form.change", obj, by=request.user, fields=[None, sorted(form.changed_data)])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            if isinstance(row, AwardAlias):
                row.folded = fold(row.text)
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()
        if formset.has_changed():
            name = formset.model._meta.model_name
            record("award_form.change", form.instance, by=request.user, rows=[None, str(name)])
