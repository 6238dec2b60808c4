"""The embedded broker: a worker that polls while messages are written never meets half a message."""

import multiprocessing
from pathlib import Path
from queue import Empty
from typing import Any

from kombu import Connection

WRITERS, MESSAGES = 3, 300


def write(options: dict[str, str]) -> None:
    with Connection("filesystem://", transport_options=options) as connection:
        for number in range(MESSAGES):
            connection.default_channel._put("celery", {"number": number, "body": "x" * 20_000})


def test_no_reader_meets_half_a_message(tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    options: dict[str, Any] = {"data_folder_in": str(folder), "data_folder_out": str(folder)}
    options["control_folder"] = str(tmp_path / "control")
    processes = multiprocessing.get_context("spawn")
    writers = [processes.Process(target=write, args=(options,)) for _ in range(WRITERS)]
    read = []
    with Connection("filesystem://", transport_options=options) as connection:
        channel = connection.default_channel
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers) or any(folder.iterdir()):
            try:
                read.append(channel._get("celery")["number"])
            except Empty:
                continue
    for writer in writers:
        writer.join()
    assert sorted(read) == sorted(WRITERS * list(range(MESSAGES)))
