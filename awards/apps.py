from importlib import import_module

from django.apps import AppConfig

from programmes import coverage
from programmes.titles import register


class AwardsConfig(AppConfig):
    name = "awards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("awards.runners")
        import_module("awards.rights").register()
        register(import_module("awards.titles_offered").titles_on)
        coverage.register(import_module("awards.commended").units_commended)
        coverage.register_namer(import_module("awards.commended").names_candidate)
        import_module("awards.codes").register()
        import_module("awards.dependents").register()
