from importlib import import_module

from django.apps import AppConfig


class ClustersConfig(AppConfig):
    name = "clusters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("clusters.rights").register()
        import_module("clusters.showing").register()
        import_module("clusters.codes").register()
