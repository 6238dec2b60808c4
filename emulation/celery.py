"""The Celery application and the one list of periodic work.

With the embedded broker (no REDIS_URL) messages are files in DATA_DIR/broker, polled every 50 ms:
kombu's default of one second would make every progress bar stutter. A worker that is killed may lose
its message on either broker, so the truth about work is the Job row, and `put_back` restores it.
"""

import os

from celery import Celery
from kombu.transport import filesystem

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")

filesystem.Transport.polling_interval = 0.05

app = Celery("emulation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "jobs.put_back": {"task": "jobs.put_back", "schedule": 60.0},
    "notices.send_mail": {"task": "notices.send_mail", "schedule": 60.0},
}
