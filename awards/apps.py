from importlib import import_module

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("awards.runners")
        import_module("awards.rights").register()
        import_module("awards.codes").register()
        import_module("awards.dependents").register()
