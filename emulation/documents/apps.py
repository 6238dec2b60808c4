from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "emulation.documents"
    label = "documents"
    verbose_name = _("Issued documents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from emulation.documents import runners  # noqa: F401 -- registers the kinds of work of this room
