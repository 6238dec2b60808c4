"""Load the score sheets that come with the program as templates; harmless to repeat."""

from django.core.management.base import BaseCommand

from clusters.services.sheets import load_templates


class Command(BaseCommand):
    help = "Load the score sheets that come with the program as templates; harmless to repeat."

    def handle(self, *args: object, **options: object) -> None:
        for sheet in load_templates():
            self.stdout.write(str(sheet))
