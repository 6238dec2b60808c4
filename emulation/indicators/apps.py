from importlib import import_module

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "emulation.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from emulation.audit.telling import name_codes
        from emulation.organisations.models import Kind

        import_module("emulation.indicators.rights").register()
        for kept in ("population", "indicator"):
            name_codes(f"indicators.{kept}", "asked_of", Kind.choices)
