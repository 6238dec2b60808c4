from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "emulation.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import emulation.checks
        import emulation.portal.runners  # noqa: F401 -- registers the kinds of jobs
        from emulation.portal.organisations import rights

        rights.register()
