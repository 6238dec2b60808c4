"""backup DIR: everything that cannot be made again, in one folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from emulation.portal import archives


class Command(BaseCommand):
    help = "Copies the database and all stored files into a new folder, with the digest of each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        try:
            digest = archives.save(folder)
        except (archives.ArchiveProblem, OSError) as problem:
            raise CommandError(f"No backup was made. {problem}") from problem
        self.stdout.write(f"Backup of {archives.location()} in {folder}.")
        self.stdout.write(f"SHA-256 of {archives.MANIFEST}, to be kept elsewhere: {digest}")
