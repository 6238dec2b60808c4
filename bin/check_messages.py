"""Is every sentence of the program in the Vietnamese catalogue, translated and compiled? For bin/check.

Prints one line per fault and ends with 1 if there is any. Nothing in the repository is changed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import allauth
import django
import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("emulation", "awards", "clusters", "programmes", "templates")
CATALOGUE = Path("locale/vi/LC_MESSAGES/django.po")
BORROWED = Path(allauth.__file__).parent / "locale"
DJANGO = Path(django.__file__).parent
DJANGO_SAYS = [
    DJANGO / "conf/locale/en/LC_MESSAGES/django.po",
    DJANGO / "contrib/auth/locale/en/LC_MESSAGES/django.po",
]
Key = tuple[str | None, str]


def main() -> int:
    kept = polib.pofile(str(ROOT / CATALOGUE))
    faults = [*missing(kept), *incomplete(kept), *stale(kept)]
    for fault in faults:
        print(fault)
    print(f"{len(kept)} sentences, {len(faults)} faults")
    return 1 if faults else 0


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def missing(kept: polib.POFile) -> list[str]:
    """Sentences in code and templates that the catalogue lacks, and entries that no code uses any more.

    What allauth says has no Vietnamese of its own, and Django's Vietnamese has gaps; those sentences stand in
    our catalogue too.
    """
    used = {key(entry): entry for entry in extracted()}
    known = {key(entry) for entry in kept if not entry.obsolete}
    borrowed = {
        key(entry)
        for catalogue in BORROWED.glob("*/LC_MESSAGES/django.mo")
        for entry in polib.mofile(str(catalogue))
    }
    borrowed |= {key(entry) for catalogue in DJANGO_SAYS for entry in polib.pofile(str(catalogue))}
    lacking = [f"not in the catalogue: {where(used[one])} {one[1]!r}" for one in used.keys() - known]
    return sorted(lacking) + sorted(f"no longer used: {one[1]!r}" for one in known - used.keys() - borrowed)


def where(entry: polib.POEntry) -> str:
    return " ".join(f"{file}:{line}" for file, line in entry.occurrences[:2])


def extracted() -> polib.POFile:
    """What makemessages finds, made in a copy of the sources so that the catalogue itself stays untouched."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for package in PACKAGES:
            shutil.copytree(
                ROOT / package, copy / package, ignore=shutil.ignore_patterns("tests", "__pycache__")
            )
        (copy / CATALOGUE.parent).mkdir(parents=True)
        command = [sys.executable, "-m", "django", "makemessages", "-l", "vi", "--no-wrap"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": ""}
        run = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stdout + run.stderr)
        return polib.pofile(str(copy / CATALOGUE))


def incomplete(kept: polib.POFile) -> list[str]:
    faults = [f"not translated: {entry.msgid!r}" for entry in kept.untranslated_entries()]
    return faults + [f"fuzzy: {entry.msgid!r}" for entry in kept.fuzzy_entries()]


def stale(kept: polib.POFile) -> list[str]:
    """Whether the compiled file says anything else than its source."""
    compiled = polib.mofile(str((ROOT / CATALOGUE).with_suffix(".mo")))
    said = {key(entry): (entry.msgstr, entry.msgstr_plural) for entry in compiled}
    wanted = {key(entry): (entry.msgstr, entry.msgstr_plural) for entry in kept.translated_entries()}
    if said == wanted:
        return []
    differing = sorted(one[1] for one in said.keys() | wanted.keys() if said.get(one) != wanted.get(one))
    return [f"compiled file is stale: {msgid!r}" for msgid in differing]


if __name__ == "__main__":
    sys.exit(main())
