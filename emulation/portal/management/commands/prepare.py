"""Bring an installation up to date before it starts: tables, static files, catalogue, provinces, demo data."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from awards.models import AwardForm
from emulation.checks import INSTALLATION
from emulation.organisations.models import Organisation


class Command(BaseCommand):
    help = (
        "Checks the installation, migrates, collects static files, loads catalogue and provinces; "
        "the demo if DEMO and no accounts."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("check", tags=[INSTALLATION], deploy=True, stdout=StringIO())
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if not AwardForm.objects.exists():
            call_command("load_catalogue", stdout=StringIO())
        if not Organisation.objects.exists():
            self.stdout.write("Entering the provinces and their Alliances …")
            call_command("load_provinces", stdout=StringIO())
        if settings.DEMO and "demo" in get_commands() and not get_user_model().objects.exists():
            self.stdout.write("Loading the demo data …")
            call_command("demo")
