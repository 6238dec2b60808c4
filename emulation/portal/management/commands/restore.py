"""restore DIR: bring a backup back into an empty database and storage."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from emulation.portal import archives


class Command(BaseCommand):
    help = "Compares every digest of a backup, then restores it; refuses to overwrite anything."
    # The database is empty by rule: no check may look into it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        try:
            files = archives.load(folder)
        except (archives.ArchiveProblem, OSError) as problem:
            raise CommandError(f"Not restored. {problem}") from problem
        self.stdout.write(f"Restored into {archives.location()}: {files} files, all digests right.")
        self.stdout.write("Now: manage.py prepare, then manage.py verify_audit.")
