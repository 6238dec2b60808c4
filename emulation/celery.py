"""The Celery application and the one list of periodic work.

With the embedded broker (no REDIS_URL) messages are files in DATA_DIR/broker, polled every 50 ms:
kombu's default of one second would make every progress bar stutter. A worker that is killed may lose
its message on either broker, so the truth about work is the Job row, and `put_back` restores it.
"""

import ctypes
import os
import signal
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_embedded_init, worker_process_init
from kombu.transport import filesystem
from kombu.utils.json import dumps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")


class WholeMessages(filesystem.Channel):
    """Messages appear in the folder complete, under their name at once.

    kombu opens the file under its final name and then writes: a worker that polled in between took an empty
    message and ended with “Unrecoverable error: JSONDecodeError”.
    """

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # kombu's bases disagree
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        part = Path(self.data_folder_out) / f"{name}.part"
        part.write_text(dumps(payload))
        part.rename(part.with_suffix(""))


filesystem.Transport.Channel = WholeMessages
filesystem.Transport.polling_interval = 0.05

app = Celery("emulation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "jobs.put_back": {"task": "jobs.put_back", "schedule": 20.0},
    "legislation.warn_of_expiry": {
        "task": "legislation.warn_of_expiry",
        "schedule": crontab(hour=6, minute=15),
    },
    "notices.send_mail": {"task": "notices.send_mail", "schedule": 60.0},
    "organisations.refresh_due": {"task": "organisations.refresh_due", "schedule": crontab(hour=0, minute=5)},
    "portal.send_digests": {"task": "portal.send_digests", "schedule": crontab(hour=7, minute=0)},
}


@worker_process_init.connect
@beat_embedded_init.connect
def end_with_the_worker(**_signal: Any) -> None:
    """A killed worker leaves no orphan: the kernel ends its processes too (prctl PR_SET_PDEATHSIG = 1)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


@worker_process_init.connect
def warm_up(**_signal: Any) -> None:
    """Load the renderer and its fonts before the first document, not during it."""
    from weasyprint import HTML

    HTML(string="<p lang='vi'>Thi đua</p>").write_pdf()
