from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "emulation.documents"
    label = "documents"
    verbose_name = _("Issued documents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Registers the kinds of work of this room, and what must be true of its keys at a start.
        from emulation.documents import checks, runners  # noqa: F401
