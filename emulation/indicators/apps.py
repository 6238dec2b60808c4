from importlib import import_module

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "emulation.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("emulation.indicators.rights").register()
