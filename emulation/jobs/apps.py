from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "emulation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from emulation.jobs import runners, tasks  # noqa: F401 -- importing registers kinds and tasks
