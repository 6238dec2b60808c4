from importlib import import_module

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("programmes.runners")
        import_module("programmes.rights").register()
        import_module("programmes.codes").register()
        import_module("programmes.dependents").register()
