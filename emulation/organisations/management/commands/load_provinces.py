from typing import Any

from django.core.management.base import BaseCommand

from emulation.organisations.services import load_provinces


class Command(BaseCommand):
    help = "Enters the provinces of before and after 1 July 2025, their Cooperative Alliances, and the central bodies."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_provinces()} organisations entered.")
