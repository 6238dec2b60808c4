from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "emulation.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import emulation.checks  # noqa: F401 -- registers the checks; they need loaded settings
        from emulation.portal.organisations import rights

        rights.register()
