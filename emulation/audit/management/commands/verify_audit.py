"""verify_audit: is the log whole?"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from emulation.audit import guards
from emulation.audit.chain import Damage, Head
from emulation.audit.verification import ChainReport, HeadsUnreadable, read_heads, verify

WORDS = {
    "changed": "was changed",
    "missing": "is missing",
    "truncated": "was cut off the end",
    "inserted": "was inserted",
    "blanked": "was blanked without a recorded erasure",
    "rewritten": "differs from the head kept elsewhere: history was rewritten",
    "head": "is not where the chain says it ends",
}


class Command(BaseCommand):
    help = (
        "Walk the hash chains of the audit log and report every changed, missing or inserted entry. "
        "Exit code 1 on damage. Keep the output of --json elsewhere and give it back as --heads: "
        "that finds a history that was rewritten as a whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--chain", type=int, help="only the chain of this organisation (0: the installation)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON document instead of text")
        parser.add_argument("--heads", metavar="FILE", help="an earlier output of --json to compare with")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = self._kept(options["heads"])
        missing = guards.missing(connection)
        reports = verify(options["chain"], kept=kept)
        sound = self._as_json(reports, missing) if options["json"] else self._as_text(reports, missing)
        if not sound:
            raise CommandError("The audit log is damaged.", returncode=1)

    def _kept(self, name: str | None) -> dict[int, Head]:
        if name is None:
            return {}
        try:
            return read_heads(Path(name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, HeadsUnreadable) as error:
            raise CommandError(f"--heads {name}: {error}", returncode=2) from error

    def _as_json(self, reports: Any, missing: list[str]) -> bool:
        chains = [report.as_dict() for report in reports]
        sound = not missing and not any(chain["damages"] for chain in chains)
        answer = {"sound": sound, "guards_missing": missing, "chains": chains}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        return sound

    def _as_text(self, reports: Any, missing: list[str]) -> bool:
        sound = not missing
        for name in missing:
            self.stdout.write(f"The database's guard {name} is missing or switched off.")
        for report in reports:
            sound = self._tell(report) and sound
        return sound

    def _tell(self, report: ChainReport) -> bool:
        state = f"{report.damages} damaged" if report.damages else "whole"
        self.stdout.write(
            f"chain {report.chain}: {report.entries} entries, {report.erased} erased lawfully, {state}; "
            f"head {report.length} {report.head}"
        )
        for damage in report.damage:
            self.stdout.write(f"  {_place(damage)} {WORDS[damage.kind]}")
        if report.damages > len(report.damage):
            self.stdout.write(f"  and {report.damages - len(report.damage)} more")
        return not report.damages


def _place(damage: Damage) -> str:
    return f"entry {damage.seq}" if damage.seq == damage.until else f"entries {damage.seq} to {damage.until}"
