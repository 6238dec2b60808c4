from typing import Any

from django.core.management.base import BaseCommand

from emulation.organisations.services import refresh_due


class Command(BaseCommand):
    help = "Brings in the names, parents and levels that begin today; run daily."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{refresh_due()} organisations changed.")
