"""Rows kept in Django's admin: none is deleted, and each change is recorded with what stood before and after."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from django.http import HttpRequest

from emulation.audit.services import hold, record
from emulation.verdicts import YES, Verdict, demand


class RecordedAdmin(admin.ModelAdmin):
    """`action` is the code of the journal's sentence; the subject says by `audit_chain` in whose journal it stands."""

    action = ""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def may_save(self, before: Any, obj: Any) -> Verdict:
        """Asked again when the row is held: somebody may have used it since the page was read."""
        return YES

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        hold(obj.audit_chain)
        before = type(obj)._default_manager.get(pk=obj.pk) if change else None
        demand(self.may_save(before, obj))
        super().save_model(request, obj, form, change)
        pairs = ((name, [_value(before, name), _value(obj, name)]) for name in form.changed_data)
        changes: dict[str, Any] = {name: pair for name, pair in pairs if pair[0] != pair[1]}
        if changes or not change:
            record(self.action, obj, by=cast(AbstractBaseUser, request.user), **changes)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows within the page stand in the journal of the row they belong to, as they read now."""
        super().save_formset(request, form, formset, change)
        rows = [*formset.new_objects, *(row for row, _fields in formset.changed_objects)]
        if rows:
            told = [str(row) for row in rows]
            record(self.action, form.instance, by=cast(AbstractBaseUser, request.user), rows=[None, told])


def _value(row: Model | None, name: str) -> object:
    return None if row is None else getattr(row, name)
