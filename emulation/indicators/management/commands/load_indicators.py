"""Load the catalogue of populations and indicators (safe to repeat)."""

from typing import Any

from django.core.management.base import BaseCommand

from emulation.indicators.services.catalogue import load_catalogue


class Command(BaseCommand):
    help = "Load the catalogue of populations and indicators; rows that exist are left as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_catalogue()} rows added.")
