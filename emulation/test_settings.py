"""Settings for the suite: the same program with fast hashers and tasks in place.

DATA_DIR is always a new folder, never the one of an installation: the run removes what it holds. A real
worker started by a test shares it, so that on the embedded default the test database is a file in it. Each
process of `pytest -n` has a folder, a database and a place on the broker of its own.
"""

import atexit
import os
import shutil
import tempfile

ONE_OF_MANY = os.environ.get("PYTEST_XDIST_WORKER", "")
if ONE_OF_MANY:
    os.environ["DATA_DIR"] = os.path.join(os.environ["DATA_DIR"], ONE_OF_MANY)
    if os.environ.get("REDIS_URL"):
        server, _, _number = os.environ["REDIS_URL"].rpartition("/")
        os.environ["REDIS_URL"] = f"{server}/{int(ONE_OF_MANY.removeprefix('gw')) + 1}"
else:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="emulation-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("DEMO", "false")

from nacl.pwhash import argon2id  # noqa: E402 -- as below

from emulation.ballots import sealing  # noqa: E402 -- as below
from emulation.settings import *  # noqa: E402, F403 -- settings extend one another, after the environment is set
from emulation.settings import DATA_DIR, DATABASE_URL, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402 -- as above

if not DATABASE_URL:
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "emulation.sqlite3")}
elif ONE_OF_MANY:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{ONE_OF_MANY}"}
STATIC_ROOT.mkdir(exist_ok=True)
# What makes guessing a teller's secret dear costs a fifth of a second; the suite takes the least there is.
sealing.OPERATIONS, sealing.MEMORY = argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_URL = "memory://"
