"""A backup in one folder: the database, every stored file, and a manifest with the digest of each.

The database is copied first: whatever file it names has been stored by then, and issued files never change.
The urns of secret votes, their keys and receipts are left out: a backup must not hold what can be tried at leisure.
PostgreSQL is copied by its own pg_dump and pg_restore, SQLite by its backup interface; both may be in use.
"""

import hashlib
import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.utils import timezone

from emulation.ballots.models import NEVER_IN_A_BACKUP

MANIFEST = "manifest.json"
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
LEFT_OUT = tuple(model._meta.db_table for model in NEVER_IN_A_BACKUP)
"""Tables that a backup has, and none of their rows."""


class ArchiveProblem(Exception):
    """A backup that cannot be made or must not be restored; the message says why."""


def save(folder: Path) -> str:
    """Write a backup into `folder`, which must be new or empty; the SHA-256 of its manifest, in hex."""
    if folder.exists() and any(folder.iterdir()):
        raise ArchiveProblem(f"{folder} is not empty: choose a new folder.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    dump = folder / DUMPS[connection.vendor]
    _dump_database(dump)
    for name in sorted(stored_names(default_storage)):
        copy = folder / "files" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        with default_storage.open(name) as source, copy.open("wb") as target:
            for chunk in source.chunks():
                target.write(chunk)
    manifest = {
        "made_at": timezone.now().isoformat(),
        "database": {"vendor": connection.vendor, "digest": digest_of(dump)},
        "files": {name: digest_of(path) for name, path in _copies(folder)},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return digest_of(folder / MANIFEST)


def load(folder: Path) -> int:
    """Restore the backup in `folder` into an empty database and storage; the number of files brought back.

    Every digest is compared before anything is written. Raises ArchiveProblem and changes nothing when the
    backup is damaged, was made by the other database, or the database holds tables already.
    """
    manifest = _sound_manifest(folder)
    if connection.introspection.table_names():
        raise ArchiveProblem(
            "The database is not empty. Restore into a new one, so that nothing is overwritten."
        )
    taken = [name for name in manifest["files"] if default_storage.exists(name)]
    if taken:
        raise ArchiveProblem(f"The storage already holds {len(taken)} of the files, '{taken[0]}' for one.")
    _load_database(folder / DUMPS[connection.vendor])
    for name in manifest["files"]:
        with (folder / "files" / name).open("rb") as source:
            stored = default_storage.save(name, File(source))
        if stored != name:
            raise ArchiveProblem(f"The storage keeps '{name}' as '{stored}': the database would not find it.")
    if not settings.REDIS_URL:
        # What is remembered, sessions among it, is of another database. A Redis may serve others: docs/operations.md.
        cache.clear()
    return len(manifest["files"])


def stored_names(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files below `folder`."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing has been stored yet
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from stored_names(storage, f"{folder}/{name}" if folder else name)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copies(folder: Path) -> Iterator[tuple[str, Path]]:
    root = folder / "files"
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path


def _sound_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise ArchiveProblem(f"{folder} holds no readable backup: {problem}") from problem
    made_by = manifest["database"]["vendor"]
    if made_by != connection.vendor:
        raise ArchiveProblem(f"The backup is of {made_by}; this installation runs on {connection.vendor}.")
    if digest_of(folder / DUMPS[made_by]) != manifest["database"]["digest"]:
        raise ArchiveProblem("The copy of the database was changed after the backup was made.")
    found = {name: digest_of(path) for name, path in _copies(folder)}
    if found != manifest["files"]:
        names = {name for name, _digest in found.items() ^ manifest["files"].items()}
        raise ArchiveProblem(
            f"Files were changed, added or lost after the backup was made: {sorted(names)[:5]}"
        )
    return manifest


def _dump_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            connection.connection.backup(copy)
            # Emptied in the copy, with what the pages held written over.
            copy.execute("PRAGMA secure_delete=ON")
            for table in LEFT_OUT:
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own tables
            copy.execute("VACUUM")
    else:
        left_out = (f"--exclude-table-data=*.{table}" for table in LEFT_OUT)
        _postgres("pg_dump", "--format=custom", "--no-owner", *left_out, f"--file={target}")


def _load_database(source: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
    else:
        options = ["--no-owner", "--exit-on-error", "--single-transaction"]
        _postgres("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source))


def _postgres(program: str, *options: str) -> None:
    """Run a client program of PostgreSQL with the address and the password of the present connection."""
    command, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    address = command[1:] if program == "pg_dump" else command[1:-1]
    run = subprocess.run(  # noqa: S603 -- the address comes from the settings, nothing from a user
        [program, *address, *options],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise ArchiveProblem(f"{program} did not succeed: {run.stderr.strip()[-500:]}")


def location() -> str:
    """Where the present installation keeps its data, for the person who reads the command's output."""
    return f"{connection.vendor} database '{connection.settings_dict['NAME']}', files in {_files_location()}"


def _files_location() -> str:
    return settings.FILES_URL.rpartition("@")[2] or str(settings.DATA_DIR / "files")
