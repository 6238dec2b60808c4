"""Milliseconds and memory of a certificate through the real task, in plain WeasyPrint and in LibreOffice.

Every measurement is a process of its own; `python -m benchmarks.certificates ANSWER WAY NUMBER` is one. The
process has loaded and used the renderer once before its clock starts, as a worker has.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measuring import answer_with, in_child, peak_megabytes, stopwatch
from benchmarks.table import Row

PART = "Certificates"
TASK, QUICK_TASK = (1, 50, 1000), (1, 50)
PLAIN, QUICK_PLAIN = 30, 10
OFFICE = 50
ROUNDS = 3


def measure(server: str, *, quick: bool) -> list[Row]:
    """Task and plain way turn by turn, so that a busy minute touches both; the median of the rounds counts.

    The share of the plain way is taken from the time on a processor: on a shared machine the clock also counts
    what others do.
    """
    sizes, plain, rounds = (QUICK_TASK, QUICK_PLAIN, 1) if quick else (TASK, PLAIN, ROUNDS)
    wanted = [("task", size) for size in sizes] + [("plain", plain), ("alone", plain)]
    found: dict[tuple[str, int], list[dict[str, float]]] = {}
    for _round in range(rounds):
        for way, size in wanted:
            found.setdefault((way, size), []).append(_once(way, size))
    middle = {key: _median(values) for key, values in found.items()}
    shared = middle["plain", plain]["cpu ms"]
    rows = [
        Row(PART, _words(way, size), {**values, "of plain": f"1/{shared / values['cpu ms']:.1f}"})
        for (way, size), values in middle.items()
    ]
    return [*rows, office_row()]


def _once(way: str, size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="emulation-bench-") as folder:
        in_child("benchmarks.certificates", "prepare", str(size), DATA_DIR=folder)
        found: dict[str, float] = in_child("benchmarks.certificates", way, str(size), DATA_DIR=folder)
    return found


def _median(values: list[dict[str, float]]) -> dict[str, float]:
    return sorted(values, key=lambda one: one["cpu ms"])[len(values) // 2]


def _words(way: str, size: int) -> str:
    return {
        "task": f"{size:,} in one job: read, printed, split, stored, recorded",
        "plain": f"{size:,} one by one in plain WeasyPrint, fonts and style shared",
        "alone": f"{size:,} one by one in plain WeasyPrint, nothing shared",
    }[way]


def child() -> None:
    import django

    django.setup()
    way, size = sys.argv[2], int(sys.argv[3])
    answer_with(
        {"prepare": prepare, "task": by_task, "plain": by_plain, "alone": by_nothing_shared}[way](size)
    )


def prepare(size: int) -> None:
    """A new database with so many issued certificates and the job that prints them, not yet run."""
    from django.core.management import call_command
    from django.db import transaction

    from benchmarks import names
    from emulation.documents.services import issue_many, queue_rendering
    from emulation.organisations.models import Kind
    from emulation.organisations.services import register

    call_command("migrate", verbosity=0)
    alliance = register(
        Kind.ALLIANCE, name="Liên minh Hợp tác xã tỉnh Tây Ninh", valid_from=date(2020, 1, 1), by=None
    )
    payloads = [words(title, name, place) for place, (title, name) in enumerate(names.people(size), start=1)]
    with transaction.atomic():
        issued = issue_many("merit_certificate_v1", payloads, organisation=alliance, by=None)
        job = queue_rendering(issued, by=None, organisation=alliance, title="Đo lường")
        # Committing would send the job to a worker: the measured process is the worker.
        transaction.get_connection().run_on_commit.clear()
    assert job.pk == 1


def words(title: str, name: str, place: int) -> dict[str, Any]:
    """What one certificate says."""
    return {
        "kind": "individual",
        "issuer": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TÂY NINH",
        "award": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "honorific": title,
        "recipient": name,
        "details": f"Giám đốc Hợp tác xã Nông nghiệp Tân Hưng {place % 40 + 1}, tỉnh Tây Ninh",
        "achievement": "Đã có thành tích xuất sắc trong phong trào thi đua phát triển kinh tế tập thể năm 2025",
        "place_date": "Tây Ninh, ngày 05 tháng 02 năm 2026",
        "signature": {"lines": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "name": "Nguyễn Văn Hùng"},
        "decision_number": "05/QĐ-UBND",
        "decision_date": "05/02/2026",
        "golden_book": str(place),
    }


def by_task(size: int) -> dict[str, float]:
    """The one Celery task, on the job that waits."""
    from emulation.celery import warm_up
    from emulation.documents.models import IssuedDocument
    from emulation.jobs.tasks import run

    warm_up()
    before = time.process_time()
    with stopwatch() as watch:
        run.apply([1]).get()
    worked = time.process_time() - before
    if IssuedDocument.objects.printed().count() != size:
        raise SystemExit("Not everything was printed.")
    return found(watch.seconds, worked, size)


def by_plain(size: int) -> dict[str, float]:
    return one_by_one(size, shared=True)


def by_nothing_shared(size: int) -> dict[str, float]:
    return one_by_one(size, shared=False)


def one_by_one(size: int, *, shared: bool) -> dict[str, float]:
    """The same payloads as single documents, in memory only: no database, no storage."""
    from emulation.celery import warm_up
    from emulation.documents.certificates import render_alone
    from emulation.documents.models import IssuedDocument
    from emulation.documents.rendering import Press

    warm_up()
    documents = list(IssuedDocument.objects.order_by("pk"))
    press = Press()
    before = time.process_time()
    with stopwatch() as watch:
        for document in documents:
            render_alone(press if shared else Press(), document.paper, document.payload)
    return found(watch.seconds, time.process_time() - before, size)


def found(seconds: float, worked: float, size: int) -> dict[str, float]:
    return {"ms": seconds * 1000 / size, "cpu ms": worked * 1000 / size, "peak MB": peak_megabytes()}


def office_row() -> Row:
    """LibreOffice fills one document for each person and prints them all in one start, where it is installed."""
    what = f"{OFFICE} by LibreOffice mail merge"
    program = shutil.which("soffice")
    if program is None:
        return Row(PART, what, {"": "not installed"})
    from benchmarks import names

    with tempfile.TemporaryDirectory(prefix="emulation-bench-") as folder:
        files = []
        for place, (title, name) in enumerate(names.people(OFFICE)):
            files.append(Path(folder) / f"{place}.fodt")
            files[-1].write_text(LETTER % (f"{title} {name}",))
        began = time.perf_counter()
        subprocess.run(
            [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
             "--outdir", folder, *map(str, files)],
            check=True, capture_output=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        seconds = time.perf_counter() - began
    return Row(PART, what, {"ms": seconds * 1000 / OFFICE})


LETTER = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:h text:outline-level="1">CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TÂY NINH</text:h><text:p>TẶNG BẰNG KHEN</text:p>
<text:p>%s</text:p><text:p>Đã có thành tích xuất sắc trong phong trào thi đua phát triển kinh tế tập thể</text:p>
<text:p>Tây Ninh, ngày 05 tháng 02 năm 2026</text:p><text:p>PHÓ CHỦ TỊCH</text:p><text:p>Nguyễn Văn Hùng</text:p>
</office:text></office:body></office:document>
"""


if __name__ == "__main__":
    child()
