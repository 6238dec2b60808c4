"""Accounts in Django's admin: to look and to say who may enter the admin, never to give a right in the product."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from emulation.accounts.models import User

# The admin's own login page knows neither the limits nor the second factor: send it through ours.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Closing, reopening and inviting are acts with a reason (accounts pages), not fields to tick.

    The address is not changed here either: it is the login, and allauth keeps a second copy of it. `is_staff`
    opens the admin's own log-in and gives no right in the product, which follows from posts alone.
    """

    list_display = ["email", "person", "is_active", "is_staff", "last_login"]
    search_fields = ["email", "person__search"]
    readonly_fields = ["email", "person", "is_active", "last_login", "created_at"]
    fields = ["email", "person", "is_active", "is_staff", "language", "last_login", "created_at"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
