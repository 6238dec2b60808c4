from importlib import import_module

from django.apps import AppConfig


class LegislationConfig(AppConfig):
    name = "emulation.legislation"
    label = "legislation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("emulation.legislation.rights").register()
        import_module("emulation.legislation.resting").register()
