"""Settings for the suite: the same program with a fast hasher and tasks in place.

DATA_DIR is always a new folder, never the one of an installation: the run removes what it holds. A real
worker started by a test shares it, so that on the embedded default the test database is a file in it.
"""

import atexit
import os
import shutil
import tempfile

if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="emulation-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("DEMO", "false")

from emulation.settings import *  # noqa: F403 -- settings modules extend one another by import
from emulation.settings import DATA_DIR, DATABASE_URL, DATABASES, STATIC_ROOT, STORAGES

if not DATABASE_URL:
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "emulation.sqlite3")}
STATIC_ROOT.mkdir(exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_URL = "memory://"
